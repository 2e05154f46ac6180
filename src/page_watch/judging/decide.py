"""Judging: what a check means for a watch. Old state, new data, limits and ``now`` go in; what to write comes out.

    parsed ─► candidate (what the page would make of the history)
                 │
                 ├─ nothing differs ─────────────────────────────► unchanged
                 ├─ credible ────────────────────────────────────► changed (or unchanged: something is only missing)
                 └─ in doubt (a mass change, two contents in turn)
                        ├─ seen ``confirm.held`` times in a row ─► changed: it is believed after all
                        └─ else ─────────────────────────────────► held: nothing is touched

"In a row" has one meaning everywhere: a failed check neither counts nor resets, a good check that shows
otherwise resets.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from page_watch import text
from page_watch.errors import CheckError, FetchError, NotThePage, Suspicious
from page_watch.judging.candidate import Candidate, candidate_of, missing_from
from page_watch.judging.unchanged import closing
from page_watch.model.decision import Decision, Version
from page_watch.model.incident import Incident, IncidentKind, Problem
from page_watch.model.milestone import Change, Kind, Known, Milestone, Parsed
from page_watch.model.state import Accepted, Outcome, State, Streak
from page_watch.settings import Confirm, Limits, Watch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

COSMETIC_VERSIONS = 2
"""So many versions that differ in print only are recorded within the flapping window; further ones are ignored.

