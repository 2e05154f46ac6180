"""What tests of several parts need: databases of both kinds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from page_watch.store import Store
from page_watch.store.tables.indexes import metadata
from tests.support.postgres import Postgres, empty, running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, started when the first test asks for it."""
    with running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind, by its URL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'page-watch.db'}"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        with server.database() as url:
            yield url


@pytest.fixture(scope="session")
def schema_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema and nothing in it: copying it is quicker than making it anew for each test."""
    path = tmp_path_factory.mktemp("schema") / "page-watch.db"
    Store.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def schema_url(postgres: Postgres) -> Iterator[str]:
    """A PostgreSQL database with the schema, emptied after each test."""
    with postgres.database() as url:
        Store.open(url).close()
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def ready_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of each kind that has its schema already, by its URL."""
    if request.param == "sqlite":
        path = tmp_path / "page-watch.db"
        shutil.copy(request.getfixturevalue("schema_file"), path)
        yield f"sqlite:///{path}"
    else:
        url: str = request.getfixturevalue("schema_url")
        yield url
        empty(url, metadata.tables)


@pytest.fixture
def store(ready_url: str) -> Iterator[Store]:
    """A store on a database of each kind."""
    store = Store.open(ready_url)
    yield store
    store.close()
