"""Atom (RFC 4287): every change is an entry, newest first, with an id that never changes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree import ElementTree as Xml

from page_watch.cli.exports import History, is_web
from page_watch.text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from page_watch.model.history import Logged
    from page_watch.model.milestone import Change

NAMESPACE = "http://www.w3.org/2005/Atom"

NOT_YET = datetime(1970, 1, 1, tzinfo=UTC)
"""``updated`` is required, and stands for "never" where there is no version yet."""


def write(histories: Sequence[History]) -> str:
    """One feed, with the changes of every watch in it."""
    Xml.register_namespace("", NAMESPACE)
    feed = Xml.Element(_tag("feed"))
    title = histories[0].title if len(histories) == 1 else "page-watch"
    _add(feed, "id", _id(*(_identity(history) for history in histories)))
    _add(feed, "title", f"{title}: changes" if len(histories) == 1 else "page-watch: changes of all watches")
    _add(feed, "updated", max((_updated(history) for history in histories), default=NOT_YET).isoformat())
    _add(_add(feed, "author"), "name", "page-watch")
    _add(feed, "generator", "page-watch")
    if len(histories) == 1:
        _link(feed, histories[0])
    entries = [(logged, history) for history in histories for logged in history.changes]
    for logged, history in sorted(entries, key=lambda entry: entry[0].detected_at, reverse=True):
        _entry(feed, logged, history)
    Xml.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + Xml.tostring(feed, encoding="unicode") + "\n"


def _entry(feed: Xml.Element, logged: Logged, history: History) -> None:
    change = logged.change
    entry = _add(feed, "entry")
    place = f"{_identity(history)} {logged.version} {change.milestone} {change.kind.value}"
    _add(entry, "id", _id(place))
    _add(entry, "title", f"{history.title}: {change.kind.value} ({change.now.year or 'undated'}): {change.now.text}")
    _add(entry, "updated", logged.detected_at.isoformat())
    _link(entry, history)
    _add(entry, "category").set("term", change.kind.value)
    _add(entry, "content", _html(change)).set("type", "html")


def _html(change: Change) -> str:
    """What changed, the words marked with ``del`` and ``ins``."""
    from html import escape

    from page_watch.matching.marks import Op, marks

    if change.before is None:
        said = escape(change.now.text)
    else:
        tags = {Op.SAME: "{}", Op.DELETED: "<del>{}</del>", Op.INSERTED: "<ins>{}</ins>"}
        said = "".join(tags[mark.op].format(escape(mark.text)) for mark in marks(change.before.text, change.now.text))
    years = escape(change.now.year or "undated")
    if change.before is not None and change.before.year != change.now.year:
        years = f"<del>{escape(change.before.year or 'undated')}</del> <ins>{years}</ins>"
    links = "".join(f'<li><a href="{escape(url)}">{escape(url)}</a></li>' for url in change.now.links if is_web(url))
    return f"<p><b>{years}</b>: {said}</p>" + (f"<ul>{links}</ul>" if links else "")


def _identity(history: History) -> str:
    """What tells this history from all others: two installations may well give a watch the same name."""
    return f"{history.watch} {history.begun.isoformat() if history.begun else ''}"


def _id(*parts: str) -> str:
    space: UUID = uuid5(NAMESPACE_URL, "urn:page-watch")
    return uuid5(space, "\n".join(parts)).urn


def _updated(history: History) -> datetime:
    changed = [logged.detected_at for logged in history.changes[:1]]
    return max([NOT_YET, *([history.begun] if history.begun else []), *changed])


def _link(parent: Xml.Element, history: History) -> None:
    if history.url is not None and is_web(history.url):
        link = _add(parent, "link")
        link.set("rel", "alternate")
        link.set("href", history.url)


def _add(parent: Xml.Element, name: str, text: str | None = None) -> Xml.Element:
    element = Xml.SubElement(parent, _tag(name))
    element.text = None if text is None else _xml(text)
    return element


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _xml(text: str) -> str:
    """The text without what XML 1.0 cannot hold, not even escaped."""
    return re.sub("[\ufffe\uffff]", "\ufffd", printable(text))
