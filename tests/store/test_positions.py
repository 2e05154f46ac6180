"""Positions keep a list in order, and what stays in order keeps its position."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from page_watch.store.positions import GAP, positions

lists = st.lists(st.none() | st.integers(-(2**62), 2**62), max_size=40, unique_by=lambda one: one or object())


def longest_rising(values: list[int | None]) -> int:
    """The plain way, quadratic."""
    best: list[int] = []
    lengths: list[int] = []
    for value in (one for one in values if one is not None):
        lengths.append(
            1 + max((length for length, other in zip(lengths, best, strict=True) if other < value), default=0)
        )
        best.append(value)
    return max(lengths, default=0)


@given(lists)
def test_the_result_rises(old: list[int | None]) -> None:
    result = positions(old)
    assert len(result) == len(old)
    assert all(left < right for left, right in pairwise(result))


@given(st.permutations(range(0, 30 * GAP, GAP)), st.sets(st.integers(0, 40)))
def test_as_many_as_possible_keep_theirs(order: list[int], places: set[int]) -> None:
    old: list[int | None] = list(order)
    for place in sorted(places):
        old.insert(place, None)
    kept = sum(one == other for one, other in zip(old, positions(old), strict=True))
    assert kept == longest_rising(old)


def test_insertions_at_the_top_never_move_the_rest() -> None:
    order: list[int | None] = [*positions([None] * 5)]
    for _ in range(1000):
        result = positions([None, *order])
        assert result[1:] == order
        order = [*result]


def test_where_there_is_no_room_left_all_are_spread() -> None:
    assert positions([7, None, 8]) == [GAP, 2 * GAP, 3 * GAP]
