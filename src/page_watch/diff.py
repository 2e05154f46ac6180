"""Matching: which milestone of the new list is which of the old.

    identical as printed ─► same key and year ─► same key, other year ─► similar ─► left over
         (no change)           cosmetic               moved         reworded, moved   added, missing

Pure and deterministic. The order of the lists does not matter, duplicates are counted, and each milestone is in one
pair at most. Swapping the lists mirrors the result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from page_watch import text as texts
from page_watch.model import Kind, Milestone

_MANY = 4096
"""So many combinations of equal texts in other years are tried at most; beyond, they are paired by year."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A milestone of the old list that is one of the new list; indices into the two.

    ``kind`` is ``cosmetic``, ``moved`` or ``reworded``, or None where year and text are as printed before. A
    milestone that moved and was reworded at once is ``moved`` with a ``similarity`` below 1.
    """

    old: int
    new: int
    kind: Kind | None
    similarity: float = 1.0


@dataclass(frozen=True, slots=True)
class Diff:
    """What happened between two lists: pairs in the order of the new list, and what has no counterpart."""

    pairs: tuple[Pair, ...]
    added: tuple[int, ...]
    missing: tuple[int, ...]


def diff(old: Sequence[Milestone], new: Sequence[Milestone]) -> Diff:
    """Match two lists of milestones. Links are not compared.

    Identical duplicates are interchangeable: which of them is which is not said.
    """
    pairs: list[Pair] = []
    left, right = _match_identical(old, new, pairs)
    if left and right:
        left, right = _match_equal(old, new, left, right, pairs)
    if left and right:
        left, right = _match_moved(old, new, left, right, pairs)
    if left and right:
        # Late: a page on which nothing was reworded needs no similarity, and must not wait for its import.
        from page_watch.rewording import match_reworded

        found = match_reworded([old[index] for index in left], [new[index] for index in right])
        pairs += [Pair(left[pair.old], right[pair.new], pair.kind, pair.similarity) for pair in found]
        gone, come = {pair.old for pair in found}, {pair.new for pair in found}
        left = [index for place, index in enumerate(left) if place not in gone]
        right = [index for place, index in enumerate(right) if place not in come]
    pairs.sort(key=lambda pair: pair.new)
    return Diff(tuple(pairs), tuple(sorted(right)), tuple(sorted(left)))


def _match_identical(
    old: Sequence[Milestone], new: Sequence[Milestone], pairs: list[Pair]
) -> tuple[list[int], list[int]]:
    """Pair what is printed alike; what is left of old and new."""
    first: dict[tuple[str | None, str], int] = {}
    following: dict[int, int] = {}  # of duplicates only: most pages have none, and 100,000 lists of one are slow
    for index in range(len(old) - 1, -1, -1):
        printed = (old[index].year, old[index].text)
        if printed in first:
            following[index] = first[printed]
        first[printed] = index
    right: list[int] = []
    for index, milestone in enumerate(new):
        printed = (milestone.year, milestone.text)
        same = first.pop(printed, None)
        if same is None:
            right.append(index)
            continue
        pairs.append(Pair(same, index, None))
        if same in following:
            first[printed] = following.pop(same)
    left = [*first.values(), *following.values()]
    return sorted(left), right


def _match_equal(
    old: Sequence[Milestone], new: Sequence[Milestone], left: list[int], right: list[int], pairs: list[Pair]
) -> tuple[list[int], list[int]]:
    """Pair what has the same key and year, and differs in print only."""

    def group(milestone: Milestone) -> tuple[str | None, str]:
        return texts.year_key(milestone.year), texts.key(milestone.text)

    def paired(ones: list[int], others: list[int]) -> list[tuple[int, int]]:
        ones.sort(key=lambda index: _printed(old[index]))
        others.sort(key=lambda index: _printed(new[index]))
        return list(zip(ones, others, strict=False))

    return _match_groups(old, new, left, right, group, paired, Kind.COSMETIC, pairs)


def _match_moved(
    old: Sequence[Milestone], new: Sequence[Milestone], left: list[int], right: list[int], pairs: list[Pair]
) -> tuple[list[int], list[int]]:
    """Pair what has the same key in different years, the nearest years first."""

    def group(milestone: Milestone) -> str:
        return texts.key(milestone.text)

    def paired(ones: list[int], others: list[int]) -> list[tuple[int, int]]:
        if len(ones) * len(others) > _MANY:
            ones.sort(key=lambda index: _by_year(old[index]))
            others.sort(key=lambda index: _by_year(new[index]))
            return list(zip(ones, others, strict=False))
        ranked = sorted((_remove(old[one], new[other]), one, other) for one in ones for other in others)
        return _first_come(ranked)

    return _match_groups(old, new, left, right, group, paired, Kind.MOVED, pairs)


def _match_groups(
    old: Sequence[Milestone],
    new: Sequence[Milestone],
    left: list[int],
    right: list[int],
    group: Callable[[Milestone], Hashable],
    paired: Callable[[list[int], list[int]], list[tuple[int, int]]],
    kind: Kind,
    pairs: list[Pair],
) -> tuple[list[int], list[int]]:
    groups: defaultdict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for index in left:
        groups[group(old[index])][0].append(index)
    for index in right:
        groups[group(new[index])][1].append(index)
    found = [match for ones, others in groups.values() if ones and others for match in paired(ones, others)]
    if not found:
        return left, right
    pairs += [Pair(one, other, kind) for one, other in found]
    gone, come = {one for one, _ in found}, {other for _, other in found}
    return [index for index in left if index not in gone], [index for index in right if index not in come]


def _printed(milestone: Milestone) -> tuple[str, str]:
    return milestone.year or "", milestone.text


def _by_year(milestone: Milestone) -> tuple[int, str, str]:
    return milestone.start or 0, *_printed(milestone)


def _remove(one: Milestone, other: Milestone) -> tuple[int, tuple[tuple[str, str], ...]]:
    """How far two years are apart, undated ones farthest; ties are broken alike from both sides."""
    far = abs(one.start - other.start) if one.start is not None and other.start is not None else 1 << 31
    return far, tuple(sorted((_printed(one), _printed(other))))


def _first_come(ranked: list[tuple[tuple[int, tuple[tuple[str, str], ...]], int, int]]) -> list[tuple[int, int]]:
    taken: dict[int, int] = {}
    given: set[int] = set()
    for _, one, other in ranked:
        if one not in taken and other not in given:
            taken[one] = other
            given.add(other)
    return list(taken.items())
