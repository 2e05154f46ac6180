"""Alignment: two texts side by side, what they share and what was replaced."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from page_watch.matching.words import Piece, has_digit, is_word, pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONG = 25_000_000
"""The product of pieces from which on a longest common subsequence takes too much memory: two texts of 5,000 words."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces of the old text and the pieces of the new one that stand in their place.

    Where ``same``, they are equal one by one but for the white space before them.
    """

    same: bool
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


def align(old: str, new: str) -> list[Stretch]:
    """Two texts side by side: what is same and what was replaced, in turn.

    As much as possible is same (the longest common subsequence of pieces), except little between two replacements
    at least twice as long: a sentence written anew is easier read whole than in crumbs.
    """
    left, right = pieces(old), pieces(new)
    found: list[Stretch] = []
    for same, run in groupby(_blocks(left, right), key=lambda block: block.same):
        of = list(run)
        _append(
            found,
            Stretch(same, tuple(left[of[0].left : of[-1].left_end]), tuple(right[of[0].right : of[-1].right_end])),
        )
    return found


class _Block(NamedTuple):
    same: bool
    left: int
    left_end: int
    right: int
    right_end: int


def _blocks(left: Sequence[Piece], right: Sequence[Piece]) -> list[_Block]:
    """The places of what is same and what is not, in turn, by a longest common subsequence."""
    if len(left) * len(right) > _LONG:
        return _around(left, right)
    from rapidfuzz.distance import Indel  # late: pages that did not change mark nothing

    numbers: dict[str, int] = {}
    codes = Indel.opcodes(
        [numbers.setdefault(piece.text, len(numbers)) for piece in left],
        [numbers.setdefault(piece.text, len(numbers)) for piece in right],
    )
    return [_Block(code.tag == "equal", code.src_start, code.src_end, code.dest_start, code.dest_end) for code in codes]


def _around(left: Sequence[Piece], right: Sequence[Piece]) -> list[_Block]:
    """What is same at both ends, and all between as replaced."""
    most = min(len(left), len(right))
    head = next((at for at in range(most) if left[at].text != right[at].text), most)
    tail = next((at for at in range(most - head) if left[-1 - at].text != right[-1 - at].text), most - head)
    ends = (len(left) - tail, len(right) - tail)
    blocks = (
        _Block(True, 0, head, 0, head),
        _Block(False, head, ends[0], head, ends[1]),
        _Block(True, ends[0], len(left), ends[1], len(right)),
    )
    return [block for block in blocks if block.left < block.left_end or block.right < block.right_end]


def _append(found: list[Stretch], stretch: Stretch) -> None:
    """Append a stretch, joined with the replacement before it where what is same in between is no landmark."""
    if not stretch.same and len(found) > 1 and _is_crumb(found[-1], between=(found[-2], stretch)):
        crumb, before = found.pop(), found.pop()
        stretch = Stretch(False, before.old + crumb.old + stretch.old, before.new + crumb.new + stretch.new)
    found.append(stretch)


def _is_crumb(same: Stretch, between: tuple[Stretch, Stretch]) -> bool:
    if not all(beside.old and beside.new for beside in between):
        return False
    if any(has_digit(piece.text) for piece in same.old):
        return False
    least = min(max(_letters(beside.old), _letters(beside.new)) for beside in between)
    return 2 * _letters(same.old) <= least


def _letters(run: Sequence[Piece]) -> int:
    return sum(len(piece.text) for piece in run if is_word(piece.text))
