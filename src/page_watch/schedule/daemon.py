"""The daemon: it starts, runs for months, survives what servers go through, and is seen to be alive.

signals ─► reload, stop
alarms ─┬─► checks ─► crew of 32, a lane a host ─► a check, its next alarm, metrics, a nudge to the chores
        └─► chores ─► crew of 4 ─► pulse, deliveries, vigil, retention, heartbeat
"""

from __future__ import annotations

import logging
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING

from page_watch import __version__
from page_watch.app import App
from page_watch.errors import ConfigError, StoreError
from page_watch.metrics import Metrics
from page_watch.schedule.alarms import Alarms
from page_watch.schedule.checks import Checks, counted
from page_watch.schedule.chores import Chores, gauges
from page_watch.schedule.crew import Crew
from page_watch.schedule.ending import Ending
from page_watch.schedule.signals import Signals, Wish
from page_watch.schedule.systemd import Manager

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from page_watch.check import Report
    from page_watch.settings import Settings

log = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=8)
"""How long running checks may still take when the daemon is to stop: less than the ten seconds Docker grants."""

SLICE = timedelta(seconds=0.5)
CHECKERS = 32
CHORES = 4


class Service:
    """One daemon from its start to its end, on an open ``App`` that another configuration may take the place of."""

    def __init__(self, app: App, load: Callable[[], Settings], env: Mapping[str, str], watched: Path | None) -> None:
        self.app = app
        self._load = load
        self._manager = Manager(env)
        self._signals = Signals()
        self._alarms = Alarms()
        self._checkers = Crew("check", CHECKERS)
        self._hands = Crew("chore", CHORES)
        self._ending = Ending()
        self._checks = Checks(app, self._alarms, self._checkers, self._ending, self._done)
        self._chores = Chores(self._here, self._alarms, self._hands, self._manager)
        self._metrics: Metrics | None = None
        self._watched = watched

    def run(self) -> None:
        """Run until a signal asks to stop. Raises ConfigError and StoreError if it cannot start."""
        with self._signals:
            try:
                self._start()
                while self._signals.wait() is not Wish.STOP:
                    self._reload()
            finally:
                self._stop()

    def _here(self) -> App:
        return self.app

    def _start(self) -> None:
        self._metrics = self._metrics_for(self.app)
        self._checks.plan(self.app)
        self._chores.plan(self._watched, self._signals)
        self._alarms.start()
        log.info("page-watch %s watches %s", __version__, counted(len(self.app.settings.watches), "page"))
        self._manager.ready(self._status())

    def _reload(self) -> None:
        """Read the configuration again. A wrong one is refused as a whole, and the one in force stays."""
        self._manager.reloading()
        before = self.app.settings
        try:
            self._take_over(self._load())
        except (ConfigError, StoreError) as error:
            for mistake in str(error).splitlines():
                log.error("the configuration was not taken over: %s", mistake)
        else:
            log.info("the configuration was read again: %s", differences(before, self.app.settings))
        self._manager.ready(self._status())

    def _take_over(self, settings: Settings) -> None:
        if settings.database != self.app.settings.database:
            raise ConfigError("database: another database needs a restart of the daemon")
        app = self.app.reconfigured(settings)
        metrics = self._metrics_for(app)
        try:
            self._checks.plan(app)
        except StoreError:
            if metrics is not None and metrics is not self._metrics:
                metrics.close()
            raise
        self.app, before, self._metrics = app, self._metrics, metrics
        if metrics is not None:
            metrics.keep(watch.name for watch in settings.watches)
        if before is not None and before is not metrics:
            before.close()

    def _metrics_for(self, app: App) -> Metrics | None:
        """What answers Prometheus on the port of a configuration; what does so already, if it is the same."""
        wanted, now = (_listening(one.settings) for one in (app, self.app))
        if wanted is None or (self._metrics is not None and wanted == now):
            return self._metrics if wanted else None
        metrics = Metrics(lambda: gauges(self.app))
        metrics.serve(*wanted)
        return metrics

    def _stop(self) -> None:
        """End within ``PATIENCE``: checks that are still running then are as if they had never begun."""
        self._manager.stopping()
        log.info("page-watch stops")
        until = monotonic() + PATIENCE.total_seconds()
        self._alarms.stop()
        if not self._checkers.close(PATIENCE, lambda: self._signals.hurried):
            log.warning("checks that were still running are given up; they will be made after the next start")
        self._ending.come()
        self._hands.close(self._left(until), lambda: self._signals.hurried)
        while not self.app.courier.stop(min(self._left(until), SLICE)) and self._left(until):
            pass  # in slices, so that hurry is noticed
        if self._metrics is not None:
            self._metrics.close()
        self._chores.farewell()

    def _left(self, until: float) -> timedelta:
        """What is left of the patience; none where someone does not want to wait."""
        return timedelta(seconds=0 if self._signals.hurried else max(until - monotonic(), 0))

    def _done(self, report: Report, seconds: float) -> None:
        if self._metrics is not None:
            self._metrics.count(report.watch, report.outcome, seconds)
        self._chores.checked(report)

    def _status(self) -> str:
        return f"watching {counted(len(self.app.settings.watches), 'page')}"


def _listening(settings: Settings) -> tuple[str, int] | None:
    """The address and port on which Prometheus is answered, if it is."""
    return (settings.metrics_address, settings.metrics_port) if settings.metrics_port else None


def differences(old: Settings, new: Settings) -> str:
    """Which watches came, changed and went, in words."""
    before = {watch.name: watch for watch in old.watches}
    after = {watch.name: watch for watch in new.watches}
    told = {
        "new": [name for name in after if name not in before],
        "changed": [name for name in after if name in before and before[name] != after[name]],
        "removed (its history is kept)": [name for name in before if name not in after],
    }
    said = [f"{what}: {', '.join(names)}" for what, names in told.items() if names]
    return "; ".join(said) or "the watches are as before"


def run(load: Callable[[], Settings], env: Mapping[str, str], watched: Path | None = None) -> None:
    """Run the daemon until SIGTERM or SIGINT. SIGHUP calls ``load`` again, as does a change of the file ``watched``.

    ``env`` is the environment, which names the service manager if there is one. Raises ConfigError and StoreError
    if it cannot start.
    """
    app = App.open(load())
    try:
        Service(app, load, env, watched).run()
    finally:
        app.close(timedelta(0))  # it has been waited for already
