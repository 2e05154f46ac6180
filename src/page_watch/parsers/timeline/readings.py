"""Readings: each way to take the page as a timeline, and what makes one better than another.

A reading starts from the labels on one path. What it is worth is told in ``worth``. Two groups of labels that stand
among one another and read better together than the better one alone are one timeline.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from page_watch.model.milestone import Milestone
from page_watch.parsers.timeline.carried import composed, names_a_month
from page_watch.parsers.timeline.grain import Grain, Unit
from page_watch.parsers.timeline.labels import Edge, Label
from page_watch.parsers.timeline.marks import HEADINGS, Mark, groups, mark, marks
from page_watch.parsers.timeline.page import Box, Line, Page
from page_watch.parsers.timeline.records import Record, Row, arrange, in_line
from page_watch.parsers.timeline.tokens import read_tokens
from page_watch.parsers.timeline.worth import belongs, context, heading_above, worth

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONE = 1.5
"""What a reading with a single label is worth at most: it may have taken the rest of the page for its text."""

_TRIED = 8
"""So many groups of labels, those with the most, are read."""

_PART = 2
"""So many labels may go on with those of another list."""

_USUAL = 0.6
_ALL = 0.8
_FEW = 3

_MANY = 5
"""So many labels in order are a timeline, however each stands."""

_ECHO = 24
"""A line that says the label once more is no longer than this."""


_Told = list[tuple[Milestone, list[Line]]]
"""What a row tells: each milestone and the lines it was read from."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one label tells: the label, where it stands, its lines, and the unlabelled lines' record."""

    label: Label | None
    mark: Mark | None
    lines: list[Line]
    root: Box | Line
    last: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take the page. ``score`` is what it is worth; ``empty`` is how many of its labels have no text."""

    marks: list[Mark]
    rows: list[Row]
    milestones: tuple[Milestone, ...]
    taken: frozenset[int]
    filled: int
    empty: int
    score: float


def best(page: Page, base_url: str, pinned: list[Mark] | None = None) -> Reading | None:
    """The best reading of a page, or None if no label tells anything. ``pinned`` are the labels, if known."""
    if pinned is not None:
        return read(pinned, page, base_url) if pinned else None
    found = groups(marks(page), page.lines)
    found.sort(key=len, reverse=True)
    readings = [reading for group in found[:_TRIED] if (reading := read(group, page, base_url)) is not None]
    readings = [reading for reading in readings if len(reading.marks) > 1 or reading.marks[0].edge is Edge.WHOLE]
    readings.sort(key=lambda reading: reading.score, reverse=True)
    if not readings or readings[0].filled < _FEW:
        readings += _unclosed(found, page, base_url)
        readings.sort(key=lambda reading: reading.score, reverse=True)
    if not readings:
        return None
    chosen = readings[0]
    for other in readings[1:]:
        if (_near(chosen, other) and _between(chosen, other)) or _continues(chosen, other):
            both = read(sorted(chosen.marks + other.marks, key=lambda place: place.line.number), page, base_url)
            if both is not None and both.score > chosen.score:
                chosen = both
    for group in sorted(found, key=lambda group: group[0].line.number):
        if _follows(chosen, group):
            chosen = read(chosen.marks + group, page, base_url) or chosen
    scattered = _scattered(found, chosen, page, base_url)
    return chosen if scattered is None or scattered.score <= chosen.score else scattered


def _scattered(found: Sequence[list[Mark]], chosen: Reading, page: Page, base_url: str) -> Reading | None:
    """The reading of all labels of a page together, where each stands in other elements, but they stand in order.

    Pages made by hand in the editors of old are so: each year a table of its own, none like the one before.
    """
    places = [place for group in found for place in group if place.edge >= Edge.SHARP and not place.label.day]
    alike = len({place.line.parent.path for place in chosen.marks}) == 1
    if len(places) < _MANY or len(places) < (1.3 * chosen.filled if alike else len(chosen.marks) + 1):
        return None
    places.sort(key=lambda place: place.line.number)
    years = [place.label.start or 0 for place in places]
    between = page.lines[places[0].line.number + 1 : places[-1].line.number]
    if not all(before <= after for before, after in pairwise(years)) or any(
        line.parent.tag in HEADINGS for line in between
    ):
        return None
    return read(places, page, base_url, in_line(places, page.lines))


def _unclosed(found: Sequence[list[Mark]], page: Page, base_url: str) -> Iterator[Reading]:
    """Readings of labels in elements of one kind, on any paths: unclosed elements put each on one of its own."""
    kinds: defaultdict[str, list[Mark]] = defaultdict(list)
    for group in found:
        for place in group:
            kinds[place.line.parent.kind].append(place)
    for kind, places in kinds.items():
        if len(places) >= _FEW and len({place.line.depth for place in places}) == len(places) and kind != "li":
            places.sort(key=lambda place: place.line.number)
            reading = read(places, page, base_url, in_line(places, page.lines))
            if reading is not None:
                yield reading


def _near(chosen: Reading, other: Reading) -> bool:
    """Whether two readings stand below one parent, or one in the other's rows."""
    around = {id(box) for row in chosen.rows for box in (row.parent, row.parent.parent) if box is not None}
    return any(id(box) in around for row in other.rows for box in (row.parent, row.parent.parent) if box is not None)


