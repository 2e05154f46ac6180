"""The alarms: none is skipped for being late or for ringing with many others."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from tests.daemon.support import until

from page_watch.schedule.alarms import Alarms

SECOND = timedelta(seconds=1)


@pytest.fixture
def alarms() -> Iterator[Alarms]:
    alarms = Alarms()
    yield alarms
    alarms.stop()


def test_a_thousand_alarms_of_the_same_second_all_ring_once(alarms: Alarms) -> None:
    rung: Counter[int] = Counter()
    soon = datetime.now(UTC) + SECOND / 2
    for number in range(1000):
        alarms.at(f"alarm-{number}", soon, partial(rung.update, [number]))
    alarms.start()
    until(lambda: len(rung) == 1000, "all ring")
    assert set(rung.values()) == {1}
    assert alarms.names() == frozenset()


def test_an_alarm_that_is_a_week_late_rings_at_once(alarms: Alarms) -> None:
    rung = threading.Event()
    alarms.at("late", datetime.now(UTC) - timedelta(days=7), rung.set)
    alarms.start()
    assert rung.wait(60)


def test_a_period_missed_often_rings_once(alarms: Alarms) -> None:
    rung: Counter[str] = Counter()
    seen = threading.Event()
    alarms.each("pulse", timedelta(hours=1), partial(rung.update, ["pulse"]), datetime.now(UTC) - timedelta(days=7))
    alarms.at("later", datetime.now(UTC) + SECOND / 2, seen.set)
    alarms.start()
    assert seen.wait(60)
    assert rung == {"pulse": 1}
    assert alarms.names() == {"pulse"}


def test_an_alarm_is_set_from_many_threads_while_it_rings(alarms: Alarms) -> None:
    rung: Counter[str] = Counter()
    alarms.start()

    def work(name: str) -> None:
        for _ in range(20):
            before = rung[name]
            alarms.at(name, datetime.now(UTC), partial(rung.update, [name]))
            until(lambda before=before: rung[name] > before, f"{name} rings")  # type: ignore[misc]

    threads = [threading.Thread(target=work, args=(f"alarm-{number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert rung == {f"alarm-{number}": 20 for number in range(8)}


def test_a_cancelled_alarm_rings_no_more(alarms: Alarms) -> None:
    rung, seen = threading.Event(), threading.Event()
    alarms.at("wrong", datetime.now(UTC) + SECOND / 5, rung.set)
    alarms.cancel("wrong")
    alarms.cancel("never set")
    alarms.at("right", datetime.now(UTC) + SECOND / 2, seen.set)
    alarms.start()
    assert seen.wait(60)
    assert not rung.is_set()
