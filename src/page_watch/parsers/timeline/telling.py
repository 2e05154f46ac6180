"""Telling: what a line of a reading says, and which lines say nothing.

Buttons and links that lead elsewhere, words that wait for a script, captions beside pictures, and the word above a
heading that names the sort of thing told: none is a text. Which lines are such is known only from all records.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Final

from page_watch.parsers.timeline.marks import BOLD, HEADINGS, Mark
from page_watch.parsers.timeline.page import Box, Line, is_row
from page_watch.parsers.timeline.traits import RANKED
from page_watch.parsers.timeline.words import COUNTS, CREDITS, LEADS_ON, POINTS, TURNS, WAITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


BULLET: Final = re.compile(r"^[\s•·・●■◆▪‣∙*○◎◇□▶►–—-]+(?=\S)")

_CONTROLS: Final = frozenset(["button", "label"])
_QUOTES: Final = frozenset(["blockquote", "figure"])
_CITED: Final = frozenset(["cite"])
"""Who is quoted."""

_LINKS: Final = frozenset(["a", "button"])
_FIGURE = re.compile(r"\d\W?\d{3}|\d\s?[%‰+€$£]|[€$£]\s?\d")
_UNSEEN: Final = "\u200b\u2060\ufeff "
"""Signs without width, which some editors leave at the ends of every text."""

_ABOVE: Final = frozenset("▲△▴↑")
"""What points from a caption to the picture above."""

_WORDY = 64
_CREDIT = 100
_SHORTER = 0.6
"""Captions are shorter than the texts beside them by this share, on average."""

_FEW_PICTURED = 0.25
"""Where so few records have a picture, what stands beside it is a caption, however long."""

_CAPTION = re.compile(
    r"\.(?:[^\W_]+[-_]+)*(?:cap|caption|legend|didascalia|leyenda|legende|pie)(?:[-_]+[^\W_]+)*$", re.I
)
"""The class of a caption."""

_WORD_OR_TWO = 24
_CHIP = 40
"""The sort of thing that a record tells, printed above its heading, is no longer than this on average."""


class Telling:
    """What the lines of some records say. ``marks`` are the labels, ``echoes`` the lines that only say theirs again."""

    def __init__(self, records: Sequence[Sequence[Line]], marks: Iterable[Mark], echoes: frozenset[int]) -> None:
        self._marks = {id(place.line): place for place in marks}
        self._said: dict[int, str] = dict.fromkeys(echoes, "")
        repeated = Counter(
            self._beside(line)
            for lines in records
            for line in lines
            if line.spans and line.covered(_LINKS, self._rest(line))
        )
        self._buttons = {text for text, count in repeated.items() if count > 2 and len(text) < 60}
        self._said |= dict.fromkeys(self._column_heads(records), "")
        above = self._above_headings(records)
        self._said |= {line.number: "" for lines in above if _sorts(lines) for line in lines}
        self.kickers = frozenset(line.number for lines in above if not _sorts(lines) for line in lines)
        self._said |= dict.fromkeys(self._captions(records), "")

    def said(self, line: Line) -> str:
        """The text of a line without its label; empty for a line that says nothing."""
        text = self._said.get(line.number)
        if text is None:
            text = self._said[line.number] = self._telling(line)
        return text

    def _telling(self, line: Line) -> str:
        place = self._marks.get(id(line))
        text = BULLET.sub("", _without_a_button(line, line.text if place is None else place.text))
        if not text.isascii():
            text = text.strip(_UNSEEN)
        if text in self._buttons:
            return ""
        if not any(map(str.isalpha, text)) and not (line.parent.tag in RANKED and _FIGURE.search(text)):
            return ""
        if len(text) < _WORDY and any(sort.fullmatch(text) for sort in (WAITS, LEADS_ON, TURNS, COUNTS)):
            return ""
        if len(text) < _CREDIT and (CREDITS.fullmatch(text) or (text[0] in _ABOVE and line.parent.pictured)):
            return ""
        if place is None and line.spans and _names_who_is_quoted(line):
            return ""
        button = place is None and line.spans and line.parent.tag not in HEADINGS
        if button and (line.covered(_CONTROLS) or (line.covered(_LINKS) and _points_on(line, text))):
            return ""
        return text

    def _rest(self, line: Line) -> int:
        place = self._marks.get(id(line))
        return 0 if place is None or place.title is not None else place.rest

    def _beside(self, line: Line) -> str:
        place = self._marks.get(id(line))
        return line.text if place is None else place.text

    def _column_heads(self, records: Sequence[Sequence[Line]]) -> frozenset[int]:
        """The heads of the columns of tables inside records: rows of nothing but heads, none of them a label."""
        if not any(line.parent.tag == "td" for lines in records for line in lines):
            return frozenset()  # a table of nothing but heads tells something by them
        rows: dict[int, Box] = {}
        for line in (line for lines in records for line in lines if line.parent.tag == "th"):
            row = line.parent.parent
            if row is not None and is_row(row):
                rows[id(row)] = row
        heads = (
            list(row.lines())
            for row in rows.values()
            if len(row.children) > 1 and all(isinstance(cell, Box) and cell.tag == "th" for cell in row.children)
        )
        return frozenset(
            line.number for lines in heads if not any(id(line) in self._marks for line in lines) for line in lines
        )

    def _above_headings(self, records: Sequence[Sequence[Line]]) -> list[list[Line]]:
        """The short lines that stand before the heading of most records, by the path to them."""
        found: defaultdict[int, list[Line]] = defaultdict(list)
        for lines in records:
            told = [line for line in lines if self.said(line)]
            heads = sum(line.parent.tag in RANKED for line in told)
            if len(told) < 2 or told[1].parent.tag not in RANKED or heads > 1 or told[0].parent.tag in HEADINGS:
                continue
            if id(told[0]) not in self._marks and not told[0].covered(BOLD):
                found[told[0].parent.path].append(told[0])
        return [
            lines
            for lines in found.values()
            if len(lines) > 2 and 2 * len(lines) >= len(records) and _average(lines) < _WORDY
        ]

    def _captions(self, records: Sequence[Sequence[Line]]) -> frozenset[int]:
        """The lines alone in a box with a picture, where as a rule there is a text elsewhere in the record.

        That is longer, or records with a picture are few.
        """
        captions: list[Line] = []
        texts: list[Line] = []
        pictured = only = 0
        for lines in records:
            told = [line for line in lines if self.said(line)]
            beside = [line for line in told if id(line) not in self._marks and _captions_a_picture(line)]
            others = [line for line in told if line not in beside and line.parent.tag not in HEADINGS]
            if beside and others:
                captions += beside
                texts += others
                pictured += 1
            only += bool(beside and not others)
        named = all(_CAPTION.search(line.parent.kind) for line in captions)
        short = bool(captions) and _average(captions) <= _SHORTER * _average(texts)
        if (
            only > _FEW_PICTURED * pictured
            or not captions
            or not (named or short or pictured <= _FEW_PICTURED * len(records))
        ):
            return frozenset()
        return frozenset(line.number for line in captions)


def _sorts(lines: Sequence[Line]) -> bool:
    """Whether lines above headings only say what sort of thing each tells: of a word or two, or said of several."""
    width = sum(map(_width, lines)) / len(lines)
    return width < _WORD_OR_TWO or (width < _CHIP and len({line.text for line in lines}) < len(lines))


def _names_who_is_quoted(line: Line) -> bool:
    return line.covered(_CITED) and any(box.tag in _QUOTES for box in line.parent.around())


def _points_on(line: Line, text: str) -> bool:
    """Whether a line that is nothing but links leads elsewhere: it says so, or has several of them side by side."""
    several = len(text) < _WORDY and len({span.start for span in line.spans if span.tag == "a"}) > 1
    return several or POINTS.fullmatch(text) is not None


def _without_a_button(line: Line, text: str) -> str:
    """The text without a link at its end that only leads on: "… was opened. Read more"."""
    if not line.spans or line.spans[-1].tag != "a" or line.spans[-1].end < len(line.text):
        return text
    button = line.text[line.spans[-1].start :]
    return text.removesuffix(button).rstrip() if LEADS_ON.fullmatch(button) else text


def _captions_a_picture(line: Line) -> bool:
    """Whether a line, or all lines of a paragraph, stand alone in a box with a picture, or in one that does."""
    box: Box | None = line.parent
    if line.parent.parent is not None and line.parent.tag == "p" and not line.parent.pictured:
        box = line.parent.parent
    while box is not None and len(list(islice(filter(_visible, box.children), 2))) == 1:
        if box.pictured:
            return True
        box = box.parent
    return False


def _visible(node: Box | Line) -> bool:
    """Whether a node is more than a line of signs without width, which some editors leave before a picture."""
    return not isinstance(node, Line) or bool(node.text.strip(_UNSEEN))


def _average(lines: Sequence[Line]) -> float:
    return sum(len(line.text) for line in lines) / len(lines)


def _width(line: Line) -> int:
    """How long a line is to the eye: a sign of an East Asian script is twice as wide."""
    return sum(2 if sign > "\u2e7f" else 1 for sign in line.text)
