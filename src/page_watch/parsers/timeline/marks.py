"""Marks: the places of a page where a year label stands, sorted by the path that leads to them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from page_watch.parsers.timeline.carried import carried
from page_watch.parsers.timeline.labels import LONGEST, Edge, Found, leading, trailing, yearless
from page_watch.parsers.timeline.page import Box, Line, Page
from page_watch.parsers.timeline.shapes import Label
from page_watch.parsers.timeline.tokens import may_begin, says_now
from page_watch.parsers.timeline.traits import RANKED
from page_watch.parsers.timeline.words import NAMES_IT, TURNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

HEADINGS: Final = RANKED | {"dt", "summary", "th"}
BOLD: Final = frozenset(["b", "strong"])
CONTROLS: Final = frozenset(["a", "button", "label"])
_DIGIT = re.compile(r"\d|\b[IVX]{1,5}(?:e|ème|er|th|º)?\s")
"""A figure, or a Roman one."""

_COUNTER = re.compile(r"[(\[]?\d{1,5}[)\]]?")
_NOWHERE = re.compile(r"\s*(?:#\d*|javascript:.*)?\s*", re.I | re.S)
_MENU = 3
"""So many labels one after another with nothing between them are a menu."""

_MOST = 0.6
"""A label parted by a mere space counts where so great a share of its likes begins with one."""


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
    begins = within or _DIGIT.search(text, 0, LONGEST) is not None
    if not begins and _DIGIT.search(text, max(0, len(text) - 8)) is None:
        return None
    if not may_begin(text):
        begins = within = False
    ends, starts = _edges(line) if line.spans else ((), ())
    found = leading(text[: LONGEST + 40], ends, starts) if begins else None
    if found is not None and found.edge is Edge.WHOLE and line.parent.tag == "dd" and not within:
        return None  # a definition says what its term is: "Founded: 1998"
    if found is not None:
        return _begun(line, found)
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
    if sharp and (line.parent.tag in HEADINGS or line.covered(BOLD)):
        return Mark(line, label, Edge.SHARP, len(text), title, title)
    return Mark(line, label, Edge.NONE, len(text), title, title) if sharp or line.parent.tag in HEADINGS else None


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


def marks(page: Page) -> list[Mark]:
    """The marks of a page outside its chrome, in page order.

    A menu of years is left out, or gives its labels to the panels that it shows.
    """
    every = [place for line in page.lines if (place := mark(line)) is not None]
    more = [*_bare_numbers(page, every), *carried(page.lines, every, _month)]
    every = sorted([*every, *more], key=lambda place: place.line.number)
    menus: set[int] = set()
    lent: dict[int, Mark] = {}
    for run in _runs(every):
        if len(run) >= _MENU:
            run = _with_today(page, run)
            numbers = {place.line.number for place in run}
            given = _lent(page, run)
            lent |= {place.line.number: place for place in given}
            links = all(place.line.covered(CONTROLS) for place in run)
            menus |= numbers if links or given else numbers - {run[-1].line.number}
    dropped = menus | lent.keys() | _repeated(every)
    own = [place for place in every if not place.line.chrome and place.line.number not in dropped]
    return sorted([*own, *lent.values()], key=lambda place: place.line.number)


def _repeated(every: Sequence[Mark]) -> set[int]:
    """The lines of bare labels that say the one right above again and go on: 1970, 1970 – 1979."""
    return {
        place.line.number
        for before, place in pairwise(every)
        if place.line.number == before.line.number + 1
        and place.edge is before.edge is Edge.WHOLE
        and before.label.start is not None
        and before.label.start == before.label.end == place.label.start != place.label.end
        and place.line.parent.kind != before.line.parent.kind
    }


def _month(line: Line) -> Mark | None:
    return mark(line, within=True)


def _bare_numbers(page: Page, every: Sequence[Mark]) -> Iterator[Mark]:
    """Numbers of three digits where as a rule years stand: those of an old town."""
    whole = Counter(place.line.parent.path for place in every if place.edge is Edge.WHOLE)
    for line in page.lines:
        if len(line.text) == 3 and line.text.isdecimal() and whole[line.parent.path] >= _MENU:
            yield Mark(line, Label(line.text, int(line.text), int(line.text)), Edge.WHOLE, 3, "")


def _lent(page: Page, run: Sequence[Mark]) -> list[Mark]:
    """The labels of a menu, given to the panels it shows: those it names, or as many in a row beside it."""
    panels = [page.named.get(target) for place in run if (target := _shown(page, place))]
    if len(panels) < len(run) or None in panels:
        panels = list[Box | None](_row_beside(page, run))
    if len(panels) != len(run):
        return []
    firsts = [
        next((line for line in panel.lines() if any(map(str.isalpha, line.text))), None) if panel else None
        for panel in panels
    ]
    lines = [line for line in firsts if line is not None]
    if len(lines) < _MENU or len({line.number for line in lines}) < len(lines) or any(mark(line) for line in lines):
        return []
    return [
        Mark(line, place.label, Edge.SHARP, 0, line.text, menu=run[0].line.number + 1)
        for place, line in zip(run, firsts, strict=True)
        if line is not None and not line.chrome
    ]


def _shown(page: Page, place: Mark) -> str | None:
    """The id of what a click on a label shows."""
    for href in place.line.links:
        if href.startswith("#"):
            return href[1:]
    return next((page.controls[id(box)] for box in place.line.parent.around() if id(box) in page.controls), None)


def _only_leads_on(box: Box) -> bool:
    return all(line.covered(CONTROLS) for line in box.lines())


def _turns(line: Line) -> bool:
    """Whether a line is a control that leads nowhere else, or names one: "Prev", "Next"."""
    if TURNS.fullmatch(line.text) is not None:
        return True
    return line.covered(CONTROLS) and all(_NOWHERE.fullmatch(href) for href in line.links)


def _row_beside(page: Page, run: Sequence[Mark]) -> list[Box]:
    """The boxes in a row that are as many as the labels of a menu, right after it or right before it."""
    after = run[-1].line.number + 1
    while after < len(page.lines) and _turns(page.lines[after]):
        after += 1  # buttons that turn the pages of the menu
    for beside in (after, run[0].line.number - 1):
        if not 0 <= beside < len(page.lines):
            continue
        for box in page.lines[beside].parent.around():
            row = [child for child in box.children if isinstance(child, Box) and any(True for _ in child.lines())]
            if len(row) == len(run) == len(box.children):
                numbers = [line.number for line in box.lines()]
                if beside in {numbers[0], numbers[-1]} and not any(map(_only_leads_on, row)):
                    return row
            if run[0].line.parent in box.children or box is run[0].line.parent.parent:
                break
    return []


def _runs(found: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Bare labels on one path, one after another with no line between them."""
    run: list[Mark] = []
    for place in found:
        if place.text or (run and (place.line.number != run[-1].line.number + 1 or _way(place) != _way(run[-1]))):
            yield run
            run = []
        if not place.text:
            run.append(place)
    yield run


