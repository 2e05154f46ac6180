"""Words: how a text of any script falls into the pieces that are compared and marked.

A piece is a word, a number with its separators, one character of a script written without spaces (with the
signs that belong to it), or one sign of punctuation. White space belongs to the piece after it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# Han, kana, Thai, Lao, Tibetan, Burmese, Khmer: words are not parted by spaces there.
_UNSPACED = (
    "\u0e00-\u0e7f\u0e80-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003134f"
)
# What never stands alone: combining marks, voicing marks, variation selectors, joiners, vowel and tone signs.
_ATTACHED = (
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u200c\u200d\u3099\u309a"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f71-\u0f84\u0f86\u0f87\u0f90-\u0fbc"
    "\u102b-\u103e\u1056-\u1059\u105e-\u1060\u17b4-\u17d3\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef"
)
_PUNCTUATION = (
    "!-/:-@\\[-`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4-\u00b8\u00bb-\u00bf\u00d7\u00f7\u2010-\u203e\u2041-\u205e"
)
_SYMBOLS = (
    "\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u0589\u05be\u20a0-\u20cf\u2190-\u2bff\u3001-\u3004\u3008-\u303f"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U0001f000-\U0001faff"
)
_NUMBER = r"\d+(?:[.,:/’'٫٬]\d+)*"
_LETTERS = f"[^\\s{_UNSPACED}{_PUNCTUATION}{_SYMBOLS}]"

_PIECE = re.compile(
    f"(\\s*)({_NUMBER}(?!{_LETTERS})|{_LETTERS}+(?:['’ʼ.]{_LETTERS}+)*|[{_UNSPACED}][{_ATTACHED}]*|\\S[{_ATTACHED}]*)"
)
_UNSPACED_START = re.compile(f"[{_UNSPACED}]")
_DIGIT = re.compile(r"\d")
_WORD_START = re.compile(f"{_LETTERS}|[{_UNSPACED}]")


class Piece(NamedTuple):
    """One piece of a text and the white space before it."""

    gap: str
    text: str


def pieces(text: str) -> list[Piece]:
    """The pieces of a text, in order. Together with white space at its end they are the text, to the character."""
    return [Piece(found[1], found[2]) for found in _PIECE.finditer(text)]


def is_word(piece: str) -> bool:
    """Whether a piece is a word or a number, and no punctuation."""
    return _WORD_START.match(piece) is not None


def is_unspaced(piece: str) -> bool:
    """Whether a piece is of a script that is written without spaces between words."""
    return _UNSPACED_START.match(piece) is not None


def has_digit(piece: str) -> bool:
    """Whether a piece is a number or holds one ("2030", "1,5", "COP21")."""
    return _DIGIT.search(piece) is not None
