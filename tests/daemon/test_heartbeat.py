"""The sign of life, against a real server."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from page_watch import heartbeat
from page_watch.heartbeat import failure_variant, ping
from page_watch.settings import Secret


@dataclass
class Switch:
    """A dead man's switch that answers with these statuses in turn, the last one for ever."""

    statuses: list[int] = field(default_factory=lambda: [200])
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> Secret:
        return Secret(f"http://127.0.0.1:{self.port}/ping/s3cret-uuid?from=here")


@contextmanager
def switch(*statuses: int) -> Iterator[Switch]:
    one = Switch(list(statuses))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            one.asked.append(self.path)
            self.send_response(one.statuses[0])
            if len(one.statuses) > 1:
                del one.statuses[0]
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield one
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_asks_for_the_url_and_for_its_failure_variant() -> None:
    with switch(200) as one:
        assert ping(one.url, well=True)
        assert ping(one.url, well=False)
    assert one.asked == ["/ping/s3cret-uuid?from=here", "/ping/s3cret-uuid/fail?from=here"]


def test_tries_again_before_it_gives_up(caplog: pytest.LogCaptureFixture) -> None:
    with switch(500, 200) as one:
        assert ping(one.url, well=True)
    assert len(one.asked) == 2
    assert not caplog.records


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "PAUSES", (timedelta(0), timedelta(0)))


@pytest.mark.parametrize("statuses", [(404,), ()])
def test_says_what_happened_and_never_the_url(statuses: tuple[int, ...], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with switch(*statuses) as one:
        url = one.url
        if statuses:
            assert not ping(url, well=True)
    if not statuses:  # the server has gone
        assert not ping(url, well=True)
    (record,) = caplog.records
    assert "heartbeat URL" in record.getMessage()
    assert "s3cret" not in caplog.text


@pytest.mark.parametrize(
    ("url", "variant"),
    [
        ("https://hc.example/uuid", "https://hc.example/uuid/fail"),
        ("https://hc.example/uuid/", "https://hc.example/uuid/fail"),
        ("https://hc.example/?token=t", "https://hc.example/fail?token=t"),
    ],
)
def test_the_failure_variant(url: str, variant: str) -> None:
    assert failure_variant(url) == variant
