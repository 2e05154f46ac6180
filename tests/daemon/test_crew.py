"""The crew: lanes are kept, nobody is held up by another lane, and the end comes when it is asked for."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from page_watch.schedule.crew import Crew

LONG, SHORT = timedelta(seconds=20), timedelta(milliseconds=50)


class Gate:
    """Tasks wait here; it counts how many are inside at once, by lane."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.lock = threading.Lock()
        self.inside: dict[str, int] = {}
        self.most: dict[str, int] = {}
        self.done: list[str] = []
        self.entered = threading.Semaphore(0)

    def task(self, lane: str) -> None:
        with self.lock:
            self.inside[lane] = self.inside.get(lane, 0) + 1
            self.most[lane] = max(self.most.get(lane, 0), self.inside[lane])
        self.entered.release()
        assert self.open.wait(LONG.total_seconds())
        with self.lock:
            self.inside[lane] -= 1
            self.done.append(lane)


def test_a_slow_lane_holds_up_no_other() -> None:
    gate, fast = Gate(), threading.Event()
    crew = Crew("test", 3)
    for _ in range(50):
        crew.put("slow.example", 2, partial(gate.task, "slow.example"))
    crew.put("fast.example", 2, fast.set)
    assert fast.wait(LONG.total_seconds())
    assert gate.most == {"slow.example": 2}
    gate.open.set()
    for _ in range(50):
        assert gate.entered.acquire(timeout=LONG.total_seconds())
    assert crew.close(LONG)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 6), st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 3)), max_size=60))
def test_every_task_is_done_once_and_no_lane_is_crowded(size: int, tasks: list[tuple[str, int]]) -> None:
    widths = dict(tasks)
    gate, crew = Gate(), Crew("test", size)
    gate.open.set()
    for lane, _ in tasks:
        crew.put(lane, widths[lane], partial(gate.task, lane))
    for _ in tasks:
        assert gate.entered.acquire(timeout=LONG.total_seconds())
    assert crew.close(LONG)
    assert sorted(gate.done) == sorted(lane for lane, _ in tasks)
    assert all(gate.most[lane] <= min(widths[lane], size) for lane in gate.most)


def test_a_task_that_fails_takes_no_thread_along(caplog: pytest.LogCaptureFixture) -> None:
    crew, after = Crew("test", 1), threading.Event()

    def fail() -> None:
        raise ZeroDivisionError

    crew.put("a", 1, fail)
    crew.put("a", 1, after.set)
    assert after.wait(LONG.total_seconds())
    assert crew.close(LONG)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_closing_drops_what_waits_and_does_not_wait_for_ever() -> None:
    gate, crew = Gate(), Crew("test", 2)
    for _ in range(5):
        crew.put("a", 1, partial(gate.task, "a"))
    assert gate.entered.acquire(timeout=LONG.total_seconds())
    assert not crew.close(SHORT)
    gate.open.set()
    assert crew.close(LONG)
    crew.put("a", 1, partial(gate.task, "a"))
    assert gate.done == ["a"]


def test_patience_can_be_cut_short() -> None:
    gate, crew = Gate(), Crew("test", 1)
    crew.put("a", 1, partial(gate.task, "a"))
    assert gate.entered.acquire(timeout=LONG.total_seconds())
    assert not crew.close(timedelta(days=1), lambda: True)
    gate.open.set()
    assert crew.close(LONG)
