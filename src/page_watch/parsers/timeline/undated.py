"""Undated items: which boxes without a label, in a row of records, are records nevertheless.

div                                  A list item among list items is one. Any other box must be shaped like the
├── section  h1 "Our history"        records: it says more than a heading, and before the first or after the last
├── section  h2 1982, p              record each of its lines stands where one of theirs does, and none where
├── section  p                       theirs have the label. So only the third of these sections is undated.
├── section  h2 1996, p
└── section  h2 "Work with us", p
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from page_watch.parsers.timeline.labels import Edge
from page_watch.parsers.timeline.marks import Mark
from page_watch.parsers.timeline.page import Box, is_row
from page_watch.parsers.timeline.shapes import Label
from page_watch.parsers.timeline.traits import RANKED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from page_watch.parsers.timeline.records import Record, Row

_WORDED: Final = 32
"""What stands in the labels' column of a table is a label where it is shorter than this: "unknown", "pre-Roman"."""

_LISTED: Final = frozenset(["li", "tr", "dd"])


class Shape:
    """What the labelled records of some rows have in common: where their lines stand, and where their labels."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.lines: set[int] = set()
        self.labels: set[int] = set()
        self.headings_only = True
        for record in records:
            if record.mark is None:
                continue
            for line in record.lines():
                if line is record.mark.line and record.mark.edge is Edge.WHOLE:
                    self.labels.add(line.parent.path)
                else:
                    self.lines.add(line.parent.path)
                    self.headings_only &= line.parent.tag in RANKED

    def fits(self, record: Record, *, between: bool) -> bool:
        """Whether an unlabelled record is shaped so; ``between`` labelled ones it may say it in other elements."""
        node = record.nodes[0]
        if isinstance(node, Box) and node.tag in _LISTED:
            return True
        told = list(record.lines())
        if between and all(any(box.tag == "blockquote" for box in line.parent.around()) for line in told):
            return False  # what somebody said, between two entries
        if not self.headings_only and all(line.parent.tag in RANKED for line in told):
            return False
        return between or all(line.parent.path in self.lines for line in told)

    def worded(self, record: Record) -> Mark | None:
        """The label in words of a row of a table: whatever stands in the labels' column."""
        told = list(record.lines()) if is_row(record.nodes[0]) else []
        for line in told:
            if line.parent.path in self.labels and len(line.text) < _WORDED:
                label = Label(line.text, None, None)
                return Mark(line, label, Edge.WHOLE, len(line.text), "") if len(told) > 1 else None
        return None


def strike(rows: Sequence[Row]) -> None:
    """Take the unlabelled boxes out of the records that are other parts of the page: its heading, its next section."""
    if all(record.mark is not None for row in rows for record in row.records):
        return  # as in most pages
    shape = Shape(record for row in rows for record in row.records)
    for row in rows:
        labelled = [n for n, record in enumerate(row.records) if record.mark is not None]
        first, last = labelled[0], labelled[-1]
        kept = []
        for n, record in enumerate(row.records):
            if record.mark is None:
                record.mark = shape.worded(record)
                record.label = record.mark.label if record.mark is not None else None
            head = n < first and is_row(record.nodes[0])  # rows above the first with a label are heads
            if record.mark is not None or (not head and shape.fits(record, between=first < n < last)):
                kept.append(record)
            else:
                row.rest += record.nodes
        row.records = kept
