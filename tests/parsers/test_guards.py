"""Answers judged by what came with them, and pages told by what they look like instead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from page_watch import guards
from page_watch.errors import Blocked, CheckError, FetchError, NotThePage
from page_watch.model.response import Response

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
PAGE = b"<!doctype html><title>Peru</title><h1>Peru</h1>"


def answer(
    status: int = 200, body: bytes = PAGE, url: str = "https://un-page.org/countries/peru", **headers: str
) -> Response:
    named = {"content-type": "text/html; charset=utf-8"} | {
        name.replace("_", "-"): text for name, text in headers.items()
    }
    return Response("https://un-page.org/countries/peru", url, status, tuple(named.items()), body)


def inspect(response: Response) -> None:
    guards.inspect(response, "un-page.org", NOW)


@pytest.mark.parametrize(
    "response",
    [
        answer(),
        answer(304, b""),
        answer(url="https://www.un-page.org/countries/peru/"),
        answer(url="https://UN-PAGE.org/countries/peru"),
        answer(content_type="application/xhtml+xml"),
        answer(content_type=""),
        answer(content_type="text/plain"),
        answer(content_type="application/octet-stream", body=b"\xef\xbb\xbf<ul><li>2019</li></ul>"),
        answer(content_type="", body="\ufeff<html>".encode("utf-16-le")),
        answer(content_type="", body=b"2019: opened, by word of mouth"),
        answer(body=PAGE + b"<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"),
    ],
)
def test_a_good_answer_passes(response: Response) -> None:
    inspect(response)


@pytest.mark.parametrize(
    ("response", "code", "transient"),
    [
        (answer(404), "http", False),
        (answer(410), "http", False),
        (answer(500), "http", True),
        (answer(503), "http", True),
        (answer(429), "http", True),
        (answer(408), "http", True),
        (answer(302), "http", False),
        (answer(799), "http", True),
        (answer(url="https://www.undp.org/peru"), "redirect", False),
        (answer(url="https://peru.un-page.org/"), "redirect", False),
        (answer(content_type="application/json", body=b'{"error": 404}'), "not-html", False),
        (answer(content_type="application/pdf", body=b"%PDF-1.7"), "not-html", False),
        (answer(body=b"%PDF-1.7"), "not-html", False),
        (answer(content_type="", body=b'{"years": [2019]}'), "not-html", False),
        (answer(content_type="text/xml", body=b"<?xml version='1.0'?><Error/>"), "not-html", False),
        (answer(content_type="text/plain", body=b"2019 opened"), "not-html", False),
        (answer(content_type="image/png", body=b"\x89PNG\r\n"), "not-html", False),
    ],
)
def test_a_bad_answer_is_told(response: Response, code: str, transient: bool) -> None:
    with pytest.raises(FetchError) as caught:
        inspect(response)
    assert (caught.value.code, caught.value.transient) == (code, transient)
    assert "un-page.org" in caught.value.detail


@pytest.mark.parametrize(
    "response",
    [
        answer(403, b"<title>Just a moment...</title>"),
        answer(503, b"<title>Attention Required!</title>"),
        answer(429, b"<h1>Too Many Requests</h1>"),
        answer(401, b"<title>Log in</title><form><input type=password></form>"),
        answer(403, cf_mitigated="challenge"),
        answer(202, b"", x_amzn_waf_action="challenge"),
        answer(405, b"", x_amzn_waf_action="captcha"),
    ],
)
def test_a_gatekeeper_is_told_from_an_error(response: Response) -> None:
    with pytest.raises(Blocked):
        inspect(response)


@pytest.mark.parametrize("body", [b"", b" \r\n\t", b"\xef\xbb\xbf\n"])
def test_an_empty_body_is_no_page(body: bytes) -> None:
    with pytest.raises(NotThePage, match="empty"):
        inspect(answer(body=body))


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(seconds=120)),
        (" 0 ", timedelta(0)),
        ("Thu, 01 Jan 2026 12:30:00 GMT", timedelta(minutes=30)),
        ("Thu, 01 Jan 2026 13:30:00 +0100", timedelta(minutes=30)),
        ("Thu, 01 Jan 2026 11:00:00 GMT", timedelta(0)),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("Thu, 99 Jan 99999 11:00:00 GMT", None),
        (None, None),
    ],
)
def test_how_long_the_server_wants_to_be_left_alone(value: str | None, wait: timedelta | None) -> None:
    assert guards.retry_after(value, NOW) == wait


def test_the_wait_is_told_with_the_error() -> None:
    with pytest.raises(FetchError) as caught:
        inspect(answer(503, retry_after="600"))
    assert caught.value.retry_after == timedelta(minutes=10)


@pytest.mark.parametrize(
    ("html", "kind", "says"),
    [
        ("<title>Just a moment...</title>", Blocked, "challenge"),
        ("<title>Access Denied</title><p>Reference #18", Blocked, "denied"),
        ("<title>Acceso denegado</title>", Blocked, "denied"),
        ("<title>Sign in - PAGE</title><form><input type=password>", Blocked, "login"),
        ("<form><input type='password'></form>", Blocked, "login"),
        ("<title>Página no encontrada – Ministerio</title>", NotThePage, "not found"),
        ("<h1>ページが見つかりません</h1>", NotThePage, "not found"),
        ("<h1>페이지를 찾을 수 없습니다</h1>", NotThePage, "not found"),
        ("<h1>Seite nicht gefunden</h1>", NotThePage, "not found"),
        ("<h1>Page introuvable</h1>", NotThePage, "not found"),
        ("<h1>页面不存在</h1>", NotThePage, "not found"),
        ("<title>Scheduled maintenance</title>", NotThePage, "out of service"),
        ("<title>502 Bad Gateway</title>", NotThePage, "out of service"),
        ("<body><div id='root'></div><script src=a.js></script><script src=b.js></script>", NotThePage, "script"),
        ("<p>2019</p><p>Loading…</p><p>2020</p><p>Loading…</p><p>2021</p><p>Loading…</p>", NotThePage, "loaded"),
        ("".join(f"<h2>{year}</h2><img src=a>" for year in range(2010, 2024)), NotThePage, "no texts"),
        ("", NotThePage, "empty"),
        ('{"error": true}', NotThePage, "data for programs"),
        ("<p>Just some text about nothing in particular.</p>", NotThePage, "no list of texts by year"),
    ],
)
def test_what_a_page_looks_like_instead(html: str, kind: type[CheckError], says: str) -> None:
    problem = guards.explain(html)
    assert type(problem) is kind
    assert says in problem.detail


def test_an_explanation_quotes_no_more_than_a_line() -> None:
    problem = guards.explain(f"<title>404 not found {'x' * 5000}</title>")
    assert len(problem.detail) < 250
