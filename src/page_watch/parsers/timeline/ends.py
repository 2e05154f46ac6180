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
from itertools import islice, pairwise
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
_LISTS: Final = frozenset(["ul", "ol"])
_SEVERAL: Final = 4
"""Where so many records end with a list and none goes on after one, a paragraph after the last list is a remark."""


def trim(rows: list[Row], *, flowing: bool) -> None:
    """Take away followers that are none: foreign to the other records, or the heading of what comes next."""
    if all(len(record.nodes) == 1 for row in rows for record in row.records):
        return
    inner = [record for row in rows for record in row.records[:-1]]
    followed = sum(len(record.nodes) > 1 for record in inner)
    usual = {tag_of(node) for record in inner for node in record.nodes[1:]}
    listed = [record for record in inner if any(map(_listed, record.nodes))]
    closed = len(listed) >= _SEVERAL and not any(map(_goes_on, listed))
    if flowing and (4 * followed > len(inner) or not inner):
        usual |= _PLAIN if inner else _PLAIN | {"div", "dl", "dd", "td", "blockquote", "section"}
    ranked = [{tag_of(node) for node in record.nodes[1:] if _ranked(node)} for record in inner]
    heads = Counter(tag for tags in ranked for tag in tags)
    titles = {tag for tag, count in heads.items() if 2 * count >= len(inner)}
    # a heading at the end is that of what comes next, unless most end so
    announced = 2 * _ending(inner, _ranked) < len(inner)
    in_bold = 2 * _ending(inner, _in_bold) < len(inner)
    headed = any(_headed(record, node) for record in inner for node in record.nodes[1:])
    for row in rows:
        for record in row.records:
            last = record is row.records[-1]
            keep = record.nodes[:1]
            if flowing or (inner and 2 * followed >= len(inner)):
                own = rank_of(record.nodes[0])
                for node in record.nodes[1:]:
                    if _ends(node, own, titles) or (last and tag_of(node) not in usual | titles):
                        break
                    if last and not headed and _headed(record, node):
                        break
                    if last and closed and _listed(keep[-1]) and not _listed(node):
                        break
                    keep.append(node)
            while announced and not last and len(keep) > 1 and _ranked(keep[-1]):
                keep.pop()
            if (
                not last
                and _says_more(record, keep)
                and (_alone(keep, _numbered) or (in_bold and _alone(keep, _in_bold)))
            ):
                keep.pop()
            row.rest += record.nodes[len(keep) :]
            record.nodes = keep


def _ending(records: Sequence[Record], heads: Callable[[Box | Line], bool]) -> int:
    """How many records end with such a heading."""
    return sum(len(record.nodes) > 1 and heads(record.nodes[-1]) for record in records)


def _listed(node: Box | Line) -> bool:
    return tag_of(node) in _LISTS


def _goes_on(record: Record) -> bool:
    """Whether a record says more after a list."""
    return any(_listed(before) and not _listed(node) and not _ranked(node) for before, node in pairwise(record.nodes))


def _ranked(node: Box | Line) -> bool:
    return rank_of(node) < UNRANKED


def _headed(record: Record, node: Box | Line) -> bool:
    """Whether a node begins with a heading as high as that of the record's label."""
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
