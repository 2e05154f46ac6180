"""robots.txt: asked for once a day, obeyed, and what no answer means (RFC 9309)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from page_watch.errors import FetchError
from page_watch.fetch import robots as rules
from page_watch.model.response import Robots
from tests.fetch.conftest import HASTY, NOW, PATIENT, Asking
from tests.fetch.server import Server, page, redirect, reset, silent

FORBID = b"User-agent: *\nDisallow: /private\n\nUser-agent: page-watch\nDisallow: /not-for-us\n"


def key(server: Server) -> str:
    return f"http://127.0.0.1:{server.port}"


def asked_robots(server: Server) -> int:
    return sum(asked.path == "/robots.txt" for asked in server.asked)


def test_what_is_forbidden_to_this_program_is_not_asked_for(server: Server, ask: Asking) -> None:
    server.replies |= {"/robots.txt": page(FORBID), "/private": page(b"fine"), "/not-for-us": page(b"no")}
    assert ask(server.url("/private")).body == b"fine"
    with pytest.raises(FetchError, match="forbids") as caught:
        ask(server.url("/not-for-us"))
    assert (caught.value.code, caught.value.transient) == ("robots", False)
    assert server.paths() == ["/private"]


def test_it_is_read_once_a_day(server: Server, ask: Asking) -> None:
    server.replies |= {"/robots.txt": page(FORBID), "/": page()}
    ask(server.url())
    assert ask.robots == {key(server): Robots(NOW, FORBID.decode())}
    ask(server.url(), now=NOW + timedelta(hours=23, minutes=59))
    assert asked_robots(server) == 1
    ask(server.url(), now=NOW + timedelta(hours=24))
    assert asked_robots(server) == 2
    assert ask.robots[key(server)].fetched_at == NOW + timedelta(hours=24)


def test_one_from_the_future_is_read_again(server: Server, ask: Asking) -> None:
    server.replies["/"] = page()
    ask.robots[key(server)] = Robots(NOW + timedelta(days=400), "User-agent: *\nDisallow: /")
    assert ask(server.url()).status == 200


@pytest.mark.parametrize("status", ["404 Not Found", "401 Unauthorized", "403 Forbidden", "410 Gone"])
def test_where_there_is_none_all_is_allowed(server: Server, ask: Asking, status: str) -> None:
    server.replies |= {"/robots.txt": page(b"User-agent: *\nDisallow: /", status), "/": page(b"fine")}
    assert ask(server.url()).body == b"fine"
    assert ask.robots[key(server)] == Robots(NOW, "")


def test_a_server_in_trouble_is_not_asked_for_the_page(server: Server, ask: Asking) -> None:
    server.replies |= {"/robots.txt": page(b"", "503 Busy"), "/": page()}
    with pytest.raises(FetchError, match="answered 503") as caught:
        ask(server.url())
    assert (caught.value.code, caught.value.transient) == ("http", True)
    assert server.paths() == []
    assert ask.robots == {}


def test_trouble_on_the_way_keeps_its_code(server: Server, ask: Asking) -> None:
    server.replies["/robots.txt"] = reset
    with pytest.raises(FetchError) as caught:
        ask(server.url())
    assert caught.value.code == "connection"
    server.replies["/robots.txt"] = silent(server)
    with pytest.raises(FetchError) as caught:
        ask(server.url(), HASTY)
    assert caught.value.code == "timeout"


def test_an_old_one_serves_while_there_is_no_newer(server: Server, ask: Asking) -> None:
    server.replies |= {"/robots.txt": page(b"", "500 Oops"), "/": page(b"fine"), "/not-for-us": page()}
    ask.robots[key(server)] = Robots(NOW - timedelta(days=3), FORBID.decode())
    assert ask(server.url()).body == b"fine"
    with pytest.raises(FetchError, match="forbids"):
        ask(server.url("/not-for-us"))


def test_it_may_be_elsewhere(server: Server, ask: Asking) -> None:
    server.replies |= {"/robots.txt": redirect("/r2"), "/r2": page(FORBID), "/not-for-us": page()}
    with pytest.raises(FetchError, match="forbids"):
        ask(server.url("/not-for-us"))


def test_each_host_on_the_way_is_obeyed(server: Server, ask: Asking) -> None:
    with Server({"/robots.txt": page(b"User-agent: *\nDisallow: /"), "/there": page()}) as other:
        server.replies["/"] = redirect(other.url("/there"))
        with pytest.raises(FetchError, match="forbids"):
            ask(server.url())
        assert other.paths() == []


def test_it_can_be_left_alone(server: Server, ask: Asking) -> None:
    server.replies |= {"/robots.txt": page(b"User-agent: *\nDisallow: /"), "/": page(b"fine")}
    assert ask(server.url(), replace(PATIENT, robots=False)).body == b"fine"
    assert asked_robots(server) == 0


def test_a_large_one_is_read_as_far_as_it_must_be(server: Server, ask: Asking) -> None:
    server.replies |= {"/robots.txt": page(FORBID + b"# more\n" * 200_000), "/not-for-us": page()}
    with pytest.raises(FetchError, match="forbids"):
        ask(server.url("/not-for-us"))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", 0.0),
        ("User-agent: *\nCrawl-delay: 10", 10.0),
        ("User-agent: page-watch\nCrawl-delay: 0.5\n\nUser-agent: *\nCrawl-delay: 9", 0.5),
        ("User-agent: other\nCrawl-delay: 9", 0.0),
        ("User-agent: *\nCrawl-delay: 86400", rules.LONGEST_DELAY),
        ("User-agent: *\nCrawl-delay: soon", 0.0),
    ],
)
def test_crawl_delay_is_kept_within_reason(text: str, seconds: float) -> None:
    assert rules.delay(rules.read(text.encode(), NOW)) == seconds


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("word", ["Disallow", "disallow ", "DISALLOW", "dissallow", "disalow"])
def test_rules_that_ask_for_something_are_kept(word: str, ending: str) -> None:
    robots = rules.read(f"\ufeffUser-agent: *{ending}{word}: /x".encode(), NOW)
    assert not rules.allows(robots, "https://example.org/x")
    assert rules.allows(robots, "https://example.org/y")


@pytest.mark.parametrize(
    "text", ["User-agent: *\nDisallow:\n", "User-agent: *\nAllow: /", "Sitemap: https://example.org/map.xml", "<html>"]
)
def test_rules_that_ask_for_nothing_are_kept_as_none(text: str) -> None:
    assert rules.read(text.encode(), NOW) == Robots(NOW, "")
