"""A milestone, what a parser reads, what the history knows of it, and what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Kind(StrEnum):
    """What happened to one milestone between two versions."""

    ADDED = "added"
    REWORDED = "reworded"
    MOVED = "moved"
    REMOVED = "removed"
    RESTORED = "restored"
    COSMETIC = "cosmetic"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A year label and a text.

    ``year`` is the label as printed (None: undated); ``start`` and ``end`` are the years it spans, negative
    before Christ, ``end`` None while it is open. ``text`` is NFC with white space collapsed, otherwise as
    printed. ``links`` are the absolute addresses inside it, in order; they never make a change.
    """

    year: str | None
    start: int | None
    end: int | None
    text: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a parser read: the milestones in page order, how it read them, and what it left.

    ``strategy`` is in words ("ordered list, year in h3, 9 groups"); ``leftovers`` is the text inside the
    timeline's block that was not taken.
    """

    milestones: tuple[Milestone, ...]
    strategy: str
    leftovers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A milestone as the history knows it: its lasting id, and since when it is missing, if it is."""

    id: int
    milestone: Milestone
    first_seen: datetime
    missing_since: datetime | None = None
    missing_checks: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one milestone.

    ``now`` is what stands now (for ``removed``: what stood last); ``before`` is filled for ``reworded``,
    ``moved`` and ``cosmetic``. ``similarity`` is 0 to 1, where a similarity was judged.
    """

    kind: Kind
    milestone: int
    now: Milestone
    before: Milestone | None = None
    similarity: float | None = None
