"""The composition root: settings, store, network and clock put together. Nothing else reads the clock."""

from __future__ import annotations

import os
import socket
from collections import ChainMap
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Self

from page_watch.bench import Bench, Clock, Source
from page_watch.check import Report, check, judge, report
from page_watch.deliver import Courier
from page_watch.errors import ConfigError, StoreError
from page_watch.fetch import Fetcher, saved
from page_watch.lease import Lease
from page_watch.model.process import Owner
from page_watch.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from page_watch.model.state import State
    from page_watch.reparse import Reread
    from page_watch.settings import Settings, Watch

WORKERS = 32
"""So many watches are checked at once: most of a check is waiting for its server."""


def utc_now() -> datetime:
    """The time, aware and in UTC."""
    return datetime.now(UTC)


class App:
    """One running page-watch. Use it as a context manager: leases are given back and connections closed."""

    def __init__(self, settings: Settings, store: Store, clock: Clock = utc_now) -> None:
        self.settings = settings
        self.store = store
        self.clock = clock
        self.owner = Owner(socket.gethostname(), os.getpid(), os.urandom(8).hex())
        self.bench = Bench(store, settings.channels, self.owner, clock)
        self._scratch = ExitStack()

    @classmethod
    def open(cls, settings: Settings, clock: Clock = utc_now) -> Self:
        """Open the database of the settings. Raises ``StoreError``."""
        return cls(settings, Store.open(settings.database), clock)

    @classmethod
    def open_to_look(cls, settings: Settings, clock: Clock = utc_now) -> Self:
        """The same for ``rehearse`` alone: nothing is stored, and a database that is not there yet is not made."""
        scratch = ExitStack()
        file = settings.database_file
        if file is not None and not file.exists():
            from tempfile import TemporaryDirectory

            folder = scratch.enter_context(TemporaryDirectory(prefix="page-watch-"))
            settings = replace(settings, database=f"sqlite:///{folder}/empty.db")
        app = cls.open(settings, clock)
        app.fetcher = Fetcher(settings.fetch, ChainMap({}, app.store.robots))
        app._scratch = scratch
        return app

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self, patience: timedelta = timedelta(seconds=10)) -> None:
        """Give leases back and close connections; messages that are just being sent may take so long."""
        if "courier" in self.__dict__:
            self.courier.stop(patience)
        if "fetcher" in self.__dict__:
            self.fetcher.close()
        if self.bench.leased or ("courier" in self.__dict__ and self.courier.has_run):
            with suppress(StoreError):  # a lease that cannot be given back runs out by itself
                self.store.release(self.owner)
        self.store.close()
        self._scratch.close()

    def reconfigured(self, settings: Settings) -> App:
        """The same process by another configuration: its store, clock, leases and parsing turn are shared.

        So is the network where its settings are as before. What runs by the old one ends by it; close only one.
        """
        other = App(settings, self.store, self.clock)
        other.owner = self.owner
        other.bench = replace(self.bench, channels=settings.channels)
        if settings.fetch == self.settings.fetch and "fetcher" in self.__dict__:
            other.fetcher = self.fetcher
        return other

    @cached_property
    def fetcher(self) -> Fetcher:
        """The network, set up when the first page is asked for."""
        return Fetcher(self.settings.fetch, self.store.robots)

    @cached_property
    def courier(self) -> Courier:
        """What sends the notices that are due."""
        return Courier(self.store, self.settings, self.owner, self.clock)

    def watches(self, names: Sequence[str] = ()) -> tuple[Watch, ...]:
        """The watches of these names, all of them without a name. Raises ``ConfigError`` naming the unknown."""
        unknown = [name for name in names if self.settings.watch(name) is None]
        if unknown:
            known = ", ".join(watch.name for watch in self.settings.watches) or "none"
            raise ConfigError(*(f"There is no watch named {name!r}; there are: {known}." for name in unknown))
        return tuple(watch for watch in self.settings.watches if not names or watch.name in names)

    def check(
        self, watch: Watch, source: Source | None = None, wanted: Callable[[State], bool] = lambda _: True
    ) -> Report:
        """Check one watch now, from its server or another source; see ``check.check``."""
        return check(watch, source or self.source(watch), self.bench, wanted)

    def check_all(self, watches: Sequence[Watch]) -> Iterator[Report]:
        """Check watches now, many at once, giving each report in the order of the watches as it comes."""
        if len(watches) == 1:
            yield self.check(watches[0])
            return
        from concurrent.futures import ThreadPoolExecutor  # not needed for a single page

        pool = ThreadPoolExecutor(min(WORKERS, len(watches) or 1))
        try:
            yield from pool.map(self.check, watches)
        finally:
            # Who is interrupted does not wait for slow servers: what still runs has lost its lease, and writes nothing.
            pool.shutdown(wait=False, cancel_futures=True)

    def rehearse(self, watch: Watch, source: Source | None = None) -> Report:
        """Check one watch without storing anything: what a check would say now."""
        now = self.clock()
        state = self.store.peek(watch.name, watch.limits.flapping, now)
        _, state, decision = judge(watch, source or self.source(watch), state, self.bench, now)
        return report(watch, state, decision, now)

    def accept(self, watch: Watch) -> Report:
        """Accept the page of a watch that is held; see ``accept.accept``."""
        from page_watch.accept import accept

        return accept(watch, self.bench)

    def preview(self, watch: Watch) -> Report:
        """What accepting the held page of a watch would change; see ``accept.preview``."""
        from page_watch.accept import preview

        return preview(watch, self.bench)

    def reparse(self, watch: Watch) -> Reread:
        """Read the stored page of a watch's version again. Raises ``StoreError`` where another process is at it."""
        from page_watch.reparse import reparse

        with Lease(watch, self.bench) as lease:
            if lease.state is None:
                raise StoreError(f"Another process is checking {watch.name} now; try again when it is done.")
            return reparse(watch, self.bench)

    def source(self, watch: Watch) -> Source:
        """A watch's own server."""
        fetcher = self.fetcher  # made here, and not in whichever of many threads comes first
        return lambda validators: fetcher.fetch(watch.url, validators, self.clock())

    def saved(self, watch: Watch, path: Path) -> Source:
        """A saved page in place of the server. Raises ``ConfigError`` if it cannot be read."""
        response = saved(path, watch.url)
        return lambda _: response
