"""A database becomes today's by itself, and nothing else is taken for one."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from page_watch.errors import StoreError
from page_watch.store import Store, schema
from page_watch.store.database import Database
from page_watch.store.migrations.run import configuration
from page_watch.store.tables.indexes import metadata
from tests.store.build import NOW, baseline, check, known
from tests.support.postgres import run


def execute(url: str, *statements: str) -> None:
    engine = create_engine(Database(url).place.url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_the_head_is_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(configuration()).get_current_head() == schema.HEAD


quietly = pytest.mark.filterwarnings("ignore:.*expression-based index")
"""SQLite's index on expressions cannot be read back by SQLAlchemy; it is looked at apart."""


@quietly
def test_the_migrations_lead_to_the_tables(store: Store) -> None:
    with store._database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []


def test_migrated_columns_are_of_the_types_of_the_tables(store: Store) -> None:
    made = inspect(store._database.engine)
    dialect = store._database.engine.dialect
    for table in metadata.tables.values():
        found = {column["name"]: str(column["type"].compile(dialect)) for column in made.get_columns(table.name)}
        assert found == {column.name: str(column.type.compile(dialect)) for column in table.columns}


@quietly
def test_open_incidents_are_unique_in_the_database_too(store: Store) -> None:
    names = {index["name"]: index["unique"] for index in inspect(store._database.engine).get_indexes("incidents")}
    with store._database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":  # which does not tell of indexes on expressions
            found = connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'uq_incidents_open'"))
            assert str(found).startswith("CREATE UNIQUE INDEX")
        else:
            assert names["uq_incidents_open"]


def test_an_empty_database_is_made_ready_and_stays_so(database_url: str) -> None:
    for _ in range(2):
        store = Store.open(database_url)
        store.close()
    database = Database(database_url)
    assert schema.revision(database) == schema.HEAD
    database.close()


def test_upgrading_tells_what_it_did(database_url: str) -> None:
    assert Store.upgrade(database_url) == (None, schema.HEAD)
    assert Store.upgrade(database_url) == (schema.HEAD, schema.HEAD)


def test_many_that_start_at_once_on_a_new_database_all_can_use_it(database_url: str) -> None:
    code = (
        "import sys; from page_watch.store import Store; from tests.store.build import *;"
        "input(); store = Store.open(sys.argv[1]); store.record(check(sys.argv[2], baseline(known(1)))); store.close()"
    )
    crowd = [
        subprocess.Popen(
            [sys.executable, "-c", code, database_url, f"w{number}"], stdin=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for number in range(4)
    ]
    for process in crowd:
        assert process.stdin is not None
        process.stdin.write(b"\n")
        process.stdin.flush()
    assert [process.communicate()[1].decode() for process in crowd] == [""] * 4
    store = Store.open(database_url)
    assert store.watches() == ("w0", "w1", "w2", "w3")
    store.close()


def test_a_newer_database_is_refused_and_left_alone(database_url: str) -> None:
    store = Store.open(database_url)
    store.record(check("a", baseline(known(1))))
    store.close()
    execute(database_url, "UPDATE alembic_version SET version_num = '9999'")
    for use in (Store.open, Store.upgrade):
        with pytest.raises(StoreError, match=r"newer page-watch \(schema 9999, .*install that version"):
            use(database_url)
    execute(database_url, f"UPDATE alembic_version SET version_num = '{schema.HEAD}'")
    store = Store.open(database_url)
    assert store.watches() == ("a",)
    store.close()


def test_another_programs_database_is_refused_and_left_alone(database_url: str) -> None:
    execute(
        database_url,
        "CREATE TABLE alembic_version (version_num varchar(32))",
        "INSERT INTO alembic_version VALUES ('4f2a9b17c0de')",
    )
    with pytest.raises(StoreError, match="belongs to another program"):
        Store.open(database_url)


def test_a_file_with_other_tables_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    url = f"sqlite:///{path}"
    execute(url, "CREATE TABLE books (title text)")
    before = path.read_bytes()
    for use in (Store.open, Store.upgrade):
        with pytest.raises(StoreError, match="belongs to another program: name another file"):
            use(url)
    assert path.read_bytes() == before


class TestSharedServer:
    """A PostgreSQL database may be shared: it is changed only where a person says so."""

    @pytest.fixture
    def url(self, request: pytest.FixtureRequest) -> Iterator[str]:
        server = request.getfixturevalue("postgres")
        with server.database() as url:
            yield url

    def test_with_other_tables_it_waits_for_a_person(self, url: str) -> None:
        run(url, "CREATE TABLE books (title text)")
        with pytest.raises(StoreError, match="run 'page-watch db upgrade' once"):
            Store.open(url)
        assert Store.upgrade(url) == (None, schema.HEAD)
        Store.open(url).close()

    def test_with_tables_of_the_same_names_it_is_refused(self, url: str) -> None:
        run(url, "CREATE TABLE watches (maker text)")
        with pytest.raises(StoreError, match=r"same names \(watches\)"):
            Store.upgrade(url)

    def test_with_an_older_schema_it_waits_for_a_person(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        Store.open(url).close()
        monkeypatch.setattr(schema, "HEAD", "0002")
        with pytest.raises(StoreError, match=r"older schema \(0001, .* needs 0002\): run 'page-watch db upgrade'"):
            Store.open(url)


@pytest.mark.parametrize("use", [lambda url: Store.open(url).close(), Store.upgrade])
def test_a_new_file_is_in_the_mode_all_work_relies_on(tmp_path: Path, use: Callable[[str], object]) -> None:
    path = tmp_path / "page-watch.db"
    use(f"sqlite:///{path}")
    plain = sqlite3.connect(path)
    assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert plain.execute("PRAGMA auto_vacuum").fetchone() == (2,)
    plain.close()


def test_a_copy_that_lost_its_mode_gets_it_back(tmp_path: Path) -> None:
    path = tmp_path / "page-watch.db"
    Store.open(f"sqlite:///{path}").close()
    plain = sqlite3.connect(path)
    assert plain.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    plain.close()
    Store.open(f"sqlite:///{path}").close()
    plain = sqlite3.connect(path)
    assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert plain.execute("PRAGMA auto_vacuum").fetchone() == (2,)
    plain.close()


def test_times_without_a_zone_are_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="without a zone"):
        store.record(check("a", baseline(known(1)), at=NOW.replace(tzinfo=None)))
    assert store.watches() == ()
