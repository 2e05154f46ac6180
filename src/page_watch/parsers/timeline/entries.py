"""Entries: what each label tells, where labels stand inside the records of others.

Records are made from labels on one path. Labels inside a record date its parts: months under a year, years under a
decade; a line that says the label once more says nothing; the heading of a period over entries of its own is none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from page_watch.parsers.timeline.carried import composed, names_a_month
from page_watch.parsers.timeline.labels import Edge
from page_watch.parsers.timeline.marks import HEADINGS, Mark, mark
from page_watch.parsers.timeline.page import Box, Line
from page_watch.parsers.timeline.records import Record, Row, arrange
from page_watch.parsers.timeline.tokens import read_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from page_watch.parsers.timeline.shapes import Label

_USUAL = 0.6
"""Numbers and years inside entries are labels where so great a share of the lines of their kind are."""

_ALL = 0.8
"""Months parted from their text by a mere space are labels where so great a share of the lines of their kind are."""

_FEW = 3
_ECHO = 24
"""A line that says the label once more is no longer than this."""


class Entry(NamedTuple):
    """What one label tells: the label, where it stands, its lines, and the unlabelled lines' record."""

    label: Label | None
    mark: Mark | None
    lines: list[Line]
    root: Box | Line
    last: bool


def entries_of(rows: Sequence[Row]) -> list[list[Entry]]:
    """The entries of rows, parted by the labels inside them."""
    entries = _parted([list(_entries(row)) for row in rows])
    for _ in range(2):  # years under a decade, and months under those
        inner = _inner([entry for row in entries for entry in row])
        if not inner.parts and not inner.lines:
            break
        entries = [_refined(row, inner) for row in entries]
    return [_without_periods(row) for row in entries]


def _entries(row: Row) -> Iterator[Entry]:
    for record in row.records:
        yield Entry(record.label, record.mark, list(record.lines()), record.nodes[0], record is row.records[-1])


def _is_a_month(place: Mark) -> bool:
    """Whether a month stands alone as a label, and not at the head of a sentence: "6月15日，公司…"."""
    return names_a_month(place.label) and (
        place.edge is not Edge.SUFFIX or place.line.text[place.rest - 1] not in "，,、"
    )


@dataclass(frozen=True, slots=True)
class _Inner:
    """Labels inside entries, by line number: those that date all that follows, and those that date their own line."""

    parts: dict[int, Mark]
    lines: dict[int, Mark]


def _inner(entries: Sequence[Entry]) -> _Inner:
    """Labels inside entries that date their parts: months under a year, years under a decade.

    A month's name is one wherever it stands, and so is a year within a decade or range; other numbers only where as a
    rule the lines of their kind are such.
    """
    kinds: defaultdict[tuple[int, str], list[Mark]] = defaultdict(list)
    likes: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
    dated: dict[int, Mark] = {}
    every: Counter[tuple[int, str]] = Counter()
    weak: defaultdict[tuple[int, str], list[Mark]] = defaultdict(list)
    for entry in entries:
        if entry.label is None:
            continue
        for line in entry.lines:
            if entry.mark is not None and line is entry.mark.line:
                continue
            kind = (line.parent.path, line.parent.kind)
            likes[kind].add(id(line.parent))
            every[kind] += 1
            found = mark(line, within=True)
            if found is not None and _refines(found, entry.label):
                if found.edge is not Edge.NONE:
                    kinds[kind].append(found)
                elif found.label.start is None and names_a_month(found.label):
                    weak[kind].append(found)
                if found.label.start is not None and found.title is None and entry.label.end != entry.label.start:
                    dated[line.number] = found
    inner: dict[int, Mark] = {}
    for kind, places in weak.items():
        if len(places) >= _FEW and len(places) >= _ALL * every[kind]:
            kinds[kind] += places
    for kind, places in kinds.items():
        numbers = [place.label.printed for place in places if place.label.printed.isdecimal()]
        if any(len(number) < 3 for number in numbers) and not any(number.startswith("0") for number in numbers):
            continue
        usual = len({id(place.line.parent) for place in places}) >= _USUAL * len(likes[kind])
        inner |= {place.line.number: place for place in places if usual or _is_a_month(place)}
    return _Inner(inner, {number: place for number, place in dated.items() if number not in inner})


def echoes(entries: Sequence[Entry]) -> tuple[frozenset[int], int]:
    """Lines that only say the label of their entry once more: in another reckoning, on a slide.

    And how many lines are labels of something else: dates that this reading has no use for.
    """
    said = set()
    unused = 0
    for entry in entries:
        for line in entry.lines:
            if entry.label is None or (entry.mark is not None and line is entry.mark.line) or len(line.text) > _ECHO:
                continue
            if _in_a_row(entry.root) and _part_of_a_date(line.text):
                said.add(line.number)
                continue
            found = mark(line, within=True)
            if found is None or found.edge is not Edge.WHOLE:
                continue
            if found.label.start is None:
                again = found.label.printed in entry.label.printed and entry.label.month
            else:
                again = (found.label.start, found.label.end) == (entry.label.start, entry.label.end)
            if again:
                said.add(line.number)
            elif found.label.start is not None:
                unused += 1
    return frozenset(said), unused


