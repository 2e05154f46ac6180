"""Configuration files written and loaded, with a cache folder of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

import pytest

from page_watch.config import load
from page_watch.errors import ConfigError
from page_watch.settings import Settings

WATCH = "watches: [{name: peru, url: 'https://un-page.org/countries/peru'}]\n"


@dataclass
class Folder:
    """A folder with a configuration in it."""

    path: Path
    env: dict[str, str] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        return self.path / "config.yaml"

    def load(self, text: str | bytes, env: Mapping[str, str] | None = None) -> Settings:
        """The settings in a text, read the long way and from the cache: both must be the same."""
        content = dedent(text).encode() if isinstance(text, str) else text
        self.file.write_bytes(content)
        first = load(self.file, {**self.env, **(env or {})})
        assert load(self.file, {**self.env, **(env or {})}) == first
        return first

    def mistakes(self, text: str | bytes, env: Mapping[str, str] | None = None) -> list[str]:
        """The mistakes in a text, without the folder in front of the file's name."""
        with pytest.raises(ConfigError) as caught:
            self.load(text, env)
        assert all("\n" not in mistake for mistake in caught.value.mistakes)
        return [mistake.replace(f"{self.path}/", "") for mistake in caught.value.mistakes]

    def mistake(self, text: str | bytes, env: Mapping[str, str] | None = None) -> str:
        """The only mistake in a text."""
        [mistake] = self.mistakes(text, env)
        return mistake


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "here").mkdir()
    return Folder(tmp_path / "here", {"HOME": str(tmp_path / "home"), "XDG_CACHE_HOME": str(tmp_path / "cache")})
