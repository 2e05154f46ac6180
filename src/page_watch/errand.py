"""One channel's due deliveries, worked off: claimed, put together, rendered, sent, marked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from page_watch.channels import ChannelPort, Clock
from page_watch.errors import ConfigError, DeliveryError, PartlyRefused, Unreachable
from page_watch.model.incident import Incident, IncidentKind
from page_watch.model.notice import Delivery, NoticeKind
from page_watch.notices import backoff
from page_watch.notices import routing as notices
from page_watch.notices.parcels import Parcel, parcels
from page_watch.settings import Channel, Settings

if TYPE_CHECKING:
    from threading import Event

    from page_watch.model.process import Owner
    from page_watch.render import Renderer
    from page_watch.store import Store

LOG = logging.getLogger(__name__)

BATCH = 100
"""So many deliveries are in memory, and claimed, at a time."""

IN_A_ROW = 3
"""After so many messages in a row that were not taken, the others are left for another time."""

LAST = timedelta(seconds=1)
"""What brought a channel down is tried again so long after the rest."""

DIGEST = 1_000
"""So many deliveries go out as one digest at most."""

RENEWAL = timedelta(minutes=2)
"""Claims are renewed this often while a batch is worked off: they last for ten minutes."""

Opener = Callable[[Channel, Clock], ChannelPort]
"""Opens a channel by its settings; raises ``ConfigError`` where something it needs is not installed."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a channel's due notices: so many sent, put off, and given up, and why.

    ``waiting`` says that more waits for the next hour, as the channel's cap was reached.
    """

    channel: str
    sent: int = 0
    postponed: int = 0
    dead: int = 0
    reasons: tuple[str, ...] = ()
    waiting: bool = False

    @property
    def is_wrong(self) -> bool:
        """Whether anything could not be delivered."""
        return self.postponed > 0 or self.dead > 0


@dataclass(frozen=True, slots=True)
class Post:
    """What all errands work with."""

    store: Store
    settings: Settings
    owner: Owner
    clock: Clock
    renderer: Renderer
    open_channel: Opener
    stopping: Event


class Errand:
    """One channel, one thread, one run.

    A message that a channel did not take is put off, or given up, alone; a channel that takes nothing is left
    alone, and all that is due on it put off. Marking follows each message at once: a kill costs one repetition.
    """

    def __init__(self, name: str, post: Post, tried_before: datetime | None) -> None:
        self._name = name
        self._post = post
        self._tried_before = tried_before
        self._settings = post.settings.channel(name)
        self._told = Delivered(name)
        self._failures = 0
        self._renewed_at = post.clock()

    def run(self) -> Delivered:
        """Work off what is due. Raises ``StoreError``."""
        port: ChannelPort | None = None
        try:
            while not self._post.stopping.is_set():
                room = self._room()
                batch, complete = self._claim_digests() if room > 0 else ((), True)
                self._told = replace(self._told, waiting=room <= 0)
                if not batch:
                    break
                try:
                    port = port or self._open()
                except Unreachable as error:
                    self._give_up_on_channel(batch, error)
                    break
                if not self._work_off(port, parcels(batch, room, complete=complete)):
                    break
        finally:
            if port is not None:
                port.close()
        self._settle()
        return self._told

    def _room(self) -> int:
        """How many messages the channel's cap still allows."""
        if self._settings is None:
            return BATCH
        hour_ago = self._post.clock() - timedelta(hours=1)
        return self._settings.max_per_hour - self._post.store.sent_since(self._name, hour_ago)

    def _claim(self) -> tuple[Delivery, ...]:
        self._renewed_at = now = self._post.clock()
        return self._post.store.claim(
            now, owner=self._post.owner, limit=BATCH, channel=self._name, tried_before=self._tried_before
        )

    def _claim_digests(self) -> tuple[tuple[Delivery, ...], bool]:
        """A batch in which no digest is torn apart, and whether it is all that is due."""
        batch = more = self._claim()
        while len(more) >= BATCH and batch[-1].gathered and batch[-1].bundle is None and len(batch) < DIGEST:
            more = self._claim()
            batch += more
        return batch, len(more) < BATCH

    def _open(self) -> ChannelPort:
        if self._settings is None:
            raise Unreachable(f"There is no channel named {self._name!r} in the configuration any more.")
        try:
            return self._post.open_channel(self._settings, self._post.clock)
        except ConfigError as error:
            raise Unreachable(str(error)) from error
        except Exception as error:  # noqa: BLE001
            raise Unreachable(_mistake("Opening the channel", error)) from None

    def _work_off(self, port: ChannelPort, batch: tuple[Parcel, ...]) -> bool:
        """Send messages in turn; False if the channel is to be left alone."""
        for place, parcel in enumerate(batch):
            rest = [one for later in batch[place:] for one in later.deliveries]
            if self._post.stopping.is_set() or self._failures >= IN_A_ROW:
                self._post.store.put_back([one.id for one in rest])
                return False
            self._keep_claims()
            try:
                self._send(port, parcel)
            except Unreachable as error:
                self._give_up_on_channel(rest, error, tried=parcel.ids)
                return False
            except DeliveryError as error:
                self._failures += 1
                self._failed(parcel, error)
            else:
                self._failures = 0
        return True

    def _send(self, port: ChannelPort, parcel: Parcel) -> None:
        store = self._post.store
        if parcel.is_new_bundle:
            store.bundle(parcel.ids, parcel.key)
        try:
            message = self._post.renderer.render(
                [one.notice for one in parcel.deliveries], parcel.key, parcel.created_at
            )
            port.send(message, parcel.left)
        except DeliveryError:
            raise
        except Exception as error:  # noqa: BLE001
            raise DeliveryError(_mistake("Sending", error)) from None
        store.delivered(parcel.ids, self._post.clock())
        self._told = replace(self._told, sent=self._told.sent + len(parcel.ids))

    def _failed(self, parcel: Parcel, error: DeliveryError) -> None:
        """One message was not taken."""
        now, store = self._post.clock(), self._post.store
        left = error.left if isinstance(error, PartlyRefused) else ()
        hopeless = error.permanent or all(_is_given_up(one, now) for one in parcel.deliveries)
        if hopeless:
            store.dead(parcel.ids, str(error), now, left)
        else:
            attempts = max(one.attempts for one in parcel.deliveries) + 1
            due_at = backoff.next_attempt(attempts, error.retry_after, now)
            store.postponed(parcel.ids, due_at, str(error), now, left)
        self._count(parcel.ids, error, hopeless)

    def _give_up_on_channel(self, claimed: Iterable[Delivery], error: Unreachable, tried: Collection[int] = ()) -> None:
        """The channel takes nothing: all that is due on it is put off, without trying each.

        What was ``tried`` goes to the end of the queue: should it be the message that brings the channel down, the
        others come before it the next time.
        """
        batch = tuple(claimed)
        due_at: datetime | None = None
        while batch:
            now = self._post.clock()
            if due_at is None:
                due_at = backoff.next_attempt(min(one.attempts for one in batch) + 1, error.retry_after, now)
            old = [one.id for one in batch if _is_given_up(one, now)]
            young = [one.id for one in batch if one.id not in old]
            first, last = [id for id in young if id not in tried], [id for id in young if id in tried]
            if old:
                self._post.store.dead(old, str(error), now)
                self._count(old, error, hopeless=True)
            for ids, at in ((first, due_at), (last, due_at + LAST)):
                if ids:
                    self._post.store.postponed(ids, at, str(error), now)
            self._count(young, error, hopeless=False)
            batch = self._claim()

    def _keep_claims(self) -> None:
        now = self._post.clock()
        if now - self._renewed_at >= RENEWAL:
            self._post.store.renew(self._post.owner, now)
            self._renewed_at = now

    def _count(self, ids: Collection[int], error: DeliveryError, hopeless: bool) -> None:
        number, told = len(ids), self._told
        if not number:
            return
        reasons = told.reasons if str(error) in told.reasons or len(told.reasons) >= 5 else (*told.reasons, str(error))
        if hopeless:
            LOG.error("Channel %s: gave up %s notice(s): %s", self._name, number, error)
            self._told = replace(told, dead=told.dead + number, reasons=reasons)
        else:
            LOG.warning("Channel %s: put off %s notice(s): %s", self._name, number, error)
            self._told = replace(told, postponed=told.postponed + number, reasons=reasons)

    def _settle(self) -> None:
        """Open the channel's incident where something was given up, end it where all was taken again."""
        told = self._told
        if not (told.sent or told.dead):
            return
        incident = _undeliverable(self._post.store, self._name)
        now = self._post.clock()
        if told.dead and incident is None:
            opened = Incident(IncidentKind.UNDELIVERABLE, None, self._name, now, now, told.reasons[-1])
            self._tell(NoticeKind.OPENED, opened)
        elif incident is not None and told.sent and not told.is_wrong:
            self._tell(NoticeKind.CLOSED, replace(incident, closed_at=now))

    def _tell(self, kind: NoticeKind, incident: Incident) -> None:
        settings, now = self._post.settings, self._post.clock()
        notice = notices.channel_notice(kind, incident, settings.watches, settings.channels, now)
        opened = (incident,) if kind is NoticeKind.OPENED else ()
        closed = (incident,) if kind is NoticeKind.CLOSED else ()
        self._post.store.tell((notice,), opened=opened, closed=closed)


def _undeliverable(store: Store, channel: str) -> Incident | None:
    kind = IncidentKind.UNDELIVERABLE
    return next((one for one in store.incidents() if one.kind is kind and one.channel == channel), None)


def _is_given_up(delivery: Delivery, now: datetime) -> bool:
    return backoff.is_given_up(delivery.attempts + 1, delivery.first_due, now)


def _mistake(what: str, error: Exception) -> str:
    """Something nobody thought of. Its text may hold anything, secrets too: only its place is told."""
    from traceback import extract_tb  # never needed, it is hoped

    frames = extract_tb(error.__traceback__)
    where = f" in {frames[-1].name}, line {frames[-1].lineno}" if frames else ""
    return f"{what} failed by a mistake in page-watch: {type(error).__name__}{where}."