def _between(chosen: Reading, other: Reading) -> bool:
    """Whether most labels of a reading stand between those of another, or next to them as headings of one sort."""
    first, last = chosen.marks[0].line.number, max(chosen.taken)
    inside = sum(first < place.line.number < last for place in other.marks)
    if 2 * inside >= len(other.marks):
        return True
    below = {id(row.parent) for row in chosen.rows}
    return all(place.edge is Edge.WHOLE for place in other.marks) and all(id(row.parent) in below for row in other.rows)


def _continues(chosen: Reading, other: Reading) -> bool:
    """Whether a reading goes on where another ends: a list of the same sort, its years on in the same direction."""
    if _sort(chosen) != _sort(other) or min(len(chosen.marks), len(other.marks)) < _PART:
        return False
    first, second = sorted((chosen, other), key=lambda reading: reading.marks[0].line.number)
    if max(first.taken) >= second.marks[0].line.number:
        return False
    years = [[place.label.start or 0 for place in reading.marks] for reading in (first, second)]
    forth = all(before <= after for before, after in pairwise(years[0] + years[1]))
    back = all(before >= after for before, after in pairwise(years[0] + years[1]))
    return forth or back


def _follows(chosen: Reading, group: Sequence[Mark]) -> bool:
    """Whether labels begin in or right after the last record of a reading, written like its own."""
    first, last = group[0], chosen.marks[-1]
    beside = last.line.number < first.line.number <= max(chosen.taken) + 1
    return beside and (first.edge, _look(first)) == (last.edge, _look(last))


def _look(place: Mark) -> tuple[str, ...]:
    """The element a label stands in, and the inline ones around it alone."""
    inline = (span.kind for span in place.line.spans if span.start == 0 and span.end <= max(place.rest, 1))
    return (place.line.parent.kind, *inline)


def _sort(reading: Reading) -> tuple[str, ...]:
    """What the labels and the rows of a reading are."""
    return (reading.marks[0].line.parent.kind, reading.marks[0].edge.name, reading.rows[0].parent.kind)


def read(group: list[Mark], page: Page, base_url: str, rows: list[Row] | None = None) -> Reading | None:
    """The reading that starts from these labels, arranged in rows by the tree if they are not yet."""
    rows = rows or arrange(group)
    entries = _parted([list(_entries(row)) for row in rows])
    inner = _inner([entry for row in entries for entry in row])
    entries = [_without_periods(_refined(row, inner)) for row in entries]
    echoes, unused = _echoes([entry for row in entries for entry in row])
    grain = Grain(
        [entry.lines for row in entries for entry in row],
        [entry.mark for row in entries for entry in row if entry.mark is not None] + group,
        echoes,
    )
    told: list[_Told] = []
    filled = empty = 0
    for row in entries:
        mine: _Told = []
        for entry in row:
            units = grain.units(entry.lines, entry.mark, entry.root, last=entry.last)
            if entry.mark is not None:
                filled += bool(units)
                empty += not units
            mine += [(milestone(entry.label, unit, grain, base_url), unit.lines()) for unit in units]
        told.append(mine)
    told = _of_one_sort(page, rows, _once(told))
    pairs = sorted((pair for mine in told for pair in mine), key=lambda pair: pair[1][0].number)
    if not filled or not pairs:
        return None
    milestones = tuple(milestone for milestone, _ in pairs)
    lines = [line for _, unit in pairs for line in unit]
    taken = frozenset(line.number for line in lines) | {place.line.number for place in group}
    ending = sum(place.title is not None and place.line.parent.tag not in HEADINGS for place in group) / len(group)
    score = worth(milestones, lines, filled / (filled + empty), ending) * context(page, rows)
    score *= (filled + empty) / (filled + empty + unused)
    if filled == 1:
        score = min(score, _LONE)
    return Reading(group, rows, milestones, taken, filled, empty, score)


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


