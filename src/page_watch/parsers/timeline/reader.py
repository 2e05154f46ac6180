"""From a page's text to what it tells."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from page_watch.guards import explain
from page_watch.lookalikes import turned_away
from page_watch.model import Parsed
from page_watch.parsers.timeline import readings
from page_watch.parsers.timeline.page import Page
from page_watch.parsers.timeline.readings import Reading
from page_watch.parsers.timeline.walk import read, soup
from page_watch.settings import Select

_LEAST = 1.0
"""A reading worth less tells too little to be a timeline."""

_CERTAIN = 10.0
"""A reading worth as much stands, whatever the page's headings say."""


def parse(html: str, base_url: str, select: Select) -> Parsed:
    """See ``page_watch.parsers.timeline.parse``."""
    with _uncollected():
        page = read(soup(html))
        reading = readings.best(page, base_url)
        if reading is None or not _believed(page, reading):
            raise explain(html)
        problem = turned_away(page.title, _heads(page)) if reading.score < _CERTAIN else None
        if problem is not None:
            raise problem
        leftovers = tuple(_leftovers(page, reading))
    return Parsed(reading.milestones, "?", leftovers)


def _believed(page: Page, reading: Reading) -> bool:
    return reading.score >= _LEAST and (reading.filled > 1 or readings.told_by(page))


def _heads(page: Page) -> list[str]:
    """The headings that speak for the whole page."""
    return [line.text for line in page.lines if line.parent.tag in {"h1", "h2"} and not line.chrome][:3]


def _leftovers(page: Page, reading: Reading) -> Iterator[str]:
    for row in reading.rows:
        for line in row.parent.lines():
            if line.number not in reading.taken:
                yield line.text


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage meanwhile: trees that only grow are searched again and again, and nothing is found."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
