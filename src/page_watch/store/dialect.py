"""The one place where the two databases are spelled differently, and a name for rows of any columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row, Table
    from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert

    AnyRow = Row[*tuple[Any, ...]]


def insert(connection: Connection, table: Table) -> SqliteInsert | PostgresqlInsert:
    """An INSERT that may say what to do ON CONFLICT, which standard SQL has no words for; it counts what it wrote."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import Insert  # a SQLite user need not wait for it

        return Insert(table).execution_options(preserve_rowcount=True)
    return SqliteInsert(table).execution_options(preserve_rowcount=True)
