"""Notices and their deliveries: posted once, claimed by one process at a time, sent, put off, or given up."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, and_, func, literal_column, or_, select, update
from sqlalchemy import insert as plain_insert

from page_watch.errors import StoreError
from page_watch.model.notice import Addressee, Delivery, Notice
from page_watch.store.processes import is_gone
from page_watch.store.tables.outbox import deliveries, notices

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from page_watch.model.process import Owner
    from page_watch.store.dialect import AnyRow

CLAIM = timedelta(minutes=10)
"""So long after its last renewal a claim whose owner cannot be judged runs out."""

PENDING, SENT, DEAD = "pending", "sent", "dead"

D = deliveries.c

# Written into the statement: a database uses an index over part of the rows only where it sees that they are that part.
_PENDING = D.status == literal_column(f"'{PENDING}'")
_SENT = D.status == literal_column(f"'{SENT}'")
_DEAD = D.status == literal_column(f"'{DEAD}'")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many deliveries wait, and how many were given up."""

    pending: int
    dead: int


_UNCLAIMED = {"claim_token": None, "claim_pid": None, "claim_born": None, "claimed_at": None}
_CLAIMED = select(
    D.id, D.key, D.channel, D.attempts, D.first_due, D.gathered, D.bundle, D.left_addresses, notices.c.content
).join(notices, notices.c.id == D.notice_id)


def post(connection: Connection, posted: Sequence[Notice]) -> None:
    """Store notices, and one delivery of each for each of its addressees."""
    if not posted:
        return
    from page_watch.notices import codec  # most checks ask what is due, and nothing is

    due: list[dict[str, Any]] = []
    for notice in posted:
        row = {
            "watch": notice.watch,
            "kind": notice.kind.value,
            "created_at": notice.created_at,
            "content": codec.dump(notice),
        }
        key = connection.execute(plain_insert(notices), row).inserted_primary_key
        assert key is not None
        channels = {addressee.channel: addressee for addressee in notice.to}
        due.extend(_pending(key[0], addressee) for addressee in channels.values())
    if due:
        connection.execute(plain_insert(deliveries), due)


def _pending(notice_id: int, addressee: Addressee) -> dict[str, Any]:
    return {
        "notice_id": notice_id,
        "channel": addressee.channel,
        "key": os.urandom(16).hex(),
        "status": PENDING,
        "gathered": addressee.gathered,
        "first_due": addressee.due_at,
        "due_at": addressee.due_at,
        "attempts": 0,
    }


def claim(
    connection: Connection,
    now: datetime,
    owner: Owner,
    born: str,
    *,
    limit: int,
    channel: str | None,
    tried_before: datetime | None,
) -> tuple[Delivery, ...]:
    """Take deliveries that are due, the longest due first, for one owner alone; see ``Postbox.claim``."""
    _free_abandoned(connection, owner)
    waiting = select(D.id, D.bundle).where(_due(now, tried_before), _free(now))
    if channel is not None:
        waiting = waiting.where(D.channel == channel)
    chosen = (
        waiting.order_by(D.due_at, D.id)
        .limit(limit)
        .with_for_update(skip_locked=True)  # PostgreSQL; SQLite lets in one writer at a time anyway
    )
    rows = connection.execute(chosen).all()
    ids = {row.id for row in rows}
    bundles = {row.bundle for row in rows} - {None}
    if bundles:  # what goes out as one message is never torn apart by the limit
        rest = select(D.id).where(_PENDING, D.bundle.in_(bundles), D.id.not_in(ids), _free(now))
        ids |= set(connection.scalars(rest.with_for_update(skip_locked=True)))
    if not ids:
        return ()
    claimed = {
        "claim_token": owner.token,
        "claim_pid": owner.pid,
        "claim_born": born,
        "claimed_at": now,
    }
    connection.execute(update(deliveries).where(D.id.in_(ids)).values(claimed))
    taken = _CLAIMED.where(D.id.in_(ids)).order_by(D.due_at, D.id)
    return tuple(_delivery(row) for row in connection.execute(taken))


def channels_due(connection: Connection, now: datetime, tried_before: datetime | None) -> tuple[str, ...]:
    """The channels that have something to be claimed, what dead processes have claimed included."""
    claims = select(D.channel, D.claim_token, D.claim_pid, D.claim_born, _free(now).label("free"))
    due = claims.where(_due(now, tried_before)).distinct()
    rows = connection.execute(due)
    return tuple(sorted({row.channel for row in rows if row.free or is_gone(row.claim_pid, row.claim_born)}))


def next_due(connection: Connection) -> datetime | None:
    """When the next delivery is due, if there is one."""
    due: datetime | None = connection.scalar(select(func.min(D.due_at)).where(_PENDING))
    return due