def _with_today(page: Page, run: list[Mark]) -> list[Mark]:
    """The run with the word for today that stands before or after the years, if one does."""
    for at, place in ((run[0].line.number - 1, run[0]), (run[-1].line.number + 1, run[-1])):
        line = page.lines[at] if 0 <= at < len(page.lines) else None
        if line is not None and line.parent.path == place.line.parent.path and says_now(line.text):
            today = Mark(line, Label(line.text, None, None), Edge.WHOLE, len(line.text), "")
            run = [today, *run] if at < place.line.number else [*run, today]
    return run


def _way(place: Mark) -> int:
    """The path to a label; for one in a table, the path to its row."""
    box = place.line.parent
    return box.parent.path if box.tag in {"td", "th"} and box.parent is not None else box.path


def _named(group: list[Mark]) -> list[Mark]:
    """The marks, where all lines say the same word before the year: it is part of the label ("Season 2019")."""
    titles = {place.title for place in group}
    if len(group) < _MENU or len(titles) > 1 or None in titles:
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
    return within and not place.text[:1].islower() and any(_form(place) == _form(other) for other in sharp)


def _count(lines: Iterable[Line], *, by_line: bool) -> int:
    """How many lines, or how many boxes with such lines in them."""
    return len({line.number for line in lines} if by_line else {id(line.parent) for line in lines})


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
            if len(group) < _MENU or _count((place.line for place in group), by_line=by_line) < _MOST * every:
                group = sharp
            elif _count((place.line for place in sharp), by_line=by_line) >= _MOST * every:
                group = [place for place in group if place.edge is not Edge.NONE or _likely(place, sharp)]
        firm = [place for place in group if place.edge >= Edge.SHARP]
        if _MOST * len(group) <= len(firm) < len(group):
            group = [place for place in group if place.edge is not Edge.SUFFIX or _likely(place, firm)]
        if group:
            kept.append(_named(group))
    return kept
