"""Ends: where the record of a label ends, before what is foreign to it or the heading of what comes next.

h3 2019     label                       p 2019, text
p           its record                  p           its record
h3 2018     label                       p 二、发展时期    the heading of what comes next
p           its record                  p 2018, text
h2 "News"   foreign
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING, Final

from page_watch.parsers.timeline.marks import BOLD, Mark, mark
from page_watch.parsers.timeline.page import Box, Line, lines_of, tag_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from page_watch.parsers.timeline.records import Record, Row

_RANKS: Final = {f"h{rank}": rank for rank in range(1, 7)}
UNRANKED: Final = 9
"""The rank of what is no heading."""

_NUMBERED = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}(?:[)）]|、)|第[一二三四五六七八九十]{1,3}(?:章|节|節|阶段|階段)"
)
"""The number of a heading: 二、发展时期."""

_HEADING: Final = 40
"""A heading that is none to the machine is shorter than this."""

_PLAIN: Final = frozenset(["p", "ul", "ol", "line"])
_TEXTS: Final = _PLAIN | {"div", "dl", "blockquote", "table"}
_LISTS: Final = frozenset(["ul", "ol"])
_SEVERAL: Final = 4
"""Where so many records end with a list and none goes on after one, a paragraph after the last list is a remark."""


def trim(rows: list[Row], *, flowing: bool) -> None:
    """Take away followers that are none: foreign to the other records, or the heading of what comes next."""
    if all(len(record.nodes) == 1 for row in rows for record in row.records):
        return
    habits = Habits([record for row in rows for record in row.records[:-1]], flowing=flowing)
    for row in rows:
        for record in row.records:
            kept = habits.kept(record, last=record is row.records[-1])
            row.rest += record.nodes[kept:]
            del record.nodes[kept:]


class Habits:
    """What follows the labels of some records as a rule. ``records`` are all but the last of each row."""

    def __init__(self, records: Sequence[Record], *, flowing: bool) -> None:
        count = len(records)
        followed = sum(len(record.nodes) > 1 for record in records)
        self.followed = flowing or (count > 0 and 2 * followed >= count)
        self.usual = {tag_of(node) for record in records for node in record.nodes[1:]}
        if flowing and (4 * followed > count or not count):
            self.usual |= _PLAIN if count else _PLAIN | {"div", "dl", "dd", "td", "blockquote", "section"}
        listed = [record for record in records if any(map(_listed, record.nodes))]
        self.closed = len(listed) >= _SEVERAL and not any(map(_goes_on, listed))
        ranked = [{tag_of(node) for node in record.nodes[1:] if _ranked(node)} for record in records]
        heads = Counter(tag for tags in ranked for tag in tags)
        self.titles = {tag for tag, times in heads.items() if 2 * times >= count}
        # a heading at the end is that of what comes next, unless most end so
        self.announced = 2 * _ending(records, _ranked) < count
        self.in_bold = 2 * _ending(records, _in_bold) < count
        self.headed = any(_headed(record, node) for record in records for node in record.nodes[1:])

    def kept(self, record: Record, *, last: bool) -> int:
        """How many nodes of a record are its own, its root among them."""
        nodes = record.nodes
        kept = 1 + len(list(takewhile(lambda n: self._goes_on(record, n, last=last), range(1, len(nodes)))))
        if last:
            return kept
        while self.announced and kept > 1 and _ranked(nodes[kept - 1]):
            kept -= 1
        keep = nodes[:kept]
        if _says_more(record, keep) and (_alone(keep, _numbered) or (self.in_bold and _alone(keep, _in_bold))):
            kept -= 1
        return kept

    def _goes_on(self, record: Record, n: int, *, last: bool) -> bool:
        """Whether a record goes on with its node of this number."""
        node = record.nodes[n]
        own = rank_of(record.nodes[0])
        titles = self.titles | {tag_of(first) for first in record.nodes[1:2] if _titles(record, first)}
        if not self.followed or _ends(node, own, titles):
            return False
        if not last:
            return True
        if not self.headed and _headed(record, node) and tag_of(node) != "dd":
            return False
        if self.closed and _listed(record.nodes[n - 1]) and not _listed(node):
            return False
        return tag_of(node) in self.usual | titles or (
            n == 1 and tag_of(node) in _TEXTS and (_bare(record) or _ranked(record.nodes[0]))
        )


def _ending(records: Sequence[Record], heads: Callable[[Box | Line], bool]) -> int:
    """How many records end with such a heading."""
    return sum(len(record.nodes) > 1 and heads(record.nodes[-1]) for record in records)


def _bare(record: Record) -> bool:
    """Whether the root of a record says nothing but its label: what follows right away is what it tells."""
    return record.mark is not None and not holds_text(record.nodes[0], record.mark)


def _titles(record: Record, first: Box | Line) -> bool:
    """Whether the first node after a label is the title of what it tells: a heading, with no other text before it."""
    return _ranked(first) and len(record.nodes) > 2 and _bare(record)


def _listed(node: Box | Line) -> bool:
    return tag_of(node) in _LISTS


def _goes_on(record: Record) -> bool:
    """Whether a record says more after a list."""
    return any(_listed(before) and not _listed(node) and not _ranked(node) for before, node in pairwise(record.nodes))


def _ranked(node: Box | Line) -> bool:
    return rank_of(node) < UNRANKED


def _headed(record: Record, node: Box | Line) -> bool:
    """Whether a box begins with a heading as high as that of the record's label."""
    if _ranked(node):
        return False
    first = next(lines_of(node), None)
    own = UNRANKED if record.mark is None else rank_of(record.mark.line.parent)
    return first is not None and rank_of(first.parent) <= min(own, UNRANKED - 1)