def bundle(connection: Connection, ids: Collection[int], name: str) -> None:
    """Say that deliveries go out as one message, now and in every retry."""
    connection.execute(update(deliveries).where(D.id.in_(ids)).values(bundle=name))


def delivered(connection: Connection, ids: Collection[int], now: datetime) -> None:
    """Mark what one message carried as sent."""
    values = {"status": SENT, "sent_at": now, "tried_at": now, "message": min(ids), "error": None, **_UNCLAIMED}
    connection.execute(update(deliveries).where(D.id.in_(ids)).values(values))


def postponed(
    connection: Connection, ids: Collection[int], due_at: datetime, error: str, now: datetime, left: tuple[str, ...]
) -> None:
    """Put deliveries off after a failed attempt; ``left`` are the addresses that still wait, if not all do."""
    values: dict[str, Any] = {"due_at": due_at, "error": error, "tried_at": now, **_UNCLAIMED}
    if left:
        values["left_addresses"] = left
    connection.execute(update(deliveries).where(D.id.in_(ids)).values(values | {"attempts": D.attempts + 1}))


def dead(connection: Connection, ids: Collection[int], error: str, now: datetime, left: tuple[str, ...] = ()) -> None:
    """Give deliveries up; ``left`` are the addresses that did not get them, if others did."""
    values: dict[str, Any] = {"status": DEAD, "error": error, "tried_at": now, **_UNCLAIMED}
    if left:
        values["left_addresses"] = left
    connection.execute(update(deliveries).where(D.id.in_(ids)).values(values | {"attempts": D.attempts + 1}))


def put_back(connection: Connection, ids: Collection[int]) -> None:
    """Give up the claim on deliveries that were not tried."""
    connection.execute(update(deliveries).where(D.id.in_(ids), _PENDING).values(_UNCLAIMED))


def renew_claims(connection: Connection, owner: Owner, now: datetime) -> None:
    """Show that an owner lives: what it has claimed stays its own."""
    connection.execute(update(deliveries).where(D.claim_token == owner.token).values(claimed_at=now))


def release_claims(connection: Connection, owner: Owner) -> None:
    """Give up all claims of an owner."""
    connection.execute(update(deliveries).where(D.claim_token == owner.token).values(_UNCLAIMED))


def revive(connection: Connection) -> int:
    """Let those that were given up be tried again at once; gives their number."""
    values = {"status": PENDING, "due_at": D.first_due, "attempts": 0}
    return connection.execute(update(deliveries).where(_DEAD).values(values)).rowcount


def counts(connection: Connection) -> Counts:
    """How many wait, and how many were given up."""
    # Two counts, each over its own part alone: what was sent, nearly everything, is not even looked at.
    pending = select(func.count()).where(_PENDING).select_from(deliveries).scalar_subquery()
    given_up = select(func.count()).where(_DEAD).select_from(deliveries).scalar_subquery()
    row = connection.execute(select(pending, given_up)).one()
    return Counts(row[0], row[1])


def sent_since(connection: Connection, channel: str, since: datetime) -> int:
    """How many messages a channel took since a time; several deliveries may have gone out as one."""
    messages = func.count(D.message.distinct())
    count = select(messages).where(_SENT, D.channel == channel, D.sent_at >= since)
    return connection.scalar(count) or 0


def _free(now: datetime) -> Any:
    return or_(D.claim_token.is_(None), D.claimed_at <= now - CLAIM)


def _due(now: datetime, tried_before: datetime | None) -> Any:
    """What is due; with ``tried_before``, what was first due by now and was not tried since that time."""
    if tried_before is None:
        return and_(_PENDING, D.due_at <= now)
    return and_(_PENDING, D.first_due <= now, or_(D.tried_at.is_(None), D.tried_at < tried_before))


def _free_abandoned(connection: Connection, owner: Owner) -> None:
    """End the claims of processes of this host that have certainly ended."""
    holders: Select[Any] = (
        select(D.claim_token, D.claim_pid, D.claim_born)
        .where(D.claim_token.is_not(None), D.claim_token != owner.token)
        .distinct()
    )
    gone: Sequence[str] = [
        row.claim_token for row in connection.execute(holders) if is_gone(row.claim_pid, row.claim_born)
    ]
    if gone:
        connection.execute(update(deliveries).where(D.claim_token.in_(gone)).values(_UNCLAIMED))


def _delivery(row: AnyRow) -> Delivery:
    from page_watch.notices import codec

    try:
        notice = codec.load(row.content)
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"Notice {row.key} for {row.channel} cannot be read: the database is damaged, or a newer page-watch "
            "wrote it. Use that one, or put a backup in its place."
        ) from error
    return Delivery(
        id=row.id,
        key=row.key,
        channel=row.channel,
        notice=notice,
        attempts=row.attempts,
        first_due=row.first_due,
        gathered=row.gathered,
        bundle=row.bundle,
        left=row.left_addresses,
    )
