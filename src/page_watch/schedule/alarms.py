"""The clock that calls: APScheduler behind the few words needed of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from apscheduler.executors.debug import DebugExecutor  # type: ignore[import-untyped]
from apscheduler.jobstores.base import JobLookupError  # type: ignore[import-untyped]
from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]

Action = Callable[[], None]


class Alarms:
    """Named alarms, each calling a quick action that must not block: all are called from one thread, in turn.

    An action must leave it to another thread to set its own alarm anew: once it returns, that alarm is forgotten.

    The settings are what a daemon needs: an alarm that is late is not skipped (``misfire_grace_time`` is 1 s by
    default, and would lose most of many that are due together), and one that was missed often rings once.
    """

    def __init__(self) -> None:
        # APScheduler tells of every run at INFO.
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": DebugExecutor()},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def start(self) -> None:
        """Ring from now on, beginning with what is already due."""
        self._scheduler.start()

    def stop(self) -> None:
        """Ring no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def at(self, name: str, moment: datetime, action: Action) -> None:
        """Ring once at a moment, at once if it has passed. Replaces the alarm of that name."""
        self._scheduler.add_job(action, "date", run_date=moment, id=name, replace_existing=True)

    def each(self, name: str, period: timedelta, action: Action, first: datetime) -> None:
        """Ring at ``first`` and then once a period. Replaces the alarm of that name."""
        self._scheduler.add_job(
            action,
            "interval",
            seconds=period.total_seconds(),
            id=name,
            replace_existing=True,
            start_date=first,
            next_run_time=first,
        )

    def cancel(self, name: str) -> None:
        """Forget the alarm of a name, if there is one."""
        with suppress(JobLookupError):
            self._scheduler.remove_job(name)

    def names(self) -> frozenset[str]:
        """The alarms that will still ring."""
        return frozenset(job.id for job in self._scheduler.get_jobs())
