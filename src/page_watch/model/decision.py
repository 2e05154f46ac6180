"""What is to be written after a check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from page_watch.model.incident import Incident, Problem
    from page_watch.model.milestone import Change, Known
    from page_watch.model.notice import Notice
    from page_watch.model.response import Response
    from page_watch.model.state import Outcome, Streak


@dataclass(frozen=True, slots=True)
class Version:
    """A version to be written: what stands in it, and what that changed. ``known`` is the whole list."""

    number: int
    fingerprint: str
    known: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What to write after a check. Nothing in it depends on how it is written.

    ``version`` is the new version, if one was accepted; ``known`` what stands after the check, ``missing`` the
    part of it that is missing now. ``failures``, ``streak`` and ``next_id`` replace those of the state.
    ``opened`` are new incidents, ``reminded`` open ones that people are told of again, ``closed`` ended ones.
    ``keep`` says that the page's bytes are evidence and must be kept. ``retry_after`` is the earliest time the
    server wants to be asked again, if it said so.
    """

    outcome: Outcome
    known: tuple[Known, ...]
    problem: Problem | None = None
    version: Version | None = None
    changes: tuple[Change, ...] = ()
    failures: int = 0
    streak: Streak | None = None
    next_id: int = 1
    opened: tuple[Incident, ...] = ()
    reminded: tuple[Incident, ...] = ()
    closed: tuple[Incident, ...] = ()
    keep: bool = False
    retry_after: datetime | None = None
    missing: tuple[Known, ...] = ()

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing in it that anyone might be told."""
        return not (self.changes or self.opened or self.closed or self.reminded)


@dataclass(frozen=True, slots=True)
class Record:
    """One check, ready to be written in one transaction.

    ``url`` is the watch's URL; ``response`` what came (None: nothing did). ``reading`` is the
    "parser/revision/selectors" in use. ``took`` is the check's length in seconds.
    """

    watch: str
    url: str
    checked_at: datetime
    response: Response | None
    reading: str
    decision: Decision
    notices: tuple[Notice, ...] = ()
    took: float = 0.0
