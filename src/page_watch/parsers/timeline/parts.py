"""Parts: the labels inside entries that date a part of each: months under a year, years under a decade."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from page_watch.parsers.timeline.carried import names_a_month
from page_watch.parsers.timeline.labels import Edge
from page_watch.parsers.timeline.marks import Mark, mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from page_watch.parsers.timeline.page import Box, Line
    from page_watch.parsers.timeline.shapes import Label

_USUAL = 0.6
"""Numbers and years inside entries are labels where so great a share of the lines of their kind are."""

_ALL = 0.8
"""Months parted from their text by a mere space are labels where so great a share of the lines of their kind are."""

_FEW = 3
_FIGURES = 2
"""A month in figures before a mere space has two: "03 Opening"."""


class Entry(NamedTuple):
    """What one label tells: the label, where it stands, its lines, its root, and whether it is the last of its row."""

    label: Label | None
    mark: Mark | None
    lines: list[Line]
    root: Box | Line
    last: bool


@dataclass(frozen=True, slots=True)
class Inner:
    """Labels inside entries, by line number: those that date all that follows, and those that date their own line."""

    parts: dict[int, Mark]
    lines: dict[int, Mark]


@dataclass(slots=True)
class _Kind:
    """The lines of one kind inside entries, and the labels they begin with: months by a mere space are ``weak``."""

    lines: int = 0
    boxes: set[int] = field(default_factory=set)
    entries: set[int] = field(default_factory=set)
    firm: list[Mark] = field(default_factory=list)
    weak: list[Mark] = field(default_factory=list)

    def labels(self) -> Iterable[Mark]:
        """Those that are labels: a month's name wherever it stands, numbers and years only where as a rule they are."""
        found = list(self.firm)
        if len(self.weak) >= _FEW and len(self.weak) >= _ALL * self.lines:
            found += self.weak
        numbers = [place.label.printed for place in found if place.label.printed.isdecimal()]
        if any(len(number) < 3 for number in numbers) and not any(number.startswith("0") for number in numbers):
            return ()
        if self._counts(numbers):
            return ()
        usual = len({id(place.line.parent) for place in found}) >= _USUAL * len(self.boxes)
        return (place for place in found if usual or _is_a_month(place))

    def _counts(self, numbers: Sequence[str]) -> bool:
        """Whether figures count the entries: 01 with the first of them, 02 with the next."""
        counted = [int(number) for number in numbers]
        several = len(counted) >= _FEW and len(counted) == len(self.entries) == self.lines
        return several and counted == list(range(counted[0], counted[0] + len(counted)))


def inner(entries: Sequence[Entry]) -> Inner:
    """The labels inside entries. A year within a decade or range dates at least its own line."""
    kinds: defaultdict[tuple[int, str], _Kind] = defaultdict(_Kind)
    dated: dict[int, Mark] = {}
    for number, entry in enumerate(entries):
        if entry.label is None:
            continue
        for line in entry.lines:
            if entry.mark is not None and line is entry.mark.line:
                continue
            kind = kinds[line.parent.path, line.parent.kind]
            kind.lines += 1
            kind.boxes.add(id(line.parent))
            kind.entries.add(number)
            found = mark(line, within=True)
            if found is None or not _refines(found, entry.label):
                continue
            if found.edge is not Edge.NONE:
                kind.firm.append(found)
            elif names_a_month(found.label) or _is_a_figure(found.label.printed):
                kind.weak.append(found)
            if found.label.start is not None and found.title is None and entry.label.end != entry.label.start:
                dated[line.number] = found
    parts = {place.line.number: place for kind in kinds.values() for place in kind.labels()}
    return Inner(parts, {number: place for number, place in dated.items() if number not in parts})


def within(label: Label, outer: Label) -> bool:
    """Whether a label is of a part of the time of another; what begins in a period may go on after it."""
    coarse = not (label.month or label.day) and (label.start, label.end) == (outer.start, outer.end)
    if coarse or label.start is None or outer.start is None:
        return False
    last = label.start if outer.start != outer.end else label.end or label.start
    return label.start >= outer.start and (outer.end is None or last <= outer.end)


def _is_a_figure(printed: str) -> bool:
    return len(printed) == _FIGURES and printed.isdecimal()


def _is_a_month(place: Mark) -> bool:
    """Whether a month stands alone as a label, and not at the head of a sentence: "6月15日，公司…"."""
    return names_a_month(place.label) and (
        place.edge is not Edge.SUFFIX or place.line.text[place.rest - 1] not in "，,、"
    )


def _refines(found: Mark, outer: Label) -> bool:
    label = found.label
    if outer.month or outer.day:
        return False
    if label.start is None:  # a month is one of a single year: "2019", "since 2019"
        single = outer.start == outer.end or (outer.end is None and outer.printed[-1].isdigit())
        return single and (not label.printed.isdecimal() or 1 <= int(label.printed) <= 12)
    return within(label, outer) or _dated_itself(found, outer)


def _dated_itself(found: Mark, outer: Label) -> bool:
    """Whether a year with its month stands alone under the year before or after: one of the two is an oversight."""
    if not (found.edge is Edge.WHOLE and found.label.month and found.label.start and outer.start):
        return False
    return outer.start == outer.end and abs(found.label.start - outer.start) == 1
