"""Accepting the page that is held, because a person has looked and says that it is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch.check import Report, is_reread_due, read, reading, report
from page_watch.errors import ConfigError, StoreError
from page_watch.judging.decide import decide_accepted
from page_watch.lease import Lease
from page_watch.model.decision import Decision, Record
from page_watch.notices.routing import notices
from page_watch.reparse import reparse

if TYPE_CHECKING:
    from datetime import datetime

    from page_watch.bench import Bench
    from page_watch.model.response import Response
    from page_watch.model.state import State
    from page_watch.settings import Watch


def accept(watch: Watch, bench: Bench) -> Report:
    """Make the held page of a watch its version; people are told what changed, as by any check.

    Raises ``ConfigError`` where no page is held, ``StoreError`` where another process is checking the watch, and
    ``CheckError`` where today's parser cannot read the page.
    """
    now = bench.clock()
    with Lease(watch, bench) as lease:
        if lease.state is None:
            raise StoreError(f"Another process is checking {watch.name} now; try again when it is done.")
        if is_reread_due(lease.state, watch):
            reparse(watch, bench)
        page, state, decision = _judged(watch, bench, now)
        told = notices(watch, bench.channels, state, decision, now)
        record = Record(watch.name, watch.url, now, page, reading(watch), decision, told)
        bench.store.record(record, bench.owner)
        lease.returned = True
    return report(watch, state, decision, now)


def preview(watch: Watch, bench: Bench) -> Report:
    """What accepting the held page would change; nothing is written. Raises as ``accept`` does."""
    now = bench.clock()
    _, state, decision = _judged(watch, bench, now)
    return report(watch, state, decision, now)


def _judged(watch: Watch, bench: Bench, now: datetime) -> tuple[Response, State, Decision]:
    """The held page, the state before it, and what accepting it means."""
    page = bench.store.held(watch.name)
    if page is None:
        raise ConfigError(f"No page of {watch.name} is held: there is nothing to accept.")
    parsed = read(watch, page, bench, now)
    state = bench.store.load(watch.name, watch.limits.flapping, now)
    return page, state, decide_accepted(state, parsed, watch, now)
