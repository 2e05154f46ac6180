"""Delivery, apart from checks: what is due goes out, each channel in a thread of its own.

due channels ─► errand a ─► claim ─► parcels ─► render ─► send ─► mark
            ├─► errand b ─► …                                      (a dead one delays no other)
            └─► errand c ─► …
"""

from __future__ import annotations

import logging
import os
from concurrent.futures import Future, wait
from dataclasses import replace
from datetime import datetime, timedelta
from threading import BoundedSemaphore, Event, Lock, Thread
from typing import TYPE_CHECKING

from page_watch import channels
from page_watch.errand import Delivered, Errand, Opener, Post
from page_watch.errors import ConfigError, StoreError
from page_watch.model.incident import IncidentKind
from page_watch.model.notice import NoticeKind
from page_watch.notices import routing as notices

if TYPE_CHECKING:
    from page_watch.channels import Clock
    from page_watch.model.process import Owner
    from page_watch.settings import Settings
    from page_watch.store import Store

LOG = logging.getLogger(__name__)

AT_ONCE = 32
"""So many channels are sent to at the same time."""

REMIND = timedelta(days=7)
"""People are reminded this often of a channel that takes nothing."""


class Courier:
    """Sends what is due. Any number of couriers may serve one database: what one has claimed no other sends.

    ``owner`` is the process, ``clock`` gives the time; ``open_channel`` opens a channel by its settings.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        owner: Owner,
        clock: Clock,
        open_channel: Opener = channels.open_channel,
    ) -> None:
        self._store = store
        self._settings = settings
        self._owner = owner
        self._clock = clock
        self._open_channel = open_channel
        self._post: Post | None = None
        self._stopping = Event()
        self._turn = BoundedSemaphore(AT_ONCE)
        self._lock = Lock()
        self._errands: dict[str, Future[Delivered]] = {}

    def deliver(self, *, impatient: bool = False) -> tuple[Delivered, ...]:
        """Send all that is due, and give what became of it, by channel, when it is done.

        ``impatient`` also sends what waits for another attempt; digests and the ends of quiet hours are awaited
        all the same. Nothing is imported, and no thread started, if nothing is due. Raises ``StoreError``.
        """
        delivered: dict[str, Delivered] = {}
        began = self._clock()
        tried_before = began if impatient else None
        while due := set(self._store.channels_due(self._clock(), tried_before)) - set(delivered):
            errands = [self._errand(name, tried_before) for name in sorted(due)]
            delivered |= {told.channel: told for told in (errand.result() for errand in errands)}
            self.remind()
            # What is told of a channel that takes nothing is due on the others, and goes out in the next turn.
        return tuple(delivered.values())

    def dispatch(self) -> None:
        """Start sending what is due on each channel that is not being sent to already, and do not wait for it.

        So a channel that hangs delays no other. Raises ``StoreError`` where the database cannot be asked.
        """
        for name in self._store.channels_due(self._clock()):
            self._errand(name, None).add_done_callback(_complain)

    def revive(self) -> int:
        """Let what had been given up be sent once more; gives the number of deliveries."""
        return self._store.revive()

    def remind(self) -> None:
        """Tell again of channels that are known to take nothing, once a week."""
        now, settings = self._clock(), self._settings
        for incident in self._store.incidents():
            if incident.kind is IncidentKind.UNDELIVERABLE and now - incident.reminded_at >= REMIND:
                again = replace(incident, reminded_at=now)
                notice = notices.channel_notice(NoticeKind.REMINDER, again, settings.watches, settings.channels, now)
                self._store.tell((notice,), reminded=(again,))

    @property
    def has_run(self) -> bool:
        """Whether anything was due since it was made: only then may a claim be its own."""
        return self._post is not None

    def stop(self, patience: timedelta = timedelta(seconds=10)) -> bool:
        """Let each errand end after the message it is at, and wait for that, but not for ever. True if all have."""
        self._stopping.set()
        with self._lock:
            running = [errand for errand in self._errands.values() if not errand.done()]
        return not wait(running, patience.total_seconds()).not_done

    def _errand(self, name: str, tried_before: datetime | None) -> Future[Delivered]:
        """An errand to a channel: the one that is under way, or a new one."""
        with self._lock:
            under_way = self._errands.get(name)
            if under_way is not None and not under_way.done():
                return under_way
            errand: Future[Delivered] = Future()
            self._errands[name] = errand
            work = Errand(name, self._ready(), tried_before)
        # As a daemon thread: a channel that hangs shall not keep the process from ending.
        Thread(target=self._run, args=(work, errand), name=f"deliver-{name}", daemon=True).start()
        return errand

    def _run(self, work: Errand, errand: Future[Delivered]) -> None:
        try:
            with self._turn:
                errand.set_result(work.run())
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is raised where the errand is awaited
            errand.set_exception(error)

    def _ready(self) -> Post:
        if self._post is None:
            from page_watch.render import Renderer  # most checks have nothing to tell

            self._post = Post(
                self._store,
                self._settings,
                self._owner,
                self._clock,
                Renderer(self._settings.templates),
                self._open_channel,
                self._stopping,
            )
        return self._post


def send_trial(name: str, settings: Settings, clock: Clock, open_channel: Opener = channels.open_channel) -> None:
    """Send a test notice to a channel, now and past the database.

    Raises ``DeliveryError`` where the channel does not take it, ``ConfigError`` where it is not there, or lacks
    something to be installed.
    """
    from page_watch.render import Renderer

    channel = settings.channel(name)
    if channel is None:
        known = ", ".join(one.name for one in settings.channels)
        raise ConfigError(f"There is no channel named {name!r}; there are: {known}.")
    now = clock()
    message = Renderer(settings.templates).render([notices.trial(name, now)], os.urandom(16).hex(), now)
    port = open_channel(channel, clock)
    try:
        port.send(message)
    finally:
        port.close()


def _complain(errand: Future[Delivered]) -> None:
    error = errand.exception()
    if isinstance(error, StoreError):
        LOG.error("Nothing was delivered: %s", error)
    elif error is not None:
        LOG.error("Delivery failed: %s", error, exc_info=error)
