"""How a page was read, in words: "ordered list, year in h3, 9 groups"."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from page_watch.parsers.timeline.labels import Edge
from page_watch.parsers.timeline.lines import GAP
from page_watch.parsers.timeline.page import Box, Line
from page_watch.parsers.timeline.traits import RANKED

if TYPE_CHECKING:
    from page_watch.parsers.timeline.marks import Mark
    from page_watch.parsers.timeline.readings import Reading
    from page_watch.parsers.timeline.records import Record, Row

_FORMS = {
    "ol": "ordered list",
    "ul": "unordered list",
    "dl": "definition list",
    "details": "folds",
    "tr": "table",
    "td": "table",
    "li": "list",
    "p": "paragraphs",
}


def strategy(reading: Reading) -> str:
    """The form of the timeline, where its labels stand, and how many labels have text."""
    form = Counter(_form(row, record) for row in reading.rows for record in row.records if record.mark is not None)
    place = Counter(map(_place, reading.marks))
    groups = f"{reading.filled} group{'' if reading.filled == 1 else 's'}"
    return f"{form.most_common(1)[0][0]}, {place.most_common(1)[0][0]}, {groups}"


def _form(row: Row, record: Record) -> str:
    node = record.nodes[0]
    tags = [node.tag if isinstance(node, Box) else "line", *(box.tag for box in row.parent.around())]
    if tags[0] in RANKED:
        return "headings"
    if isinstance(node, Line):
        return "lines parted by breaks" if len(row.records) > 1 else "lines"
    for tag in tags[:3]:
        if tag in _FORMS and not (tag == "li" and tags[1] in _FORMS):
            return _FORMS[tag]
    return "cards" if row.boxed else "blocks"


def _place(place: Mark) -> str:
    line = place.line
    if place.menu:
        return "year in a menu"
    if place.title is not None:
        return f"year at the end of {line.parent.tag}"
    elements = (span.tag for span in line.spans if span.start == 0 and span.end <= max(place.rest, 1))
    inline = next((tag for tag in elements if tag != GAP), None)
    if place.edge is not Edge.WHOLE and inline is None:
        return f"year at the start of {line.parent.tag}"
    return f"year in {inline or line.parent.tag}"
