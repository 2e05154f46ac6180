"""Groups: the marks of a page, and those on one path together: a reading starts from one such group."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from page_watch.parsers.timeline.carried import carried
from page_watch.parsers.timeline.labels import Edge
from page_watch.parsers.timeline.marks import Mark, mark
from page_watch.parsers.timeline.menus import MENU, menus
from page_watch.parsers.timeline.shapes import Label
from page_watch.parsers.timeline.tokens import says_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from page_watch.parsers.timeline.page import Line, Page

_WORD = 24
"""A word in the place of a year is no longer than this."""

_PAIR = 2
"""So many labels make a place in which the word for today is one too."""

_MOST = 0.6
"""A label parted by a mere space counts where so great a share of its likes begins with one."""


def marks(page: Page) -> list[Mark]:
    """The marks of a page outside its chrome, in page order.

    A menu of years is left out, or gives its labels to the panels that it shows.
    """
    every = [place for line in page.lines if (place := mark(line)) is not None]
    more = [*_in_their_place(page, every), *carried(page.lines, every, _month)]
    every = sorted([*every, *more], key=lambda place: place.line.number)
    of_menus, lent = menus(page, every)
    dropped = of_menus | {place.line.number for place in lent} | _repeated(every)
    own = [place for place in every if not place.line.chrome and place.line.number not in dropped]
    return sorted([*own, *lent], key=lambda place: place.line.number)


def _repeated(every: Sequence[Mark]) -> set[int]:
    """The lines of bare labels of which the one right above or below says more or the same in another way.

    1970 above 1970 – 1979 stays; 2001 above "March 5, 2001" goes, where both stand on one path.
    """
    said = set()
    for before, place in pairwise(every):
        if (
            place.line.number != before.line.number + 1
            or not place.edge is before.edge is Edge.WHOLE
            or before.label.start is None
            or not before.label.start == before.label.end == place.label.start
            or place.line.parent.kind == before.line.parent.kind
        ):
            continue
        if place.label.start != place.label.end:
            said.add(place.line.number)
        elif (
            place.label.month
            and place.line.parent.path == before.line.parent.path
            and before.line.text in place.line.text
        ):
            said.add(before.line.number)
    return said


def _month(line: Line) -> Mark | None:
    return mark(line, within=True)


def _in_their_place(page: Page, every: Sequence[Mark]) -> Iterator[Mark]:
    """What is a label only where as a rule years stand: numbers of three digits, those of an old town, and "today"."""
    whole = Counter(place.line.parent.path for place in every if place.edge is Edge.WHOLE)
    for line in page.lines:
        text, labels = line.text, whole[line.parent.path]
        if labels >= MENU and len(text) == 3 and text.isdecimal():
            yield Mark(line, Label(text, int(text), int(text)), Edge.WHOLE, 3, "")
        elif labels >= _PAIR and len(text) <= _WORD and says_now(text):
            yield Mark(line, Label(text, None, None), Edge.WHOLE, len(text), "")


def groups(found: Iterable[Mark], lines: Sequence[Line]) -> list[list[Mark]]:
    """Marks sorted by the path to them.

    Those parted by a mere space count only where most of their likes are marks, and never where a sentence goes on.
    """
    paths: defaultdict[int, list[Mark]] = defaultdict(list)
    for place in found:
        if place.edge is Edge.NONE and place.title is None and _prose(place.text):
            continue
        paths[-place.menu or place.line.parent.path].append(place)
    weak = {path for path, group in paths.items() if any(place.edge is Edge.NONE for place in group)}
    likes: defaultdict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.parent.path in weak and not line.chrome:
            likes[line.parent.path].append(line)
    kept = []
    for path, group in paths.items():
        if path in weak:
            by_line = len(group) > 1.5 * len({id(place.line.parent) for place in group})  # parted by breaks
            sharp = [place for place in group if place.edge is not Edge.NONE]
            every = _count((line for line in likes[path]), by_line=by_line)
            if len(group) < MENU or _count((place.line for place in group), by_line=by_line) < _MOST * every:
                group = sharp
            elif _count((place.line for place in sharp), by_line=by_line) >= _MOST * every:
                group = [place for place in group if place.edge is not Edge.NONE or _likely(place, sharp)]
        firm = [place for place in group if place.edge >= Edge.SHARP]
        if _MOST * len(group) <= len(firm) < len(group):
            group = [place for place in group if place.edge is not Edge.SUFFIX or _likely(place, firm)]
        if group:
            kept.append(_named(group))
    return kept


def _named(group: list[Mark]) -> list[Mark]:
    """The marks, where all lines say the same word before the year: it is part of the label ("Season 2019")."""
    titles = {place.title for place in group}
    if len(group) < MENU or len(titles) > 1 or None in titles:
        return group
    return [
        Mark(place.line, replace(place.label, printed=place.line.text), Edge.WHOLE, place.rest, "") for place in group
    ]


def _prose(text: str) -> bool:
    """Whether what follows a label goes on as a sentence: "2015 began a new time."."""
    return text[:1].islower() and text.endswith((".", "!", "?", ":", "…"))


def _form(place: Mark) -> str:
    """How a label is written: its digits all one, its letters all one."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d", "9", re.sub(r"\s*[（(].*", "", place.label.printed)))


def _likely(place: Mark, sharp: Sequence[Mark]) -> bool:
    """Whether a label parted by a mere space is one, where most are parted by a sign: not in what stands around."""
    last = sharp[-1].line
    within = sharp[0].line.number < place.line.number and (
        place.line.number < last.number or place.line.parent is last.parent
    )
    if not within or place.text[:1].islower():
        return False
    return any(_form(place) == _form(other) or _dress(place) & _dress(other) for other in sharp)


def _dress(place: Mark) -> set[str]:
    """The inline elements that begin a line and end before it does: <b>1980s highlight:</b> text."""
    return {span.kind for span in place.line.spans if span.start == 0 and span.end < len(place.line.text)}


def _count(lines: Iterable[Line], *, by_line: bool) -> int:
    """How many lines, or how many boxes with such lines in them."""
    return len({line.number for line in lines} if by_line else {id(line.parent) for line in lines})
