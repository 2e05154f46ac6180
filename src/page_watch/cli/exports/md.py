"""Markdown (CommonMark): the milestones under their years, then the changes, newest first."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote

from page_watch.cli.exports import History, is_web
from page_watch.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from page_watch.model.milestone import Change, Milestone


def write(histories: Sequence[History]) -> str:
    """One part for each watch."""
    return "\n".join(line for history in histories for line in _part(history))


def escaped(text: str) -> str:
    """The text as it is, whatever Markdown would make of its signs."""
    safe = re.sub(r"([\\`*_\[\]<>&|~$])", r"\\\1", printable(text))
    safe = re.sub(r"^([-+=#])", r"\\\1", safe)
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", safe)


def _part(history: History) -> Iterator[str]:
    yield from (f"# {escaped(history.title)}", "")
    edition = history.edition
    if edition is None:
        yield from ("No version yet.", "")
        return
    where = f"<{_address(history.url)}>, " if history.url and is_web(history.url) else ""
    yield from (f"{where}version {edition.number}, accepted {edition.accepted_at.isoformat()}.", "")
    for label, group in groupby(edition.known, key=lambda known: known.milestone.year):
        yield from (f"## {escaped(label or 'undated')}", "")
        for known in group:
            missing = " (missing now)" if known.missing_since else ""
            yield f"- {_item(known.milestone)}{missing}"
        yield ""
    if history.changes:
        yield from ("## Changes", "")
        for logged in history.changes:
            yield f"- {logged.detected_at.isoformat()}, version {logged.version}: {_change(logged.change)}"
        yield ""


def _item(milestone: Milestone) -> str:
    links = [f"[{number}]({_address(url)})" for number, url in enumerate(filter(is_web, milestone.links), 1)]
    return " ".join([escaped(milestone.text), *links])


def _change(change: Change) -> str:
    said = f"{change.kind.value} ({escaped(change.now.year or 'undated')}): {escaped(change.now.text)}"
    if change.before is None:
        return said
    return f"{said} (before, {escaped(change.before.year or 'undated')}: {escaped(change.before.text)})"


def _address(url: str) -> str:
    return quote(url, safe=":/?#@!$&'*+,;=%~-._")
