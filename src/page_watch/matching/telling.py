"""Telling differences: a changed number, date or amount, and a negation that came or went, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from page_watch.matching.vocabulary import DATES, NEGATIONS, NUMERALS
from page_watch.matching.words import Piece, has_digit, is_unspaced, is_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from page_watch.matching.alignment import Stretch

_SHORT = 6
"""What is replaced is quoted whole up to so many words; of longer stretches, only what stands around the numbers."""

_FEW = 3
"""So many differences are told at most; the marks show the rest."""


def told(stretches: Sequence[Stretch]) -> str | None:
    """The telling differences in a few words, or None."""
    said: list[str] = []
    for index, stretch in enumerate(stretches):
        if stretch.same or not _tells(stretch):
            continue
        before = stretches[index - 1] if index else None
        after = stretches[index + 1] if index + 1 < len(stretches) else None
        said += _said(stretch, before, after)
    unique = list(dict.fromkeys(said))
    return "; ".join(unique[:_FEW]) or None


def is_telling(piece: str) -> bool:
    """Whether a piece is a number, a part of a date or of an amount, or a negation."""
    folded = piece.casefold().replace("’", "'")
    return has_digit(piece) or folded in NUMERALS or folded in DATES or is_negation(piece)


def is_negation(piece: str) -> bool:
    """Whether a piece turns a statement round, in a language of the vocabulary."""
    return piece.casefold().replace("’", "'") in NEGATIONS


def _tells(stretch: Stretch) -> bool:
    old, new = (sorted(p.text.casefold() for p in run if is_telling(p.text)) for run in (stretch.old, stretch.new))
    return old != new


def _said(stretch: Stretch, before: Stretch | None, after: Stretch | None) -> list[str]:
    old, new = stretch.old, stretch.new
    if max(_count(old), _count(new)) > _SHORT:
        return _said_of_long(old, new)
    lead = _lead(before.new) if before else ()
    trail = _trail(after.new, stretch) if after else ()
    if not old and not any(is_negation(piece.text) for piece in new):
        return [f"'{_quoted((*_preposition(lead, new), *new, *_unit(trail)))}' was added"]
    if not new and not any(is_negation(piece.text) for piece in old):
        return [f"'{_quoted((*_preposition(lead, old), *old, *_unit(trail)))}' was dropped"]
    return [f"'{_quoted((*lead, *old, *trail))}' became '{_quoted((*lead, *new, *trail))}'"]


def _said_of_long(old: Sequence[Piece], new: Sequence[Piece]) -> list[str]:
    """Where a whole clause was written anew: its numbers, like with like."""
    was, now = _numbers_in(old), _numbers_in(new)
    gone = [number for number in was if number not in now]
    come = [number for number in now if number not in was]
    said: list[str] = []
    for one in gone:
        like = next((other for other in come if other.of == one.of), None)
        if like is not None:
            come.remove(like)
            said.append(f"'{one.quote}' became '{like.quote}'")
    return said


class _Number(NamedTuple):
    """A number as quoted, and what it is a number of: a year, or what stands before and behind it."""

    quote: str
    of: tuple[str, ...]


def _numbers_in(run: Sequence[Piece]) -> list[_Number]:
    numbers: list[_Number] = []
    for index, piece in enumerate(run):
        if has_digit(piece.text):
            lead, unit = _lead(run[:index]), _unit(run[index + 1 :])
            beside = (_quoted(lead).casefold(), _quoted(unit).casefold())
            numbers.append(_Number(_quoted((*lead, piece, *unit)), ("year",) if _is_year(piece.text) else beside))
    return numbers


def _is_year(piece: str) -> bool:
    return len(piece) == 4 and piece.isdecimal()


def _count(run: Sequence[Piece]) -> int:
    """Words; of a script without spaces, two characters make one."""
    unspaced = sum(is_unspaced(piece.text) for piece in run)
    return sum(is_word(piece.text) for piece in run) - unspaced + (unspaced + 1) // 2


def _quoted(run: Sequence[Piece]) -> str:
    return "".join(gap + text for gap, text in run).strip()


def _lead(run: Sequence[Piece]) -> tuple[Piece, ...]:
    """The word before, with the sign of currency or the like between; nothing across a comma or a full stop."""
    return tuple(reversed(_first_word(run[-3:][::-1])))


def _trail(run: Sequence[Piece], stretch: Stretch) -> tuple[Piece, ...]:
    """What follows: what hangs on (%, 年), and the word after an amount or a negation."""
    unit = _unit(run)
    last = (stretch.new or stretch.old)[-1].text
    if unit and not is_negation(last):
        return unit
    return () if _is_year(last) or last.casefold() in DATES else tuple(_first_word(run[:3]))


def _first_word(run: Sequence[Piece]) -> list[Piece]:
    """Pieces up to the first word, two characters of a script without spaces; none from a sign that parts on."""
    found: list[Piece] = []
    for piece in run:
        if _parts(piece.text) or (found and is_unspaced(found[-1].text) != is_unspaced(piece.text)):
            break
        found.append(piece)
        if (is_word(piece.text) and not is_unspaced(piece.text)) or (len(found) == 2 and is_unspaced(piece.text)):
            break
    return found


def _unit(run: Sequence[Piece]) -> tuple[Piece, ...]:
    if run and not _parts(run[0].text) and (run[0].gap == "" or run[0].text == "%"):
        return (run[0],)
    return ()


def _preposition(lead: tuple[Piece, ...], run: Sequence[Piece]) -> tuple[Piece, ...]:
    """The word before, where what follows begins with a number and would say little alone."""
    return lead if is_telling(run[0].text) else ()


def _parts(sign: str) -> bool:
    return sign in '.,;:!?…()[]{}—–"“”«»。，、；：！？（）'
