"""Pages as received, kept as evidence and to be read again."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select
from sqlalchemy import insert as plain_insert

from page_watch.errors import StoreError
from page_watch.model.response import Response
from page_watch.model.state import Outcome
from page_watch.store.dialect import insert
from page_watch.store.tables.pages import bodies, snapshots
from page_watch.store.tables.watching import checks, versions, watches

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from page_watch.store.database import Database
    from page_watch.store.dialect import AnyRow


@dataclass(frozen=True, slots=True)
class Evidence:
    """A page that was kept: as received, when, how its check ended, and the version it made, if it made one."""

    response: Response
    seen_at: datetime
    outcome: Outcome
    version: int | None


_ANSWER = (
    snapshots.c.requested,
    snapshots.c.url,
    snapshots.c.status,
    snapshots.c.headers,
    bodies.c.deflated,
)
_KEPT = (
    select(*_ANSWER, checks.c.checked_at, checks.c.outcome, checks.c.version)
    .select_from(checks)
    .join(snapshots, snapshots.c.id == checks.c.snapshot_id)
    .join(bodies, bodies.c.sha256 == snapshots.c.sha256)
)


def keep(connection: Connection, watch_id: int, response: Response, at: datetime) -> int:
    """Store a page, and give its snapshot's id. The same answer again is not stored again."""
    same = select(snapshots.c.id).where(
        snapshots.c.watch_id == watch_id,
        snapshots.c.sha256 == response.sha256,
        snapshots.c.requested == response.requested,
        snapshots.c.url == response.url,
        snapshots.c.status == response.status,
    )
    # Locked (on PostgreSQL), so that pruning does not take away what is found here before it is referred to.
    found = connection.scalar(same.with_for_update(read=True, key_share=True))
    if found is not None:
        return int(found)
    body = select(bodies.c.sha256).where(bodies.c.sha256 == response.sha256)
    known = connection.scalar(body.with_for_update(read=True, key_share=True))
    if known is None:
        connection.execute(
            insert(connection, bodies).on_conflict_do_nothing(),
            {"sha256": response.sha256, "size": len(response.body), "deflated": zlib.compress(response.body)},
        )
    result = connection.execute(
        plain_insert(snapshots),
        {
            "watch_id": watch_id,
            "sha256": response.sha256,
            "requested": response.requested,
            "url": response.url,
            "status": response.status,
            "headers": response.headers,
            "taken_at": at,
        },
    )
    return int(_new_id(result.inserted_primary_key))


def held(connection: Connection, watch: str) -> Response | None:
    """The page that is held now: that of the last check that learnt something, if that one was held."""
    last = (
        select(checks.c.id, checks.c.outcome)
        .join(watches, watches.c.id == checks.c.watch_id)
        .where(watches.c.name == watch, checks.c.outcome != Outcome.FAILED.value)
        .order_by(checks.c.checked_at.desc(), checks.c.id.desc())
        .limit(1)
    )
    found = connection.execute(last).first()
    if found is None or found.outcome != Outcome.HELD:
        return None
    row = connection.execute(_KEPT.where(checks.c.id == found.id)).first()
    return None if row is None else _response(row)


def accepted(connection: Connection, watch: str) -> Response | None:
    """The page that the current version was read from."""
    row = connection.execute(
        select(*_ANSWER)
        .select_from(versions)
        .join(watches, watches.c.id == versions.c.watch_id)
        .join(snapshots, snapshots.c.id == versions.c.snapshot_id)
        .join(bodies, bodies.c.sha256 == snapshots.c.sha256)
        .where(watches.c.name == watch, versions.c.superseded_at.is_(None))
    ).first()
    return None if row is None else _response(row)


def kept(database: Database, watch: str) -> Iterator[Evidence]:
    """All evidence of a watch, oldest first; one page at a time is in memory, no transaction stays open."""
    ids = database.rows(
        select(checks.c.id)
        .join(watches, watches.c.id == checks.c.watch_id)
        .where(watches.c.name == watch, checks.c.snapshot_id.is_not(None))
        .order_by(checks.c.checked_at, checks.c.id)
    )
    for (id,) in ids:
        for row in database.rows(_KEPT.where(checks.c.id == id)):  # none where it was pruned meanwhile
            yield Evidence(_response(row), row.checked_at, Outcome(row.outcome), row.version)


def _new_id(key: AnyRow | None) -> int:
    assert key is not None
    return int(key[0])


def _response(row: AnyRow) -> Response:
    try:
        body = zlib.decompress(row.deflated)
    except zlib.error as error:
        raise StoreError(
            f"A stored page of {row.url} is damaged ({error}): put a backup of the database in its place."
        ) from error
    return Response(row.requested, row.url, row.status, row.headers, body)
