"""What a check writes is what the next one, and people, read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from page_watch.model.decision import Decision
from page_watch.model.history import Origin
from page_watch.model.incident import IncidentKind, Problem
from page_watch.model.milestone import Change, Kind, Known, Milestone
from page_watch.model.response import Validators
from page_watch.model.state import Accepted, Outcome, State, Streak
from page_watch.store import LeaseLost, Store
from tests.store.build import (
    HOUR,
    NOW,
    URL,
    WINDOW,
    absent,
    added,
    baseline,
    changed,
    check,
    elsewhere,
    failed,
    held,
    incident,
    known,
    me,
    not_modified,
    notice,
    page,
    unchanged,
)


def test_a_watch_never_checked_has_an_empty_state(store: Store) -> None:
    assert store.load("a", WINDOW, NOW) == State("a")
    assert store.peek("a", WINDOW, NOW) == State("a")
    assert store.edition("a") is None
    assert store.edition_at("a", NOW) is None
    assert store.held("a") is None
    assert store.watches() == ()
    assert store.last_checks() == {}


def test_a_baseline_is_the_next_state(store: Store) -> None:
    stands = known(1, 2, 3)
    response = page("<ol>", etag='"x"', last_modified="Sun, 01 Mar 2026 12:00:00 GMT")
    store.record(check("a", baseline(stands), response=response))
    state = store.load("a", WINDOW, NOW)
    assert state == State(
        "a",
        url=URL,
        known=stands,
        recent=(Accepted(1, "f1", NOW),),
        next_id=4,
        outcome=Outcome.BASELINE,
        last_check=NOW,
        last_good=NOW,
        unchanged_since=NOW,
        validators=Validators('"x"', "Sun, 01 Mar 2026 12:00:00 GMT", response.sha256),
        reading="timeline/1",
        milestones=3,
    )
    assert store.peek("a", WINDOW, NOW) == replace(state, known=())
    assert store.watches() == ("a",)


def test_everything_a_milestone_says_comes_back(store: Store) -> None:
    stands = (
        Known(1, Milestone("44 B.C.", -44, -44, "The ides of March", ("https://a/", "https://b/?x=1&y=ü")), NOW),
        Known(2, Milestone("2025 →", 2025, None, "Open end"), NOW - HOUR),
        Known(7, Milestone(None, None, None, "2020年 – 中文, العربية, 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \U0001f30d"), NOW),
        Known(3, Milestone("2014–2016", 2014, 2016, ""), NOW),
    )
    store.record(check("a", baseline(stands)))
    assert store.load("a", WINDOW, NOW).known == stands


def test_text_no_database_takes_is_stored_with_the_replacement_character(store: Store) -> None:
    stands = (Known(1, Milestone("20\x0020", 2020, 2020, "a\x00b\ud800c"), NOW),)
    store.record(check("a", replace(baseline(stands), problem=Problem("x", "\x00"))))
    (one,) = store.load("a", WINDOW, NOW).known
    assert one.milestone == Milestone("20�20", 2020, 2020, "a�b�c")


def test_a_change_writes_a_version_and_its_changes_in_their_order(store: Store) -> None:
    one, two, three = known(1, 2, 3)
    store.record(check("a", baseline([one, two, three])))
    reworded = replace(two, milestone=replace(two.milestone, text="Said otherwise", links=("https://x/",)))
    (four,) = known(4, at=NOW + HOUR)
    changes = (
        added(four),
        Change(Kind.REWORDED, 2, reworded.milestone, two.milestone, 0.75),
        Change(Kind.REMOVED, 3, three.milestone),
    )
    store.record(check("a", changed(2, [four, one, reworded], changes, next_id=5), at=NOW + HOUR))

    state = store.load("a", WINDOW, NOW + HOUR)
    assert state.known == (four, one, reworded)
    assert state.removed == (three,)
    assert state.recent == (Accepted(1, "f1", NOW), Accepted(2, "f2", NOW + HOUR))
    assert state.unchanged_since == NOW + HOUR
    assert (state.next_id, state.milestones) == (5, 3)
    logged = list(store.changes("a"))
    assert [one.change for one in logged] == list(changes)
    assert {(one.watch, one.version, one.detected_at) for one in logged} == {("a", 2, NOW + HOUR)}


def test_a_removed_milestone_that_returns_is_removed_no_longer(store: Store) -> None:
    one, two = known(1, 2)
    store.record(check("a", baseline([one, two])))
    store.record(check("a", changed(2, [one], [Change(Kind.REMOVED, 2, two.milestone)], next_id=3), at=NOW + HOUR))
    assert store.load("a", WINDOW, NOW).removed == (two,)
    back = replace(two, milestone=replace(two.milestone, text="Back again"))
    store.record(
        check("a", changed(3, [back, one], [Change(Kind.RESTORED, 2, back.milestone)], next_id=3), at=NOW + 2 * HOUR)
    )
    state = store.load("a", WINDOW, NOW)
    assert (state.known, state.removed) == ((back, one), ())


def test_only_versions_in_force_within_the_window_are_recent(store: Store) -> None:
    store.record(check("a", baseline(known(1))))
    for number in (2, 3, 4):
        store.record(check("a", changed(number, known(1), [], next_id=2), at=NOW + (number - 1) * HOUR))
    now = NOW + 3 * HOUR
    # Version 2 was superseded two hours after NOW, so it was in force until an hour ago.
    assert [one.number for one in store.peek("a", HOUR, now).recent] == [3, 4]
    assert [one.number for one in store.peek("a", HOUR + timedelta(seconds=1), now).recent] == [2, 3, 4]
    assert [one.number for one in store.peek("a", timedelta(0), now + 1000 * HOUR).recent] == [4]


def test_validators_stand_only_after_a_good_check(store: Store) -> None:
    good = page("one", etag='"1"')
    store.record(check("a", baseline(known(1)), response=good))
    validators = Validators('"1"', None, good.sha256)
    assert store.peek("a", WINDOW, NOW).validators == validators

    store.record(check("a", unchanged(), response=not_modified(), at=NOW + HOUR))
    assert store.peek("a", WINDOW, NOW).validators == validators

    for bad in (failed(), held()):
        store.record(check("a", bad, response=page("bad", etag='"bad"'), at=NOW + 2 * HOUR))
        state = store.peek("a", WINDOW, NOW)
        assert state.validators is None
        assert state.outcome is bad.outcome
        assert state.last_good == NOW + HOUR
        assert state.last_check == NOW + 2 * HOUR

    store.record(check("a", unchanged(), response=page("two"), at=NOW + 3 * HOUR))
    assert store.peek("a", WINDOW, NOW).validators == Validators(None, None, page("two").sha256)


def test_a_failure_changes_nothing_but_the_count(store: Store) -> None:
    stands = known(1, 2)
    store.record(check("a", baseline(stands), reading="timeline/1"))
    store.record(check("a", unchanged([absent(stands[1], NOW)]), at=NOW))
    before = store.load("a", WINDOW, NOW)
    later = NOW + HOUR
    decision = replace(failed(failures=3), retry_after=later + HOUR, streak=Streak("f9", 2, NOW))
    store.record(check("a", decision, at=later, reading="timeline/2"))
    assert store.load("a", WINDOW, NOW) == replace(
        before,
        outcome=Outcome.FAILED,
        failures=3,
        last_check=later,
        streak=Streak("f9", 2, NOW),
        retry_after=later + HOUR,
    )
    standing = store.last_checks()["a"]
    assert standing.problem == Problem("timeout", "No answer came.")
    assert standing.retry_after == later + HOUR


def test_a_missing_milestone_costs_no_version(store: Store) -> None:
    one, two = known(1, 2)
    store.record(check("a", baseline([one, two])))
    for checks in (1, 2):
        gone = absent(two, NOW + HOUR, checks)
        store.record(check("a", unchanged([gone]), at=NOW + checks * HOUR))
        state = store.load("a", WINDOW, NOW)
        assert (state.known, state.missing) == ((one, gone), 1)
        assert store.peek("a", WINDOW, NOW).missing == 1
    store.record(check("a", unchanged(), at=NOW + 3 * HOUR))
    state = store.load("a", WINDOW, NOW)
    assert (state.known, state.missing) == ((one, two), 0)
    assert state.recent == (Accepted(1, "f1", NOW),)


def test_incidents_open_remind_and_close_with_their_check(store: Store) -> None:
    failing = incident()
    store.record(check("a", replace(failed(), opened=(failing,))))
    (stored,) = store.incidents()
    assert stored == replace(failing, id=stored.id)
    assert store.peek("a", WINDOW, NOW).incidents == (stored,)
    assert store.peek("b", WINDOW, NOW).incidents == ()

    again = replace(stored, reminded_at=NOW + HOUR, detail="It still fails.")
    store.record(check("a", replace(failed(), reminded=(again,)), at=NOW + HOUR))
    assert store.incidents() == (again,)

    store.record(check("a", replace(unchanged(), closed=(again,)), at=NOW + 2 * HOUR))
    assert store.incidents() == ()
    assert store.peek("a", WINDOW, NOW).incidents == ()
    # The next one of the kind is another.
    store.record(check("a", replace(failed(), opened=(failing,)), at=NOW + 3 * HOUR))
    assert [one.id != stored.id for one in store.incidents()] == [True]


def test_several_incidents_and_versions_are_each_read_once(store: Store) -> None:
    store.record(check("a", baseline(known(1))))
    kinds = (IncidentKind.FAILING, IncidentKind.HELD, IncidentKind.STALE)
    opened = tuple(incident(kind) for kind in kinds)
    store.record(check("a", replace(changed(2, known(1), [], next_id=2), opened=opened), at=NOW + HOUR))
    state = store.peek("a", WINDOW, NOW + HOUR)
    assert [one.kind for one in state.incidents] == list(kinds)
    assert [one.number for one in state.recent] == [1, 2]


def test_notices_lie_ready_for_each_addressee(store: Store) -> None:
    told = notice("log", "mail", due=NOW + HOUR, gathered=True)
    store.record(check("a", baseline(known(1)), notices=[told]))
    assert store.claim(NOW, owner=me(), limit=9) == ()
    taken = store.claim(NOW + HOUR, owner=me(), limit=9)
    assert [(one.channel, one.notice, one.attempts, one.first_due, one.gathered) for one in taken] == [
        ("log", told, 0, NOW + HOUR, True),
        ("mail", told, 0, NOW + HOUR, True),
    ]
    assert len({one.key for one in taken}) == 2


def test_recording_gives_the_lease_back(store: Store) -> None:
    assert store.lease("a", me(), NOW)
    store.record(check("a", baseline(known(1))), me())
    assert store.lease("a", elsewhere(), NOW)


def test_a_check_whose_lease_was_taken_over_writes_nothing(store: Store) -> None:
    store.record(check("a", baseline(known(1))))
    assert store.lease("a", elsewhere(), NOW)
    assert store.lease("a", me(), NOW + HOUR)
    before = store.load("a", WINDOW, NOW)
    with pytest.raises(LeaseLost, match="another process took the watch over"):
        store.record(check("a", failed(), notices=[notice("log")], at=NOW + HOUR), elsewhere())
    assert store.load("a", WINDOW, NOW) == before
    assert store.pending().pending == 0
    assert store.checks("a", NOW) == 1


def test_a_record_that_cannot_be_written_leaves_nothing_behind(store: Store) -> None:
    from page_watch.errors import StoreError

    store.record(check("a", baseline(known(1))))
    before, standing = store.load("a", WINDOW, NOW), store.last_checks()
    twice = changed(1, known(1, 2), [added(known(2)[0])], next_id=3)  # that number is taken
    with pytest.raises(StoreError):
        store.record(check("a", replace(twice, opened=(incident(),)), notices=[notice("log")], at=NOW + HOUR))
    assert store.load("a", WINDOW, NOW) == before
    assert store.last_checks() == standing
    assert (store.incidents(), store.pending().pending, list(store.changes())) == ((), 0, [])


def test_begin_leases_and_peeks_at_once(store: Store) -> None:
    store.record(check("a", baseline(known(1, 2))))
    assert store.begin("a", me(), WINDOW, NOW) == store.peek("a", WINDOW, NOW)
    assert store.begin("a", elsewhere(), WINDOW, NOW) is None


class TestReparse:
    def test_makes_a_version_but_no_check_and_no_notice(self, store: Store) -> None:
        one, two = known(1, 2)
        response = page("<ol>", etag='"x"')
        store.record(check("a", baseline([one]), response=response))
        before = store.load("a", WINDOW, NOW)
        later = NOW + HOUR
        decision = replace(changed(2, [one, two], [added(two)], next_id=3), opened=(incident(),))
        store.record_reparse(
            check("a", decision, at=later, response=response, reading="timeline/2", notices=[notice("log")])
        )
        assert store.load("a", WINDOW, NOW) == replace(
            before,
            known=(one, two),
            recent=(Accepted(1, "f1", NOW), Accepted(2, "f2", later)),
            unchanged_since=later,
            next_id=3,
            reading="timeline/2",
            milestones=2,
        )
        assert store.pending().pending == 0
        assert store.incidents() == ()
        assert store.checks("a", NOW - HOUR) == 1
        (logged,) = store.changes("a")
        assert logged.origin is Origin.REPARSE
        assert [store.edition("a", number).origin for number in (1, 2)] == [Origin.CHECK, Origin.REPARSE]  # type: ignore[union-attr]

    def test_that_shows_nothing_new_still_says_what_read_the_version(self, store: Store) -> None:
        store.record(check("a", baseline(known(1))))
        before = store.load("a", WINDOW, NOW)
        store.record_reparse(check("a", Decision(Outcome.UNCHANGED, known(1)), reading="timeline/2"))
        assert store.load("a", WINDOW, NOW) == replace(before, reading="timeline/2")
