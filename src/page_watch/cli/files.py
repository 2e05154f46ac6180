"""Writing a file so that nobody ever sees half of it."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from page_watch.errors import ConfigError, PageWatchError

if TYPE_CHECKING:
    from pathlib import Path


def write_atomically(path: Path, text: str) -> None:
    """Replace a file by a new one, in UTF-8, line ends as given; its permissions stay.

    What is there and no file (a device, a pipe) is written to, never replaced. Raises ConfigError where nothing can
    be written there, PageWatchError where writing fails half-way; the file is then what it was before.
    """
    try:
        target = path.resolve()  # a symbolic link stays one
        if target.exists() and not target.is_file():
            target.write_text(text, encoding="utf-8", newline="")
        else:
            _replace(target, text)
    except OSError as error:
        wrong_place = isinstance(error, (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError))
        kind = ConfigError if wrong_place else PageWatchError
        raise kind(f"{path} could not be written: {error.strerror}") from error


def _replace(target: Path, text: str) -> None:
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with aside.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            aside.chmod(target.stat().st_mode & 0o7777)
        aside.replace(target)
    finally:
        with suppress(OSError):
            aside.unlink()
