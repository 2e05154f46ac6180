"""The columns of a table while it is walked: cells reach over several columns, and down into rows to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from page_watch.parsers.timeline.page import Box

_WIDEST = 100
_DEEPEST = 1000


@dataclass(slots=True)
class _Row:
    """The row under way: how far cells reach down, the columns taken by them, the next column."""

    grid: dict[int, int]
    taken: frozenset[int]
    column: int = 0


class Columns:
    """The columns of all tables of a page."""

    def __init__(self) -> None:
        self._grids: dict[int, dict[int, int]] = {}
        self._rows: dict[int, _Row] = {}

    def begin(self, row: Box) -> None:
        """Begin a row."""
        table = next((box for box in row.around() if box.tag == "table"), row)
        grid = self._grids.setdefault(id(table), {})
        taken = frozenset(grid)
        for column in taken:
            grid[column] -= 1
            if not grid[column]:
                del grid[column]
        self._rows[row.depth] = _Row(grid, taken)

    def step(self, attributes: Mapping[str, str], parent: Box) -> str:
        """The step to a cell, which is its column: what stands in one column is alike."""
        row = self._rows.get(parent.depth) if parent.tag == "tr" else None
        if row is None:
            return "cell"
        column = row.column
        while column in row.taken:
            column += 1
        if column >= _WIDEST:
            return "cell beyond"
        wide, deep = _count(attributes, "colspan", _WIDEST - column), _count(attributes, "rowspan", _DEEPEST)
        row.column = column + wide
        if deep > 1:
            row.grid.update(dict.fromkeys(range(column, column + wide), deep - 1))
        return f"cell {column}"


def _count(attributes: Mapping[str, str], name: str, most: int) -> int:
    """An attribute that holds a number from 1 to ``most``; 1 where it holds none."""
    value = attributes.get(name, "1").strip()
    return min(max(int(value), 1), most) if value.isdecimal() and len(value) < 6 else 1
