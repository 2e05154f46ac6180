"""Fetchers that are closed when the test is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from page_watch.fetch import Fetcher
from page_watch.model.response import Response, Robots, Validators
from page_watch.settings import Fetch
from tests.fetch.server import Server

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PATIENT = Fetch(timeout=timedelta(seconds=20))
HASTY = Fetch(timeout=timedelta(seconds=0.4))


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


class Asking:
    """Fetches with given settings, and remembers robots.txt as the store does."""

    def __init__(self) -> None:
        self.robots: dict[str, Robots] = {}
        self.fetchers: dict[Fetch, Fetcher] = {}

    def __call__(
        self, url: str, settings: Fetch = PATIENT, validators: Validators | None = None, now: datetime = NOW
    ) -> Response:
        if settings not in self.fetchers:
            self.fetchers[settings] = Fetcher(settings, self.robots)
        return self.fetchers[settings].fetch(url, validators, now)


@pytest.fixture
def ask() -> Iterator[Asking]:
    asking = Asking()
    yield asking
    for fetcher in asking.fetchers.values():
        fetcher.close()


def unasked_robots(settings: Fetch = PATIENT) -> Fetch:
    """The same settings, for a test in which robots.txt would only be in the way."""
    return replace(settings, robots=False)


Ask = Callable[..., Response]
