"""A server with pages, and places to watch them from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.daemon.support import Place, Site
from tests.support.web import WebServer


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def server(site: Site) -> Iterator[str]:
    """The address of a server of the site's pages."""
    with WebServer() as web:
        web.answer = site
        yield web.url.rpartition("/")[0]


@pytest.fixture
def place(tmp_path: Path, server: str) -> Place:
    """A folder with SQLite."""
    return Place(tmp_path, f"sqlite:///{tmp_path / 'watch.db'}", server)


@pytest.fixture
def any_place(tmp_path: Path, server: str, database_url: str) -> Place:
    """The same with each kind of database."""
    return Place(tmp_path, database_url, server)
