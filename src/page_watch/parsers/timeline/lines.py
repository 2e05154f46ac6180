"""Lines: how a run of inline text becomes the lines a person sees."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from page_watch.parsers.timeline.labels import dated
from page_watch.parsers.timeline.page import Box, Line, Span
from page_watch.parsers.timeline.traits import APART

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATE = 32
_PART = 12
"""The parts of a date are no longer than this."""

_CUT = APART | {"a"}
GAP: Final = "gap"
"""The name of the element that is not there, around words that a gap sets apart."""

_UNITS: Final = frozenset("年月日년월일")
_BULLETS = "•●■◆▪‣"
_EASTERN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

_GAP = re.compile(
    r"\s*((?=\S{0,12}\d)\S(?:[^\xa0\u3000]{0,30}\S)?)(?:[\xa0 ]*\u3000[\xa0\u3000 ]*|(?: ?\xa0){2}[\xa0 ]*)(?=[^\s\d])"
)
"""Words with a figure, then several no-break spaces or a wide one: what typists do where there should be a column."""


def parted(text: str, spans: list[Span], box: Box, *, soft: bool) -> Iterator[Line]:
    """The lines of a run of text: inline elements that abut, or that make up the whole run, stand apart."""
    cuts = sorted(set(_cuts(text, spans))) if len(spans) > 1 else []
    if cuts and len(text) < _DATE and dated(text):
        cuts = []  # a day, a month and a year in elements of their own are one date
    if not cuts and text[0] != " ":
        yield Line(text.rstrip(), tuple(spans), box, soft=soft)
        return
    start = first = 0
    reaching: list[Span] = []
    for cut in [*cuts, len(text)]:
        piece = text[start:cut].strip()
        last = first
        while last < len(spans) and spans[last].start < cut:
            last += 1
        reaching = [span for span in reaching + spans[first:last] if span.end > start]
        first = last
        if piece:
            lead = text.index(piece[0], start)
            inside = tuple(
                span._replace(start=max(span.start, lead) - lead, end=min(span.end, cut) - lead)
                for span in reaching
                if span.end > lead
            )
            yield Line(piece, inside, box, soft=soft and not start)
        start = cut


def _cuts(text: str, spans: list[Span]) -> Iterator[int]:
    """Where inline elements on one level begin that are seen as lines of their own."""
    for level in {span.level for span in spans}:
        row = [span for span in spans if span.level == level]
        covering = _covering(text, row)
        for before, after in pairwise(row):
            if after.end - before.start < 5 and text[before.start : after.end].isdigit():
                continue  # "19" and "61" are one year
            if (
                text[before.start : before.end].strip()[-1:].isdigit()
                and text[after.start : after.end].strip() in _UNITS
            ):
                continue  # so are "1958" and "年"
            touching = before.end == after.start
            if covering or (touching and (text[after.start] in _BULLETS or _abut(text, before, after))):
                yield after.start


def _covering(text: str, row: list[Span]) -> bool:
    """Whether the elements make up all of the text, and differ."""
    menu = len(row) > 2 and all(span.tag == "a" for span in row)
    if not menu and (len({span.kind for span in row}) < 2 or not all(span.tag in APART for span in row)):
        return False
    ends = [0, *(span.end for span in row)]
    starts = [*(span.start for span in row), len(text)]
    return not any(text[end:start].strip() for end, start in zip(ends, starts, strict=True))


def _abut(text: str, before: Span, after: Span) -> bool:
    """Whether two neighbours without a space between would run into one word: then they are seen apart."""
    first, second = text[before.start : before.end], text[after.start : after.end]
    figure = first[-1].isdigit() and (
        second[0].isalpha() or (len(first) == 4 and first.isdigit() and not second.isdigit())
    )
    if not figure and (before.tag not in _CUT or after.tag not in _CUT):
        return False
    if min(before.end - before.start, after.end - after.start) < 2:
        return False
    left, right = text[before.end - 1], text[after.start]
    if figure and right.isdigit():
        return True
    if left.isspace() or not right.isalnum():
        return False
    return before.kind != after.kind or not (_EASTERN.match(left) or _EASTERN.match(right))


def gap(text: str, level: int) -> list[Span]:
    """The first words of a line, where a gap sets them apart, as if they stood in an element of their own."""
    found = _GAP.match(text)
    return [] if found is None else [Span(0, len(" ".join(found[1].split())), GAP, GAP, level, None)]


def unite(box: Box) -> list[Line]:
    """Make one line of the day, the month and the year that stand in boxes of their own, one below the other.

    Returns the lines that it replaced, if they were such.
    """
    lines: list[Line] = []
    for child in box.children:
        only = child if isinstance(child, Line) else child.children[0] if len(child.children) == 1 else None
        if not isinstance(only, Line) or len(only.text) > _PART:
            return []
        lines.append(only)
    text = " ".join(line.text for line in lines)
    if not text.rstrip(")） ")[-4:].isdecimal() or not dated(text):
        return []
    box.children[:] = [Line(text, (), box, soft=False)]
    return lines
