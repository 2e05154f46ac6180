"""Alignment: two texts side by side, what they share and what was replaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from page_watch.words import Piece, has_digit, is_word, pieces


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
    from rapidfuzz.distance import Indel  # late: pages that did not change mark nothing

    left, right = pieces(old), pieces(new)
    numbers: dict[str, int] = {}
    codes = Indel.opcodes(
        [numbers.setdefault(piece.text, len(numbers)) for piece in left],
        [numbers.setdefault(piece.text, len(numbers)) for piece in right],
    )
    found: list[Stretch] = []
    for same, run in groupby(codes, key=lambda code: code.tag == "equal"):
        of = list(run)
        _append(
            found,
            Stretch(
                same,
                tuple(left[of[0].src_start : of[-1].src_end]),
                tuple(right[of[0].dest_start : of[-1].dest_end]),
            ),
        )
    return found


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
