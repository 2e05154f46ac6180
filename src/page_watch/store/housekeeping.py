"""Housekeeping: what is old and says nothing more is thinned out; the database is copied for keeping."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, exists, or_, select

from page_watch.errors import StoreError
from page_watch.model.notice import NoticeKind
from page_watch.model.state import Outcome
from page_watch.store.outbox import SENT
from page_watch.store.tables.outbox import deliveries, notices
from page_watch.store.tables.pages import bodies, snapshots
from page_watch.store.tables.presence import daemons, robots
from page_watch.store.tables.watching import checks, incidents, leases, versions

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from page_watch.store.database import Database

BATCH = 2000
"""So many rows are deleted in one transaction: others write in between."""


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many of each were deleted. ``pages`` counts stored pages, ``notices`` those delivered long ago."""

    checks: int
    pages: int
    notices: int
    incidents: int


def prune(database: Database, before: datetime) -> Pruned:
    """Delete what is older than a time and says nothing more.

    These are unchanged checks, failed ones that left no page, pages that only those kept, notices that reached
    every addressee, incidents that are over, and traces of processes. Versions, their changes, and the pages of
    versions and of held or failed checks stay for ever, as do notices that were not delivered.
    """
    old = and_(
        checks.c.checked_at < before,
        or_(
            checks.c.outcome == Outcome.UNCHANGED.value,
            and_(checks.c.outcome == Outcome.FAILED.value, checks.c.snapshot_id.is_(None)),
        ),
    )
    unused = and_(
        ~exists().where(checks.c.snapshot_id == snapshots.c.id),
        ~exists().where(versions.c.snapshot_id == snapshots.c.id),
    )
    orphaned = ~exists().where(snapshots.c.sha256 == bodies.c.sha256)
    of_notice = deliveries.c.notice_id == notices.c.id
    waiting = exists().where(of_notice, or_(deliveries.c.status != SENT, deliveries.c.sent_at >= before))
    later = notices.alias("later")
    last_alive = and_(  # the next one is due by it
        notices.c.kind == NoticeKind.ALIVE.value,
        ~exists().where(
            later.c.kind == notices.c.kind,
            later.c.watch == notices.c.watch,
            later.c.created_at > notices.c.created_at,
        ),
    )
    told = and_(notices.c.created_at < before, ~waiting, ~last_alive)
    pruned_checks = _delete(database, checks, old)
    _delete(database, snapshots, unused)
    pages = _delete(database, bodies, orphaned)
    pruned_notices = _delete_notices(database, told)
    over = _delete(database, incidents, incidents.c.closed_at < before)
    _delete(database, robots, robots.c.fetched_at < before)
    _delete(database, daemons, daemons.c.seen_at < before)
    _delete(database, leases, leases.c.renewed_at < before)
    if database.place.is_sqlite:
        database.give_pages_back()
    return Pruned(pruned_checks, pages, pruned_notices, over)


def backup(database: Database, path: Path) -> None:
    """Copy a SQLite database, while others use it, to one whole file. An existing file is replaced at the end only.

    Raises ``StoreError`` where that cannot be done, and for PostgreSQL, which has a tool of its own.
    """
    place = database.place
    if not place.is_sqlite:
        raise StoreError(f"The database {place} is PostgreSQL: back it up with pg_dump.")
    if path.exists() and path.samefile(place.file):
        raise StoreError(f"{path} is the database itself: name another file for the backup.")
    if path.is_dir():
        raise StoreError(f"{path} is a folder: name a file for the backup.")
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        database.read(lambda connection: _copy(connection, draft))
        draft.replace(path)
    except OSError as error:
        raise StoreError(
            f"The backup {path} could not be written ({error.strerror}): check the folder and its space."
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _copy(connection: Connection, target: Path) -> None:
    source = connection.connection.dbapi_connection
    assert isinstance(source, sqlite3.Connection)
    try:
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            source.backup(copy)
            # Without this the copy would be in the mode of a database in use, which has files beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:  # named here: it is the copy's folder or disk, not the database's
        raise OSError(None, str(error)) from error


def _delete_notices(database: Database, told: ColumnElement[bool]) -> int:
    total = 0
    while True:
        count = database.write(lambda connection: _delete_some_notices(connection, told))
        total += count
        if count < BATCH:
            return total


def _delete_some_notices(connection: Connection, told: ColumnElement[bool]) -> int:
    ids = connection.scalars(select(notices.c.id).where(told).limit(BATCH)).all()
    connection.execute(delete(deliveries).where(deliveries.c.notice_id.in_(ids)))
    return connection.execute(delete(notices).where(notices.c.id.in_(ids))).rowcount


def _delete(database: Database, table: Table, condition: ColumnElement[bool]) -> int:
    key = table.primary_key.columns[0]
    statement = delete(table).where(key.in_(select(key).where(condition).limit(BATCH)), condition)
    total = 0
    while True:
        count = database.write(lambda connection: connection.execute(statement).rowcount)
        total += count
        if count < BATCH:
            return total
