"""What is read back from the history."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from page_watch.model.milestone import Change, Known


class Origin(StrEnum):
    """What made a version: a check of the page, or reading a stored page again."""

    CHECK = "check"
    REPARSE = "reparse"


@dataclass(frozen=True, slots=True)
class Logged:
    """A change as the history holds it. Where ``origin`` is a reparse, it was not the page that changed."""

    watch: str
    version: int
    detected_at: datetime
    change: Change
    origin: Origin = Origin.CHECK


@dataclass(frozen=True, slots=True)
class Edition:
    """One version read back from the history. ``known`` is in page order."""

    watch: str
    number: int
    accepted_at: datetime
    known: tuple[Known, ...]
    origin: Origin = Origin.CHECK
