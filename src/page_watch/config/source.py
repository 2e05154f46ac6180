"""The configuration file as it stands: its name, its text, and a digest of its bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from page_watch.errors import ConfigError

_LARGEST = 10_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """A configuration file that could be read. ``shown`` is its name in messages."""

    path: Path
    shown: str
    text: str
    digest: str

    @classmethod
    def read(cls, path: Path) -> Self:
        """Reads the file. ``ConfigError`` if it is missing, unreadable, no text, or too large to be meant."""
        try:
            with path.open("rb") as file:
                content = file.read(_LARGEST + 1)
        except FileNotFoundError as error:
            raise ConfigError(
                f"{path}: there is no such configuration file; write one with `page-watch init`, "
                "or name another with --config or $PAGE_WATCH_CONFIG"
            ) from error
        except IsADirectoryError as error:
            raise ConfigError(f"{path}: this is a folder; name the configuration file in it") from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise ConfigError(f"{path}: the configuration file cannot be read: {reason}") from error
        if len(content) > _LARGEST:
            raise ConfigError(f"{path}: this is larger than 10 MB, so it is not a configuration file")
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise ConfigError(f"{path}:{line}: the configuration file is not UTF-8 text") from error
        return cls(path, str(path), text, hashlib.sha256(content).hexdigest())

    @property
    def folder(self) -> Path:
        """The folder that relative paths in the file start from."""
        return self.path.absolute().parent