Two servers that typeset the same text differently would otherwise add a version at every check, and no one
wants to hear of it.
"""


def decide(state: State, parsed: Parsed, watch: Watch, now: datetime) -> Decision:
    """Judge a page that was read.

    ``state`` must hold the known and the removed milestones. The decision's outcome is ``baseline``,
    ``unchanged``, ``changed``, ``held``, or ``failed`` where fewer milestones were found than the watch demands.
    """
    found, least = len(parsed.milestones), watch.limits.min_milestones
    if found < least:
        return decide_failure(
            state,
            NotThePage(f"Only {found} milestones were found; limits.min_milestones asks for {least}."),
            watch,
            now,
        )
    if state.current is None:
        return _baseline(state, parsed.milestones, now)

    candidate = candidate_of(state, parsed.milestones, watch.confirm, now)
    doubt = _doubt(state, candidate, watch.limits)
    if doubt is None:
        return _accepted(state, candidate, now)

    streak = _prolonged(state.streak, text.fingerprint(parsed.milestones), now)
    if streak.count >= watch.confirm.held:
        return _accepted(state, candidate.confirmed(), now)
    if not candidate.changes and not candidate.newly_missing:
        return _settling(state, streak, watch, now)
    return _held(state, doubt, streak, watch, now)


def decide_failure(state: State, error: CheckError, watch: Watch, now: datetime) -> Decision:
    """Judge a check that learnt nothing: the versions stay, the failures count."""
    failures = state.failures + 1
    problem = Problem(error.code, error.detail)
    failing = state.incident(IncidentKind.FAILING)
    opened: tuple[Incident, ...] = ()
    if failing is None and failures >= watch.limits.failing:
        opened = (_incident(IncidentKind.FAILING, state.watch, problem.detail, now),)
    patience = error.retry_after if isinstance(error, FetchError) else None
    return Decision(
        outcome=Outcome.FAILED,
        known=state.known,
        problem=problem,
        failures=failures,
        streak=state.streak,
        next_id=state.next_id,
        opened=opened,
        reminded=_due(state, IncidentKind.FAILING, problem.detail, watch, now),
        keep=not isinstance(error, FetchError),
        retry_after=now + patience if patience else None,
        missing=missing_from(state.known),
    )


def decide_accepted(state: State, parsed: Parsed, watch: Watch, now: datetime) -> Decision:
    """Accept a held page because a person said so: what is missing from it is removed at once."""
    if state.current is None:
        return _baseline(state, parsed.milestones, now)
    return _accepted(state, candidate_of(state, parsed.milestones, watch.confirm, now).confirmed(), now)


def decide_reparsed(state: State, parsed: Parsed, now: datetime) -> Decision:
    """Judge what today's parser reads in the page that the current version was read from.

    Whatever differs is the parser's doing: what it does not read any more is removed at once, and what has been
    missing on the page since goes on being missing.
    """
    was_missing = {entry.id: entry for entry in missing_from(state.known)}
    candidate = candidate_of(state, parsed.milestones, _NEVER, now)
    known = tuple(
        replace(
            entry,
            missing_since=was_missing[entry.id].missing_since,
            missing_checks=was_missing[entry.id].missing_checks,
        )
        if entry.id in was_missing
        else entry
        for entry in candidate.known
        if entry.missing_since is None or entry.id in was_missing
    )
    kept = {entry.id for entry in known}
    gone = tuple(Change(Kind.REMOVED, entry.id, entry.milestone) for entry in state.known if entry.id not in kept)
    return _accepted(state, replace(candidate, known=known, changes=candidate.changes + gone), now)


@dataclass(frozen=True, slots=True)
class _Doubt:
    kind: IncidentKind
    detail: str


def _doubt(state: State, candidate: Candidate, limits: Limits) -> _Doubt | None:
    """Why the candidate is not to be believed at once, if there is a reason."""
    flapping = state.incident(IncidentKind.FLAPPING)
    if flapping is not None:
        return _Doubt(IncidentKind.FLAPPING, flapping.detail)
    if candidate.changes and not candidate.cosmetic and _returns_again(state.recent, candidate.fingerprint):
        return _Doubt(
            IncidentKind.FLAPPING,
            "Earlier contents keep coming back in turn, as when two servers show an old and a new page.",
        )
    old = len(state.known)
    if candidate.touched >= limits.suspicious_least and candidate.touched >= limits.suspicious * old:
        return _Doubt(IncidentKind.HELD, _mass_change(candidate, old))
    garbled = _garbled(candidate)
    if garbled is not None:
        return _Doubt(IncidentKind.HELD, f"The page seems to be served in a wrong charset (“{garbled}”).")
    return None


def _garbled(candidate: Candidate) -> str | None:
    """A text of the changes that no editor wrote, if there is one."""
    if not candidate.changes:
        return None
    from page_watch.matching.garbled import is_garbled  # late: an unchanged page needs none of it

    spoken = (change for change in candidate.changes if change.kind is not Kind.REMOVED)
    suspects = ((change.now.text, change.before.text if change.before else None) for change in spoken)
    return next((now for now, before in suspects if is_garbled(now, before)), None)


def _mass_change(candidate: Candidate, old: int) -> str:
    """In words: how much of the old list would be lost or edited."""
    counts = {
        "missing": sum(change.kind is Kind.REMOVED for change in candidate.changes)
        + len(missing_from(candidate.known)),
        "reworded": sum(change.kind is Kind.REWORDED for change in candidate.changes),
        "moved": sum(change.kind is Kind.MOVED for change in candidate.changes),
    }
    said = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    return f"{candidate.touched} of {old} milestones would change at once ({said})."


def _returns_again(recent: Sequence[Accepted], fingerprint: str) -> bool:
    """Whether this content returns to an earlier one, and that within the window not for the first time."""
    earlier: set[str] = set()
    returns = 0
    previous = ""
    for version in recent:
        if version.fingerprint != previous:
            returns += version.fingerprint in earlier
            earlier.add(version.fingerprint)
        previous = version.fingerprint
    return returns > 0 and fingerprint in earlier


def _baseline(state: State, milestones: Sequence[Milestone], now: datetime) -> Decision:
    known = tuple(Known(id, milestone, first_seen=now) for id, milestone in enumerate(milestones, state.next_id))
    return Decision(
        outcome=Outcome.BASELINE,
        known=known,
        version=Version(1, text.fingerprint(milestones), known),
        next_id=state.next_id + len(known),
        closed=closing(state.incidents, *_ENDED_BY_A_GOOD_CHECK, now=now),
        keep=True,
    )


def _accepted(state: State, candidate: Candidate, now: datetime) -> Decision:
    """The page is believed: unchanged where the candidate has no change worth a version."""
    current = state.current
    assert current is not None
    closed = closing(state.incidents, *_ENDED_BY_A_GOOD_CHECK, IncidentKind.FLAPPING, now=now)
    if candidate.cosmetic and _cosmetic_versions(state.recent) >= COSMETIC_VERSIONS:
        candidate = _as_printed_before(state, candidate)
    if not candidate.changes:
        return Decision(
            outcome=Outcome.UNCHANGED,
            known=candidate.known,
            next_id=state.next_id,
            closed=closed,
            missing=missing_from(candidate.known),
        )
    return Decision(
        outcome=Outcome.CHANGED,
        known=candidate.known,
        version=Version(current.number + 1, candidate.fingerprint, candidate.known),
        changes=candidate.changes,
        next_id=candidate.next_id,
        closed=closed,
        keep=True,
        missing=missing_from(candidate.known),
    )


def _settling(state: State, streak: Streak, watch: Watch, now: datetime) -> Decision:
    """While contents take turns, the accepted one is seen: nothing to hold, but not over yet."""
    return Decision(
        outcome=Outcome.UNCHANGED,
        known=state.known,
        streak=streak,
        next_id=state.next_id,
        reminded=_due(state, IncidentKind.FLAPPING, None, watch, now),
        closed=closing(state.incidents, *_ENDED_BY_A_GOOD_CHECK, now=now),
        missing=missing_from(state.known),
    )


def _held(state: State, doubt: _Doubt, streak: Streak, watch: Watch, now: datetime) -> Decision:
    already = state.incident(doubt.kind)
    opened = () if already else (_incident(doubt.kind, state.watch, doubt.detail, now),)
    more = watch.confirm.held - streak.count
    checks = "check" if more == 1 else "checks"
    detail = (
        f"{doubt.detail} Nothing was accepted. If it is right, run 'page-watch accept {state.watch}', "
        f"or wait: it is accepted when {more} more {checks} in a row show the same."
    )
    return Decision(
        outcome=Outcome.HELD,
        known=state.known,
        problem=Problem(Suspicious.code, detail),
        streak=streak,
        next_id=state.next_id,
        opened=opened,
        reminded=_due(state, doubt.kind, doubt.detail, watch, now),
        closed=closing(state.incidents, IncidentKind.FAILING, now=now),
        keep=True,
        missing=missing_from(state.known),
    )


def _prolonged(streak: Streak | None, fingerprint: str, now: datetime) -> Streak:
    if streak is not None and streak.fingerprint == fingerprint:
        return replace(streak, count=streak.count + 1)
    return Streak(fingerprint, 1, now)


def _cosmetic_versions(recent: Sequence[Accepted]) -> int:
    return sum(one.fingerprint == other.fingerprint for one, other in pairwise(recent))


def _as_printed_before(state: State, candidate: Candidate) -> Candidate:
    """The candidate without its differences in print."""
    before = {entry.id: entry.milestone for entry in state.known}
    known = tuple(replace(entry, milestone=before[entry.id]) for entry in candidate.known)
    return replace(candidate, known=known, changes=())


_NEVER = Confirm(removals=sys.maxsize)
"""Confirms no removal."""

_ENDED_BY_A_GOOD_CHECK = (IncidentKind.FAILING, IncidentKind.HELD, IncidentKind.STALE)


def _incident(kind: IncidentKind, watch: str, detail: str, now: datetime) -> Incident:
    return Incident(kind, watch, None, opened_at=now, reminded_at=now, detail=detail)


def _due(state: State, kind: IncidentKind, detail: str | None, watch: Watch, now: datetime) -> tuple[Incident, ...]:
    """The open incident of a kind, if people were last told of it long enough ago to be reminded."""
    incident = state.incident(kind)
    if incident is None or now - incident.reminded_at < watch.remind_every:
        return ()
    return (replace(incident, reminded_at=now, detail=detail or incident.detail),)
