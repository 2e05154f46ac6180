"""What a check means: every rule of judging, on plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from page_watch.errors import FetchError
from page_watch.judging.decide import decide, decide_accepted, decide_failure
from page_watch.judging.unchanged import decide_unchanged, is_clean
from page_watch.model.decision import Decision
from page_watch.model.incident import Incident, IncidentKind
from page_watch.model.milestone import Kind, Milestone, Parsed
from page_watch.model.response import Validators
from page_watch.model.state import Accepted, Outcome, State
from page_watch.settings import Confirm, Limits, Watch

START = datetime(2026, 3, 1, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)
WATCH = Watch(name="peru", url="https://example.org/peru", title="Peru")

TEN = (
    "National Steering Committee established",
    "Green employment plan initiated by the ministry",
    "Guidelines for green growth approved",
    "Report on sustainability policies published",
    "Forums on industry held in four regions",
    "Teleworking strategy adopted by congress",
    "Circular economy roadmap launched",
    "Modelling framework applied nationwide",
    "Competitiveness policy signed",
    "Dialogue with political parties opened",
)


def page(*texts: str, year: int = 2020) -> Parsed:
    return Parsed(tuple(Milestone(str(year), year, year, text) for text in texts), "a list")


class History:
    """A watch's state, moved on by one decision after another as the store would."""

    def __init__(self, watch: Watch = WATCH) -> None:
        self.watch = watch
        self.now = START
        self.state = State(watch.name)
        self.decision = Decision(Outcome.SKIPPED, ())

    def sees(self, *texts: str, year: int = 2020) -> Decision:
        self.now += HOUR
        return self._apply(decide(self.state, page(*texts, year=year), self.watch, self.now))

    def fails(self) -> Decision:
        self.now += HOUR
        return self._apply(decide_failure(self.state, FetchError("timeout", "No answer."), self.watch, self.now))

    def accepts(self, *texts: str) -> Decision:
        self.now += HOUR
        return self._apply(decide_accepted(self.state, page(*texts), self.watch, self.now))

    def kinds(self) -> list[tuple[Kind, int]]:
        return sorted((change.kind, change.milestone) for change in self.decision.changes)

    @property
    def open(self) -> list[IncidentKind]:
        return [incident.kind for incident in self.state.incidents]

    def _apply(self, decision: Decision) -> Decision:
        self.decision = decision
        state, version = self.state, decision.version
        kept = {entry.id for entry in decision.known}
        touched = {incident.kind for incident in (*decision.closed, *decision.reminded)}
        still = tuple(incident for incident in state.incidents if incident.kind not in touched)
        since = self.now - self.watch.limits.flapping
        recent = state.recent
        if version is not None:
            recent = (*recent, Accepted(version.number, version.fingerprint, self.now))
        in_force = [one for one, after in pairwise(recent) if after.accepted_at > since]
        self.state = replace(
            state,
            known=decision.known,
            removed=tuple(entry for entry in (*state.removed, *state.known) if entry.id not in kept),
            recent=(*in_force, *recent[-1:]),
            next_id=decision.next_id,
            streak=decision.streak,
            failures=decision.failures,
            outcome=decision.outcome,
            incidents=(*still, *decision.reminded, *decision.opened),
            milestones=len(decision.known),
            missing=len(decision.missing),
        )
        return decision


def after_baseline(watch: Watch = WATCH) -> History:
    history = History(watch)
    history.sees(*TEN)
    return history


def test_baseline_numbers_the_milestones() -> None:
    history = after_baseline()
    assert history.decision.outcome is Outcome.BASELINE
    assert history.decision.version is not None
    assert history.decision.version.number == 1
    assert [entry.id for entry in history.state.known] == list(range(1, 11))
    assert history.decision.changes == ()


def test_same_page_in_other_order_is_unchanged() -> None:
    history = after_baseline()
    assert history.sees(*reversed(TEN)).outcome is Outcome.UNCHANGED
    assert history.decision.version is None


def test_additions_and_rewordings_speak_at_once() -> None:
    history = after_baseline()
    history.sees("Finance taxonomy adopted by the ministry", "Circular economy roadmap revised", *without("Circular"))
    assert history.kinds() == [(Kind.ADDED, 11), (Kind.REWORDED, 7)]
    assert history.decision.outcome is Outcome.CHANGED


def test_moved_keeps_its_id() -> None:
    history = after_baseline()
    history.now += HOUR
    milestones = (*page(*TEN[1:]).milestones, Milestone("2021", 2021, 2021, TEN[0]))
    decision = decide(history.state, Parsed(milestones, ""), WATCH, history.now)
    (change,) = decision.changes
    assert (change.kind, change.milestone, change.before) == (Kind.MOVED, 1, history.state.known[0].milestone)


