"""What the store knows about a watch before a check."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from page_watch.model.incident import Incident, IncidentKind
    from page_watch.model.milestone import Known
    from page_watch.model.response import Validators


class Outcome(StrEnum):
    """How a check ended."""

    BASELINE = "baseline"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    HELD = "held"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A version in short: its number, the fingerprint of its milestones, when it was accepted."""

    number: int
    fingerprint: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class Streak:
    """The same content, seen ``count`` good or held checks in a row since ``since``."""

    fingerprint: str
    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class State:
    """What the store knows about a watch before a check. A watch never checked has the default of each field.

    ``known`` are the milestones of the current version, those that are missing but not yet removed included;
    ``removed`` those that once were. ``recent`` are the versions that were in force at some time within the
    flapping window, oldest first, the current one last. ``milestones`` is how many stand in the current version,
    ``missing`` how many of them are missing; both are right even where ``known`` was not loaded. ``next_id`` was
    never given to a milestone. ``validators`` are set only after a good check. ``reading`` is the
    "parser/revision/selectors" that read the current version, ``url`` the address last checked. ``retry_after``
    is when its server wants to be asked again, if it said so at the last check.
    """

    watch: str
    url: str | None = None
    known: tuple[Known, ...] = ()
    removed: tuple[Known, ...] = ()
    recent: tuple[Accepted, ...] = ()
    next_id: int = 1
    streak: Streak | None = None
    failures: int = 0
    outcome: Outcome | None = None
    last_check: datetime | None = None
    last_good: datetime | None = None
    unchanged_since: datetime | None = None
    validators: Validators | None = None
    reading: str | None = None
    incidents: tuple[Incident, ...] = ()
    milestones: int = 0
    missing: int = 0
    retry_after: datetime | None = None

    @property
    def current(self) -> Accepted | None:
        """The accepted version, or None before the baseline."""
        return self.recent[-1] if self.recent else None

    def incident(self, kind: IncidentKind) -> Incident | None:
        """The open incident of a kind, if there is one."""
        return next((incident for incident in self.incidents if incident.kind is kind), None)
