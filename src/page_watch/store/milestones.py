"""Milestones in the database: what each says from one version to another, and when it was missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    false,
    or_,
    select,
    update,
)
from sqlalchemy import insert as plain_insert

from page_watch.model.milestone import Known, Milestone
from page_watch.store.dialect import insert
from page_watch.store.positions import positions
from page_watch.store.tables.milestones import absences, milestone_states, milestones

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from page_watch.model.decision import Version
    from page_watch.store.dialect import AnyRow

S = milestone_states.c

_IN_FORCE = and_(S.watch_id == bindparam("watch_id"), S.until_version.is_(None))


def _known(absent: ColumnElement[bool]) -> Select[Any]:
    """Milestones with what they say and the absence that counts."""
    return (
        select(
            S.milestone_id,
            S.year,
            S.start_year,
            S.end_year,
            S.text,
            S.links,
            milestones.c.first_seen,
            absences.c.since,
            absences.c.checks,
        )
        .join(milestones, and_(milestones.c.watch_id == S.watch_id, milestones.c.id == S.milestone_id))
        .outerjoin(
            absences,
            and_(absences.c.watch_id == S.watch_id, absences.c.milestone_id == S.milestone_id, absent),
        )
        .order_by(S.position)
    )


_NEVER_ABSENT = false()
_CURRENT = _known(absences.c.until.is_(None)).where(_IN_FORCE)
_AT_VERSION = _known(
    and_(
        absences.c.since <= bindparam("at"),
        or_(absences.c.until.is_(None), absences.c.until > bindparam("at")),
    )
).where(
    S.watch_id == bindparam("watch_id"),
    S.since_version <= bindparam("number"),
    or_(S.until_version.is_(None), S.until_version > bindparam("number")),
)
_later = milestone_states.alias("later")
_REMOVED = (
    _known(_NEVER_ABSENT)
    .where(
        S.watch_id == bindparam("watch_id"),
        S.until_version.is_not(None),
        ~exists().where(
            _later.c.watch_id == S.watch_id,
            _later.c.milestone_id == S.milestone_id,
            _later.c.since_version >= S.until_version,
        ),
    )
    .order_by(None)
    .order_by(S.milestone_id)
)
_STANDING = select(S.milestone_id, S.position, S.year, S.start_year, S.end_year, S.text, S.links).where(_IN_FORCE)
_END = (
    update(milestone_states)
    .where(
        S.watch_id == bindparam("of_watch"),
        S.milestone_id == bindparam("of_milestone"),
        S.until_version.is_(None),
    )
    .values(until_version=bindparam("until"))
)

_ABSENT = select(absences.c.milestone_id, absences.c.since, absences.c.checks).where(
    absences.c.watch_id == bindparam("of_watch"), absences.c.until.is_(None)
)
_ABSENCE = update(absences).where(
    absences.c.watch_id == bindparam("of_watch"),
    absences.c.milestone_id == bindparam("of_milestone"),
    absences.c.since == bindparam("of_since"),
)
_ABSENCE_ENDS = _ABSENCE.values(until=bindparam("now_at"))
_ABSENCE_COUNTS = _ABSENCE.values(checks=bindparam("now_checks"))


def current(connection: Connection, watch_id: int) -> tuple[Known, ...]:
    """The milestones of the version in force, in page order, with those that are missing now marked."""
    return _read(connection.execute(_CURRENT, {"watch_id": watch_id}))


def removed(connection: Connection, watch_id: int) -> tuple[Known, ...]:
    """The milestones that once stood and do no longer, with what they said last."""
    return _read(connection.execute(_REMOVED, {"watch_id": watch_id}))


def at_version(connection: Connection, watch_id: int, number: int, at: datetime) -> tuple[Known, ...]:
    """The milestones of a version, in page order, with those marked that were missing at a time."""
    return _read(connection.execute(_AT_VERSION, {"watch_id": watch_id, "number": number, "at": at}))


def write(connection: Connection, watch_id: int, version: Version) -> None:
    """Write what a version changes: rows for what is new or says something else, an end for what no longer stands.

    Milestones that stay as they are cost nothing, wherever in the page others come and go.
    """
    standing = {
        row.milestone_id: _Standing(row.position, _milestone(row))
        for row in connection.execute(_STANDING, {"watch_id": watch_id})
    }
    placed = positions([_position(standing, known) for known in version.known])
    staying: set[int] = set()
    states: list[dict[str, Any]] = []
    for known, position in zip(version.known, placed, strict=True):
        if standing.get(known.id) == _Standing(position, known.milestone):
            staying.add(known.id)
        else:
            states.append(_state(watch_id, version.number, position, known))
    ended = [
        {"of_watch": watch_id, "of_milestone": id, "until": version.number} for id in standing if id not in staying
    ]
    if ended:
        connection.execute(_END, ended)
    identities = [
        {"watch_id": watch_id, "id": known.id, "first_seen": known.first_seen}
        for known in version.known
        if known.id not in standing
    ]
    if identities:  # one that was removed and returns has its identity already
        connection.execute(insert(connection, milestones).on_conflict_do_nothing(), identities)
    if states:
        connection.execute(plain_insert(milestone_states), states)


def mark_missing(connection: Connection, watch_id: int, missing: Sequence[Known], at: datetime) -> None:
    """Write what is missing now: absences begin, go on, or end."""
    before = {(row.milestone_id, row.since): row.checks for row in connection.execute(_ABSENT, {"of_watch": watch_id})}
    now = {(known.id, known.missing_since or at): known.missing_checks for known in missing}
    ended = [_absence(watch_id, key, now_at=at) for key in before if key not in now]
    counted = [
        _absence(watch_id, key, now_checks=checks)
        for key, checks in now.items()
        if key in before and before[key] != checks
    ]
    begun = [
        {"watch_id": watch_id, "milestone_id": id, "since": since, "checks": checks}
        for (id, since), checks in now.items()
        if (id, since) not in before
    ]
    if ended:
        connection.execute(_ABSENCE_ENDS, ended)
    if counted:
        connection.execute(_ABSENCE_COUNTS, counted)
    if begun:
        connection.execute(plain_insert(absences), begun)


def _absence(watch_id: int, key: tuple[int, datetime], **values: Any) -> dict[str, Any]:
    return {"of_watch": watch_id, "of_milestone": key[0], "of_since": key[1], **values}


@dataclass(frozen=True, slots=True)
class _Standing:
    position: int
    milestone: Milestone


def _position(standing: dict[int, _Standing], known: Known) -> int | None:
    one = standing.get(known.id)
    return one.position if one else None


def _state(watch_id: int, number: int, position: int, known: Known) -> dict[str, Any]:
    milestone = known.milestone
    return {
        "watch_id": watch_id,
        "milestone_id": known.id,
        "since_version": number,
        "position": position,
        "year": milestone.year,
        "start_year": milestone.start,
        "end_year": milestone.end,
        "text": milestone.text,
        "links": milestone.links,
    }


def _milestone(row: AnyRow) -> Milestone:
    return Milestone(row.year, row.start_year, row.end_year, row.text, row.links)


def _read(rows: Iterable[AnyRow]) -> tuple[Known, ...]:
    # Rows are unpacked by place: with many milestones, reading them by name takes longer than the database does.
    return tuple(
        Known(id, Milestone(year, start, end, text, links), first_seen, since, checks or 0)
        for id, year, start, end, text, links, first_seen, since, checks in rows
    )
