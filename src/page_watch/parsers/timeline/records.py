"""Records: from the labels that stand on one path to the block of the page that belongs to each.

A label's *root* is the outermost element around it that holds no other of these labels. Roots stand in a row below
one parent. Either they hold the text too, or the text stands between one root and the next:

    ul                              div
    ├── li  root: h3 2019, p, p     ├── h3 2019   root          The record of 2019 is its root, and what stands
    └── li  root: h3 2018, p        ├── p         follows       between it and the next root, where the page
                                    ├── h3 2018   root          has such followers as a rule.
                                    └── p         follows
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from page_watch.parsers.timeline.ends import UNRANKED, holds_text, is_dated, rank_of, trim
from page_watch.parsers.timeline.page import Box, Line, is_row, lines_of, tag_of
from page_watch.parsers.timeline.undated import strike

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from page_watch.parsers.timeline.marks import Mark
    from page_watch.parsers.timeline.shapes import Label

_ITEMS: Final = frozenset(["li", "tr", "article", "section", "div", "details", "dl", "dd", "figure"])
_ROW: Final = 3
"""So many roots below one parent are a row of their own, whatever the others are."""

_CARRIED = (3, 0.3)
"""So many items without a label, and so great a share of all, have a label that stands once for several."""


@dataclass(slots=True)
class Record:
    """A label (None: undated) and the nodes of the page that belong to it. ``mark`` is where the label stands."""

    label: Label | None
    mark: Mark | None
    nodes: list[Box | Line]

    def lines(self) -> Iterator[Line]:
        """The lines of the record, in page order."""
        for node in self.nodes:
            for line in lines_of(node):
                if not line.chrome:
                    yield line


@dataclass(slots=True)
class Row:
    """The records below one parent, and what stands there beside them."""

    parent: Box
    records: list[Record] = field(default_factory=list)
    rest: list[Box | Line] = field(default_factory=list)
    boxed: bool = True


def arrange(marks: Sequence[Mark]) -> list[Row]:
    """The rows of records that these labels make, in page order."""
    roots = _roots(marks)
    most = 2 * sum(holds_text(root, place) for root, place in roots) >= len(roots)
    rows: dict[int, Row] = {}
    by_parent: dict[int, dict[int, Mark]] = {}
    holding: Counter[int] = Counter()
    for root, place in roots:
        parent = root.parent
        assert parent is not None
        rows.setdefault(id(parent), Row(parent))
        by_parent.setdefault(id(parent), {})[id(root)] = place
        holding[id(parent)] += holds_text(root, place)
    for key, row in rows.items():
        row.boxed = most and (holding[key] > 0 or len(by_parent[key]) == 1)
    tags = Counter(_kind(root) for root, _ in roots)
    likely = {kind for kind, count in tags.items() if 4 * count >= len(roots)} if most else set()
    items = {kind for kind in likely if kind.split(".")[0] in _ITEMS}
    for key, row in rows.items():
        _fill(row, by_parent[key], items if row.boxed else set())
    strike(list(rows.values()))
    for row in rows.values():
        _lead(row)
    trim([row for row in rows.values() if row.boxed], flowing=not items)
    trim([row for row in rows.values() if not row.boxed], flowing=True)
    for row in rows.values():
        _carry(row)
    return list(rows.values())


def in_line(marks: Sequence[Mark], lines: Sequence[Line]) -> list[Row]:
    """One row of records that run from one label to the next, whatever the tree.

    Where elements are not closed each stands inside the one before, and nothing stands in a row. The last record goes
    on while it looks like the others.
    """
    ends = [place.line.number for place in marks[1:]]
    usual = {
        line.parent.kind for place, end in zip(marks, ends, strict=False) for line in lines[place.line.number + 1 : end]
    }
    last = marks[-1].line.number + 1
    while last < len(lines) and lines[last].parent.kind in usual and not lines[last].chrome:
        last += 1
    row = Row(marks[0].line.parent, boxed=False)
    for place, end in zip(marks, [*ends, last], strict=True):
        row.records.append(Record(place.label, place, list(lines[place.line.number : end])))
    return [row]


def _roots(marks: Sequence[Mark]) -> list[tuple[Box | Line, Mark]]:
    """The root of each mark, all at one depth where most are: a lone one would reach far beyond its record."""
    counted = [box for place in marks for box in place.line.parent.around()]
    for box in counted:
        box.marks += 1
    roots: list[Box | Line] = []
    for place in marks:
        root: Box | Line = place.line
        while root.parent is not None and root.parent.marks == 1 and root.parent.parent is not None:
            root = root.parent
        roots.append(root)
    for box in counted:
        box.marks = 0
    counts = Counter(root.depth for root in roots)
    beside = Counter(id(root.parent) for root in roots)
    usual = max(counts, key=lambda depth: (counts[depth], depth))
    if len(marks) == 1:
        usual = _alone(marks[0]).depth
    for index, (root, place) in enumerate(zip(roots, marks, strict=True)):
        if root.depth < usual and beside[id(root.parent)] < _ROW:
            node: Box | Line = place.line
            while node.depth > usual and node.parent is not None:
                node = node.parent
            roots[index] = node
    return list(zip(roots, marks, strict=True))


def _alone(place: Mark) -> Box | Line:
    """The outermost element that holds nothing but a label, or its line if that says more."""
    node: Box | Line = place.line
    while not place.text and node.parent is not None and sum(1 for _ in islice(node.parent.lines(), 2)) == 1:
        node = node.parent
    return node


def _kind(node: Box | Line) -> str:
    """What sort of thing a node is; a row of a table is a row, whatever its class."""
    return "line" if isinstance(node, Line) else "tr" if is_row(node) else node.kind


def _fill(row: Row, roots: dict[int, Mark], items: set[str]) -> None:
    """Deal the children of the row's parent out to records, in order."""
    record: Record | None = None
    for child in row.parent.children:
        place = roots.get(id(child))
        if place is not None:
            record = Record(place.label, place, [child])
            row.records.append(record)
        elif record is None and is_row(child) and not any(map(is_row, row.rest)):
            row.rest.append(child)  # the heads of the columns
        elif _kind(child) in items and any(True for _ in lines_of(child)):
            record = Record(None, None, [child])
            row.records.append(record)
        elif record is None:
            row.rest.append(child)
        else:
            record.nodes.append(child)


