"""Everything that can go wrong on the way to a page: one code, one sentence, in time."""

from __future__ import annotations

import socket
import tracemalloc
import zlib
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from page_watch.errors import FetchError
from page_watch.fetch import Fetcher
from page_watch.model.response import Response
from page_watch.settings import Fetch
from tests.fetch.conftest import HASTY, NOW, PATIENT, Asking, unasked_robots
from tests.fetch.server import Reply, Server, drip, page, redirect, reset, served, silent, then_hang_up

HEAD = b"HTTP/1.1 200 OK\r\n"
SMALL = replace(PATIENT, max_bytes=1_000_000, robots=False)


def trouble(ask: Asking, url: str, settings: Fetch = PATIENT) -> FetchError:
    with pytest.raises(FetchError) as caught:
        ask(url, settings)
    sentence = caught.value.detail
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert not any(noise in sentence for noise in ("object at", "HTTPConnection", "Errno", "Max retries", "('"))
    return caught.value


@pytest.mark.parametrize(
    ("begin", "again"),
    [
        (b"", b"H"),
        (HEAD, b"X-More: yes\r\n"),
        (HEAD + b"X-Long: ", b"x"),
        (HEAD + b"Content-Length: 100000\r\n\r\n", b"x"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (HEAD + b"\r\n", b"x"),
    ],
    ids=["first line", "headers", "one header", "body", "chunks", "body of unknown length"],
)
def test_a_server_that_drips_is_left_when_the_time_is_up(
    server: Server, ask: Asking, begin: bytes, again: bytes
) -> None:
    server.replies["/"] = drip(server, begin, again)
    error = trouble(ask, server.url(), unasked_robots(HASTY))
    assert (error.code, error.transient) == ("timeout", True)
    assert "0.4 seconds" in error.detail


@pytest.mark.parametrize("begin", [b"", HEAD, HEAD + b"Content-Length: 10\r\n\r\nhalf"])
def test_a_server_that_falls_silent_is_left_when_the_time_is_up(server: Server, ask: Asking, begin: bytes) -> None:
    server.replies["/"] = silent(server, begin)
    assert trouble(ask, server.url(), unasked_robots(HASTY)).code == "timeout"


def test_the_time_counts_over_all_redirects(server: Server, ask: Asking) -> None:
    """Each hop alone would be in time."""

    def slow(connection: socket.socket) -> None:
        server.stopped.wait(0.15)
        redirect("/")(connection)

    server.replies["/"] = slow
    assert trouble(ask, server.url(), unasked_robots(HASTY)).code == "timeout"


def test_the_body_of_a_redirect_is_not_waited_for(server: Server, ask: Asking) -> None:
    server.replies["/"] = silent(server, b"HTTP/1.1 302 Found\r\nLocation: /in\r\nContent-Length: 99\r\n\r\n")
    server.replies["/in"] = page(b"in")
    assert ask(server.url()).body == b"in"


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (reset, "broke off the connection"),
        (then_hang_up(b""), "closed the connection without an answer"),
        (then_hang_up(HEAD + b"Content-Length: 100\r\n\r\nhalf"), "broke off in the middle"),
        (then_hang_up(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab"), "broke off in the middle"),
        (then_hang_up(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nab"), "broke off in the middle"),
        (then_hang_up(HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"), "broke off in the middle"),
        (then_hang_up(b"SSH-2.0-OpenSSH_9.6\r\n"), "not HTTP"),
        (then_hang_up(b"HTTP/1.1 abc\r\n\r\n"), "not HTTP"),
        (then_hang_up(HEAD + b"X: " + b"y" * 70_000 + b"\r\n\r\n"), "not HTTP"),
        (then_hang_up(HEAD + b"X: y\r\n" * 200 + b"\r\n"), "not HTTP"),
    ],
    ids=["reset", "nothing", "short", "short chunk", "bad chunk", "no last chunk", "ssh", "status", "long", "many"],
)
def test_a_broken_answer_is_a_broken_connection(server: Server, ask: Asking, reply: Reply, words: str) -> None:
    server.replies["/"] = reply
    error = trouble(ask, server.url())
    assert (error.code, error.transient) == ("connection", True)
    assert words in error.detail


def test_nobody_there(ask: Asking) -> None:
    with Server() as gone:
        url = gone.url()
    error = trouble(ask, url)
    assert error.code == "connection"
    assert "refused" in error.detail


def test_a_name_that_is_none(ask: Asking) -> None:
    error = trouble(ask, "http://no-such-host.invalid/history", PATIENT)
    assert (error.code, error.transient) == ("dns", True)
    assert "no-such-host.invalid" in error.detail


@pytest.mark.parametrize(
    "url", ["http://", "http://[::x/", "mailto:a@b", "history", "http://exa mple/", "http://a:99999/"]
)
def test_addresses_that_cannot_be_asked_for(ask: Asking, url: str) -> None:
    error = trouble(ask, url, unasked_robots())
    assert (error.code, error.transient) == ("connection", False)


class TestSize:
    """A page is never held beyond the cap."""

    @pytest.mark.parametrize("length", [b"100000000", b"9" * 5000])
    def test_one_that_says_it_is_too_large_is_refused_unread(self, server: Server, ask: Asking, length: bytes) -> None:
        server.replies["/"] = silent(server, HEAD + b"Content-Length: " + length + b"\r\n\r\n")
        error = trouble(ask, server.url(), SMALL)
        assert (error.code, error.transient) == ("too-large", False)
        assert "1,000,000 bytes" in error.detail

    def test_one_without_an_end_is_cut_off(self, server: Server, ask: Asking) -> None:
        server.replies["/"] = drip(server, HEAD + b"\r\n", b"x" * 200_000)
        assert trouble(ask, server.url(), SMALL).code == "too-large"

    @pytest.mark.parametrize(("encoding", "bits"), [("gzip", 31), ("deflate", 15), ("deflate", -15)])
    def test_one_that_swells_is_cut_off(self, server: Server, ask: Asking, encoding: str, bits: int) -> None:
        bomb = packed(bytes(60_000_000), bits)
        assert len(bomb) < 1_000_000
        server.replies["/"] = page(bomb, Content_Encoding=encoding)
        tracemalloc.start()
        try:
            assert trouble(ask, server.url(), SMALL).code == "too-large"
            assert tracemalloc.get_traced_memory()[1] < 20_000_000
        finally:
            tracemalloc.stop()

    def test_exactly_the_cap_is_fine(self, server: Server, ask: Asking) -> None:
        server.replies["/"] = page(packed(b"x" * 1_000_000, 31), Content_Encoding="gzip")
        assert len(ask(server.url(), SMALL).body) == 1_000_000


def packed(data: bytes, bits: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, bits)
    return packer.compress(data) + packer.flush()


class TestEncoding:
    """Compressed pages, whole and damaged."""

    @pytest.mark.parametrize(
        ("encoding", "body"),
        [
            ("gzip", packed(b"history", 31)),
            ("x-gzip", packed(b"history", 31)),
            ("GZIP", packed(b"hist", 31) + packed(b"ory", 31)),
            ("gzip", packed(b"history", 31) + bytes(10)),
            ("deflate", packed(b"history", 15)),
            ("deflate", packed(b"history", -15)),
            ("identity", b"history"),
        ],
    )
    def test_what_clients_unpack(self, server: Server, ask: Asking, encoding: str, body: bytes) -> None:
        server.replies["/"] = page(body, Content_Encoding=encoding)
        assert ask(server.url()).body == b"history"

    @pytest.mark.parametrize(
        ("encoding", "body", "words"),
        [
            ("gzip", packed(b"history" * 999, 31)[:-9], "broke off"),
            ("gzip", packed(b"history" * 999, 31)[:-1] + b"?", "damaged"),
            ("gzip", b"<p>not packed at all</p>", "damaged"),
            ("deflate", b"\x78\x9c" + b"\xff" * 9, "damaged"),
            ("deflate", packed(b"history" * 999, -15)[:-5], "broke off"),
            ("br", b"\x0b\x03\x80history\x03", "was not asked for"),
            ("gzip, gzip", packed(packed(b"history", 31), 31), "was not asked for"),
        ],
    )
    def test_what_nobody_can(self, server: Server, ask: Asking, encoding: str, body: bytes, words: str) -> None:
        server.replies["/"] = page(body, Content_Encoding=encoding)
        error = trouble(ask, server.url())
        assert error.code == "encoding"
        assert words in error.detail

    def test_an_empty_body_that_says_it_is_packed(self, server: Server, ask: Asking) -> None:
        server.replies["/"] = page(b"", Content_Encoding="gzip")
        assert ask(server.url()).body == b""


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([b"", HEAD, HEAD + b"Content-Encoding: gzip\r\n\r\n", b"HTTP/1.1 301 "])
)
def test_any_bytes_at_all_give_an_answer_or_a_fetch_error(tail: bytes, begin: bytes) -> None:
    fetcher = Fetcher(Fetch(timeout=timedelta(seconds=5), robots=False), {})
    code = "none"
    with served(then_hang_up(begin + tail)) as server:
        try:
            assert isinstance(fetcher.fetch(server.url(), None, NOW), Response)
        except FetchError as error:
            code = error.code
    fetcher.close()
    assert code in {"none", "connection", "encoding", "http", "redirect", "dns", "tls", "timeout"}


def test_the_cause_is_kept(server: Server, ask: Asking) -> None:
    server.replies["/"] = reset
    assert trouble(ask, server.url()).__cause__ is not None
