"""Where secrets come from: a place in the configuration file (mostly a ``${VAR}``), or a file of their own.

The place can be kept and looked up again; the secret itself is never written anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from page_watch.config.environment import expand
from page_watch.settings import Secret

_LARGEST = 65_536


@dataclass(frozen=True, slots=True)
class Written:
    """From character ``start`` to before ``end`` of the configuration file."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Filed:
    """The content of a file."""

    path: Path


Origin = Written | Filed


class Kept(Secret):
    """A secret that knows where it came from; ``origin`` is None if it stands nowhere in one piece."""

    __slots__ = ("origin",)

    def __init__(self, text: str, origin: Origin | None) -> None:
        super().__init__(text)
        self.origin = origin


def from_file(path: Path) -> Kept:
    """The secret in a file, without the line break at its end. ``ValueError`` if there is none to be had."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from error
    if len(content) > _LARGEST:
        raise ValueError("is too large for a file that holds one secret")
    try:
        text = content.decode().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise ValueError("holds bytes that are not UTF-8 text") from error
    if not text:
        raise ValueError("is empty; it should hold one secret")
    return Kept(text, Filed(path))


def again(origin: Origin, text: str, env: Mapping[str, str]) -> Kept:
    """The secret that an origin leads to now. ``ValueError`` if it leads to none."""
    if isinstance(origin, Filed):
        return from_file(origin.path)
    expanded = expand(text[origin.start : origin.end], env)
    if expanded.problems or not expanded.text:
        raise ValueError("is not set")
    return Kept(expanded.text, origin)