def _lead(row: Row) -> None:
    """Where each label stands below a title of its own ("Foundation", 2014, text), that is part of its record."""
    first, inner = row.records[0], row.records[:-1]
    before = row.rest[-1] if row.rest else None
    if before is None or not inner or rank_of(before) == UNRANKED or first.mark is None or is_dated(before):
        return
    if all(len(record.nodes) > 1 and tag_of(record.nodes[-1]) == tag_of(before) for record in inner):
        for record, following in zip(reversed(inner), reversed(row.records), strict=False):
            following.nodes.insert(0, record.nodes.pop())
        first.nodes.insert(0, row.rest.pop())


def _carry(row: Row) -> None:
    """Where a label stands once for several items, the items after it have it too.

    In a table that is an empty cell, or a cell that reaches over several rows. In a list or a carousel it is told
    from a single item that has no date by being the rule.
    """
    bare = [record for record in row.records if record.mark is None]
    if not bare or row.records[0].mark is None:
        return
    table = row.records[0].nodes[0]
    dated = row.records[::2]
    if (
        len(bare) > 1
        and not is_row(row.records[0].nodes[0])
        and row.records[1::2] == bare
        and all(record.mark is not None for record in dated)
    ):
        for record, follower in zip(dated, bare, strict=False):
            record.nodes += follower.nodes
        row.records = dated
        return
    rule = len(bare) >= _CARRIED[0] and len(bare) >= _CARRIED[1] * len(row.records)
    label: Label | None = None
    columns: set[int] = set()
    width = len(table.children) if isinstance(table, Box) else 0
    for record in row.records:
        if record.mark is not None:
            label = record.label
            node = record.nodes[0]
            width = len(node.children) if isinstance(node, Box) else 0
            columns.update(box.path for box in record.mark.line.parent.around() if box.parent is node)
        elif is_row(record.nodes[0]):
            cells = record.nodes[0].children if isinstance(record.nodes[0], Box) else []
            if len(cells) < width or any(_is_empty(cell, columns) for cell in cells):
                record.label = label
        elif rule or tag_of(record.nodes[0]) == "dl":
            record.label = label


def _is_empty(cell: Box | Line, columns: set[int]) -> bool:
    """Whether a cell stands in the column of the labels and says nothing."""
    return isinstance(cell, Box) and cell.path in columns and not any(True for _ in lines_of(cell))
