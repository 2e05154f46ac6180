"""Which daemons run."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from page_watch.model.process import Daemon
from page_watch.store.dialect import insert
from page_watch.store.processes import is_gone
from page_watch.store.tables.presence import daemons

D = daemons.c


def beat(connection: Connection, daemon: Daemon, born: str) -> None:
    """Note that a daemon runs."""
    row = {"host": daemon.host, "pid": daemon.pid, "born": born, "seen_at": daemon.seen_at}
    fresh = insert(connection, daemons)
    statement = fresh.on_conflict_do_update(
        index_elements=[D.host, D.pid], set_={"born": fresh.excluded.born, "seen_at": fresh.excluded.seen_at}
    )
    connection.execute(statement, row)


def seen(connection: Connection) -> Daemon | None:
    """The daemon last seen, but for those of this host whose process has certainly ended."""
    for row in connection.execute(select(daemons).order_by(D.seen_at.desc())):
        if not is_gone(row.pid, row.born):
            return Daemon(row.host, row.pid, row.seen_at)
    return None


def gone(connection: Connection, daemon: Daemon) -> None:
    """Note that a daemon has ended."""
    connection.execute(delete(daemons).where(D.host == daemon.host, D.pid == daemon.pid))
