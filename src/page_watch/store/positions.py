"""Numbers that keep a list in order while it changes, without renumbering what stays.

A milestone's position is stored with what it says. Were it the plain index in the page, one milestone added at
the top would change every row below. So positions leave room between them, and a new list keeps as many of the
old positions as are still in rising order (a longest increasing subsequence, found by patience sorting).
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP = 1 << 32
"""The room left between neighbours: 32 insertions at the same place before anything must be spread anew."""

_LIMIT = 1 << 62


def positions(old: Sequence[int | None]) -> list[int]:
    """Rising positions for a list, given those its items have so far (None for a new item).

    Keeps as many as possible; where there is no room left between two, all are spread anew.
    """
    placed = list(_kept(old))
    result: list[int] = []
    edges = [*placed, len(old)]
    left: int | None = None
    for edge in edges:
        right = old[edge] if edge < len(old) else None
        between = _between(left, right, edge - len(result))
        if between is None:
            return _spread(len(old))
        result.extend(between)
        if right is not None:
            result.append(right)
        left = right
    if result and (result[0] < -_LIMIT or result[-1] > _LIMIT):
        return _spread(len(old))
    return result


def _spread(count: int) -> list[int]:
    return [GAP * number for number in range(1, count + 1)]


def _between(left: int | None, right: int | None, count: int) -> Sequence[int] | None:
    """``count`` rising numbers between two (None: no bound there), or None where there is no room."""
    if left is None and right is None:
        return _spread(count)
    if left is None:
        assert right is not None
        return [right - GAP * number for number in range(count, 0, -1)]
    if right is None:
        return [left + GAP * number for number in range(1, count + 1)]
    step = (right - left) // (count + 1)
    return [left + step * number for number in range(1, count + 1)] if step > 0 else None


def _kept(old: Sequence[int | None]) -> list[int]:
    """The indices of a longest strictly increasing subsequence."""
    tails: list[int] = []  # the smallest last value of a rising run, by its length
    last: list[int] = []  # the index of that value
    before: dict[int, int | None] = {}
    for index, value in enumerate(old):
        if value is None:
            continue
        length = bisect_left(tails, value)
        before[index] = last[length - 1] if length else None
        if length == len(tails):
            tails.append(value)
            last.append(index)
        else:
            tails[length] = value
            last[length] = index
    kept: list[int] = []
    step: int | None = last[-1] if last else None
    while step is not None:
        kept.append(step)
        step = before[step]
    return kept[::-1]
