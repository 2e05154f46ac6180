"""Plain text that fits a narrow window: lines broken by the columns their characters take."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = 68
"""So long is a line of a mail: the 72 of RFC 3676 (section 4.2), with room for being quoted."""


def width(text: str) -> int:
    """The columns a text takes: two for East Asian wide characters, none for those that combine (UAX 11)."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def wrap(text: str, columns: int = COLUMNS, indent: str = "", hanging: str | None = None) -> str:
    """A text in lines of at most ``columns``, the first after ``indent``, the others after ``hanging``.

    It is broken at spaces, and between East Asian wide characters. A word longer than a line stays whole: it is
    most often an address, which would be of no use in two pieces.
    """
    hanging = indent if hanging is None else hanging
    lines, line, used, fresh = [], indent, width(indent), True
    for word in _words(text):
        taken = width(word.rstrip())
        if not fresh and used + taken > columns:
            lines.append(line.rstrip())
            line, used, fresh = hanging, width(hanging), True
        line += word
        used += width(word)
        fresh = False
    lines.append(line.rstrip())
    return "\n".join(lines)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _words(text: str) -> Iterator[str]:
    """The pieces that stay together, each with the space behind it."""
    for word in text.split():
        yield from _pieces(word + " ") if not word.isascii() else (word + " ",)


def _pieces(word: str) -> Iterator[str]:
    piece = ""
    for character in word:
        wide = _columns(character) == 2
        # Closing punctuation stays with what it closes, an opening bracket with what it opens.
        if (
            piece
            and wide
            and unicodedata.category(character) not in ("Po", "Pe", "Pf")
            and piece[-1] not in "「『（《〈"
        ):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece
