"""Lookalikes: what a page is when it is not the page, told by its title, its headings and its few words.

Used only after no timeline was found, or when one was found that is hardly worth the name: in the text of a good
page any of these words may occur.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from page_watch.errors import Blocked, CheckError, NotThePage
from page_watch.lookalikes.absences import AWAY, MOVED, NOT_FOUND, OTHER
from page_watch.lookalikes.walls import CHALLENGE, CONSENT, DENIED, LOGIN

if TYPE_CHECKING:
    from page_watch.lookalikes.sort import Sort

_SORTS: Final = (CHALLENGE, NOT_FOUND, DENIED, LOGIN, CONSENT, AWAY, MOVED, *OTHER)
"""The sorts of page, the first that fits is right."""

_DROPPED = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|svg|template|noscript|head)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_MENUS = re.compile(r"<(nav|footer|aside|select)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_TAG = re.compile(r"<[^<>]*>?")
_TITLE = re.compile(r"<title[^<>]*>([^<]*)", re.I)
_HEADING = re.compile(r"<h[1-3]\b[^<>]*>(.{0,400}?)</h[1-3]", re.I | re.S)
_FEW = 1200
"""A page of so few letters has no room for anything but its one message."""

_SCRIPTS = re.compile(r"<script\b", re.I)
_ROOT = re.compile(
    r"<(?:div|main|app-root)\b[^<>]*\bid\s*=\s*[\"']?(?:root|app|__next|__nuxt|___gatsby|q-app|main-app)\b", re.I
)
_PASSWORD = re.compile(r"<input\b[^<>]*\btype\s*=\s*[\"']?password", re.I)
_LOGIN_FORM = re.compile(
    r"SAMLRequest|SAMLResponse|name=[\"']?(?:wresult|RelayState)|ConvergedSignIn|/oauth2?/authorize", re.I
)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_WAITS = re.compile(
    r"\b(?:loading|please wait|chargement|cargando|carregando|caricamento|wird geladen)\b"
    r"|読み込み中|加载中|載入中|로딩",
    re.I,
)


def explain(html: str) -> CheckError:
    """What a page without a timeline looks like. ``html`` may be anything at all."""
    title, headings, shown = _seen(html)
    heads = [title, *headings]
    known = _known(heads, shown, html)
    if known is not None:
        return _problem(known, heads)
    few = len(shown) < _FEW
    if _LOGIN_FORM.search(html) or (_PASSWORD.search(html) and (few or not headings)):
        return Blocked(LOGIN.sentence)
    if not shown:
        return NotThePage(
            "the page shows nothing: its content is left to a script" if _SCRIPTS.search(html) else "the page is empty"
        )
    if shown[:1] in "{[" and not headings:
        return NotThePage("what came is data for programs, not a page")
    return NotThePage(_without_text(html, shown, title))


def turned_away(title: str, headings: list[str]) -> CheckError | None:
    """The problem that a page's title or main headings state in so many words, whatever else is on it."""
    heads = [title, *headings]
    known = _known(heads, "", "")
    return None if known is None else _problem(known, heads)


def _problem(sort: Sort, heads: list[str]) -> CheckError:
    """A sort of page in a sentence, with the title or heading that gave it away, if one did."""
    quoted = next((head for head in heads if sort.head is not None and sort.head.search(head)), "")
    return sort.problem(f"{sort.sentence} (it says “{quoted[:80]}”)" if quoted else sort.sentence)


def _known(heads: list[str], shown: str, html: str) -> Sort | None:
    for sort in _SORTS:
        if sort.source is not None and sort.source.search(html):
            return sort
    for head in heads:
        for sort in _SORTS:
            if head and sort.head is not None and sort.head.search(head):
                return sort
    for sort in _SORTS:
        if shown and len(shown) < _FEW and sort.few is not None and sort.few.search(shown):
            return sort
    return None


def _seen(html: str) -> tuple[str, list[str], str]:
    """The title, the first headings, and the text outside menus and scripts."""
    from html import unescape

    found = _TITLE.search(html)
    title = " ".join(unescape(found[1]).split()) if found else ""
    body = _MENUS.sub(" ", _DROPPED.sub(" ", html))
    headings = [" ".join(unescape(_TAG.sub(" ", text)).split()) for text in _HEADING.findall(body)[:6]]
    shown = " ".join(unescape(_TAG.sub(" ", body)).split())
    noscript = re.findall(r"<noscript[^<>]*>(.{0,600}?)</noscript", html, re.I | re.S) if not shown else []
    return title, [head for head in headings if head], shown or " ".join(_TAG.sub(" ", " ".join(noscript)).split())


def _without_text(html: str, shown: str, title: str) -> str:
    few = len(shown) < _FEW
    named = f" “{title[:80]}”" if title else ""
    years = len(set(_YEAR.findall(shown)))
    if years > 2 and _WAITS.search(shown):
        return f"the page{named} has years, but the texts under them are still to be loaded by a script"
    if _ROOT.search(html) and few:
        return f"the page{named} is an empty shell: its content is left to a script"
    if years > 4:
        return f"the page{named} has years on it, but no texts that belong to them"
    if few and len(_SCRIPTS.findall(html)) > 1:
        return f"the page{named} shows little: its content is probably left to a script"
    return f"the page{named} holds no list of texts by year"
