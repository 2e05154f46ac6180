"""robots.txt files as last read, kept between runs, as a mapping."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, delete, func, select

from page_watch.model.response import Robots
from page_watch.store.dialect import insert
from page_watch.store.tables.presence import robots

if TYPE_CHECKING:
    from page_watch.store.database import Database

R = robots.c

_RULES = select(R.fetched_at, R.rules).where(R.origin == bindparam("wanted"))


class StoredRobots(MutableMapping[str, Robots]):
    """The robots.txt of each ``scheme://host:port``. What was read once is kept in memory: it changes once a day."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._read: dict[str, Robots] = {}

    def __getitem__(self, origin: str) -> Robots:
        found = self._read.get(origin)
        if found is None:
            row = self._database.read(lambda connection: connection.execute(_RULES, {"wanted": origin}).first())
            if row is None:
                raise KeyError(origin)
            found = self._read[origin] = Robots(row.fetched_at, row.rules)
        return found

    def __setitem__(self, origin: str, value: Robots) -> None:
        row = {"origin": origin, "fetched_at": value.fetched_at, "rules": value.rules}

        def write(connection: Connection) -> None:
            fresh = insert(connection, robots)
            statement = fresh.on_conflict_do_update(
                index_elements=[R.origin], set_={"fetched_at": fresh.excluded.fetched_at, "rules": fresh.excluded.rules}
            )
            connection.execute(statement, row)

        self._database.mark(write)
        self._read[origin] = value

    def __delitem__(self, origin: str) -> None:
        self._read.pop(origin, None)
        statement = delete(robots).where(R.origin == origin)
        if not self._database.mark(lambda connection: connection.execute(statement).rowcount):
            raise KeyError(origin)

    def __iter__(self) -> Iterator[str]:
        return iter(self._database.read(lambda connection: connection.scalars(select(R.origin)).all()))

    def __len__(self) -> int:
        return self._database.read(lambda connection: connection.scalar(select(func.count(R.origin)))) or 0
