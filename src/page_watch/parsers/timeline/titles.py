"""Titles: the kinds of line that are titles where no heading says so, known only from all records.

A title stands first in most records, or first in each card below a label, and is shorter than what follows it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from page_watch.parsers.timeline.page import Line

TITLE_LENGTH: Final = 120
"""Titles are shorter than this on average."""

SENTENCE_END: Final = (".", "!", "?", "…", "。", "！", "？", ";", "；", ":", "：", ")", "）", "」", "”", "»")

_BARE: Final = frozenset(["div", "span", "section"])
_NO_TITLES: Final = frozenset(["td", "dd", "li", "th", "line"])
_FEW: Final = 3
_SHORT: Final = 0.6
"""The names above lists are shorter than the items by this share, on average."""


class Titles:
    """The kinds of line that are titles in some records, given by their lines that say something."""

    def __init__(self, records: Sequence[Sequence[Line]]) -> None:
        self._first = _titles(records)
        self._of_cards = _titles_of_cards(records)

    def begins(self, line: Line, *, first: bool) -> bool:
        """Whether a line is the title of what follows it; ``first``: it is the first of its record."""
        if not (self._of_cards or (first and self._first)):
            return False
        kind = _look(line)
        return kind in self._of_cards or (first and kind in self._first)


def _titles(records: Sequence[Sequence[Line]]) -> set[str]:
    """The kinds of line that stand first in their records, once, and are shorter than the longest that follows."""
    first: defaultdict[str, list[int]] = defaultdict(list)
    later: Counter[str] = Counter()
    bodies: defaultdict[str, list[int]] = defaultdict(list)
    full = 0
    twos: list[tuple[Line, Line]] = []
    listed: list[Sequence[Line]] = []
    for told in records:
        if len(told) < 2:
            continue
        if told[1].parent.tag == "li":
            listed.append(told)
            continue
        full += 1
        if len(told) == 2:
            twos.append((told[0], told[1]))
        kind = _look(told[0])
        first[kind].append(len(told[0].text))
        bodies[kind].append(max(len(line.text) for line in told[1:]))
        later.update({_look(line) for line in told[1:]})
    if not full:
        return _titles_of_lists(listed)
    if full > 1 and len(twos) == full and _title_and_text(twos):
        return {_look(first) for first, _ in twos}
    return {
        kind
        for kind, lengths in first.items()
        if 2 * len(lengths) >= full
        and full > 1
        and not later[kind]
        and kind not in _NO_TITLES
        and sum(lengths) / len(lengths) < min(TITLE_LENGTH, sum(bodies[kind]) / len(bodies[kind]))
    }


def _titles_of_cards(records: Sequence[Sequence[Line]]) -> set[str]:
    """The kinds of line that begin each of several cards under one label, where they are no headings."""
    heads: defaultdict[str, list[int]] = defaultdict(list)
    bodies: defaultdict[str, list[int]] = defaultdict(list)
    several = set()
    for told in records:
        if len(told) < 2 or told[0].parent.tag in _NO_TITLES:
            continue
        kind = _look(told[0])
        begun = [n for n, line in enumerate(told) if _look(line) == kind]
        if not all(_begins_a_card(told, n, following) for n, following in zip_longest(begun, begun[1:])):
            return set()
        heads[kind] += [len(told[n].text) for n in begun]
        bodies[kind].append(max(len(line.text) for line in told))
        if len(begun) > 1:
            several.add(kind)
    return {kind for kind in several if sum(heads[kind]) / len(heads[kind]) < min(bodies[kind])}


def _begins_a_card(told: Sequence[Line], at: int, following: int | None) -> bool:
    """Whether a line and the one after it stand in a box of their own, which ends before the next that begins one."""
    if at + 1 == (len(told) if following is None else following):
        return False
    around = {id(box) for box in told[at].parent.around()}
    card = next((id(box) for box in told[at + 1].parent.around() if id(box) in around), None)
    return following is None or all(id(box) != card for box in told[following].parent.around())


def _titles_of_lists(records: Sequence[Sequence[Line]]) -> set[str]:
    """The kind of line that stands above a list in all records, where it is no sentence, and short beside the items."""
    kinds = {_look(told[0]) for told in records}
    if len(records) < _FEW or len(kinds) > 1 or not all(_is_a_name(told) for told in records):
        return set()
    items = [line for told in records for line in told[1:]]
    heads = sum(len(told[0].text) for told in records) / len(records)
    return kinds if heads < _SHORT * sum(len(line.text) for line in items) / len(items) else set()


def _is_a_name(told: Sequence[Line]) -> bool:
    """Whether all lines but the first are items of a list, and that is neither an item nor a sentence."""
    first, *items = told
    return (
        first.parent.tag not in _NO_TITLES
        and not first.text.endswith(SENTENCE_END)
        and all(line.parent.tag == "li" for line in items)
    )


def _title_and_text(twos: Sequence[tuple[Line, Line]]) -> bool:
    """Whether the records are all of two bare boxes, a short one and a longer one."""
    bare = all(first.parent.tag in _BARE and second.parent.tag in _BARE for first, second in twos)
    short = sum(len(first.text) for first, _ in twos)
    long = sum(len(second.text) for _, second in twos)
    return bare and short < 0.6 * long and all(first.parent is not second.parent for first, second in twos)


def _look(line: Line) -> str:
    """What a line looks like: the element it stands in, and the inline element that covers it."""
    for span in line.spans:
        if span.start == 0 and span.end >= len(line.text) and span.tag != "a":
            return f"{line.parent.kind}>{span.kind}"
    return line.parent.kind
