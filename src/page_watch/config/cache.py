"""The validated configuration, kept between starts: reading YAML and checking it costs more than the rest of a check.

A kept form belongs to one configuration file as it was, read by one program. It holds no secret, only the places
where secrets stand, so a start from it asks the environment again. It counts only if it is whole, belongs to this
user, and no other user may write it; anything unexpected about it means reading the configuration the long way, never
a failure.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from page_watch import __version__
from page_watch.config import checks, frozen
from page_watch.config.secrets import Kept, Origin, again
from page_watch.config.source import Source
from page_watch.settings import Settings

_MOST = 64
"""Kept forms in the folder; the oldest go when there are more."""


@dataclasses.dataclass(frozen=True, slots=True)
class Validated:
    """Settings found right, and what is needed to keep them.

    ``database`` is the URL as it was given, which may hold a password. ``variables`` are the environment variables
    that stand outside of secrets, ``None`` if one of them stands in a secret as well.
    """

    settings: Settings
    database: Kept | None
    variables: frozenset[str] | None


class Cache:
    """The kept form of one configuration file."""

    def __init__(self, source: Source, env: Mapping[str, str]) -> None:
        self._source = source
        self._env = env
        folder = _folder(env)
        self._path = folder / f"{_digest(str(source.path.absolute()))[:32]}.json" if folder else None

    def load(self) -> Settings | None:
        """The settings, if a form is kept that still holds."""
        content = _trusted(self._path) if self._path else None
        if not content:
            return None
        seal, _, text = content.partition("\n")
        if seal != _digest(text):
            return None
        head, _, body = text.partition("\n")
        try:
            if json.loads(head) != self._head(json.loads(head)["variables"]):
                return None
            kept = frozen.load(body, self._secret)
            settings: Settings = kept["settings"]
            if kept["database"]:
                url = checks.database_url(kept["database"].reveal(), self._source.folder)
                settings = dataclasses.replace(settings, database=url)
            checks.verify(settings)
        except (ValueError, KeyError, TypeError, AttributeError):
            # Something the settings rest on is no longer so; the long way says what, with its line.
            return None
        return settings

    def save(self, validated: Validated) -> None:
        """Keeps settings for the next start, where that can be done without writing a secret."""
        if not self._path or validated.variables is None:
            return
        settings = dataclasses.replace(validated.settings, database="") if validated.database else validated.settings
        try:
            body = json.dumps(frozen.dump({"settings": settings, "database": validated.database}))
        except frozen.Unkeepable:
            return
        text = f"{json.dumps(self._head(validated.variables))}\n{body}"
        with contextlib.suppress(OSError):
            _replace(self._path, f"{_digest(text)}\n{text}")

    def _head(self, variables: Iterable[str]) -> dict[str, object]:
        """What the form depends on: the file, the program, and variables (``~`` in a path depends on HOME)."""
        values = {name: self._env.get(name) for name in sorted({*variables, "HOME"})}
        return {
            "file": self._source.digest,
            "program": _program(),
            "variables": {name: None if value is None else _digest(value) for name, value in values.items()},
        }

    def _secret(self, origin: Origin) -> Kept:
        return again(origin, self._source.text, self._env)


def _folder(env: Mapping[str, str]) -> Path | None:
    """``$XDG_CACHE_HOME/page-watch``, else ``~/.cache/page-watch``; None where there is no home.

    A relative ``$XDG_CACHE_HOME`` is to be ignored (XDG Base Directory Specification).
    """
    base, home = Path(env.get("XDG_CACHE_HOME", "")), Path(env.get("HOME", ""))
    if base.is_absolute():
        return base / "page-watch"
    return home / ".cache" / "page-watch" if home.is_absolute() else None


def _program() -> str:
    """Names the code that made a form: its version, and the state of its files while it is being worked on."""
    here = Path(__file__).parent
    state = [__version__, sys.version]
    for name in sorted([*(entry.path for entry in os.scandir(here)), str(here.parent / "settings.py")]):
        if name.endswith(".py"):
            found = os.stat(name)  # noqa: PTH116  (a stat of a name is all that is needed here)
            state.append(f"{name} {found.st_mtime_ns} {found.st_size}")
    return _digest("\n".join(state))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def _trusted(path: Path) -> str | None:
    """The content of a regular file that only this user can have written."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        foreign = hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & 0o022)
        if foreign or not stat.S_ISREG(found.st_mode):
            return None
        return file.read().decode("ascii", "replace")


def _replace(path: Path, content: str) -> None:
    """Writes a file that only this user can read, whole or not at all."""
    import tempfile

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")  # created with mode 0600
    new = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(content)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    kept = sorted(path.parent.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in kept[_MOST:]:
        old.unlink(missing_ok=True)
