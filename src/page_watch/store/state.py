"""What the database knows about a watch before a check."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, String, and_, bindparam, or_, select

from page_watch.model.response import Validators
from page_watch.model.state import Accepted, Outcome, State, Streak
from page_watch.store import incidents
from page_watch.store.tables.watching import incidents as incident_table
from page_watch.store.tables.watching import versions, watches

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from page_watch.store.dialect import AnyRow

W = watches.c

_asked = select(bindparam("watch", type_=String).label("name")).subquery("asked")

_STATE = (
    select(
        watches,
        versions.c.number,
        versions.c.fingerprint,
        versions.c.accepted_at,
        *(column.label(f"incident_{column.name}") for column in incidents.COLUMNS),
    )
    .select_from(_asked)
    .outerjoin(watches, W.name == _asked.c.name)
    .outerjoin(
        versions,
        and_(
            versions.c.watch_id == W.id,
            or_(versions.c.superseded_at.is_(None), versions.c.superseded_at > bindparam("since")),
        ),
    )
    .outerjoin(incident_table, and_(incident_table.c.watch == _asked.c.name, incident_table.c.closed_at.is_(None)))
    .order_by(versions.c.number, incident_table.c.id)
)
"""One statement for the row, the recent versions and the open incidents: for nearly every watch it gives one row."""


def peek(connection: Connection, watch: str, window: timedelta, now: datetime) -> State:
    """The state without its milestones: all that an unchanged page needs."""
    return _read(connection, watch, window, now)[0]


def load(connection: Connection, watch: str, window: timedelta, now: datetime) -> State:
    """The whole state, milestones included."""
    state, watch_id = _read(connection, watch, window, now)
    if watch_id is None:
        return state
    from page_watch.store import milestones  # an unchanged page needs none

    return replace(
        state,
        known=milestones.current(connection, watch_id),
        removed=milestones.removed(connection, watch_id),
    )


def _read(connection: Connection, watch: str, window: timedelta, now: datetime) -> tuple[State, int | None]:
    rows = connection.execute(_STATE, {"watch": watch, "since": now - window}).all()
    row = rows[0]
    found = {one.incident_id: one[-len(incidents.COLUMNS) :] for one in rows if one.incident_id is not None}
    opened = tuple(incidents.incident(one) for one in found.values())
    if row.id is None:
        return State(watch, incidents=opened), None
    recent = {one.number: Accepted(one.number, one.fingerprint, one.accepted_at) for one in rows if one.number}
    state = State(
        watch=watch,
        url=row.url,
        recent=tuple(recent.values()),
        next_id=row.next_id,
        streak=Streak(row.streak_fingerprint, row.streak_count, row.streak_since) if row.streak_count else None,
        failures=row.failures,
        outcome=Outcome(row.outcome) if row.outcome else None,
        last_check=row.last_check,
        last_good=row.last_good,
        unchanged_since=list(recent.values())[-1].accepted_at if recent else None,
        validators=_validators(row),
        retry_after=row.retry_after,
        reading=row.reading,
        incidents=opened,
        milestones=row.milestones,
        missing=row.missing,
    )
    return state, row.id


def _validators(row: AnyRow) -> Validators | None:
    if row.body_sha256 is None:
        return None
    return Validators(row.etag, row.last_modified, row.body_sha256)
