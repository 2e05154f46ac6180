"""Reading the history: versions as they stood, changes as they came, and where each watch stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, and_, func, or_, select

from page_watch.model.history import Edition, Logged, Origin
from page_watch.model.incident import Problem
from page_watch.model.milestone import Change, Kind, Milestone
from page_watch.model.state import Accepted, Outcome
from page_watch.store import milestones
from page_watch.store.tables.milestones import changes
from page_watch.store.tables.outbox import notices
from page_watch.store.tables.watching import checks, versions, watches

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from page_watch.model.notice import NoticeKind
    from page_watch.store.database import Database
    from page_watch.store.dialect import AnyRow

PAGE = 500
"""So many changes are read at once."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a watch stands after its last check, in short.

    ``version`` is the accepted version's number (None before the first), ``milestones`` how many stand in it,
    ``missing`` how many of them are missing. ``retry_after`` is the earliest time its server wants to be asked
    again, ``problem`` what the last check met.
    """

    watch: str
    url: str
    outcome: Outcome | None
    first_check: datetime
    last_check: datetime | None
    last_good: datetime | None
    version: int | None
    milestones: int
    missing: int
    failures: int
    retry_after: datetime | None
    unchanged_since: datetime | None
    problem: Problem | None


V = versions.c
_OF_WATCH = select(V.watch_id, V.number, V.accepted_at, V.superseded_at, V.origin).join(
    watches, watches.c.id == V.watch_id
)


def names(connection: Connection) -> tuple[str, ...]:
    """The watches that were ever checked, by name."""
    return tuple(connection.scalars(select(watches.c.name).order_by(watches.c.name)))


def standings(connection: Connection) -> dict[str, Standing]:
    """Where every watch stands, in one statement."""
    rows = connection.execute(
        select(watches, V.accepted_at)
        .outerjoin(versions, and_(V.watch_id == watches.c.id, V.number == watches.c.version))
        .order_by(watches.c.name)
    )
    return {row.name: _standing(row) for row in rows}


def edition(connection: Connection, watch: str, number: int | None) -> Edition | None:
    """A version as it stood when it was accepted; without a number, the current one as it stands now."""
    wanted = _OF_WATCH.where(watches.c.name == watch)
    wanted = wanted.where(V.superseded_at.is_(None) if number is None else V.number == number)
    row = connection.execute(wanted).first()
    if row is None:
        return None
    if row.superseded_at is None:
        known = milestones.current(connection, row.watch_id)
    else:
        known = milestones.at_version(connection, row.watch_id, row.number, row.accepted_at)
    return Edition(watch, row.number, row.accepted_at, known, Origin(row.origin))


def edition_at(connection: Connection, watch: str, when: datetime) -> Edition | None:
    """The version in force at a time, as it stood then."""
    wanted = _OF_WATCH.where(watches.c.name == watch, V.accepted_at <= when).order_by(V.number.desc()).limit(1)
    row = connection.execute(wanted).first()
    if row is None:
        return None
    known = milestones.at_version(connection, row.watch_id, row.number, when)
    return Edition(watch, row.number, row.accepted_at, known, Origin(row.origin))


def accepted(connection: Connection, watch: str) -> tuple[Accepted, ...]:
    """All versions of a watch in short, oldest first."""
    rows = connection.execute(
        select(V.number, V.fingerprint, V.accepted_at)
        .join(watches, watches.c.id == V.watch_id)
        .where(watches.c.name == watch)
        .order_by(V.number)
    )
    return tuple(Accepted(*row) for row in rows)


def count_checks(connection: Connection, watch: str, since: datetime) -> int:
    """How many checks of a watch there were since a time, as far as they are still kept."""
    count = (
        select(func.count(checks.c.id))
        .join(watches, watches.c.id == checks.c.watch_id)
        .where(watches.c.name == watch, checks.c.checked_at >= since)
    )
    return connection.scalar(count) or 0


def stream(database: Database, watch: str | None, since: datetime | None) -> Iterator[Logged]:
    """Changes, newest first, read as they are asked for; no transaction stays open meanwhile."""
    query = (
        select(changes, watches.c.name, V.origin)
        .join(watches, watches.c.id == changes.c.watch_id)
        .join(versions, and_(V.watch_id == changes.c.watch_id, V.number == changes.c.version))
        .order_by(changes.c.detected_at.desc(), changes.c.id.desc())
        .limit(PAGE)
    )
    if watch is not None:
        query = query.where(watches.c.name == watch)
    if since is not None:
        query = query.where(changes.c.detected_at >= since)
    page = query
    while True:
        rows = database.rows(page)
        yield from (_logged(row) for row in rows)
        if len(rows) < PAGE:
            return
        at, id = rows[-1].detected_at, rows[-1].id
        earlier = or_(changes.c.detected_at < at, and_(changes.c.detected_at == at, changes.c.id < id))
        page = query.where(changes.c.detected_at <= at, earlier)


def _standing(row: AnyRow) -> Standing:
    problem = Problem(row.problem_code, row.problem_detail or "") if row.problem_code else None
    return Standing(
        watch=row.name,
        url=row.url,
        outcome=Outcome(row.outcome) if row.outcome else None,
        first_check=row.first_check,
        last_check=row.last_check,
        last_good=row.last_good,
        version=row.version,
        milestones=row.milestones,
        missing=row.missing,
        failures=row.failures,
        retry_after=row.retry_after,
        unchanged_since=row.accepted_at,
        problem=problem,
    )


def _logged(row: AnyRow) -> Logged:
    before = None
    if row.old_text is not None:
        before = Milestone(row.old_year, row.old_start_year, row.old_end_year, row.old_text, row.old_links)
    now = Milestone(row.year, row.start_year, row.end_year, row.text, row.links)
    change = Change(Kind(row.kind), row.milestone_id, now, before, row.similarity)
    return Logged(row.name, row.version, row.detected_at, change, Origin(row.origin))


def told(connection: Connection, kind: NoticeKind) -> dict[str, datetime]:
    """When the last notice of a kind was made for each watch that had one."""
    statement = (
        select(notices.c.watch, func.max(notices.c.created_at).label("moment"))
        .where(notices.c.kind == kind.value, notices.c.watch.is_not(None))
        .group_by(notices.c.watch)
    )
    return {row.watch: row.moment for row in connection.execute(statement)}
