"""Deliveries, as the rest of the program asks for them: the part of the store that couriers use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch.store.processes import birthmark

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from page_watch.model.notice import Delivery
    from page_watch.model.process import Owner
    from page_watch.store.database import Database
    from page_watch.store.outbox import Counts


class Postbox:
    """Where notices wait to be delivered, each on each of its channels.

    Every method is one transaction, and raises ``StoreError`` where the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(
        self,
        now: datetime,
        *,
        owner: Owner,
        limit: int,
        channel: str | None = None,
        tried_before: datetime | None = None,
    ) -> tuple[Delivery, ...]:
        """Take up to ``limit`` deliveries that are due, the longest due first; no one else gets them meanwhile.

        Only those of ``channel``, if given. With ``tried_before``, also those that wait for another attempt,
        unless they were tried since that time. A bundle is taken whole, beyond the limit if need be. The claim
        lasts until the delivery is delivered, postponed, dead or put back; it runs out 10 minutes after it was
        made or renewed, and at once when the owner's process has ended.
        """
        from page_watch.store import outbox

        born = birthmark(owner.pid)
        return self._database.mark(
            lambda connection: outbox.claim(
                connection, now, owner, born, limit=limit, channel=channel, tried_before=tried_before
            )
        )

    def channels_due(self, now: datetime, tried_before: datetime | None = None) -> tuple[str, ...]:
        """The names of the channels for which ``claim`` would give something."""
        from page_watch.store import outbox

        return self._database.read(lambda connection: outbox.channels_due(connection, now, tried_before))

    def next_due(self) -> datetime | None:
        """When the next delivery is due; None if none is pending."""
        from page_watch.store import outbox

        return self._database.read(outbox.next_due)

    def bundle(self, ids: Collection[int], name: str) -> None:
        """Say that deliveries go out as one message of that name, now and in every retry."""
        from page_watch.store import outbox

        self._database.write(lambda connection: outbox.bundle(connection, ids, name))

    def delivered(self, ids: Collection[int], now: datetime) -> None:
        """Mark the deliveries that one message carried as sent."""
        from page_watch.store import outbox

        self._database.write(lambda connection: outbox.delivered(connection, ids, now))

    def postponed(
        self, ids: Collection[int], due_at: datetime, error: str, now: datetime, left: tuple[str, ...] = ()
    ) -> None:
        """Count a failed attempt and try again at ``due_at``, for the addresses in ``left`` alone if not for all."""
        from page_watch.store import outbox

        self._database.write(lambda connection: outbox.postponed(connection, ids, due_at, error, now, left))

    def dead(self, ids: Collection[int], error: str, now: datetime, left: tuple[str, ...] = ()) -> None:
        """Give deliveries up; ``left`` are the addresses that did not get them, if others did."""
        from page_watch.store import outbox

        self._database.write(lambda connection: outbox.dead(connection, ids, error, now, left))

    def put_back(self, ids: Collection[int]) -> None:
        """Give up the claim on deliveries without having tried."""
        from page_watch.store import outbox

        self._database.mark(lambda connection: outbox.put_back(connection, ids))

    def revive(self) -> int:
        """Let deliveries that were given up be tried again at once; gives their number."""
        from page_watch.store import outbox

        return self._database.write(outbox.revive)

    def pending(self) -> Counts:
        """How many deliveries wait, and how many were given up."""
        from page_watch.store import outbox

        return self._database.read(outbox.counts)

    def sent_since(self, channel: str, since: datetime) -> int:
        """How many messages a channel took since a time."""
        from page_watch.store import outbox

        return self._database.read(lambda connection: outbox.sent_since(connection, channel, since))
