"""The short cut: a body that is the one last read need not be read again. It is nearly every check's end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from page_watch.model.decision import Decision
from page_watch.model.incident import Incident, IncidentKind
from page_watch.model.state import Outcome, State

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


def is_clean(state: State, url: str, reading: str) -> bool:
    """Whether an unchanged body may be believed unread.

    Only if the last check was good, of the same address, by the same parser with the same selectors, and
    nothing is held, flapping or missing: else a short cut would hide trouble.
    """
    return (
        state.outcome in (Outcome.BASELINE, Outcome.UNCHANGED, Outcome.CHANGED)
        and state.current is not None
        and state.validators is not None
        and state.url == url
        and state.reading == reading
        and state.streak is None
        and not state.missing
        and state.incident(IncidentKind.HELD) is None
        and state.incident(IncidentKind.FLAPPING) is None
    )


def decide_unchanged(state: State, now: datetime) -> Decision:
    """Judge a body that is known to be the one last read, from a clean state; see ``is_clean``.

    ``state`` need not hold the milestones.
    """
    return Decision(
        outcome=Outcome.UNCHANGED,
        known=state.known,
        next_id=state.next_id,
        closed=closing(state.incidents, IncidentKind.STALE, IncidentKind.FAILING, now=now),
    )


def closing(incidents: Iterable[Incident], *kinds: IncidentKind, now: datetime) -> tuple[Incident, ...]:
    """Those of some incidents that are of the given kinds, ended now."""
    return tuple(replace(incident, closed_at=now) for incident in incidents if incident.kind in kinds)