def test_removed_only_after_it_was_missing_twice_in_a_row() -> None:
    history = after_baseline()
    first = history.sees(*TEN[1:])
    assert (first.outcome, first.changes, [entry.id for entry in first.missing]) == (Outcome.UNCHANGED, (), [1])
    assert history.sees(*TEN[1:]).outcome is Outcome.CHANGED
    assert history.kinds() == [(Kind.REMOVED, 1)]
    assert history.decision.missing == ()


def test_a_failure_neither_counts_nor_resets_but_a_good_check_resets() -> None:
    history = after_baseline()
    history.sees(*TEN[1:])
    history.fails()
    history.sees(*TEN)
    history.sees(*TEN[1:])
    assert history.decision.changes == ()
    history.fails()
    history.sees(*TEN[1:])
    assert history.kinds() == [(Kind.REMOVED, 1)]


def test_restored_has_its_old_id_and_ids_are_never_reused() -> None:
    history = after_baseline()
    history.sees(*TEN[1:])
    history.sees(*TEN[1:])
    history.sees(*TEN[1:], "Finance taxonomy adopted by the ministry")
    assert history.kinds() == [(Kind.ADDED, 11)]
    history.sees(*TEN, "Finance taxonomy adopted by the ministry")
    assert history.kinds() == [(Kind.RESTORED, 1)]
    assert history.decision.changes[0].before is None


def test_one_that_returns_while_one_like_it_goes_is_restored_and_not_a_rewording() -> None:
    history = after_baseline()
    plan_a, plan_b = "National plan for green transport adopted", "National plan for green transport revised"
    history.sees(*TEN, plan_a)
    history.sees(*TEN)
    history.sees(*TEN)
    assert history.kinds() == [(Kind.REMOVED, 11)]
    history.sees(*TEN, plan_b)
    assert history.kinds() == [(Kind.ADDED, 12)]
    history.sees(*TEN, plan_a)
    assert history.kinds() == [(Kind.RESTORED, 11)]
    assert [entry.id for entry in history.decision.missing] == [12]


def test_cosmetic_is_recorded_but_two_typesettings_in_turn_do_not_add_versions_for_ever() -> None:
    history = after_baseline()
    curly = [text.replace("Guidelines", "“Guidelines”") for text in TEN]
    straight = [text.replace("“", '"').replace("”", '"') for text in curly]
    history.sees(*curly)
    history.now += timedelta(days=3)
    outcomes = [history.sees(*(straight if turn % 2 else curly)).outcome for turn in range(1, 7)]
    assert outcomes.count(Outcome.CHANGED) == 2
    assert history.open == []


def test_mass_change_is_held_and_accepted_when_seen_three_times() -> None:
    history = after_baseline()
    held = history.sees(*TEN[5:])
    assert (held.outcome, held.changes, held.version) == (Outcome.HELD, (), None)
    assert held.problem is not None
    assert held.problem.code == "suspicious"
    assert "5 of 10" in held.problem.detail
    assert history.open == [IncidentKind.HELD]
    history.fails()
    second = history.sees(*TEN[5:])
    assert (second.outcome, second.opened) == (Outcome.HELD, ())
    third = history.sees(*TEN[5:])
    assert [change.kind for change in third.changes] == [Kind.REMOVED] * 5
    assert [incident.kind for incident in third.closed] == [IncidentKind.HELD]


def test_other_content_starts_the_count_again_and_keeps_the_one_incident() -> None:
    history = after_baseline()
    history.sees(*TEN[5:])
    history.sees(*TEN[5:])
    history.sees(*TEN[6:])
    assert history.decision.outcome is Outcome.HELD
    assert history.open == [IncidentKind.HELD]
    history.sees(*TEN[5:])
    assert history.decision.outcome is Outcome.HELD


def test_return_to_the_accepted_content_closes_a_held_page() -> None:
    history = after_baseline()
    history.sees(*TEN[5:])
    back = history.sees(*TEN)
    assert (back.outcome, back.streak) == (Outcome.UNCHANGED, None)
    assert history.open == []


def test_mass_rewording_is_held() -> None:
    history = after_baseline()
    history.sees(*(text.replace("e", "Ã©") for text in TEN))
    assert history.decision.outcome is Outcome.HELD


def test_three_of_three_is_too_few_to_be_suspicious() -> None:
    history = History()
    history.sees(*TEN[:3])
    history.sees("Something else entirely happened")
    assert history.decision.outcome is Outcome.CHANGED


def test_a_person_may_accept_what_is_held() -> None:
    history = after_baseline()
    history.sees(*TEN[5:])
    accepted = history.accepts(*TEN[5:])
    assert [change.kind for change in accepted.changes] == [Kind.REMOVED] * 5
    assert history.open == []
    assert history.sees(*TEN[5:]).outcome is Outcome.UNCHANGED


OLD = TEN
NEW = tuple(text.replace("roadmap launched", "roadmap revised") for text in TEN)