def _says_more(record: Record, nodes: Sequence[Box | Line]) -> bool:
    """Whether a record says something without its last node."""
    return len(nodes) > 2 or (len(nodes) == 2 and record.mark is not None and holds_text(nodes[0], record.mark))


def _alone(nodes: Sequence[Box | Line], heads: Callable[[Box | Line], bool]) -> bool:
    """Whether of the nodes after a label the last alone is such a heading: several are what the label tells."""
    return heads(nodes[-1]) and not any(map(heads, nodes[1:-1]))


def _short(node: Box | Line) -> Line | None:
    """The one short line of a node that has no other."""
    lines = list(islice(lines_of(node), 2))
    return lines[0] if len(lines) == 1 and len(lines[0].text) < _HEADING else None


def _numbered(node: Box | Line) -> bool:
    """Whether a node is a numbered heading, though none to the machine: 二、发展时期."""
    line = _short(node)
    return line is not None and _NUMBERED.match(line.text) is not None


def _in_bold(node: Box | Line) -> bool:
    """Whether a node is a heading in bold, though none to the machine."""
    line = _short(node)
    return line is not None and line.covered(BOLD) and not line.text.endswith((".", "。", ":", "："))


def _ends(node: Box | Line, own: int, titles: set[str]) -> bool:
    """Whether a heading ends a record: one as high as the label, or where the label is none, one that is no title.

    A heading that is dated itself ("1990s") is that of what comes next.
    """
    rank = rank_of(node)
    if rank == UNRANKED:
        return False
    if is_dated(node):
        return True
    return rank <= own if own < UNRANKED else tag_of(node) not in titles


def is_dated(node: Box | Line) -> bool:
    """Whether a label stands in a node."""
    return any(mark(line) is not None for line in lines_of(node))


def holds_text(root: Box | Line, place: Mark) -> bool:
    """Whether the root of a label says more than the label."""
    if place.text:
        return True
    return isinstance(root, Box) and any(line is not place.line for line in root.lines())


def rank_of(node: Box | Line) -> int:
    """The rank of a heading, ``UNRANKED`` for what is none."""
    return UNRANKED if isinstance(node, Line) else _RANKS.get(node.tag, UNRANKED)
