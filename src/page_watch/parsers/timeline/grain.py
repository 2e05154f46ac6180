"""The grain: how the lines of a record become milestones.

1. Each paragraph, list item or line is one.                 <h3>2019</h3><p>a</p><p>b</p>          a · b
2. A title and the text below it are one.                    <h3>2019</h3><h4>t</h4><p>a</p><p>b</p>    t: a b
3. A list in an item, or after a colon, belongs to it.   <li>2019: a<ul><li>b</li></ul></li>     a b
4. The cells of a row are one.                               <td>2019</td><td>t</td><td>a</td>       t: a
5. A line broken within a sentence is one.                2019: the plan<br>was approved       the plan was approved
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from page_watch.parsers.timeline.marks import BOLD, HEADINGS, Mark
from page_watch.parsers.timeline.page import Box, Line, is_row
from page_watch.parsers.timeline.remarks import Remarks
from page_watch.parsers.timeline.telling import BULLET, Telling
from page_watch.parsers.timeline.titles import SENTENCE_END, TITLE_LENGTH, Titles
from page_watch.parsers.timeline.traits import RANKED
from page_watch.parsers.timeline.words import TURNS
from page_watch.text import clean, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TITLING: Final = HEADINGS | {"header", "legend"}
_LIST_SIGNS: Final = (";", "；", ":", "：")
_JAPANESE_GOES_ON = re.compile(
    r"[をにがはのでとへも、,，・]$|(?:から|より|まで|および|及び|による|により|における|において|として|して|され|となり|であり|との|への|にて)$"
)


@dataclass(slots=True)
class Unit:
    """The lines of one milestone to be: its title, if it has one, and its text.

    ``announced`` says that its last lines are the items of a list after a colon.
    """

    title: list[Line]
    body: list[Line]
    links: list[Line] = field(default_factory=list)
    announced: bool = False

    @property
    def last(self) -> Line:
        """The last line so far."""
        return (self.body or self.title)[-1]

    def lines(self) -> list[Line]:
        """The lines of title and text."""
        return self.title + self.body


class Grain:
    """What is to be known of all records of a reading to tell titles in one of them."""

    def __init__(
        self, records: Sequence[Sequence[Line]], marks: Iterable[Mark], echoes: frozenset[int] = frozenset()
    ) -> None:
        telling = Telling(records, marks, echoes)
        self.said, self.kickers = telling.said, telling.kickers
        told = [[line for line in lines if self.said(line)] for lines in records]
        self.titles = Titles(told)
        self.remarks = Remarks(told)

    def units(self, lines: Iterable[Line], mark: Mark | None, root: Box | Line, *, last: bool) -> list[Unit]:
        """The milestones of a record. ``last``: other lines may follow it that are none of its own."""
        told: list[Line] = []
        silent: dict[int, list[Line]] = defaultdict(list)
        for line in lines:
            if self.said(line):
                told.append(line)
            elif line.spans and told and not TURNS.fullmatch(line.text):
                silent[id(told[-1])].append(line)
        if last:
            told = self._before_remarks(told, mark)
        units = [Unit([], told)] if len(told) == 1 else self._cells(told, root) or self._flow(told, mark, root)
        for unit in units:
            unit.links = [link for line in unit.lines() for link in silent[id(line)]]
        return units

    def _before_remarks(self, told: list[Line], mark: Mark | None) -> list[Line]:
        """The lines before the first remark. A year tells something; after a period's last year nothing may be left."""
        least = 0 if mark is not None and mark.label.start != mark.label.end else 1
        remarks = (n for n, line in enumerate(told) if n >= least and self.remarks.closes(line, self.said(line)))
        return told[: next(remarks, len(told))]

    def _cells(self, told: Sequence[Line], root: Box | Line) -> list[Unit]:
        """The one unit of a table row in which several cells say something."""
        if not is_row(root):
            return []
        cells: dict[int, list[Line]] = {}
        for line in told:
            cell = next((box for box in line.parent.around() if box.parent is root), root)
            cells.setdefault(id(cell), []).append(line)
        if len(cells) < 2:
            return []
        first, *others = cells.values()
        return [Unit(first, [line for cell in others for line in cell])]

    def _flow(self, told: Sequence[Line], mark: Mark | None, root: Box | Line) -> list[Unit]:
        """The units of lines that stand one below the other."""
        bold = {id(line) for line, after in zip_longest(told, told[1:]) if line.covered(BOLD) and _heads(line, after)}
        if len(bold) == len(told):
            bold = set()
        tags = Counter(line.parent.tag for line in told)
        units: list[Unit] = []
        holders = {id(box) for box in mark.line.parent.around()} if mark is not None else set()
        item: Box | None = None
        titled = False
        for index, line in enumerate(told):
            at = _item(line, mark, root, holders)
            if units and line.soft and line.parent.tag in RANKED and units[-1].last.parent is line.parent:
                (units[-1].body or units[-1].title).append(line)  # a heading is one, however it is broken
            elif units and (_is_a_subtitle(line, units[-1], tags) or self._is_below_a_kicker(line, units[-1])):
                units[-1].title.append(line)
            elif self._is_title(line, mark, index, alone=len(told) == 1) or id(line) in bold:
                units.append(Unit([line], []))
                titled = True
            elif units and (titled or (item is not None and at is item) or self._goes_on(units[-1], line)):
                units[-1].announced = self._announced(units[-1], line)
                units[-1].body.append(line)
            else:
                units.append(Unit([], [line]))
                titled = False
            item = at
        return units

    def _is_title(self, line: Line, mark: Mark | None, index: int, *, alone: bool) -> bool:
        if len(self.said(line)) > 2 * TITLE_LENGTH:
            return False
        if line.parent.tag in _TITLING:
            own = mark is not None and line is mark.line
            return not own or not alone
        return line.number in self.kickers or self.titles.begins(line, first=index == 0)

    def _is_below_a_kicker(self, line: Line, unit: Unit) -> bool:
        """Whether a heading stands right below the line above it that belongs to its title."""
        return line.parent.tag in RANKED and not unit.body and unit.title[-1].number in self.kickers

    def _goes_on(self, unit: Unit, line: Line) -> bool:
        return self._announced(unit, line) or self._runs_on(unit.last, line)

    def _runs_on(self, before: Line, line: Line) -> bool:
        """Whether a line was broken within a sentence, and the next one goes on with it."""
        text, rest = self.said(before), self.said(line)
        if not line.soft or line.parent is not before.parent or BULLET.match(line.text):
            return False
        if rest[0] in "(（" and rest.rstrip(".。")[-1:] in {")", "）"}:
            return True  # a note on the line before
        if rest[:1].islower() and not text.endswith(_LIST_SIGNS):
            return True
        if text.endswith(SENTENCE_END):
            return False
        if " " not in rest and rest.endswith("."):
            return True  # the last word of a sentence
        return text.endswith((",", "-", "–")) or _JAPANESE_GOES_ON.search(text) is not None

    def _announced(self, unit: Unit, item: Line) -> bool:
        """Whether a list item is one of those after a colon."""
        if item.parent.tag != "li":
            return False
        if unit.last.parent.tag != "li":
            return self.said(unit.last).endswith((":", "："))
        return unit.announced and unit.last.parent.parent is item.parent.parent

    def text(self, unit: Unit) -> str:
        """The text of a milestone."""
        if not unit.title and len(unit.body) == 1:
            return clean(self.said(unit.body[0]))
        kicker = self.said(unit.title[0]) if len(unit.title) > 1 and unit.title[0].number in self.kickers else ""
        title = " ".join(self.said(line) for line in unit.title[bool(kicker) :])
        title = join(kicker, title) if kicker else title
        body = " ".join(self.said(line) for line in unit.body)
        return join(title, body) if title and body else clean(title or body)


def _heads(line: Line, after: Line | None) -> bool:
    """Whether a line in bold may be a title: in a list item one of what follows in that item only."""
    return line.parent.tag != "li" or (after is not None and line.parent in after.parent.around())


def _is_a_subtitle(line: Line, unit: Unit, tags: Counter[str]) -> bool:
    """Whether a heading goes with the higher one right above it: the only one of its rank among all ``tags``."""
    if not unit.title or unit.body or line.parent.tag not in RANKED or unit.title[-1].parent.tag not in RANKED:
        return False
    return line.parent.tag > unit.title[-1].parent.tag and tags[line.parent.tag] == 1


def _item(line: Line, mark: Mark | None, root: Box | Line, holders: set[int]) -> Box | None:
    """The outermost list item around a line that is less than the record: it does not hold the label.

    The record's own item counts for a list nested in it, where its text began beside the label.
    """
    found: Box | None = None
    for box in line.parent.around():
        if box is root:
            lead = mark is not None and mark.text and not mark.menu and mark.line.parent is box
            return box if lead and box.tag in {"li", "dd"} else found
        if box is root.parent:
            break
        if box.tag == "li" and id(box) not in holders:
            found = box
    return found
