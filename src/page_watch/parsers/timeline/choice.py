"""The choice: of all readings of a page the one that tells most, and of readings that are parts of one the whole.

Two groups of labels that stand among one another, or of which one goes on where the other ends, and which read better
together than the better one alone, are one timeline.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from page_watch.parsers.timeline.groups import groups, marks
from page_watch.parsers.timeline.labels import Edge
from page_watch.parsers.timeline.marks import HEADINGS, Mark
from page_watch.parsers.timeline.readings import Reading, read
from page_watch.parsers.timeline.records import in_line
from page_watch.parsers.timeline.traits import RANKED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from page_watch.parsers.timeline.page import Page

_TRIED = 8
"""So many groups of labels, those with the most, are read."""

_FEW = 3
_PART = 2
"""So many labels may go on with those of another list."""

_OTHER = 2.4
"""Another reading is a timeline too where it is worth so much,"""

_SHARE = 0.4
"""and so great a share of the best one."""

_MANY = 5
"""So many labels in order are a timeline, however each stands."""

_MORE = 1.3
"""All labels of a page are tried together where they are so many times those of the best list of them."""


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
        if _says_again(chosen, other):
            continue
        if (_near(chosen, other) and _between(chosen, other)) or _continues(chosen, other):
            both = read(sorted(chosen.marks + other.marks, key=lambda place: place.line.number), page, base_url)
            if both is not None and both.score > chosen.score:
                chosen = both
    chosen = _gone_on(chosen, found, page, base_url)
    scattered = _scattered(found, chosen, page, base_url)
    if scattered is not None and scattered.score > chosen.score:
        return scattered
    return _with_others(chosen, readings)


def _with_others(chosen: Reading, readings: Sequence[Reading]) -> Reading:
    """The reading with the others of the page that are timelines too: a second list, in a section of its own."""
    for other in readings:
        if other.score < max(_OTHER, _SHARE * chosen.score) or other.empty or not chosen.taken.isdisjoint(other.taken):
            continue
        first, second = sorted((chosen, other), key=lambda reading: min(reading.taken))
        if max(first.taken) > min(second.taken) or _copies(chosen, other):
            continue
        chosen = Reading(
            marks=first.marks + second.marks,
            rows=first.rows + second.rows,
            milestones=first.milestones + second.milestones,
            taken=first.taken | second.taken,
            filled=first.filled + second.filled,
            empty=first.empty + second.empty,
            score=first.score + second.score,
        )
    return chosen


def _gone_on(chosen: Reading, found: Sequence[list[Mark]], page: Page, base_url: str) -> Reading:
    """The reading with the labels that begin in or right after its last record, each group where the last ends."""
    last = chosen.marks[-1].line.number
    after = sorted((group for group in found if group[0].line.number > last), key=lambda group: group[0].line.number)
    for group in after[:_TRIED]:
        if not _follows(chosen, group):
            break
        chosen = read(chosen.marks + group, page, base_url) or chosen
    return chosen


def _copies(chosen: Reading, other: Reading) -> bool:
    """Whether a reading says what another says already: a copy for small screens, an index with years and titles."""
    said = {milestone.text for milestone in chosen.milestones}
    labels = {milestone.year for milestone in chosen.milestones}
    again = sum(
        milestone.text in said or (milestone.year in labels and str(milestone.year) in milestone.text)
        for milestone in other.milestones
    )
    return 2 * again >= len(other.milestones)


def _scattered(found: Sequence[list[Mark]], chosen: Reading, page: Page, base_url: str) -> Reading | None:
    """The reading of all labels of a page together, where each stands in other elements, but they stand in order.

    Pages made by hand in the editors of old are so: each year a table of its own, none like the one before.
    """
    places = [place for group in found for place in group if place.edge >= Edge.SHARP and not place.label.day]
    alike = len({place.line.parent.path for place in chosen.marks}) == 1
    if len(places) < _MANY or len(places) < (_MORE * chosen.filled if alike else len(chosen.marks) + 1):
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


def _says_again(chosen: Reading, other: Reading) -> bool:
    """Whether each label of a reading is the year once more, at the head of a text that stands under it."""
    numbers = [place.line.number for place in chosen.marks]
    for place in other.marks:
        above = bisect(numbers, place.line.number)
        if not above or place.label.start is None or place.label.month or place.label.day or not place.text:
            return False
        if place.label.start != chosen.marks[above - 1].label.start:
            return False
    return True


def _near(chosen: Reading, other: Reading) -> bool:
    """Whether two readings stand below one parent, or one in the other's rows."""
    around = {id(box) for row in chosen.rows for box in (row.parent, row.parent.parent) if box is not None}
    if _alike(chosen, other):  # however deep the heading of one entry stands
        return any(id(box) in around for row in other.rows for box in row.parent.around())
    return any(id(box) in around for row in other.rows for box in (row.parent, row.parent.parent) if box is not None)


def _alike(chosen: Reading, other: Reading) -> bool:
    """Whether all labels of two readings are headings of one rank and nothing else."""
    places = chosen.marks + other.marks
    return len({place.line.parent.tag for place in places}) == 1 and all(
        place.edge is Edge.WHOLE and place.line.parent.tag in RANKED for place in places
    )


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
