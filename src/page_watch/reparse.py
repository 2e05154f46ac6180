"""Reading a stored page again with today's parser, so that a new revision never looks like a change of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from page_watch.check import read, reading
from page_watch.errors import CheckError
from page_watch.judging.decide import decide_reparsed
from page_watch.model.decision import Decision, Record
from page_watch.model.incident import Problem

if TYPE_CHECKING:
    from page_watch.bench import Bench
    from page_watch.settings import Watch


@dataclass(frozen=True, slots=True)
class Reread:
    """What reading the current version's page again showed.

    ``decision`` is None where there is no stored page, or where today's parser cannot read it (``problem``):
    then the version stays as it is, and the next check judges the page by it.
    """

    watch: str
    decision: Decision | None = None
    problem: Problem | None = None


def reparse(watch: Watch, bench: Bench) -> Reread:
    """Read the page of a watch's current version again; what differs becomes a version, and nobody is told.

    The caller holds the watch's lease. Raises ``StoreError``.
    """
    now = bench.clock()
    response = bench.store.accepted(watch.name)
    if response is None:
        return Reread(watch.name)
    try:
        parsed = read(watch, response, bench, now)
    except CheckError as error:
        return Reread(watch.name, problem=Problem(error.code, error.detail))
    state = bench.store.load(watch.name, watch.limits.flapping, now)
    decision = decide_reparsed(state, parsed, now)
    bench.store.record_reparse(Record(watch.name, watch.url, now, response, reading(watch), decision))
    return Reread(watch.name, decision)
