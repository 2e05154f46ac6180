"""Entries: what each label tells, where labels stand inside the records of others.

Records are made from labels on one path. Labels inside a record date its parts: months under a year, years under a
decade; a line that says the label once more says nothing; the heading of a period over entries of its own is none.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from page_watch.parsers.timeline.carried import composed
from page_watch.parsers.timeline.labels import Edge
from page_watch.parsers.timeline.marks import HEADINGS, mark
from page_watch.parsers.timeline.page import Box, is_row
from page_watch.parsers.timeline.parts import Entry, Inner, inner, within
from page_watch.parsers.timeline.records import Record, Row, arrange
from page_watch.parsers.timeline.tokens import read_tokens
from page_watch.parsers.timeline.traits import CELLS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from page_watch.parsers.timeline.marks import Mark
    from page_watch.parsers.timeline.page import Line
    from page_watch.parsers.timeline.shapes import Label

_ITEMS: Final = frozenset(["li", "p"])
_NAME = 24
"""The name of a period is shorter than this."""

_ECHO = 24
"""A line that says the label once more is no longer than this."""


def entries_of(rows: Sequence[Row]) -> list[list[Entry]]:
    """The entries of rows, parted by the labels inside them."""
    entries = _parted([list(_entries(row)) for row in rows])
    for _ in range(2):  # years under a decade, and months under those
        found = inner([entry for row in entries for entry in row])
        if not found.parts and not found.lines:
            break
        entries = [_refined(row, found) for row in entries]
    return [_in_full(_without_periods(row)) for row in entries]


def _entries(row: Row) -> Iterator[Entry]:
    for record in row.records:
        yield Entry(record.label, record.mark, list(record.lines()), record.nodes[0], record is row.records[-1])


def echoes(entries: Sequence[Entry]) -> tuple[frozenset[int], int]:
    """Lines that only say the label of their entry once more: in another reckoning, on a slide.

    And how many lines are labels of something else: dates that this reading has no use for.
    """
    said = set()
    unused = 0
    for entry in entries:
        if entry.mark is not None and entry.mark.menu and entry.label is not None:
            said |= {line.number for line in entry.lines[:1] if _ends_in(line, entry.label)}
        for line in entry.lines:
            if entry.label is None or (entry.mark is not None and line is entry.mark.line) or len(line.text) > _ECHO:
                continue
            if is_row(entry.root) and _part_of_a_date(line.text):
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


def _ends_in(line: Line, label: Label) -> bool:
    """Whether the first line of what a menu shows ends with the label that the menu has for it: "Era 1 · 1977"."""
    head = line.text.removesuffix(label.printed)
    return head != line.text and line.parent.tag not in HEADINGS and head.rstrip()[-1:] in set("·|–—-,:(/")


def _part_of_a_date(text: str) -> bool:
    """Whether a cell says no more than a part of a date: "昭和", "50年", where the year stands in another."""
    return set(_signs(text)) <= set("EYDKGJ")


def _part_of_a_year(text: str) -> bool:
    """Whether a cell says an era, or the year of one, and no more: not a mere number, which may count the rows."""
    signs = set(_signs(text))
    return bool(signs & set("EK")) and signs <= set("EYDK")


def _signs(text: str) -> str:
    return "".join(token.sign for token in read_tokens(text))


def _in_full(entries: list[Entry]) -> list[Entry]:
    """Entries of a table whose label takes several cells, with all of them: "昭和", "6年", "1931年".

    The name of an era stands once for several rows.
    """
    full: list[Entry] = []
    era = ""
    for entry in entries:
        place, label = entry.mark, entry.label
        if place is None or label is None or not is_row(entry.root):
            full.append(entry)
            continue
        before = [line.text for line in entry.lines if line.number < place.line.number and _part_of_a_year(line.text)]
        if len(before) > 1 and _signs(before[0]) == "E":
            era, *before = before
        elif not before:
            era = ""
        printed = f"{era}{''.join(before)} {label.printed}" if before else label.printed
        full.append(entry._replace(label=replace(label, printed=printed)))
    return full


def _refined(entries: list[Entry], found: Inner) -> list[Entry]:
    """Entries parted by the labels inside them."""
    of: dict[int, Record] = {}
    here = [found.parts[line.number] for entry in entries for line in entry.lines if line.number in found.parts]
    for row in arrange(here) if here else ():
        labelled: Record | None = None
        for part in row.records:
            labelled = part if part.mark is not None else labelled
            if labelled is not None and part.label is not None:
                of.update({line.number: labelled for line in _in_its_item(part.lines(), labelled.mark)})
    refined: list[Entry] = []
    for entry in entries:
        parts: list[Entry] = []
        above = refined[-1] if refined else None
        own = {line.number for line in entry.lines}
        for line in entry.lines:
            record = of.get(line.number)
            if record is not None and not _reaches(record, line, entry, own):
                record = None
            if entry.mark is not None and line is entry.mark.line and not entry.mark.text:
                continue
            place = found.lines.get(line.number) or (record.mark if record is not None else None)
            if not parts or parts[-1].mark is not (place or entry.mark):
                label = (
                    composed(entry.label, place.label) if place is not None and entry.label is not None else entry.label
                )
                root = record.nodes[0] if record is not None else entry.root
                parts.append(Entry(label, place or entry.mark, [], root, entry.last))
            parts[-1].lines.append(line)
        if above is not None and len(parts) == 1 and parts[0].mark is None and _reaches_down(above, entry):
            parts = [parts[0]._replace(label=above.label, mark=above.mark)]
        refined += parts or [entry]
    return refined


def _in_its_item(lines: Iterable[Line], place: Mark | None) -> Iterable[Line]:
    """The lines that a label inside an entry dates: one that begins an item or a paragraph dates no other."""
    if place is None or not place.text:
        return lines
    item = next((box for box in place.line.parent.around() if box.tag in _ITEMS), None)
    return lines if item is None else (line for line in lines if item in line.parent.around())


def _reaches_down(above: Entry, entry: Entry) -> bool:
    """Whether the cell of a month reaches down into a row: it has none in that column, not even an empty one."""
    month = above.mark.line.parent if above.mark is not None and above.label is not None and above.label.month else None
    if month is None or not is_row(entry.root) or not isinstance(entry.root, Box) or entry.label is None:
        return False
    cells = [cell for cell in entry.root.children if isinstance(cell, Box)]
    same = above.label is not None and above.label.start == entry.label.start
    return same and month.tag in CELLS and all(cell.path != month.path for cell in cells)


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
    """Whether an entry is a heading with nothing below, or a mere name ("2004~2011", "growth"), over one within it."""
    place, inside = entry.mark, following.mark
    if place is None or inside is None:
        return False
    if inside.line.parent.path == place.line.parent.path and (place.title is None or inside.title is not None):
        return False
    if entry.label is None or following.label is None or not within(following.label, entry.label):
        return False
    if place.line.parent.tag in HEADINGS:
        return all(line.parent is place.line.parent for line in entry.lines)
    said = [place.text] if place.text else []
    said += [line.text for line in entry.lines if line is not place.line]
    several = entry.label.start != entry.label.end
    return several and len(said) == 1 and len(said[0]) < _NAME and said[0][-1].isalpha()


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
