"""Connections and transactions, on SQLite and PostgreSQL by one code path.

Work is handed in as a function of a connection and run in one transaction, so that it can be run again where
a server lost the connection or broke a deadlock before anything was written.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import timedelta
from enum import Enum
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import URL, Connection, Executable, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from page_watch.errors import StoreError
from page_watch.store.trouble import Place, is_busy, is_passing

if TYPE_CHECKING:
    from page_watch.store.dialect import AnyRow

BUSY = timedelta(seconds=60)
"""So long a process waits for others that are writing to the same SQLite file."""

THREADS = 32
"""So many threads of a process use the database at once without waiting for one another's connections."""

RUNS = 3
"""So often a transaction is run when the server keeps breaking it off."""

Result = TypeVar("Result")
Work = Callable[[Connection], Result]


class Access(Enum):
    """What a transaction is for.

    READ sees one consistent state. WRITE outlasts a power failure once it is committed. MARK is for what is
    moot after a power failure, as no process outlives it: leases, claims, signs of life; it does not wait for
    the disk on SQLite.
    """

    READ = ("BEGIN", "FULL")
    WRITE = ("BEGIN IMMEDIATE", "FULL")
    MARK = ("BEGIN IMMEDIATE", "NORMAL")

    def __init__(self, begin: str, synchronous: str) -> None:
        self.begin = begin
        self.synchronous = synchronous


class Database:
    """A database by its URL. Connections are opened when first needed and shared by all threads."""

    def __init__(self, url: str, busy: timedelta = BUSY) -> None:
        """Raises ``StoreError`` for a URL that names no database, or one whose driver is not installed."""
        self.place = Place(_understood(url), busy.total_seconds())
        self._turn = Lock() if self.place.is_sqlite else nullcontext()
        engine = self._connect()
        # One compiled-statement cache and pool behind three views.
        self.engine = engine
        self._views = {access: engine.execution_options(page_watch_access=access) for access in Access}
        if not self.place.is_sqlite:
            self._views[Access.READ] = self._views[Access.READ].execution_options(isolation_level="REPEATABLE READ")

    def read(self, work: Work[Result]) -> Result:
        """Run ``work`` on one consistent state of the database."""
        return self._run(work, Access.READ)

    def rows(self, statement: Executable) -> Sequence[AnyRow]:
        """All rows of one statement that only reads."""
        return self.read(lambda connection: connection.execute(statement).all())

    def write(self, work: Work[Result]) -> Result:
        """Run ``work`` in one transaction: all of it lasts, or nothing of it happened."""
        return self._run(work, Access.WRITE)

    def mark(self, work: Work[Result]) -> Result:
        """Like ``write``, for what need not outlast a power failure; see ``Access``."""
        return self._run(work, Access.MARK)

    def prepare_file(self) -> None:
        """Put a SQLite file into the mode all work relies on: readers and a writer do not wait for each other.

        The mode stays with the file; a copy that was made for keeping may have lost it. A new file is also told
        to give pages back when they are freed, which can only be said before it holds anything.
        """
        with self.place.named(), self.engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert isinstance(raw, sqlite3.Connection)
            if raw.execute("PRAGMA journal_mode").fetchone() == ("wal",):
                return
            raw.execute("PRAGMA auto_vacuum = INCREMENTAL")
            _patiently(lambda: raw.execute("PRAGMA journal_mode = WAL"), self.place.busy)

    def give_pages_back(self) -> None:
        """Let a SQLite file shrink by what was deleted from it."""
        with self.place.named(), self._turn, self.engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert isinstance(raw, sqlite3.Connection)
            # As a script, since it takes a step for each page, of which "execute" would take only the first.
            _patiently(lambda: raw.executescript("PRAGMA incremental_vacuum"), self.place.busy)
            _patiently(lambda: raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall(), self.place.busy)

    def close(self) -> None:
        """Close all connections. The database can still be used: it connects again."""
        self.engine.dispose()

    def _run(self, work: Work[Result], access: Access) -> Result:
        # Threads queue for SQLite's one writer here, in order, instead of polling the file against one another.
        turn = nullcontext() if access is Access.READ else self._turn
        with self.place.named(), turn:
            for _ in range(RUNS - 1):
                try:
                    return self._once(work, access)
                except _BrokenOff:
                    continue
            return self._once(work, access)

    def _once(self, work: Work[Result], access: Access) -> Result:
        with self._views[access].connect() as connection, connection.begin() as transaction:
            try:
                result = work(connection)
            except DBAPIError as error:
                if is_passing(error):
                    raise _BrokenOff from error
                raise
            # A connection lost from here on leaves it open whether the server wrote: never run it again.
            transaction.commit()
        return result

    def _connect(self) -> Any:
        place = self.place
        if place.is_sqlite:
            return _sqlite_engine(place)
        return _postgresql_engine(place)


class _BrokenOff(Exception):
    """The server broke a transaction off before anything of it was written."""


def _understood(text: str) -> URL:
    try:
        url = make_url(text)
    except ArgumentError:
        # "from None": the cause would show the text, and with it a password.
        raise StoreError(
            "The database's URL cannot be read: it should look like sqlite:///page-watch.db "
            "or postgresql://user:password@host/name."
        ) from None
    if url.drivername in ("sqlite", "sqlite+pysqlite"):
        if not url.database or url.database == ":memory:":
            raise StoreError(
                "A database in memory would forget everything: name a file, as in sqlite:///page-watch.db."
            )
        return url
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    raise StoreError(
        f"Databases of the kind {url.drivername!r} are not supported: use sqlite:///FILE or postgresql://HOST/NAME."
    )


def _sqlite_engine(place: Place) -> Any:
    engine = create_engine(
        place.url,
        # isolation_level None: transactions begin where we say so, DDL included.
        connect_args={"timeout": place.busy, "isolation_level": None, "check_same_thread": False},
        pool_size=THREADS,
        max_overflow=-1,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        access = connection.get_execution_options().get("page_watch_access", Access.READ)
        raw = connection.connection.dbapi_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.execute(f"PRAGMA synchronous = {access.synchronous}")
        _patiently(lambda: raw.execute(access.begin), place.busy)

    return engine


def _patiently(step: Callable[[], Any], patience: float) -> None:
    """Take a step that other processes may stand in the way of.

    SQLite waits by itself in most cases, but not in all: not while another process recovers or removes the log.
    """
    deadline = time.monotonic() + patience
    pause = 0.001
    while True:
        try:
            step()
            return
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() >= deadline:
                raise
        time.sleep(pause)
        pause = min(2 * pause, 0.1)


def _postgresql_engine(place: Place) -> Any:
    try:
        import psycopg  # noqa: F401  # an extra: a SQLite user need not have it
    except ImportError as error:
        raise StoreError(
            f"The database {place} needs a driver that is not installed: pip install 'page-watch[postgresql]'."
        ) from error
    arguments = {} if "connect_timeout" in place.url.query else {"connect_timeout": 10}
    return create_engine(
        place.url, connect_args=arguments, pool_size=THREADS // 4, max_overflow=THREADS, hide_parameters=True
    )
