"""Pins: where a watch says by CSS selectors what the timeline, the year labels or the items are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch.errors import ConfigError, NotThePage
from page_watch.parsers.timeline.grain import Grain, Unit
from page_watch.parsers.timeline.groups import marks
from page_watch.parsers.timeline.labels import Edge
from page_watch.parsers.timeline.marks import Mark, mark
from page_watch.parsers.timeline.readings import milestone
from page_watch.parsers.timeline.shapes import Label
from page_watch.parsers.timeline.traits import RANKED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bs4 import BeautifulSoup
    from bs4.element import Tag

    from page_watch.model.milestone import Milestone
    from page_watch.parsers.timeline.page import Line, Page
    from page_watch.settings import Select


class Pins:
    """The elements that the selectors of a watch name on a page.

    Raises ``ConfigError`` for a selector that is none, ``NotThePage`` for one that matches nothing.
    """

    def __init__(self, document: BeautifulSoup, select: Select) -> None:
        self.timeline = _outermost(_matches([document], select.timeline, "timeline")) if select.timeline else []
        scope: Sequence[Tag] = self.timeline or [document]
        self.years = _matches(scope, select.year, "year") if select.year else []
        self.items = _outermost(_matches(scope, select.item, "item")) if select.item else []

    @property
    def asked(self) -> frozenset[int]:
        """The ``id()`` of the elements whose lines are wanted."""
        return frozenset(map(id, [*self.years, *self.items]))

    def marks(self, page: Page) -> list[Mark]:
        """The labels: those in the pinned elements, whatever they look like, or those found as on any page."""
        if not self.years:
            return marks(page)
        places = [_label(lines[0]) for year in self.years if (lines := page.asked.get(id(year)))]
        return sorted({place.line.number: place for place in places}.values(), key=lambda place: place.line.number)

    def milestones(self, page: Page, base_url: str) -> list[Milestone]:
        """Each pinned item as one milestone, dated by the label in it, or else by the last one before it."""
        places = self.marks(page)
        by_line = {place.line.number: place for place in places}
        units = [lines for item in self.items if (lines := page.asked.get(id(item)))]
        grain = Grain(units, places)
        told = []
        for lines in units:
            inside = next((by_line[line.number] for line in lines if line.number in by_line), None)
            before = (place for place in reversed(places) if place.line.number < lines[0].number)
            place = inside or next(before, None)
            said = [line for line in lines if grain.said(line)]
            if said:
                told.append(milestone(place.label if place is not None else None, _unit(said), grain, base_url))
        return told


def _unit(lines: list[Line]) -> Unit:
    titled = len(lines) > 1 and lines[0].parent.tag in RANKED | {"dt"}
    return Unit(lines[:1], lines[1:]) if titled else Unit([], lines)


def _label(line: Line) -> Mark:
    """The label in a line that was said to hold one: as it reads, or else as it is printed."""
    return mark(line) or Mark(line, Label(line.text, None, None), Edge.WHOLE, len(line.text), "")


def _matches(scope: Sequence[Tag], selector: str, name: str) -> list[Tag]:
    from soupsieve import SelectorSyntaxError

    try:
        found = list({id(tag): tag for element in scope for tag in element.select(selector)}.values())
    except (SelectorSyntaxError, NotImplementedError, ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ConfigError(f"select.{name}: {selector!r} is no CSS selector: {reason}") from error
    if not found:
        raise NotThePage(f"nothing on the page matches select.{name}, which is {selector!r}")
    return found


def _outermost(tags: list[Tag]) -> list[Tag]:
    """The elements that stand in none of the others."""
    chosen = set(map(id, tags))
    return [tag for tag in tags if not any(id(parent) in chosen for parent in _parents(tag))]


def _parents(tag: Tag) -> Iterator[Tag]:
    parent = tag.parent
    while parent is not None:
        yield parent
        parent = parent.parent
