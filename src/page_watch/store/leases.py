"""Leases: one process at a time checks a watch."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, delete, or_, select, update

from page_watch.errors import StoreError
from page_watch.store.dialect import insert
from page_watch.store.processes import is_gone
from page_watch.store.tables.watching import leases

if TYPE_CHECKING:
    from page_watch.model.process import Owner

TTL = timedelta(seconds=60)
"""So long after its last renewal a lease whose owner cannot be judged may be taken over."""

L = leases.c


class LeaseLost(StoreError):
    """A check took so long without a sign of life that another process took the watch over; nothing was written."""


_GIVE_BACK = delete(leases).where(L.watch == bindparam("of_watch"))
_GIVE_BACK_OWN = _GIVE_BACK.where(L.token == bindparam("of_token"))


def take(connection: Connection, watch: str, owner: Owner, born: str, now: datetime) -> bool:
    """Take a watch's lease, or renew it if it is one's own already; False if another process holds it.

    ``born`` is the owner's birthmark. A lease is taken over where it was not renewed for ``TTL``, and at once
    where its owner's process has certainly ended.
    """
    row = {"watch": watch, "born": born, "renewed_at": now, "host": owner.host, "pid": owner.pid, "token": owner.token}
    fresh = insert(connection, leases)
    statement = fresh.on_conflict_do_update(
        index_elements=[L.watch],
        set_={name: fresh.excluded[name] for name in row},
        where=or_(L.token == fresh.excluded.token, L.renewed_at <= bindparam("stale")),
    )
    if connection.execute(statement, {**row, "stale": now - TTL}).rowcount > 0:
        return True
    holder = connection.execute(select(leases).where(L.watch == watch)).first()
    if holder is None or not is_gone(holder.pid, holder.born):
        return False
    theirs = update(leases).where(L.watch == watch, L.token == holder.token)
    return connection.execute(theirs, row).rowcount > 0


def renew(connection: Connection, owner: Owner, now: datetime) -> None:
    """Show that an owner lives: its leases stay its own."""
    connection.execute(update(leases).where(L.token == owner.token).values(renewed_at=now))


def give_back(connection: Connection, watch: str, token: str | None) -> None:
    """End a watch's lease. Raises ``LeaseLost`` where it must be, and is not, the one of ``token``."""
    if token is None:
        connection.execute(_GIVE_BACK, {"of_watch": watch})
    elif connection.execute(_GIVE_BACK_OWN, {"of_watch": watch, "of_token": token}).rowcount == 0:
        raise LeaseLost(
            f"The check of {watch} stood still for more than {TTL.total_seconds():.0f} s, and another process took "
            "the watch over: nothing of this check was written."
        )


def release(connection: Connection, owner: Owner, watch: str) -> None:
    """Give back an owner's lease on one watch."""
    connection.execute(_GIVE_BACK_OWN, {"of_watch": watch, "of_token": owner.token})


def release_all(connection: Connection, owner: Owner) -> None:
    """Give back all leases of an owner."""
    connection.execute(delete(leases).where(L.token == owner.token))
