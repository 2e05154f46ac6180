"""Marks: the places of a page where a year label stands, sorted by the path that leads to them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from page_watch.parsers.timeline.labels import LONGEST, Edge, Label, leading, trailing, yearless
from page_watch.parsers.timeline.page import Line, Page

HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "th"])
BOLD: Final = frozenset(["b", "strong"])
CONTROLS: Final = frozenset(["a", "button", "label"])
_COUNTER = re.compile(r"[(\[]?\d{1,5}[)\]]?")
_MENU = 3
"""So many labels one after another with nothing between them are a menu."""

_MOST = 0.6
"""A label parted by a mere space counts where so great a share of its likes begins with one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A label in its place. ``text`` is what its line says beside it, ``title`` whether that names the entry."""

    line: Line
    label: Label
    edge: Edge
    rest: int
    title: str | None = None

    @property
    def text(self) -> str:
        """What the line says beside the label; a counter ("2019 (12)") says nothing."""
        if self.title is not None:
            return self.title
        rest = self.line.text[self.rest :]
        return "" if _COUNTER.fullmatch(rest) else rest


def mark(line: Line, *, within: bool = False) -> Mark | None:
    """The mark of a line, if it begins with a label, or is a heading that ends with one.

    ``within`` takes a month or a day without a year too: what stands under a year needs none of its own.
    """
    text = line.text
    if (
        not within
        and not any(map(str.isdecimal, text[:LONGEST]))
        and not (line.parent.tag in HEADINGS and any(map(str.isdecimal, text[-8:])))
    ):
        return None
    ends = tuple(sorted({span.end for span in line.spans if span.end < LONGEST}))
    found = leading(text[: LONGEST + 40], ends)
    if found is not None:
        rest = found.rest if found.edge is not Edge.WHOLE else len(text)
        return Mark(line, found.label, found.edge, rest)
    if within:
        found = yearless(text[: LONGEST + 40], ends)
        if found is not None:
            rest = found.rest if found.edge is not Edge.WHOLE else len(text)
            return Mark(line, found.label, found.edge, rest)
    if line.parent.tag in HEADINGS or line.covered(BOLD):
        tail = trailing(text)
        if tail is not None:
            title, label, sharp = tail
            return Mark(line, label, Edge.SHARP if sharp else Edge.NONE, len(text), title)
    return None


def marks(page: Page) -> list[Mark]:
    """The marks of a page outside its chrome in page order, menus of years left out."""
    found = [place for line in page.lines if not line.chrome and (place := mark(line)) is not None]
    menus = set()
    for run in _runs(found):
        if len(run) >= _MENU:
            links = all(place.line.covered(CONTROLS) for place in run)
            menus |= {place.line.number for place in (run if links else run[:-1])}
    return [place for place in found if place.line.number not in menus]


def _runs(found: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Bare labels on one path, one after another with no line between them."""
    run: list[Mark] = []
    for place in found:
        if place.text or (
            run and (place.line.number != run[-1].line.number + 1 or place.line.parent.path != run[-1].line.parent.path)
        ):
            yield run
            run = []
        if not place.text:
            run.append(place)
    yield run


def groups(found: Iterable[Mark], lines: Sequence[Line]) -> list[list[Mark]]:
    """Marks sorted by the path to them. Those parted by a mere space count only where most of their likes are marks."""
    paths: defaultdict[int, list[Mark]] = defaultdict(list)
    for place in found:
        paths[place.line.parent.path].append(place)
    weak = {path for path, group in paths.items() if any(place.edge is Edge.NONE for place in group)}
    boxes: defaultdict[int, set[int]] = defaultdict(set)
    for line in lines:
        if line.parent.path in weak and not line.chrome:
            boxes[line.parent.path].add(id(line.parent))
    kept = []
    for path, group in paths.items():
        if path in weak:
            share = len({id(place.line.parent) for place in group}) / len(boxes[path])
            if share < _MOST or len(group) < _MENU:
                group = [place for place in group if place.edge is not Edge.NONE]
        if group:
            kept.append(group)
    return kept
