"""One round of what is due, and no daemon: for those who let cron call many watches."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from page_watch import heartbeat
from page_watch.model.state import Outcome
from page_watch.schedule.checks import host, is_due, pasts
from page_watch.schedule.crew import Crew
from page_watch.schedule.ending import Ending
from page_watch.timetable import NEVER_CHECKED, due

if TYPE_CHECKING:
    from collections.abc import Iterator

    from page_watch.app import App
    from page_watch.bench import Source
    from page_watch.check import Report
    from page_watch.settings import Watch

CHECKERS = 32


def once(app: App) -> Iterator[Report]:
    """Check all watches that are due, many at once, and give each report as it comes; then look around.

    Watches that another process is checking, or has checked a moment ago, are passed over. Raises StoreError.
    """
    from page_watch.schedule.watchman import look_around  # after the checks, and only then

    now, before = app.clock(), pasts(app)
    watches = [watch for watch in app.settings.watches if due(watch, before.get(watch.name, NEVER_CHECKED), now) <= now]
    ending, crew = Ending(), Crew("check", CHECKERS)
    results: SimpleQueue[Report | BaseException] = SimpleQueue()

    def work(watch: Watch, source: Source) -> None:
        try:
            results.put(app.check(watch, source, partial(is_due, app, watch)))
        except BaseException as error:  # noqa: BLE001  it is raised again where the results are waited for
            results.put(error)

    for watch in watches:
        source = ending.guard(app.source(watch))
        crew.put(host(watch), app.settings.fetch.per_host, partial(work, watch, source))
    try:
        for _ in watches:
            result = _next(results)
            if isinstance(result, BaseException):
                raise result
            if result.outcome is not Outcome.SKIPPED:
                yield result
    finally:
        ending.come()
        crew.close(timedelta(0))
    look_around(app)


def _next(results: SimpleQueue[Report | BaseException]) -> Report | BaseException:
    """The next result, waited for in slices: a signal that comes just before the wait would be slept through."""
    while True:
        with suppress(Empty):
            return results.get(timeout=1)


def give_sign(app: App, *, well: bool) -> None:
    """Tell the dead man's switch, if there is one, that a round was made, and whether it left nothing to do."""
    if app.settings.heartbeat_url is not None:
        heartbeat.ping(app.settings.heartbeat_url, well=well)
