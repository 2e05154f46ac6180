"""Incidents: opened once, closed once, whoever notices first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, and_, func, select, update

from page_watch.model.incident import Incident, IncidentKind
from page_watch.store.dialect import insert
from page_watch.store.tables.watching import incidents

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from page_watch.store.dialect import AnyRow

COLUMNS = (
    incidents.c.kind,
    incidents.c.watch,
    incidents.c.channel,
    incidents.c.opened_at,
    incidents.c.reminded_at,
    incidents.c.detail,
    incidents.c.closed_at,
    incidents.c.id,
)
_OPEN = select(*COLUMNS).where(incidents.c.closed_at.is_(None)).order_by(incidents.c.opened_at, incidents.c.id)


class OldNews(Exception):
    """Another process told of this first."""


def incident(row: AnyRow | Sequence[Any]) -> Incident:
    """The incident of a row of ``COLUMNS``."""
    kind, watch, channel, opened_at, reminded_at, detail, closed_at, id = row
    return Incident(IncidentKind(kind), watch, channel, opened_at, reminded_at, detail, closed_at, id)


def all_open(connection: Connection) -> tuple[Incident, ...]:
    """The open incidents, oldest first."""
    return tuple(incident(row) for row in connection.execute(_OPEN))


def write(
    connection: Connection,
    *,
    opened: Sequence[Incident],
    reminded: Sequence[Incident],
    closed: Sequence[Incident],
    at: datetime | None = None,
) -> bool:
    """Write what became of incidents, and tell whether all of it was news.

    It is not where another process opened, told of, or closed one of them first. ``at`` is when those closed
    that do not say it themselves.
    """
    news = [_open(connection, one) for one in opened]
    news += [_remind(connection, one) for one in reminded]
    news += [_close(connection, one, one.closed_at or at or one.reminded_at) for one in closed]
    return all(news)


def _open(connection: Connection, one: Incident) -> bool:
    statement = insert(connection, incidents).on_conflict_do_nothing()
    values = {
        "kind": one.kind.value,
        "watch": one.watch,
        "channel": one.channel,
        "opened_at": one.opened_at,
        "reminded_at": one.reminded_at,
        "detail": one.detail,
    }
    return connection.execute(statement, values).rowcount > 0


def _remind(connection: Connection, one: Incident) -> bool:
    earlier = incidents.c.reminded_at < one.reminded_at
    values = {"reminded_at": one.reminded_at, "detail": one.detail}
    return connection.execute(update(incidents).where(_same(one), earlier).values(values)).rowcount > 0


def _close(connection: Connection, one: Incident, at: datetime) -> bool:
    return connection.execute(update(incidents).where(_same(one)).values(closed_at=at)).rowcount > 0


def _same(one: Incident) -> ColumnElement[bool]:
    """That open incident: by its id, or by what it is about where it was not read from here."""
    still = incidents.c.closed_at.is_(None)
    if one.id is not None:
        return and_(incidents.c.id == one.id, still)
    return and_(
        incidents.c.kind == one.kind.value,
        func.coalesce(incidents.c.watch, "") == (one.watch or ""),
        func.coalesce(incidents.c.channel, "") == (one.channel or ""),
        still,
    )
