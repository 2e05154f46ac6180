"""A lease on a watch: while it is held, no other process checks that watch."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from threading import Timer
from typing import TYPE_CHECKING

from page_watch.errors import StoreError

if TYPE_CHECKING:
    from types import TracebackType

    from page_watch.bench import Bench
    from page_watch.model.state import State
    from page_watch.settings import Watch

RENEWAL = timedelta(seconds=20)
"""A held lease is renewed this often: thrice in the 60 s after which others may take it."""


class Lease:
    """Takes a watch's lease on entry, renews it while the block runs, and gives it back whatever happens.

    ``state`` is the watch's state at that moment, without its milestones; None where another process holds the
    lease. Whoever gives it back earlier, as recording a check does in its own transaction, sets ``returned``.
    """

    def __init__(self, watch: Watch, bench: Bench) -> None:
        self._watch = watch
        self._bench = bench
        self._timer: Timer | None = None
        self.state: State | None = None
        self.returned = False

    def __enter__(self) -> Lease:
        bench, watch = self._bench, self._watch
        bench.leased.add(watch.name)
        self.state = bench.store.begin(watch.name, bench.owner, watch.limits.flapping, bench.clock())
        if self.state is not None:
            self._wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
        if self.state is not None and not self.returned:
            self._bench.store.release(self._bench.owner, self._watch.name)
        self._bench.leased.discard(self._watch.name)

    def _wait(self) -> None:
        self._timer = Timer(RENEWAL.total_seconds(), self._renew)
        self._timer.daemon = True
        self._timer.start()

    def _renew(self) -> None:
        if self._timer is None:
            return
        with suppress(StoreError):  # the check itself will meet the same trouble, and is the one to tell of it
            self._bench.store.renew(self._bench.owner, self._bench.clock())
        self._wait()