def test_two_contents_in_turn_are_one_incident() -> None:
    history = after_baseline()
    assert history.sees(*NEW).outcome is Outcome.CHANGED
    assert history.sees(*OLD).outcome is Outcome.CHANGED, "the first return is a change like any other"
    second_return = history.sees(*NEW)
    assert (second_return.outcome, second_return.changes) == (Outcome.HELD, ())
    assert history.open == [IncidentKind.FLAPPING]
    assert history.sees(*OLD).outcome is Outcome.UNCHANGED
    assert history.sees(*NEW).outcome is Outcome.HELD
    assert history.sees(*NEW).outcome is Outcome.HELD
    settled = history.sees(*NEW)
    assert (settled.outcome, history.kinds()) == (Outcome.CHANGED, [(Kind.REWORDED, 7)])
    assert history.open == []


def test_flapping_that_settles_on_the_accepted_content_changes_nothing() -> None:
    history = after_baseline()
    for texts in (NEW, OLD, NEW, OLD, OLD):
        history.sees(*texts)
    assert history.open == [IncidentKind.FLAPPING]
    assert history.sees(*OLD).outcome is Outcome.UNCHANGED
    assert history.open == []


def test_returns_outside_the_window_are_changes() -> None:
    history = after_baseline()
    for texts in (NEW, OLD, NEW, OLD):
        history.now += timedelta(days=2)
        assert history.sees(*texts).outcome is Outcome.CHANGED


def test_third_failure_opens_one_incident_with_weekly_reminders_and_recovery_closes_it() -> None:
    history = after_baseline()
    assert history.fails().opened == ()
    assert history.fails().opened == ()
    assert [incident.kind for incident in history.fails().opened] == [IncidentKind.FAILING]
    told = [len(history.fails().opened) + len(history.decision.reminded) for _ in range(24 * 15)]
    assert sum(told) == 2
    recovery = history.sees(*TEN)
    assert recovery.outcome is Outcome.UNCHANGED
    assert [incident.kind for incident in recovery.closed] == [IncidentKind.FAILING]
    assert recovery.failures == 0


def test_versions_are_untouched_by_failures() -> None:
    history = after_baseline()
    known = history.state.known
    failed = history.fails()
    assert (failed.known, failed.version, failed.failures) == (known, None, 1)
    assert failed.problem is not None
    assert failed.problem.code == "timeout"


def test_too_few_milestones_are_not_the_page() -> None:
    history = after_baseline(replace(WATCH, limits=Limits(min_milestones=10)))
    failed = history.sees(*TEN[1:])
    assert failed.outcome is Outcome.FAILED
    assert failed.problem is not None
    assert failed.problem.code == "not-the-page"
    assert failed.keep


def test_confirmations_are_configurable() -> None:
    history = after_baseline(replace(WATCH, confirm=Confirm(removals=1, held=1)))
    assert [change.kind for change in history.sees(*TEN[1:]).changes] == [Kind.REMOVED]
    assert history.sees(*TEN[6:]).outcome is Outcome.CHANGED


def test_a_server_that_asks_for_patience_gets_it() -> None:
    error = FetchError("http", "The server answered 429.", retry_after=timedelta(minutes=7))
    assert decide_failure(State("peru"), error, WATCH, START).retry_after == START + timedelta(minutes=7)


CLEAN = State(
    "peru",
    url=WATCH.url,
    recent=(Accepted(1, "f", START),),
    outcome=Outcome.UNCHANGED,
    validators=Validators('"tag"', None, "hash"),
    reading="timeline/1",
)


def test_only_a_clean_state_lets_an_unchanged_body_pass_unread() -> None:
    assert is_clean(CLEAN, WATCH.url, "timeline/1")
    incident = Incident(IncidentKind.FLAPPING, "peru", None, START, START, "")
    unclean = [
        replace(CLEAN, outcome=Outcome.FAILED),
        replace(CLEAN, outcome=Outcome.HELD),
        replace(CLEAN, missing=1),
        replace(CLEAN, validators=None),
        replace(CLEAN, reading="timeline/0"),
        replace(CLEAN, url="https://example.org/elsewhere"),
        replace(CLEAN, incidents=(incident,)),
        replace(CLEAN, recent=()),
    ]
    assert [is_clean(state, WATCH.url, "timeline/1") for state in unclean] == [False] * len(unclean)


def test_an_unchanged_body_ends_staleness() -> None:
    stale = Incident(IncidentKind.STALE, "peru", None, START, START, "")
    decision = decide_unchanged(replace(CLEAN, incidents=(stale,)), START + HOUR)
    assert [incident.closed_at for incident in decision.closed] == [START + HOUR]


def without(*starts: str) -> Sequence[str]:
    return [text for text in TEN if not text.startswith(starts)]