def _echoes(entries: Sequence[Entry]) -> tuple[frozenset[int], int]:
    """Lines that only say the label of their entry once more: in another reckoning, on a slide.

    And how many lines are labels of something else: dates that this reading has no use for.
    """
    echoes = set()
    unused = 0
    for entry in entries:
        for line in entry.lines:
            if entry.label is None or (entry.mark is not None and line is entry.mark.line) or len(line.text) > _ECHO:
                continue
            if _in_a_row(entry.root) and _part_of_a_date(line.text):
                echoes.add(line.number)
                continue
            found = mark(line, within=True)
            if found is None or found.edge is not Edge.WHOLE:
                continue
            if found.label.start is None:
                again = found.label.printed in entry.label.printed and entry.label.month
            else:
                again = (found.label.start, found.label.end) == (entry.label.start, entry.label.end)
            if again:
                echoes.add(line.number)
            elif found.label.start is not None:
                unused += 1
    return frozenset(echoes), unused


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
            for part in row.records:
                if part.mark is not None:
                    of.update({line.number: part for line in part.lines()})
    refined: list[Entry] = []
    for entry in entries:
        parts: list[Entry] = []
        own = {line.number for line in entry.lines}
        for line in entry.lines:
            record = of.get(line.number)
            if record is not None and record.mark is not None and record.mark.line.number not in own:
                record = None  # the last part of the entry before went on too far
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
        [replace(entry, lines=[line for line in entry.lines if owners[line.number] is entry]) for entry in row]
        for row in rows
    ]


def _by_number(entries: Sequence[Entry], inner: dict[int, Mark]) -> Iterator[list[Mark]]:
    """The labels inside entries: those that stand alone in theirs, and those that part theirs, each of one form."""
    found = [[inner[line.number] for line in entry.lines if line.number in inner] for entry in entries]
    for places in ([here for here in found if len(here) == 1], [here for here in found if len(here) > 1]):
        if places:
            yield [place for here in places for place in here]


def milestone(label: Label | None, unit: Unit, grain: Grain, base_url: str) -> Milestone:
    """The milestone of a label and the lines it tells, the addresses in them made absolute."""
    links = dict.fromkeys(
        address
        for line in unit.lines() + unit.links
        for href in line.links
        if (address := _absolute(base_url, href)) is not None
    )
    text = grain.text(unit)
    if label is None:
        return Milestone(None, None, None, text, tuple(links))
    return Milestone(label.printed, label.start, label.end, text, tuple(links))


@lru_cache(maxsize=16)
def _origin(base_url: str) -> str:
    """The scheme and host of a page's address; empty for one of another sort."""
    return urljoin(base_url, "/").rstrip("/") if base_url.startswith(("http://", "https://")) else ""


@lru_cache(maxsize=4096)
def _absolute(base_url: str, href: str) -> str | None:
    """The absolute address of a link; None for one that leads nowhere."""
    if href.strip() in {"", "#"}:
        return None
    if href.startswith("/") and not href.startswith("//") and "/." not in href and _origin(base_url):
        return f"{_origin(base_url)}{href.strip()}"  # most links of most pages: urljoin takes ten times as long
    try:
        address = urljoin(base_url, href.strip())
    except ValueError:  # "http://[": no address at all
        return None
    return address if address.startswith(("http://", "https://", "mailto:")) else None


def _once(told: list[_Told]) -> list[_Told]:
    """What a page holds twice for the machine's sake, once: a copy for small screens, the slides a carousel clones."""
    seen: set[tuple[tuple[str | None, str], ...]] = set()
    once = []
    for mine in told:
        said = tuple((milestone.year, milestone.text) for milestone, _ in mine)
        half = len(said) // 2
        if len(said) > 5 and len(said) % 2 == 0 and said[:half] == said[half:]:
            mine, said = mine[:half], said[:half]
        elif len(said) > 3 and said[0] == said[-2] and said[1] == said[-1]:
            mine, said = mine[1:-1], said[1:-1]
        if len(said) > 1 and said in seen:
            mine = []
        seen.add(said)
        once.append(mine)
    return once


def _of_one_sort(page: Page, rows: Sequence[Row], told: list[_Told]) -> list[_Told]:
    """Without the rows under a heading of news, or of another thing than history, where others stand under history."""
    contexts = [context(page, [row]) for row in rows]
    if len(rows) < 2 or max(contexts) < 1.0:
        return told
    history = next((heading_above(page, [row]) for row, value in zip(rows, contexts, strict=True) if value > 1), None)
    return [
        mine if value >= 1.0 and belongs(page, row, history) else []
        for row, mine, value in zip(rows, told, contexts, strict=True)
    ]
