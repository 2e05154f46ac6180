"""The formats of ``page-watch export``: one module each, whose name is the format's name on the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from datetime import datetime

    from page_watch.model.history import Edition, Logged

FORMATS = ("csv", "json", "md", "atom")


@dataclass(frozen=True, slots=True)
class History:
    """What is exported of one watch.

    ``url`` is None for a watch that is not configured any more, ``edition`` (what stands now) and ``begun`` (when
    the first version was accepted) before the first check. ``changes`` are newest first.
    """

    watch: str
    title: str
    url: str | None
    edition: Edition | None
    begun: datetime | None
    changes: tuple[Logged, ...]


Writer = Callable[[Sequence[History]], str]
"""Gives the whole export as a text, with the line ends of its format."""


def writer(name: str) -> Writer:
    """The writer of a format of ``FORMATS``."""
    return cast("Writer", import_module(f"page_watch.cli.exports.{name}").write)


def is_web(url: str) -> bool:
    """Whether an address is safe to be clicked on: a page may hold ``javascript:`` ones."""
    return url.lower().startswith(("http://", "https://"))
