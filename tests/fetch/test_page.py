"""A page that comes: what is asked, and what is made of the answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from page_watch import __version__
from page_watch.errors import FetchError
from page_watch.model.response import Validators
from tests.fetch.conftest import NOW, PATIENT, Asking
from tests.fetch.server import Server, page, raw, redirect


def test_a_page_comes_as_it_was_sent(server: Server, ask: Asking) -> None:
    server.replies["/peru"] = page("<p>Perú</p>".encode(), Content_Type="text/html", ETag='"a"')
    response = ask(server.url("/peru"))
    assert (response.status, response.body.decode()) == (200, "<p>Perú</p>")
    assert (response.requested, response.url) == (server.url("/peru"), server.url("/peru"))
    assert response.content_type == "text/html"
    assert response.header("etag") == '"a"'


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oops", "403 Forbidden", "204 No Content", "429 Slow Down"])
def test_any_status_is_an_answer(server: Server, ask: Asking, status: str) -> None:
    server.replies["/"] = page(b"", status, Retry_After="120")
    response = ask(server.url())
    assert response.status == int(status[:3])
    assert response.header("retry-after") == "120"


def test_the_request_says_who_asks(server: Server, ask: Asking) -> None:
    server.replies["/"] = page()
    ask(server.url("/#2019"), replace(PATIENT, contact="team@example.org"))
    robots, asked = server.asked
    assert (robots.path, asked.path) == ("/robots.txt", "/")
    assert asked.headers["user-agent"] == f"page-watch/{__version__} (+team@example.org)"
    assert asked.headers["accept-encoding"] == "gzip, deflate"
    assert asked.headers["accept-language"] == "*"
    assert asked.headers["accept-encoding"] == "gzip, deflate"
    assert "cookie" not in asked.headers


def test_validators_make_it_conditional(server: Server, ask: Asking) -> None:
    server.replies["/"] = page(b"", "304 Not Modified")
    response = ask(server.url(), validators=Validators('"v1"', "Sat, 28 Feb 2026 10:00:00 GMT", "0" * 64))
    assert response.not_modified
    assert response.body == b""
    assert server.asked[-1].headers["if-none-match"] == '"v1"'
    assert server.asked[-1].headers["if-modified-since"] == "Sat, 28 Feb 2026 10:00:00 GMT"


def test_not_modified_since_nothing_is_no_answer(server: Server, ask: Asking) -> None:
    server.replies["/"] = page(b"", "304 Not Modified")
    with pytest.raises(FetchError, match="304") as caught:
        ask(server.url())
    assert caught.value.code == "http"
    assert "if-none-match" not in server.asked[-1].headers


def test_connections_are_used_again(server: Server, ask: Asking) -> None:
    server.replies["/"] = page()
    for _ in range(3):
        ask(server.url())
    assert len(server.paths()) == 3
    assert {asked.connection for asked in server.asked} == {1}


def test_cookies_live_for_one_check(server: Server, ask: Asking) -> None:
    server.replies["/"] = page(b"", "302 Found", Location="/in", Set_Cookie="session=abc")
    server.replies["/in"] = page(Set_Cookie="more=def")
    response = ask(server.url())
    assert server.asked[-1].headers["cookie"] == "session=abc"
    assert response.header("set-cookie") is None  # a visit's secret: not to be stored with the page
    ask(server.url())
    assert [asked.headers.get("cookie") for asked in server.asked if asked.path == "/"] == [None, None]


def test_redirects_are_followed_to_the_end(server: Server, ask: Asking) -> None:
    server.replies |= {
        "/": redirect("one", 301),
        "/one": redirect(server.url("/two#part"), 307),
        "/two": redirect("/três".encode().decode("latin-1"), 308),
        "/tr%C3%AAs": page(b"here"),
    }
    response = ask(server.url())
    assert response.body == b"here"
    assert response.requested == server.url()
    assert response.url == server.url("/tr%C3%AAs")


def test_ten_redirects_are_followed_and_no_more(server: Server, ask: Asking) -> None:
    server.replies |= {f"/{n}": redirect(f"/{n - 1}") for n in range(1, 12)} | {"/0": page(b"end")}
    assert ask(server.url("/10")).body == b"end"
    with pytest.raises(FetchError, match="more than 10 redirects") as caught:
        ask(server.url("/11"))
    assert caught.value.code == "redirect"


def test_a_circle_of_redirects_ends(server: Server, ask: Asking) -> None:
    server.replies["/"] = redirect("/")
    with pytest.raises(FetchError) as caught:
        ask(server.url())
    assert caught.value.code == "redirect"
    assert len(server.paths()) == 11


@pytest.mark.parametrize("place", ["mailto:a@b.org", "file:///etc/passwd", "ftp://x/y", "http://[::x/", "javascript:1"])
def test_redirects_lead_to_web_pages_only(server: Server, ask: Asking, place: str) -> None:
    server.replies["/"] = redirect(place)
    with pytest.raises(FetchError, match="leads to") as caught:
        ask(server.url())
    assert (caught.value.code, caught.value.transient) == ("redirect", False)


def test_a_redirect_to_nowhere_is_left_to_the_guards(server: Server, ask: Asking) -> None:
    server.replies["/"] = raw(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")
    assert ask(server.url()).status == 302


def test_a_password_in_the_address_is_used_and_never_shown(server: Server, ask: Asking) -> None:
    server.replies["/"] = page()
    url = server.url().replace("//", "//me:hunter2@")
    response = ask(url)
    assert server.asked[-1].headers["authorization"].startswith("Basic ")
    assert (response.requested, response.url) == (server.url(), server.url())
    with pytest.raises(FetchError) as caught:
        ask(f"http://me:hunter2@127.0.0.1:{_closed_port()}/")
    assert "hunter2" not in repr(caught.value)


def _closed_port() -> int:
    with Server() as gone:
        return gone.port


def test_no_credentials_are_taken_from_netrc(
    server: Server, ask: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password hunter2\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    server.replies["/"] = page()
    ask(server.url())
    assert "authorization" not in server.asked[-1].headers


def test_the_environments_proxy_is_used(server: Server, ask: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server.url())
    server.replies["http://example.org/history"] = page(b"by proxy")
    assert ask("http://example.org/history").body == b"by proxy"
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server.replies["/"] = page(b"directly")
    assert ask(server.url(), now=NOW).body == b"directly"
