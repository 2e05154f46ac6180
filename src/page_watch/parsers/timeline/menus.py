"""Menus of years: labels one after another with nothing between them, that lead to the texts or show them.

ul ── 2010 · 2012 · 2015         div                        The menu is left out. It lends its labels to the panels
                                 ├── div ── "Founded"       it shows: those it names, or as many in a row beside it.
                                 ├── div ── "Moved"
                                 └── div ── "Opened"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from page_watch.parsers.timeline.labels import Edge
from page_watch.parsers.timeline.marks import Mark, mark
from page_watch.parsers.timeline.page import Box, Line, Page
from page_watch.parsers.timeline.words import TURNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MENU: Final = 3
"""So many labels one after another with nothing between them are a menu."""
_CONTROLS: Final = frozenset(["a", "button", "label"])
_NOWHERE = re.compile(r"\s*(?:#\d*|javascript:.*)?\s*", re.I | re.S)


def menus(page: Page, every: Sequence[Mark]) -> tuple[set[int], list[Mark]]:
    """The lines of the menus of years among the marks of a page, and the marks that they lend to what they show."""
    of_menus: set[int] = set()
    lent: list[Mark] = []
    for run in _runs(every):
        if len(run) >= MENU:
            numbers = {place.line.number for place in run}
            given = _lent(page, run)
            lent += given
            links = all(place.line.covered(_CONTROLS) for place in run)
            of_menus |= numbers if links or given else numbers - {run[-1].line.number}
    return of_menus, lent


def _lent(page: Page, run: Sequence[Mark]) -> list[Mark]:
    """The labels of a menu, given to the panels it shows: those it names, or as many in a row beside it."""
    panels = [page.named.get(target) for place in run if (target := _shown(page, place))]
    if len(panels) < len(run) or None in panels:
        panels = list[Box | None](_row_beside(page, run))
    if len(panels) != len(run):
        return []
    firsts = [
        next((line for line in panel.lines() if any(map(str.isalpha, line.text))), None) if panel else None
        for panel in panels
    ]
    lines = [line for line in firsts if line is not None]
    if any(not page.shows(line) for line in lines):
        return []  # a panel inside what stays hidden
    if len(lines) < MENU or len({line.number for line in lines}) < len(lines) or any(mark(line) for line in lines):
        return []
    return [
        Mark(line, place.label, Edge.SHARP, 0, line.text, menu=run[0].line.number + 1)
        for place, line in zip(run, firsts, strict=True)
        if line is not None and not line.chrome
    ]


def _shown(page: Page, place: Mark) -> str | None:
    """The id of what a click on a label shows."""
    for href in place.line.links:
        if href.startswith("#"):
            return href[1:]
    return next((page.controls[id(box)] for box in place.line.parent.around() if id(box) in page.controls), None)


def _only_leads_on(box: Box) -> bool:
    return all(line.covered(_CONTROLS) for line in box.lines())


def _turns(line: Line) -> bool:
    """Whether a line is a control that leads nowhere else, or names one: "Prev", "Next"."""
    if TURNS.fullmatch(line.text) is not None:
        return True
    return line.covered(_CONTROLS) and all(_NOWHERE.fullmatch(href) for href in line.links)


def _row_beside(page: Page, run: Sequence[Mark]) -> list[Box]:
    """The boxes in a row that are as many as the labels of a menu, right after it or right before it."""
    after = run[-1].line.number + 1
    while after < len(page.lines) and _turns(page.lines[after]):
        after += 1  # buttons that turn the pages of the menu
    for beside in (after, run[0].line.number - 1):
        if not 0 <= beside < len(page.lines):
            continue
        for box in page.lines[beside].parent.around():
            if len(box.children) == len(run):
                row = [child for child in box.children if isinstance(child, Box) and any(True for _ in child.lines())]
                numbers = [line.number for line in box.lines()]
                if len(row) == len(run) and beside in {numbers[0], numbers[-1]} and not any(map(_only_leads_on, row)):
                    return row
            if box is run[0].line.parent.parent:
                break
    return []


def _runs(found: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Bare labels on one path, one after another with no line between them."""
    run: list[Mark] = []
    for place in found:
        if place.text or (run and (place.line.number != run[-1].line.number + 1 or _way(place) != _way(run[-1]))):
            yield run
            run = []
        if not place.text:
            run.append(place)
    yield run


def _way(place: Mark) -> int:
    """The path to a label; for one in a table, the path to its row."""
    box = place.line.parent
    return box.parent.path if box.tag in {"td", "th"} and box.parent is not None else box.path
