"""One check of one watch: the program on a screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from page_watch import parsers
from page_watch.errors import CheckError
from page_watch.judging.unchanged import decide_unchanged, is_clean
from page_watch.lease import Lease
from page_watch.model.decision import Decision, Record
from page_watch.model.incident import Problem
from page_watch.model.state import Outcome, State

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from page_watch.bench import Bench, Source
    from page_watch.model.milestone import Change, Known, Parsed
    from page_watch.model.notice import Notice
    from page_watch.model.response import Response, Validators
    from page_watch.settings import Watch


@dataclass(frozen=True, slots=True)
class Report:
    """How one check ended, for people and scripts.

    ``version`` is the number of the accepted version (None before the first), ``milestones`` its count,
    ``missing`` all that is missing now.
    """

    watch: str
    url: str
    checked_at: datetime
    outcome: Outcome
    version: int | None
    milestones: int
    changes: tuple[Change, ...] = ()
    missing: tuple[Known, ...] = ()
    problem: Problem | None = None


def check(watch: Watch, source: Source, bench: Bench, wanted: Callable[[State], bool] = lambda _: True) -> Report:
    """Look at a watch's page once, and write down what that means, in one transaction.

        lease ─► State ──────────────────────────────┐
        source ─► Response ─► guards ─► parser ─► decide ─► Decision ─► notices ─► record
                     └─── CheckError ───────► decide_failure ─┘

    Skipped where another process is at it, or where ``wanted``, asked once the lease is held, says that the
    work is already done. Raises ``StoreError``; every ``CheckError`` becomes a failed report instead.
    """
    began = bench.clock()
    with Lease(watch, bench) as lease:
        state = lease.state
        if state is None or not wanted(state):
            return _skipped(watch, state, bench, began)
        if is_reread_due(state, watch):
            from page_watch.reparse import reparse  # rare: only after an upgrade or changed selectors

            reparse(watch, bench)
            state = bench.store.peek(watch.name, watch.limits.flapping, began)
        response, state, decision = judge(watch, source, state, bench, began)
        bench.store.record(
            Record(
                watch=watch.name,
                url=watch.url,
                checked_at=began,
                response=response,
                reading=reading(watch),
                decision=decision,
                notices=_told(watch, bench, state, decision, began),
                took=(bench.clock() - began).total_seconds(),
            ),
            bench.owner,
        )
        lease.returned = True
    return report(watch, state, decision, began)


def judge(
    watch: Watch, source: Source, state: State, bench: Bench, now: datetime
) -> tuple[Response | None, State, Decision]:
    """Get the page and judge it; nothing is written. Gives the answer, the state it was judged by, the verdict.

    ``state`` may be one without milestones: they are loaded only where the page must be read.
    """
    response = None
    clean = is_clean(state, watch.url, reading(watch))
    try:
        response = source(state.validators if clean else None)
        if clean and _is_same(response, state.validators):
            return response, state, decide_unchanged(state, now)
        parsed = read(watch, response, bench, now)
    except CheckError as error:
        from page_watch.judging.decide import decide_failure  # a page that did not change pays for none of this

        if state.missing:
            state = bench.store.load(watch.name, watch.limits.flapping, now)
        return response, state, decide_failure(state, error, watch, now)
    from page_watch.judging.decide import decide

    state = bench.store.load(watch.name, watch.limits.flapping, now)
    return response, state, decide(state, parsed, watch, now)


def read(watch: Watch, response: Response, bench: Bench, now: datetime) -> Parsed:
    """What a watch's parser reads in an answer. Raises ``CheckError``."""
    from page_watch import guards
    from page_watch.decode import decode

    guards.inspect(response, urlsplit(watch.url).hostname or "", now)
    with bench.parsing:
        html = decode(response.body, response.content_type)
        return parsers.load(watch.parser).parse(html, response.url, watch.select)


def _told(watch: Watch, bench: Bench, state: State, decision: Decision, now: datetime) -> tuple[Notice, ...]:
    if decision.is_quiet:
        return ()
    from page_watch.notices.routing import notices

    return notices(watch, bench.channels, state, decision, now)


def reading(watch: Watch) -> str:
    """What reads a watch's pages: the parser, its revision, and the selectors, as one word to compare."""
    select = watch.select
    parts = [watch.parser, str(parsers.load(watch.parser).REVISION), select.timeline, select.year, select.item]
    return "/".join(part or "" for part in parts).rstrip("/")


def is_reread_due(state: State, watch: Watch) -> bool:
    """Whether the accepted version was read otherwise than pages are read now.

    A parser's new revision must not look like a change of the page, so what is stored is read again first.
    """
    return state.current is not None and state.reading is not None and state.reading != reading(watch)


def report(watch: Watch, state: State, decision: Decision, at: datetime) -> Report:
    """A decision in the words of a report."""
    version, current = decision.version, state.current
    return Report(
        watch=watch.name,
        url=watch.url,
        checked_at=at,
        outcome=decision.outcome,
        version=version.number if version else current.number if current else None,
        milestones=len(version.known) if version else state.milestones,
        changes=decision.changes,
        missing=decision.missing,
        problem=decision.problem,
    )


def _is_same(response: Response, validators: Validators | None) -> bool:
    if response.not_modified:
        return True
    return validators is not None and response.status == 200 and response.sha256 == validators.sha256


def _skipped(watch: Watch, state: State | None, bench: Bench, at: datetime) -> Report:
    problem = None
    if state is None:
        problem = Problem("leased", f"Skipped {watch.name}: another process is checking it now.")
        state = bench.store.peek(watch.name, watch.limits.flapping, at)
    number = state.current.number if state.current else None
    return Report(watch.name, watch.url, at, Outcome.SKIPPED, number, state.milestones, problem=problem)
