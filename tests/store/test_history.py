"""Whatever happens to a page, each version reads back as it was recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from page_watch.model.milestone import Change, Kind, Known, Milestone
from page_watch.model.state import Outcome
from page_watch.store import Store, history
from page_watch.store.tables.milestones import milestone_states
from tests.store.build import HOUR, NOW, WINDOW, absent, added, baseline, changed, check, known, unchanged

numbers = count()

texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
links = st.lists(texts, max_size=2).map(tuple)
years = st.none() | st.integers(-50, 2100)
milestones = st.builds(Milestone, st.none() | texts, years, years, texts, links)
pages = st.lists(st.tuples(st.integers(1, 8), milestones), max_size=8, unique_by=lambda one: one[0])
"""A page as the history sees it: ids in page order, each with what it says now."""

law = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)


@law
@given(story=st.lists(st.tuples(pages, st.sets(st.integers(1, 8))), min_size=1, max_size=6))
def test_every_version_reads_back_as_recorded(
    store: Store, story: list[tuple[list[tuple[int, Milestone]], set[int]]]
) -> None:
    watch = f"watch {next(numbers)}"
    first_seen: dict[int, int] = {}
    recorded: list[tuple[Known, ...]] = []
    last_said: dict[int, Known] = {}
    for number, (page, missing) in enumerate(story, 1):
        at = NOW + number * HOUR
        stands = tuple(Known(id, milestone, NOW + first_seen.setdefault(id, number) * HOUR) for id, milestone in page)
        last_said.update((one.id, one) for one in stands)
        stands = tuple(absent(one, at) if one.id in missing else one for one in stands)
        gone = [one for one in stands if one.missing_since]
        decision = changed(number, stands, [], next_id=9, missing=gone) if number > 1 else baseline(stands)
        store.record(check(watch, replace(decision, missing=tuple(gone)), at=at))
        recorded.append(stands)

        state = store.load(watch, WINDOW, at)
        assert state.known == stands
        assert state.missing == len(gone)
        here = {one.id for one in stands}
        assert state.removed == tuple(last_said[id] for id in sorted(last_said) if id not in here)

    for number, stands in enumerate(recorded, 1):
        at = NOW + number * HOUR
        for edition in (store.edition(watch, number), store.edition_at(watch, at + timedelta(minutes=59))):
            assert edition is not None
            assert (edition.watch, edition.number, edition.accepted_at) == (watch, number, at)
            assert edition.known == stands
    assert store.edition(watch) == store.edition(watch, len(recorded))
    assert store.edition(watch, len(recorded) + 1) is None
    assert store.edition_at(watch, NOW) is None
    assert [one.number for one in store.versions(watch)] == list(range(1, len(recorded) + 1))


def rows(store: Store) -> int:
    return len(store._database.rows(select(milestone_states.c.position)))


@pytest.mark.parametrize("place", [0, 500, 1000])
def test_a_change_costs_its_own_rows_and_no_more(store: Store, place: int) -> None:
    stands = list(known(*range(1, 1001)))
    store.record(check("a", baseline(stands)))
    assert rows(store) == 1000
    (new,) = known(1001)
    stands.insert(place, new)
    store.record(check("a", changed(2, stands, [added(new)], next_id=1002)))
    assert rows(store) == 1001
    del stands[300]
    store.record(check("a", changed(3, stands, [], next_id=1002)))
    assert rows(store) == 1001
    stands[400] = replace(stands[400], milestone=replace(stands[400].milestone, text="Said otherwise"))
    store.record(check("a", changed(4, stands, [], next_id=1002)))
    assert rows(store) == 1002
    stands.append(stands.pop(600))
    store.record(check("a", changed(5, stands, [], next_id=1002)))
    assert rows(store) == 1003
    assert store.load("a", WINDOW, NOW).known == tuple(stands)


def test_as_of_a_time_shows_what_was_missing_then(store: Store) -> None:
    one, two = known(1, 2)
    store.record(check("a", baseline([one, two])))
    gone = absent(two, NOW + HOUR)
    store.record(check("a", unchanged([gone]), at=NOW + HOUR))
    store.record(check("a", changed(2, [one], [Change(Kind.REMOVED, 2, two.milestone)], next_id=3), at=NOW + 2 * HOUR))

    def stood(when: timedelta) -> tuple[Known, ...]:
        edition = store.edition_at("a", NOW + when)
        assert edition is not None
        return edition.known

    assert stood(timedelta(0)) == (one, two)
    assert stood(1.5 * HOUR) == (one, gone)
    assert stood(2 * HOUR) == (one,)


def test_changes_come_newest_first_and_bit_by_bit(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PAGE", 3)
    told: list[tuple[str, int, int]] = []
    for number in range(1, 6):
        for watch in ("a", "b"):
            stands = known(*range(1, number + 4))
            changes = [added(one) for one in stands[-4:]] if number > 1 else []
            decision = changed(number, stands, changes, next_id=99) if number > 1 else baseline(stands)
            store.record(check(watch, decision, at=NOW + number * HOUR))
            told[:0] = [(watch, number, change.milestone) for change in changes]

    def read(watch: str | None = None, hours: int = 0) -> list[tuple[str, int, int]]:
        return [(one.watch, one.version, one.change.milestone) for one in store.changes(watch, NOW + hours * HOUR)]

    assert read() == told
    assert read("b") == [one for one in told if one[0] == "b"]
    assert read("a", hours=4) == [one for one in told if one[0] == "a" and one[1] >= 4]
    stream = store.changes("a")
    assert (next(stream).version, next(stream).version) == (5, 5)
    store.prune(NOW - HOUR)  # others write while a stream is open
    assert len(list(stream)) == 14


def test_where_each_watch_stands_is_one_statement(store: Store) -> None:
    for number in range(30):
        store.record(check(f"w{number:02}", baseline(known(1, 2)), at=NOW + number * HOUR))
    store.record(check("w00", unchanged([absent(known(1)[0], NOW)]), at=NOW + 40 * HOUR))
    standings = store.last_checks()
    assert list(standings) == [f"w{number:02}" for number in range(30)]
    first = standings["w00"]
    assert (first.outcome, first.version, first.milestones, first.missing) == (Outcome.UNCHANGED, 1, 2, 1)
    assert (first.first_check, first.last_check, first.last_good) == (NOW, NOW + 40 * HOUR, NOW + 40 * HOUR)
    assert first.unchanged_since == NOW


def test_checks_are_counted_since_a_time(store: Store) -> None:
    for number in range(5):
        store.record(check("a", unchanged(), at=NOW + number * HOUR))
    store.record(check("b", unchanged(), at=NOW))
    assert store.checks("a", NOW + 2 * HOUR) == 3
    assert store.checks("c", NOW) == 0
