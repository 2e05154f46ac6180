"""Which schema a database has, and bringing it to today's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, column, func, select, table
from sqlalchemy.exc import DBAPIError

from page_watch.errors import StoreError
from page_watch.store.trouble import Place, is_no_table

if TYPE_CHECKING:
    from page_watch.store.database import Database

HEAD = "0001"
"""The newest revision in ``migrations``. Kept here so that opening a database need not import alembic."""

_LOCK = 0x70616765  # any number, the same in every process: "page" in ASCII

_VERSION = select(table("alembic_version", column("version_num")).c.version_num)


def ready(database: Database) -> None:
    """Make sure that the database has today's schema: on SQLite, and in an empty PostgreSQL database, bring it there.

    Raises ``StoreError`` for a database that is newer, another program's, or waits for ``db upgrade``.
    """
    found = revision(database)
    if found == HEAD:
        if database.place.is_sqlite:
            database.prepare_file()
        return
    if found is not None:
        _refuse_newer(found, database.place)
    if not database.place.is_sqlite:
        _refuse_to_surprise(found, database)
    upgraded(database)


def revision(database: Database) -> str | None:
    """The revision a database has, or None if it has none of ours."""

    def work(connection: Connection) -> str | None:
        try:
            return _revision(connection)
        except DBAPIError as error:
            if is_no_table(error):
                return None
            raise

    return database.read(work)


def upgraded(database: Database) -> tuple[str | None, str]:
    """Bring a database to today's schema, and tell its revisions before and after.

    Safe while other processes start at the same time: one of them does it, the others wait. Raises
    ``StoreError`` for a database that is newer or another program's.
    """
    place = database.place
    if place.is_sqlite:
        database.read(lambda connection: _found(connection, place))  # refused before anything of it is touched
        database.prepare_file()
    return database.write(lambda connection: _bring_up(connection, place))


def _revision(connection: Connection) -> str | None:
    return connection.execute(_VERSION).scalar()


def _bring_up(connection: Connection, place: Place) -> tuple[str | None, str]:
    if not place.is_sqlite:
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    found = _found(connection, place)
    if found != HEAD:
        from page_watch.store.migrations.run import migrate  # the rest is needed once in a database's life

        migrate(connection)
    return found, HEAD


def _found(connection: Connection, place: Place) -> str | None:
    """The revision a database has, None if it is empty. Raises ``StoreError`` where it must not be touched."""
    from sqlalchemy import inspect

    tables = set(inspect(connection).get_table_names())
    found = _revision(connection) if "alembic_version" in tables else None
    if found is None:
        _refuse_foreign(tables, place)
    else:
        _refuse_newer(found, place)
    return found


def _refuse_newer(found: str, place: Place) -> None:
    if not found.isdigit() or len(found) != len(HEAD):
        raise StoreError(f"The database {place} belongs to another program: name another one in the configuration.")
    if found > HEAD:
        raise StoreError(
            f"The database {place} was written by a newer page-watch (schema {found}, this one knows {HEAD}): "
            "install that version or a later one."
        )


def _refuse_foreign(tables: set[str], place: Place) -> None:
    from page_watch.store.tables.indexes import metadata

    if place.is_sqlite and tables:
        raise StoreError(f"The database {place} belongs to another program: name another file in the configuration.")
    clashing = sorted(tables & set(metadata.tables))
    if clashing:
        raise StoreError(
            f"The database {place} holds another program's tables of the same names ({', '.join(clashing)}): "
            "use a database or a schema of its own."
        )


def _refuse_to_surprise(found: str | None, database: Database) -> None:
    """A shared server's schema is changed only when a person says so, unless the database is empty."""
    if found is not None:
        raise StoreError(
            f"The database {database.place} has an older schema ({found}, this page-watch needs {HEAD}): "
            "run 'page-watch db upgrade' once, while no older page-watch uses it."
        )
    from sqlalchemy import inspect

    if database.read(lambda connection: inspect(connection).get_table_names()):
        raise StoreError(
            f"The database {database.place} holds other tables, but none of page-watch's: "
            "if they shall share it, run 'page-watch db upgrade' once."
        )