def _in_a_row(root: Box | Line) -> bool:
    return isinstance(root, Box) and root.tag == "tr"


def _part_of_a_date(text: str) -> bool:
    """Whether a cell says no more than a part of a date: "昭和", "50年", where the year stands in another."""
    return all(token.sign in "EYDKGJ" for token in read_tokens(text))


def _refines(found: Mark, outer: Label) -> bool:
    label = found.label
    if outer.month or outer.day:
        return False
    if label.start is None:  # a month is one of a single year
        return outer.start == outer.end and (not label.printed.isdecimal() or 1 <= int(label.printed) <= 12)
    return _within(label, outer)


def _within(label: Label, outer: Label) -> bool:
    """Whether a label is of a part of the time of another."""
    coarse = not (label.month or label.day) and (label.start, label.end) == (outer.start, outer.end)
    if coarse or label.start is None or outer.start is None:
        return False
    return label.start >= outer.start and (outer.end is None or (label.end or label.start) <= outer.end)


def _refined(entries: list[Entry], inner: _Inner) -> list[Entry]:
    """Entries parted by the labels inside them."""
    if not inner.parts and not inner.lines:
        return entries
    of: dict[int, Record] = {}
    for places in _by_number(entries, inner.parts):
        for row in arrange(places):
            labelled: Record | None = None
            for part in row.records:
                labelled = part if part.mark is not None else labelled
                if labelled is not None and part.label is not None:
                    of.update({line.number: labelled for line in part.lines()})
    refined: list[Entry] = []
    for entry in entries:
        parts: list[Entry] = []
        own = {line.number for line in entry.lines}
        for line in entry.lines:
            record = of.get(line.number)
            if record is not None and not _reaches(record, line, entry, own):
                record = None
            if entry.mark is not None and line is entry.mark.line and not entry.mark.text:
                continue
            place = inner.lines.get(line.number) or (record.mark if record is not None else None)
            if not parts or parts[-1].mark is not (place or entry.mark):
                label = (
                    composed(entry.label, place.label) if place is not None and entry.label is not None else entry.label
                )
                root = record.nodes[0] if record is not None else entry.root
                parts.append(Entry(label, place or entry.mark, [], root, entry.last))
            parts[-1].lines.append(line)
        refined += parts or [entry]
    return refined


def _reaches(part: Record, line: Line, entry: Entry, own: set[int]) -> bool:
    """Whether a line of an entry is in the part of a label inside it.

    It is not where the label is another entry's, whose last part went on too far, or where it stands above the first
    label of a year in a period.
    """
    if part.mark is None or part.mark.line.number not in own:
        return False
    period = entry.label is not None and entry.label.start != entry.label.end
    return not period or line.number >= part.mark.line.number


def _without_periods(entries: list[Entry]) -> list[Entry]:
    """Entries without those that are the heading of a period: one with its motto, over labels that lie within it."""
    return [
        entry
        for entry, following in zip_longest(entries, entries[1:])
        if following is None or not _is_a_period(entry, following)
    ]


def _is_a_period(entry: Entry, following: Entry) -> bool:
    place, inside = entry.mark, following.mark
    if place is None or inside is None or entry.label is None or place.line.parent.tag not in HEADINGS:
        return False
    if following.label is None or not _within(following.label, entry.label):
        return False
    alone = all(line.parent is place.line.parent for line in entry.lines)
    return alone and inside.line.parent.path != place.line.parent.path


def _parted(rows: list[list[Entry]]) -> list[list[Entry]]:
    """Rows of entries of which none holds a line of another: where one row stands inside another, the inner has it."""
    if len(rows) < 2:
        return rows
    owners: dict[int, Entry] = {}
    for row in rows:
        for entry in row:
            for line in entry.lines:
                other = owners.get(line.number)
                if other is None or len(entry.lines) < len(other.lines):
                    owners[line.number] = entry
    return [
        [entry._replace(lines=[line for line in entry.lines if owners[line.number] is entry]) for entry in row]
        for row in rows
    ]


def _by_number(entries: Sequence[Entry], inner: dict[int, Mark]) -> Iterator[list[Mark]]:
    """The labels inside entries: those that stand alone in theirs, and those that part theirs, each of one form."""
    found = [[inner[line.number] for line in entry.lines if line.number in inner] for entry in entries]
    for places in ([here for here in found if len(here) == 1], [here for here in found if len(here) > 1]):
        if places:
            yield [place for here in places for place in here]
