"""Text that fits a terminal: spans of one style each, broken into lines by the columns they take."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Style(StrEnum):
    """How a span looks, as the parameters of an SGR sequence (ECMA-48, 8.3.117)."""

    PLAIN = ""
    BOLD = "1"
    DIM = "2"
    BAD = "31"
    GOOD = "32"
    WARN = "33"


@dataclass(frozen=True, slots=True)
class Span:
    """A text in one style."""

    text: str
    style: Style = Style.PLAIN


Line = tuple[Span, ...]


def width(text: str) -> int:
    """The columns a text takes on a terminal: 2 for East Asian wide characters, 0 for those that combine."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap(spans: Sequence[Span], columns: int | None, hanging: int = 0) -> Iterator[Line]:
    """Break spans into lines of at most ``columns`` (None: never break).

    Lines after the first are indented by ``hanging`` columns. Lines break at spaces and between East Asian wide
    characters, and inside a word only where the word alone is longer than a line.
    """
    if columns is None or sum(width(span.text) for span in spans) <= columns:
        yield tuple(spans)
        return
    room = max(columns, hanging + 8)
    margin = (Span(" " * hanging),) if hanging else ()
    line: list[Span] = []
    used, broken = 0, False
    for word in _words(spans, room - hanging):
        taken = _width(word)
        if used + taken > room and used > 0:
            yield _merged(line)
            line, used, broken = [*margin], hanging, True
        if broken and used == hanging and word[0].text == " ":
            continue  # the space at which the line was broken
        line.extend(word)
        used += taken
    yield _merged(line)


def padded(text: str, columns: int) -> str:
    """The text with spaces behind it up to a number of columns."""
    return text + " " * max(0, columns - width(text))


def _words(spans: Iterable[Span], room: int) -> Iterator[Line]:
    """The pieces that stay together: a space, a wide character, or a word (over several spans perhaps)."""
    word: list[Span] = []
    for character, style in ((character, span.style) for span in spans for character in span.text):
        alone = character == " " or _columns(character) == 2
        if word and (alone or _width(word) + _columns(character) > room):
            yield _merged(word)
            word = []
        word.append(Span(character, style))
        if alone and _columns(character):
            yield _merged(word)
            word = []
    if word:
        yield _merged(word)


def _merged(spans: Iterable[Span]) -> Line:
    """Neighbours of one style made one."""
    return tuple(Span("".join(span.text for span in run), style) for style, run in groupby(spans, lambda s: s.style))


def _width(spans: Iterable[Span]) -> int:
    return sum(width(span.text) for span in spans)
