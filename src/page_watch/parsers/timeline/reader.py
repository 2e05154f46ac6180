"""From a page's text to what it tells."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from page_watch.errors import NotThePage
from page_watch.guards import explain
from page_watch.model.milestone import Parsed
from page_watch.parsers.timeline import choice
from page_watch.parsers.timeline.pinned import Pins
from page_watch.parsers.timeline.strategy import strategy
from page_watch.parsers.timeline.tree import soup
from page_watch.parsers.timeline.walk import read
from page_watch.parsers.timeline.worth import told_by
from page_watch.settings import Select

if TYPE_CHECKING:
    from collections.abc import Iterator

    from page_watch.parsers.timeline.page import Page
    from page_watch.parsers.timeline.readings import Reading

_LEAST = 0.6
"""A reading worth less tells too little to be a timeline."""

_HUGE = 2_000_000

_CERTAIN = 10.0
"""A reading worth as much stands, whatever the page's headings say."""


def parse(html: str, base_url: str, select: Select) -> Parsed:
    """See ``page_watch.parsers.timeline.parse``."""
    with _uncollected():
        if select != Select():
            return _pinned(html, base_url, select)
        page = read(soup(html))
        if len(html) > _HUGE:
            gc.collect()  # the tree, which nothing but its own cycles holds, goes before as much again is made
        reading = _believed(page, base_url) or (_believed(page, base_url) if page.print_dates() else None)
        if reading is None:
            raise explain(html)
        if reading.score < _CERTAIN:
            _doubt(page)
        return _parsed(page, reading)


def _doubt(page: Page) -> None:
    """Raise the problem that the page's title or headings state, if they do."""
    from page_watch.lookalikes import turned_away  # its many patterns are only needed for a page of little worth

    problem = turned_away(page.title, _heads(page))
    if problem is not None:
        raise problem


def _pinned(html: str, base_url: str, select: Select) -> Parsed:
    """The reading of a page on which a watch has pinned something: what was pinned is believed."""
    document = soup(html)
    try:
        pins = Pins(document, select)
    except NotThePage as missing:
        problem = explain(html)
        # A gatekeeper's page matches no selector either: that it is one says more.
        raise problem if type(problem) is not NotThePage else missing from None
    page = read(document, pins.timeline, pins.asked)
    if pins.items:
        told = tuple(pins.milestones(page, base_url))
        if not told:
            raise NotThePage(f"the elements that match select.item, which is {select.item!r}, hold no text")
        return Parsed(told, f"pinned items, {len(told)} of them")
    found = pins.marks(page)
    reading = choice.best(page, base_url, found if pins.years else None)
    if reading is None:
        raise NotThePage("no year with a text was found where the watch's select says that the timeline is")
    parsed = _parsed(page, reading)
    return Parsed(parsed.milestones, f"pinned {parsed.strategy}", parsed.leftovers)


def _parsed(page: Page, reading: Reading) -> Parsed:
    return Parsed(reading.milestones, strategy(reading), tuple(_leftovers(page, reading)))


def _believed(page: Page, base_url: str) -> Reading | None:
    """The best reading of a page, if it tells enough."""
    reading = choice.best(page, base_url)
    if reading is None or reading.score < _LEAST or not (reading.filled > 1 or told_by(page)):
        return None
    return reading


def _heads(page: Page) -> list[str]:
    """The headings that speak for the whole page."""
    return [line.text for line in page.lines if line.parent.tag in {"h1", "h2"} and not line.chrome][:3]


def _leftovers(page: Page, reading: Reading) -> Iterator[str]:
    """The text below the parents of the rows that was not taken."""
    lines = {line.number: line for row in reading.rows for line in row.parent.lines()}
    for number in sorted(lines.keys() - reading.taken):
        yield lines[number].text


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage while a page is read: trees that only grow are searched again and again in vain."""
    collecting = gc.isenabled()
    if collecting:
        gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
