"""What a daemon does beside its checks: show itself, deliver, look around, tidy up, give a sign of life."""

from __future__ import annotations

import logging
import os
import socket
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from page_watch import heartbeat
from page_watch.errors import StoreError
from page_watch.metrics import Gauges
from page_watch.model.process import Daemon
from page_watch.model.state import Outcome
from page_watch.schedule.chore import Chore
from page_watch.schedule.signals import Signals, Wish
from page_watch.schedule.watchman import look_around

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from page_watch.app import App
    from page_watch.check import Report
    from page_watch.schedule.alarms import Alarms
    from page_watch.schedule.crew import Crew
    from page_watch.schedule.systemd import Manager

log = logging.getLogger(__name__)

PULSE = timedelta(seconds=30)
"""How often the daemon shows itself in the database, and to the watchdog if that does not want it oftener."""

DELIVERY = timedelta(seconds=30)
"""How often deliveries are looked for that fall due by themselves: second tries, digests, ends of quiet hours."""

VIGIL = timedelta(minutes=1)
SETTLING = timedelta(minutes=5)
"""How long after its start the daemon first looks for stale watches: it catches up on them before."""

TIDYING = timedelta(days=1)
ROUND = timedelta(minutes=1)
"""How often a sign of life is given at most; it speaks for all checks since the last one."""

GATHERING = timedelta(seconds=2)
POLL = timedelta(seconds=5)
"""How often the configuration file is looked at, where that was asked for."""


class Chores:
    """The chores of a daemon, and the alarms that call them, whose names no watch can have: they are in brackets."""

    def __init__(self, here: Callable[[], App], alarms: Alarms, crew: Crew, manager: Manager) -> None:
        self._here = here
        self._alarms = alarms
        self._manager = manager
        self._round = Round()
        self._self = Daemon(socket.gethostname(), os.getpid(), here().clock())
        self._pulse = Chore("sign of life", crew, self._beat, log)
        self._delivery = Chore("delivery", crew, self._deliver, log)
        self._vigil = Chore("vigil", crew, self._look_around, log)
        self._tidying = Chore("retention", crew, self._prune, log)
        self._heartbeat = Chore("heartbeat", crew, self._ping, log)

    def plan(self, watched: Path | None, signals: Signals) -> None:
        """Set the alarms. ``watched`` is a configuration file that is read again when it changes."""
        now = self._here().clock()
        watchdog = self._manager.watchdog
        pulse = min(PULSE, watchdog / 3) if watchdog else PULSE
        self._alarms.each("(pulse)", pulse, self._pulse.ring, now)
        self._alarms.each("(delivery)", DELIVERY, self._delivery.ring, now + GATHERING)
        self._alarms.each("(vigil)", VIGIL, self._vigil.ring, now + SETTLING)
        self._alarms.each("(retention)", TIDYING, self._tidying.ring, now + SETTLING)
        if watched is not None:
            file = ConfigFile(watched)
            self._alarms.each(
                "(configuration)", POLL, lambda: file.look(partial(signals.wish, Wish.RELOAD)), now + POLL
            )

    def checked(self, report: Report) -> None:
        """A check was made: what it has to say is sent at once, and a round has begun if none had."""
        if report.outcome is not Outcome.UNCHANGED:
            self._delivery.ring()
        if self._round.add(report):
            self._alarms.at("(heartbeat)", self._here().clock() + self._round.wait(), self._heartbeat.ring)

    def farewell(self) -> None:
        """Note that the daemon has ended."""
        with suppress(StoreError):  # "status" sees that the process is gone
            self._here().store.gone(self._self)

    def _beat(self) -> None:
        app = self._here()
        try:
            app.store.beat(Daemon(self._self.host, self._self.pid, app.clock()))
        finally:
            # A database that is away is no reason to be started anew: this process would be no better off.
            self._manager.alive()

    def _deliver(self) -> None:
        courier = self._here().courier
        courier.remind()
        courier.dispatch()

    def _look_around(self) -> None:
        if look_around(self._here()):
            self._delivery.ring()

    def _prune(self) -> None:
        app = self._here()
        app.store.prune(app.clock() - app.settings.retention.checks)

    def _ping(self) -> None:
        url, well = self._here().settings.heartbeat_url, self._round.take()
        if url is not None and well is not None:
            heartbeat.ping(url, well=well)


class Round:
    """The checks since the last sign of life, which the next one speaks for. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._checks = 0
        self._well = True
        self._first = True

    def add(self, report: Report) -> bool:
        """A check was made. True if it is the first of a round."""
        with self._lock:
            self._checks += 1
            self._well = self._well and is_well(report)
            return self._checks == 1

    def wait(self) -> timedelta:
        """How long to gather checks from the first one on: shortly in the very first round."""
        with self._lock:
            return GATHERING if self._first else ROUND

    def take(self) -> bool | None:
        """Whether all went well since the last time; None if there was no check. A new round begins."""
        with self._lock:
            verdict = self._well if self._checks else None
            self._checks, self._well, self._first = 0, True, False
            return verdict


class ConfigFile:
    """A configuration file that may change under the daemon."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last = self._mark()

    def look(self, changed: Callable[[], None]) -> None:
        """Call ``changed`` if the file is another than at the last look."""
        mark = self._mark()
        if mark != self._last and mark is not None:
            changed()
        self._last = mark

    def _mark(self) -> tuple[int, int, int] | None:
        try:
            stat = self._path.stat()
        except OSError:
            return None  # an editor may be just replacing it
        return stat.st_mtime_ns, stat.st_size, stat.st_ino


def is_well(report: Report) -> bool:
    """Whether a check leaves nothing for a person to do."""
    return report.outcome not in (Outcome.FAILED, Outcome.HELD)


def gauges(app: App) -> Gauges:
    """How things stand now, for Prometheus. Raises StoreError."""
    names = {watch.name for watch in app.settings.watches}
    seen = {name: last for name, last in app.store.last_checks().items() if name in names}
    counts = app.store.pending()
    return Gauges(
        at=app.clock(),
        last_good={name: last.last_good for name, last in seen.items() if last.last_good is not None},
        milestones={name: last.milestones for name, last in seen.items()},
        pending=counts.pending,
        dead=counts.dead,
        incidents=Counter(incident.kind.value for incident in app.store.incidents()),
    )
