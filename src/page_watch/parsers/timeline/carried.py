"""Carried years: a month below a label of year and month, in the same place, is of the same year.

    dt 1998年4月    dt 10月       1998年10月
    dt 2005年3月

The year is printed once, where it changes: so most tables of a company's history in Japan, China and Korea.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from page_watch.parsers.timeline.labels import Edge
from page_watch.parsers.timeline.shapes import Label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from page_watch.parsers.timeline.marks import Mark
    from page_watch.parsers.timeline.page import Line

_LEAST: Final = 2
"""So many labels of year and month make a path on which months may stand alone."""

_MONTH = re.compile(r"0[1-9]|1[0-2]")
_DASHED = re.compile(r"[-.](?:0[1-9]|1[0-2])$")
"""A month in figures that goes on with the year above: "1998-07", then "-09"."""

_CLOSED = ")）]】"
_EASTERN_YEAR = re.compile(r"[^年년]*[年년]")


def composed(outer: Label, inner: Label) -> Label:
    """The label of a month under a year, as a person would write it: "March 2019", "2019年4月", "2019.03"."""
    if inner.start is not None:
        return inner
    year, part = outer.printed, inner.printed
    if "/" in part and year.isdecimal():
        printed = f"{part}/{year}"
    elif part[0].isdecimal() and part.isascii() and not any(map(str.isalpha, part)):
        printed = f"{year}.{part}" if year.isdecimal() else f"{year} {part}"
    elif "月" in part:
        printed = f"{year}年{part}" if year.isdecimal() else f"{year}{' ' * (year[-1] in _CLOSED)}{part}"
    elif "월" in part:
        printed = f"{year}년 {part}" if year.isdecimal() else f"{year} {part}"
    elif part[-1].isdecimal():
        printed = f"{part}, {year}"
    else:
        printed = f"{part} {year}"
    return Label(printed, outer.start, outer.end, day=inner.day, month=inner.month)


def names_a_month(label: Label) -> bool:
    """Whether a label without a year names a month: "March", "10月", and not a mere number."""
    return label.month and label.start is None and not label.printed.isdecimal()


def carried(lines: Iterable[Line], every: Sequence[Mark], alone: Callable[[Line], Mark | None]) -> Iterator[Mark]:
    """Marks of months that go on with the year of the label before them on the same path.

    ``every`` are the marks with a year, ``alone`` gives that of a line without one.
    """
    yield from _numbered(lines, every)
    found: defaultdict[int, dict[int, Mark]] = defaultdict(dict)
    for place in every:
        if place.title is None and place.edge > Edge.NONE:
            found[place.line.parent.path][place.line.number] = place
    dated = {
        path: places
        for path, places in found.items()
        if sum(_to_the_month(place.label) for place in places.values()) >= _LEAST
    }
    before: dict[int, Mark] = {}
    for line in lines if dated else ():
        path = line.parent.path
        if path not in dated:
            continue
        here = dated[path].get(line.number)
        if here is not None:
            before[path] = here
        elif path in before and _to_the_month(before[path].label):
            year = before[path].label
            if _DASHED.fullmatch(line.text) and _DASHED.search(year.printed):
                label = Label(f"{year.start}{line.text}", year.start, year.end, month=True)
                yield before[path]._replace(line=line, label=label, edge=Edge.WHOLE, rest=len(line.text), text="")
                continue
            month = alone(line)
            if month is not None and month.edge > Edge.NONE and names_a_month(month.label):
                yield month._replace(label=composed(_year(year), month.label))


def _numbered(lines: Iterable[Line], every: Sequence[Mark]) -> Iterator[Mark]:
    """Marks of months in figures ("08") in the place of years, where nothing else stands there."""
    years = {
        place.line.number: place
        for place in every
        if place.edge is Edge.WHOLE and place.title is None and place.label.printed.isdecimal()
    }
    found: defaultdict[int, list[Line]] = defaultdict(list)
    paths = {place.line.parent.path for place in years.values()}
    for line in lines if len(years) >= _LEAST else ():
        if line.parent.path in paths:
            found[line.parent.path].append(line)
    for here in found.values():
        months = [line for line in here if _MONTH.fullmatch(line.text)]
        if (
            not months
            or here[0].number not in years
            or any(line.number not in years and not _MONTH.fullmatch(line.text) for line in here)
        ):
            continue
        year = years[here[0].number]
        for line in here:
            if line.number in years:
                year = years[line.number]
            else:
                label = composed(year.label, Label(line.text, None, None, month=True))
                yield year._replace(line=line, label=label, rest=len(line.text))


def _to_the_month(label: Label) -> bool:
    return label.month and label.start is not None and label.start == label.end


def _year(label: Label) -> Label:
    """The year of a label of year and month, as printed where it has a sign of its own."""
    eastern = _EASTERN_YEAR.match(label.printed)
    return Label(eastern[0] if eastern is not None else str(label.start), label.start, label.end)
