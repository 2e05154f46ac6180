"""Readings: one way to take the page as a timeline each, from the labels it starts with to what they tell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from page_watch.model.milestone import Milestone
from page_watch.parsers.timeline.entries import echoes, entries_of
from page_watch.parsers.timeline.grain import Grain, Unit
from page_watch.parsers.timeline.labels import Edge
from page_watch.parsers.timeline.marks import HEADINGS, Mark
from page_watch.parsers.timeline.records import Row, arrange
from page_watch.parsers.timeline.worth import belongs, chapter_around, context, heading_above, worth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from page_watch.parsers.timeline.page import Line, Page
    from page_watch.parsers.timeline.shapes import Label

_LONE = 1.5
"""What a reading with a single label is worth at most: it may have taken the rest of the page for its text."""

_Told = list[tuple[Milestone, "list[Line]"]]
"""What a row tells: each milestone and the lines it was read from."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take the page. ``score`` is what it is worth; ``empty`` is how many of its labels have no text."""

    marks: list[Mark]
    rows: list[Row]
    milestones: tuple[Milestone, ...]
    taken: frozenset[int]
    filled: int
    empty: int
    score: float


def read(group: list[Mark], page: Page, base_url: str, rows: list[Row] | None = None) -> Reading | None:
    """The reading that starts from these labels, arranged in rows by the tree if they are not yet."""
    rows = rows or arrange(group)
    entries = entries_of(rows)
    again, unused = echoes([entry for row in entries for entry in row])
    grain = Grain(
        [entry.lines for row in entries for entry in row],
        [entry.mark for row in entries for entry in row if entry.mark is not None] + group,
        again,
    )
    told: list[_Told] = []
    filled = empty = 0
    for row in entries:
        mine: _Told = []
        for entry in row:
            units = grain.units(entry.lines, entry.mark, entry.root, last=entry.last)
            if entry.mark is not None:
                filled += bool(units)
                empty += not units
            mine += [(milestone(entry.label, unit, grain, base_url), unit.lines()) for unit in units]
        told.append(mine)
    told = _of_one_sort(page, rows, _once(told))
    pairs = sorted((pair for mine in told for pair in mine), key=lambda pair: pair[1][0].number)
    if not filled or not pairs:
        return None
    milestones = tuple(milestone for milestone, _ in pairs)
    lines = [line for _, unit in pairs for line in unit]
    taken = frozenset(line.number for line in lines) | {place.line.number for place in group}
    ending = sum(map(_ends_a_line, group)) / len(group)
    score = worth(milestones, lines, filled / (filled + empty), ending) * context(page, rows)
    score *= (filled + empty) / (filled + empty + unused)
    lone = len(group) == 2 and group[0].edge is not group[1].edge  # two that are no pair
    if filled == 1 or lone:
        score = min(score, _LONE)
    return Reading(group, rows, milestones, taken, filled, empty, score)


def _ends_a_line(place: Mark) -> bool:
    """Whether a label only ends a line that is no heading, as in a list of books."""
    return place.title is not None and place.edge is Edge.NONE and place.line.parent.tag not in HEADINGS


def milestone(label: Label | None, unit: Unit, grain: Grain, base_url: str) -> Milestone:
    """The milestone of a label and the lines it tells, the addresses in them made absolute."""
    links = dict.fromkeys(
        address
        for line in unit.lines() + unit.links
        if line.spans
        for href in line.links
        if (address := _absolute(base_url, href)) is not None
    )
    text = grain.text(unit)
    if label is None:
        return Milestone(None, None, None, text, tuple(links))
    return Milestone(label.printed, label.start, label.end, text, tuple(links))


@lru_cache(maxsize=16)
def _origin(base_url: str) -> str:
    """The scheme and host of a page's address; empty for one of another sort."""
    return urljoin(base_url, "/").rstrip("/") if base_url.startswith(("http://", "https://")) else ""


@lru_cache(maxsize=4096)
def _absolute(base_url: str, href: str) -> str | None:
    """The absolute address of a link; None for one that leads nowhere."""
    if href.strip() in {"", "#"}:
        return None
    if href.startswith("/") and not href.startswith("//") and "/." not in href and _origin(base_url):
        return f"{_origin(base_url)}{href.strip()}"  # most links of most pages: urljoin takes ten times as long
    try:
        address = urljoin(base_url, href.strip())
    except ValueError:  # "http://[": no address at all
        return None
    return address if address.startswith(("http://", "https://", "mailto:")) else None


def _once(told: list[_Told]) -> list[_Told]:
    """What a page holds twice for the machine's sake, once: a copy for small screens, the slides a carousel clones."""
    seen: set[tuple[tuple[str | None, str], ...]] = set()
    once = []
    for mine in told:
        said = tuple((milestone.year, milestone.text) for milestone, _ in mine)
        half = len(said) // 2
        if len(said) > 5 and len(said) % 2 == 0 and said[:half] == said[half:]:
            mine, said = mine[:half], said[:half]
        elif len(said) > 3 and said[0] == said[-2] and said[1] == said[-1]:
            mine, said = mine[1:-1], said[1:-1]
        if len(said) > 1 and said in seen:
            mine = []
        seen.add(said)
        once.append(mine)
    return once


def _of_one_sort(page: Page, rows: Sequence[Row], told: list[_Told]) -> list[_Told]:
    """Without the rows under a heading of news, or of another thing than history, where others stand under history."""
    contexts = [context(page, [row]) for row in rows]
    if len(rows) < 2 or max(contexts) < 1.0:
        return told
    history = next((heading_above(page, [row]) for row, value in zip(rows, contexts, strict=True) if value > 1), None)
    chapter = range(0) if history is None else chapter_around(page, history)
    going_on = _in_order(rows)
    return [
        mine if value >= 1.0 and (going_on or history is None or belongs(page, row, history, chapter)) else []
        for row, mine, value in zip(rows, told, contexts, strict=True)
    ]


def _in_order(rows: Sequence[Row]) -> bool:
    """Whether the years go on in one direction from row to row: what stands between is a chapter of the same."""
    years = [record.label.start for row in rows for record in row.records if record.label and record.label.start]
    return years == sorted(years) or years == sorted(years, reverse=True)
