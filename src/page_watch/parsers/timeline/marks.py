"""Marks: the places of a page where a year label stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from page_watch.parsers.timeline.labels import LONGEST, Edge, Found, leading, trailing, yearless
from page_watch.parsers.timeline.tokens import may_begin
from page_watch.parsers.timeline.traits import RANKED
from page_watch.parsers.timeline.words import BYLINE, NAMES_IT

if TYPE_CHECKING:
    from page_watch.parsers.timeline.page import Line
    from page_watch.parsers.timeline.shapes import Label

HEADINGS: Final = RANKED | {"dt", "summary", "th"}
BOLD: Final = frozenset(["b", "strong"])
_DIGIT = re.compile(r"\d|\b[IVX]{1,5}(?:e|ème|er|th|[º°])?(?:[\s:–-]|$)", re.I)
"""A figure, or a Roman one."""

_IN_WORDS = re.compile(
    r"\W*(?:(?:\w+ )?(?:anni|años|anos|années) |(?:\w+ )?\w{2,6}cento\b"
    r"|[〇零一二三四五六七八九十]{2,4}(?:年|世[纪紀])|\w{2}元年)",
    re.I,
)
"""What a label in words begins with: "anni Ottanta", "fine Ottocento", "一九四九年"."""

_COUNTER = re.compile(r"[(\[]?\d{1,5}[)\]]?")


class Mark(NamedTuple):
    """A label in its place. ``text`` is what its line says beside it.

    ``title`` is that text where the label stands after it. ``menu`` is not 0 where the label stands elsewhere, in
    a menu that shows this panel: the number of that menu; the line is then the panel's first.
    """

    line: Line
    label: Label
    edge: Edge
    rest: int
    text: str
    title: str | None = None
    menu: int = 0


def mark(line: Line, *, within: bool = False) -> Mark | None:
    """The mark of a line, if it begins with a label, or is a heading that ends with one.

    At the end of a line of another sort it counts as one parted by a mere space.

    ``within`` takes a month or a day without a year too: what stands under a year needs none of its own.
    """
    text = line.text
    begins = within or _DIGIT.search(text, 0, LONGEST) is not None or _IN_WORDS.match(text) is not None
    if not begins and _DIGIT.search(text, max(0, len(text) - 8)) is None:
        return None
    if not may_begin(text):
        begins = within = False
    ends, starts = _edges(line) if line.spans else ((), ())
    found = leading(text[: LONGEST + 40], ends, starts) if begins else None
    if found is not None and found.edge is Edge.WHOLE and line.parent.tag == "dd" and not within:
        return None  # a definition says what its term is: "Founded: 1998"
    if found is not None:
        return None if found.label.day and BYLINE.fullmatch(text, found.rest) else _begun(line, found)
    if within:
        found = yearless(text[: LONGEST + 40], ends, starts)
        if found is not None:
            return _begun(line, found)
    if _DIGIT.search(text, max(0, len(text) - 8)) is None:
        return None
    tail = trailing(text)
    if tail is None:
        return None
    title, label, sharp = tail
    if (sharp and (line.parent.tag in HEADINGS or line.covered(BOLD))) or _apart(line, label):
        return Mark(line, label, Edge.SHARP, len(text), title, title)
    return Mark(line, label, Edge.NONE, len(text), title, title) if sharp or line.parent.tag in HEADINGS else None


def _apart(line: Line, label: Label) -> bool:
    """Whether a label at the end of a line stands in an element of its own: "text <span>1998</span>"."""
    return any(
        span.end == len(line.text) and span.tag != "a" and line.text[span.start :].strip(" ()") == label.printed
        for span in line.spans
    )


def _edges(line: Line) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where the inline elements of a line end, and where they begin."""
    ends = {span.end for span in line.spans if span.end < LONGEST}
    starts = {span.start for span in line.spans if 0 < span.start < LONGEST}
    return tuple(sorted(ends)), tuple(sorted(starts - ends))


def _begun(line: Line, found: Found) -> Mark:
    """The mark of a line that begins with a label; "(12)" or "highlights" after it says nothing."""
    if found.edge is Edge.WHOLE:
        return Mark(line, found.label, found.edge, len(line.text), "")
    rest = line.text[found.rest :]
    if (len(rest) < 8 and _COUNTER.fullmatch(rest)) or (len(rest) < LONGEST and NAMES_IT.fullmatch(rest)):
        rest = ""
    return Mark(line, found.label, found.edge, found.rest, rest)
