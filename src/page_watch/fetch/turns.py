"""Turn-taking at a host: so many requests at the same time, and so long between two of them."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from page_watch.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True)
class _Host:
    places: threading.Semaphore
    lock: threading.Lock = field(default_factory=threading.Lock)
    last: float = float("-inf")
    """When the latest request begins or began, on the monotonic clock."""


class Turns:
    """Turns at all hosts. ``per_host`` requests at most are under way at one host."""

    def __init__(self, per_host: int) -> None:
        self._hosts: defaultdict[str, _Host] = defaultdict(lambda: _Host(threading.Semaphore(per_host)))
        self._lock = threading.Lock()
        self._closed = threading.Event()

    @contextmanager
    def turn(self, host: str, pause: float) -> Iterator[float]:
        """Waits for a place at a host and until ``pause`` seconds have gone by since the last request to it.

        Gives the seconds waited. Raises ``FetchError`` if the turns are called off meanwhile.
        """
        asked = time.monotonic()
        with self._lock:
            there = self._hosts[host]
        with there.places:
            with there.lock:
                begin = there.last = max(time.monotonic(), there.last + pause)
            if self._closed.wait(max(0.0, begin - time.monotonic())):
                raise FetchError("connection", "The request was given up, because the program is stopping.")
            yield time.monotonic() - asked

    def call_off(self) -> None:
        """No one waits any longer."""
        self._closed.set()
