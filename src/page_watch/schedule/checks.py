"""The checks of a daemon: each watch rings when it is due, waits for a place at its host, is checked, rings again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from page_watch.check import Report
from page_watch.errors import StoreError
from page_watch.model.state import Outcome, State
from page_watch.schedule.ending import Abandoned, Ending
from page_watch.schedule.trouble import Trouble
from page_watch.store import LeaseLost, Standing
from page_watch.timetable import Past, agenda, due

if TYPE_CHECKING:
    from page_watch.app import App
    from page_watch.bench import Source
    from page_watch.schedule.alarms import Alarms
    from page_watch.schedule.crew import Crew
    from page_watch.settings import Watch

log = logging.getLogger(__name__)

ELSEWHERE = timedelta(seconds=5)
"""How soon a watch is looked at again that another process was checking."""

TROUBLED = timedelta(seconds=10)
"""How soon a watch is tried again if the database could not be used."""

BROKEN = timedelta(minutes=5)
"""How soon a watch is tried again whose check met a mistake in page-watch itself."""

Done = Callable[[Report, float], None]
"""Is told of each check that was made, and how many seconds it took."""


class Checks:
    """Keeps an alarm for every watch of the configuration in force.

    A watch is *busy* from its ringing to the end of its check; it is planned again at that end, by what the
    configuration and the history say then.
    """

    def __init__(self, app: App, alarms: Alarms, crew: Crew, ending: Ending, done: Done) -> None:
        self._app = app
        self._alarms = alarms
        self._crew = crew
        self._ending = ending
        self._done = done
        self._busy: set[str] = set()
        self._planned: set[str] = set()
        self._lock = Lock()
        self._trouble = Trouble(log)

    def plan(self, app: App) -> None:
        """Set the alarms by a configuration, which is in force from now on. Raises StoreError."""
        times = agenda(app.settings.watches, pasts(app), app.clock())
        with self._lock:
            self._app = app
            gone, self._planned = self._planned - set(times), set(times)
            busy = set(self._busy)
        for name in gone:
            self._alarms.cancel(name)
        for name, moment in times.items():
            if name not in busy:
                self._alarms.at(name, moment, partial(self._ring, name))

    def _ring(self, name: str) -> None:
        with self._lock:
            app, watch = self._app, self._app.settings.watch(name)
            if watch is None or name in self._busy:
                return
            self._busy.add(name)
        source = self._ending.guard(app.source(watch))
        self._crew.put(host(watch), app.settings.fetch.per_host, partial(self._work, app, watch, source))

    def _work(self, app: App, watch: Watch, source: Source) -> None:
        try:
            earliest = self._check(app, watch, source)
        except Abandoned:
            return
        except BaseException:
            self._again(watch.name, app.clock() + BROKEN)
            raise
        self._again(watch.name, earliest)

    def _check(self, app: App, watch: Watch, source: Source) -> datetime:
        """Check a watch if it is still due. Gives the earliest time at which to look at it again."""
        began = monotonic()
        try:
            report = app.check(watch, source, partial(is_due, app, watch))
        except LeaseLost as error:
            log.warning("%s", error)
            return app.clock() + ELSEWHERE
        except StoreError as error:
            self._ending.refuse()
            self._trouble.tell(f"no checks can be made: {error}")
            return app.clock() + TROUBLED
        self._trouble.over("checks are made again")
        took = monotonic() - began
        if report.outcome is Outcome.SKIPPED:
            return app.clock() + (ELSEWHERE if report.problem else timedelta(0))
        level = logging.WARNING if report.problem else logging.INFO
        log.log(level, "%s", line(report, took), extra={"fields": fields(report, took)})
        self._done(report, took)
        return app.clock()

    def _again(self, name: str, earliest: datetime) -> None:
        """Set a watch's next alarm, by the configuration in force now."""
        with self._lock:
            self._busy.discard(name)
            app, watch = self._app, self._app.settings.watch(name)
        if watch is None:
            return
        try:
            planned = due(watch, past(app.store.peek(name, timedelta(0), app.clock())), app.clock())
        except StoreError as error:
            self._trouble.tell(f"no checks can be made: {error}")
            planned = app.clock() + TROUBLED
        self._alarms.at(name, max(planned, earliest), partial(self._ring, name))


def host(watch: Watch) -> str:
    """The lane of a watch: its server's name."""
    return urlsplit(watch.url).hostname or ""


def is_due(app: App, watch: Watch, state: State) -> bool:
    """Asked under the lease, since another process may have made this check a moment ago."""
    now = app.clock()
    return due(watch, past(state), now) <= now


def past(state: State | Standing) -> Past:
    """What the next check depends on, of all that is known of a watch."""
    return Past(state.last_check, state.failures, state.retry_after)


def pasts(app: App) -> dict[str, Past]:
    """The same of all watches. Raises StoreError."""
    return {name: past(standing) for name, standing in app.store.last_checks().items()}


def line(report: Report, seconds: float) -> str:
    """A check in one line of the log."""
    version = f", version {report.version} of {counted(report.milestones, 'milestone')}" if report.version else ""
    changes = f" ({counted(len(report.changes), 'change')})" if report.changes else ""
    problem = f": {report.problem.detail}" if report.problem else ""
    return f"{report.watch}: {report.outcome}{changes}{version}, {seconds:.1f} s{problem}"


def fields(report: Report, seconds: float) -> dict[str, object]:
    """The same for machines: what a JSON log says of a check beside that line."""
    return {
        "watch": report.watch,
        "outcome": report.outcome.value,
        "version": report.version,
        "milestones": report.milestones,
        "changes": len(report.changes),
        "problem": report.problem.code if report.problem else None,
        "seconds": round(seconds, 3),
    }


def counted(number: int, noun: str) -> str:
    """``1 page``, ``2 pages``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
