"""Threads that work off tasks, with a lane for each place that must not be crowded."""

from __future__ import annotations

import logging
from collections import defaultdict, deque
from collections.abc import Callable
from threading import Condition, Thread
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta

log = logging.getLogger(__name__)

Task = Callable[[], None]


class Crew:
    """At most ``size`` threads, of which never more than a lane's width are in one lane at a time.

    A task that waits for its lane takes up no thread: so fifty watches of one slow host hold up nobody else.
    Threads come with the work and stay. They are daemonic, and not those of ``concurrent.futures``, because
    the interpreter would wait for the latter at its end, however long their servers let them wait.
    """

    def __init__(self, name: str, size: int) -> None:
        self._name = name
        self._size = size
        self._threads = 0
        self._idle = 0
        self._closed = False
        self._ready: deque[tuple[str, Task]] = deque()
        self._waiting: defaultdict[str, deque[Task]] = defaultdict(deque)
        self._inside: defaultdict[str, int] = defaultdict(int)
        self._changed = Condition()

    def put(self, lane: str, width: int, task: Task) -> None:
        """Have a task done as soon as a thread and a place in its lane are free; dropped once the crew is closed."""
        with self._changed:
            if self._closed:
                return
            if self._inside[lane] >= max(width, 1):
                self._waiting[lane].append(task)
                return
            self._inside[lane] += 1
            self._make_ready(lane, task)

    def close(self, patience: timedelta, hurried: Callable[[], bool] = lambda: False) -> bool:
        """Drop what has not begun and wait for what has. False if something still ran when patience ended.

        ``hurried`` is asked all the while, and ends the patience.
        """
        until = monotonic() + patience.total_seconds()
        with self._changed:
            self._closed = True
            self._ready.clear()
            self._waiting.clear()
            self._changed.notify_all()
            while self._threads and (left := until - monotonic()) > 0 and not hurried():
                # In slices: a signal handler cannot end this wait, since it must not take this lock.
                self._changed.wait(min(left, 0.5))
            return not self._threads

    def _make_ready(self, lane: str, task: Task) -> None:
        self._ready.append((lane, task))
        if self._idle < len(self._ready) and self._threads < self._size:
            self._threads += 1
            Thread(target=self._work, name=f"{self._name}-{self._threads}", daemon=True).start()
        self._changed.notify_all()

    def _work(self) -> None:
        while (next_one := self._take()) is not None:
            lane, task = next_one
            try:
                task()
            except Exception:  # a task that fails must not take its thread, and with it all later tasks, along
                log.exception("a mistake in page-watch itself, please report it")
            finally:
                self._leave(lane)

    def _take(self) -> tuple[str, Task] | None:
        with self._changed:
            self._idle += 1
            while not self._ready and not self._closed:
                self._changed.wait()
            self._idle -= 1
            if self._closed:
                self._threads -= 1
                self._changed.notify_all()
                return None
            return self._ready.popleft()

    def _leave(self, lane: str) -> None:
        with self._changed:
            if self._waiting.get(lane):
                self._make_ready(lane, self._waiting[lane].popleft())
                return
            self._inside[lane] -= 1
            if not self._inside[lane]:
                # Lanes come and go with the configuration: what is empty is forgotten.
                del self._inside[lane]
                self._waiting.pop(lane, None)
