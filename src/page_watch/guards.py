"""Guards: is this answer one that is worth reading? Judged by what came with it, before anything is parsed.

A good page may carry a word or a script of a gatekeeper, so its text is not searched here: only when no timeline was
found in it does ``explain`` look at what it is instead.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from page_watch.errors import Blocked, CheckError, FetchError, NotThePage

if TYPE_CHECKING:
    from page_watch.model.response import Response

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_UNTOLD = frozenset(
    {"", "text/plain", "application/octet-stream", "binary/octet-stream", "text/xml", "application/xml"}
)
"""Content types that servers send for pages too: the bytes decide."""

_GUARDED = frozenset({401, 403, 405, 429, 503})
"""The statuses that gatekeepers answer with."""

_TRANSIENT = frozenset({408, 425, 429})
_LOOKED_AT = 4096
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"%!PS", b"\x7fELF")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def inspect(response: Response, host: str, now: datetime) -> None:
    """Let a good answer pass. ``host`` is the one that was asked; ``now`` is what a Retry-After date is relative to.

    Raises ``FetchError`` (``http``, ``redirect``, ``not-html``), ``Blocked`` for a gatekeeper that shows itself in
    status or headers, ``NotThePage`` for an empty body.
    """
    if response.not_modified:
        return
    _gatekeeper(response, host)
    if not 200 <= response.status < 300:
        raise FetchError(
            "http",
            f"{host} answered {_status(response.status)} instead of the page",
            transient=response.status in _TRANSIENT or response.status >= 500,
            retry_after=retry_after(response.header("retry-after"), now),
        )
    final = (urlsplit(response.url).hostname or "").rstrip(".")
    if final and _bare(final) != _bare(host):
        raise FetchError(
            "redirect",
            f"{host} sent the check on to {final}: that is another site; if the page has moved there, "
            f"change the watch's url to {response.url}",
            transient=False,
        )
    if not response.body.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise NotThePage(f"{host} answered {_status(response.status)} with an empty page")
    _html(response, host)


def explain(html: str) -> CheckError:
    """What a page without a timeline looks like instead: ``Blocked`` for a gatekeeper's, else ``NotThePage``."""
    from page_watch.lookalikes import explain as look  # its many patterns are only needed when something is wrong

    return look(html)


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """How long the server wants to be left alone (RFC 9110, section 10.2.3): seconds or a date; else None."""
    if value is None:
        return None
    value = value.strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return timedelta(seconds=int(value))
    from email.utils import parsedate_to_datetime  # slow to load, and hardly ever needed

    try:
        when = parsedate_to_datetime(value)
        # A date without a zone is UTC as HTTP has it.
        return max(timedelta(0), (when if when.tzinfo else when.replace(tzinfo=now.tzinfo)) - now)
    except (ValueError, TypeError, OverflowError):
        return None


def _gatekeeper(response: Response, host: str) -> None:
    """Gatekeepers that say so themselves, in a header or in the text of an error."""
    if (response.header("cf-mitigated") or "").strip().lower() == "challenge":
        raise Blocked(f"{host} put a challenge before the page, meant to keep programs out (cf-mitigated: challenge)")
    action = (response.header("x-amzn-waf-action") or "").strip().lower()
    if action in {"challenge", "captcha"}:
        raise Blocked(f"{host} put a {action} before the page, meant to keep programs out (x-amzn-waf-action)")
    if response.status in _GUARDED and response.body:
        problem = explain(response.body[:200_000].decode("utf-8", "replace"))
        if isinstance(problem, Blocked):
            raise Blocked(f"{host} answered {_status(response.status)}: {problem.detail}")


def _html(response: Response, host: str) -> None:
    """Refuse what is no HTML, by its content type, or by its first bytes where that says little."""
    declared = (response.content_type or "").split(";")[0].strip().lower()
    start = response.body[:_LOOKED_AT].lstrip(b" \t\r\n\xef\xbb\xbf")
    if start.startswith(_BINARY) or (b"\x00" in start[:512] and not _wide(start)):
        raise FetchError("not-html", f"{host} sent {_sort(declared)} instead of an HTML page", transient=False)
    if declared in _HTML or (declared in _UNTOLD and _looks_like_html(start, declared)):
        return
    raise FetchError("not-html", f"{host} sent {_sort(declared)} instead of an HTML page", transient=False)


def _looks_like_html(start: bytes, declared: str) -> bool:
    text = start.decode("utf-16", "replace") if _wide(start) else start.decode("latin-1")
    text = text.lower()
    if re.search(r"<!doctype html|<html\b|<body\b|<head\b", text):
        return True
    if declared in {"text/xml", "application/xml"} or text.startswith("<?xml"):
        return False
    fragment = re.search(
        r"<(?:div|p|ul|ol|dl|li|h[1-6]|table|tr|section|article|main|br|span|details|nav|header)\b", text
    )
    return fragment is not None or (not declared and not text.startswith(("{", "[")))


def _wide(start: bytes) -> bool:
    """Whether the bytes are UTF-16, with a byte order mark or by the zero in every other byte."""
    return start.startswith(_UTF_16) or start[:2] in {b"<\x00", b"\x00<"}


def _sort(declared: str) -> str:
    return f"content of type {declared}" if declared else "content of no known type"


def _bare(host: str) -> str:
    return host.lower().rstrip(".").removeprefix("www.")


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status}"
