"""What a command works with: where to print, which configuration, how much to say."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from page_watch.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from page_watch.app import App
    from page_watch.cli.terminal import Terminal
    from page_watch.settings import Settings

CONFIG = Path("config.yaml")
"""Where the configuration is, unless it is said otherwise."""


@dataclass(frozen=True)
class Session:
    """One run of one command.

    ``config`` is the file given on the command line, if one was; ``quiet`` asks for what needs attention only;
    ``env`` is the environment.
    """

    config: Path | None
    quiet: bool
    env: Mapping[str, str]

    @cached_property
    def terminal(self) -> Terminal:
        """Standard output."""
        from page_watch.cli.terminal import Terminal  # not where nothing is printed

        return Terminal.of(sys.stdout, self.env)

    @cached_property
    def settings(self) -> Settings:
        """The configuration. Raises ConfigError with every mistake in it."""
        from page_watch import config

        return config.load(self.config, self.env)

    @property
    def config_path(self) -> Path:
        """The file the configuration is, or would be, in."""
        told = self.env.get("PAGE_WATCH_CONFIG")
        return self.config or (Path(told) if told else CONFIG)

    def open(self) -> App:
        """The program on this configuration. Raises ConfigError and StoreError."""
        from page_watch.app import App

        return App.open(self.settings)

    def open_to_look(self) -> App:
        """The same, storing nothing. Raises ConfigError and StoreError."""
        from page_watch.app import App

        return App.open_to_look(self.settings)

    def zone(self, watch: str) -> ZoneInfo:
        """The time zone of a watch; UTC for one that is not configured any more."""
        from zoneinfo import ZoneInfo

        configured = self.settings.watch(watch)
        return configured.timezone if configured else ZoneInfo("UTC")

    def title(self, watch: str) -> str:
        """The title of a watch; its name for one that is not configured any more."""
        configured = self.settings.watch(watch)
        return configured.title if configured else watch


def known(names: Sequence[str], among: Sequence[str], what: str) -> None:
    """Raise ConfigError for the names that are not among the known ones, saying what was perhaps meant."""
    from page_watch.cli.options import perhaps

    unknown = [name for name in names if name not in among]
    if unknown:
        there = f"there are: {', '.join(among)}" if among else "there is none"
        raise ConfigError(*(f"there is no {what} {name!r}{perhaps(name, among)}; {there}" for name in unknown))
