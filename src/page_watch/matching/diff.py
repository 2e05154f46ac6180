"""Matching: which milestone of the new list is which of the old.

    identical as printed ─► same key and year ─► same key, other year ─► similar ─► left over
         (no change)           cosmetic               moved         reworded, moved   added, missing

Pure and deterministic. The order of the lists does not matter, duplicates are counted, and each milestone is in one
pair at most. Swapping the lists mirrors the result.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from page_watch import text as texts
from page_watch.model.milestone import Kind, Milestone

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

_MANY = 4096
"""So many combinations of equal texts in other years are tried at most; beyond, they are paired by year."""

_NEVER = 1 << 31
"""Years from anywhere to no year."""


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
    matching = _Matching(old, new)
    matching.pair_identical()
    for step in (matching.pair_equal, matching.pair_moved, matching.pair_reworded):
        if matching.left and matching.right:
            step()
    pairs = sorted(matching.pairs, key=lambda pair: pair.new)
    return Diff(tuple(pairs), tuple(matching.right), tuple(matching.left))


class _Matching:
    """Pairs found so far, and the indices left over on either side, ascending."""

    def __init__(self, old: Sequence[Milestone], new: Sequence[Milestone]) -> None:
        self.old = old
        self.new = new
        self.pairs: list[Pair] = []
        self.left: list[int] = []
        self.right: list[int] = []

    def pair_identical(self) -> None:
        """Pair what is printed alike."""
        first: dict[tuple[str | None, str], int] = {}
        following: dict[int, int] = {}  # of duplicates only: most pages have none, and 100,000 lists of one are slow
        for index in range(len(self.old) - 1, -1, -1):
            milestone = self.old[index]
            printed = (milestone.year, milestone.text)
            if printed in first:
                following[index] = first[printed]
            first[printed] = index
        for index, milestone in enumerate(self.new):
            printed = (milestone.year, milestone.text)
            same = first.pop(printed, None)
            if same is None:
                self.right.append(index)
                continue
            self.pairs.append(Pair(same, index, None))
            if same in following:
                first[printed] = following.pop(same)
        self.left = sorted([*first.values(), *following.values()])

    def pair_equal(self) -> None:
        """Pair what has the same key and year, and differs in print only."""
        self._pair_groups(lambda one: (texts.year_key(one.year), texts.key(one.text)), self._in_print, Kind.COSMETIC)

    def pair_moved(self) -> None:
        """Pair what has the same key in different years, the nearest years first."""
        self._pair_groups(lambda one: texts.key(one.text), self._by_nearness, Kind.MOVED)

    def pair_reworded(self) -> None:
        """Pair what is similar."""
        # Late: a page on which nothing was reworded needs no similarity, and must not wait for its import.
        from page_watch.matching.rewording import match_reworded

        found = match_reworded([self.old[index] for index in self.left], [self.new[index] for index in self.right])
        self._take([Pair(self.left[one.old], self.right[one.new], one.kind, one.similarity) for one in found])

    def _pair_groups(
        self,
        group: Callable[[Milestone], Hashable],
        paired: Callable[[list[int], list[int]], list[tuple[int, int]]],
        kind: Kind,
    ) -> None:
        groups: defaultdict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for index in self.left:
            groups[group(self.old[index])][0].append(index)
        for index in self.right:
            groups[group(self.new[index])][1].append(index)
        found = [pair for ones, others in groups.values() if ones and others for pair in paired(ones, others)]
        self._take([Pair(one, other, kind) for one, other in found])

    def _take(self, found: list[Pair]) -> None:
        if not found:
            return
        self.pairs += found
        gone, come = {pair.old for pair in found}, {pair.new for pair in found}
        self.left = [index for index in self.left if index not in gone]
        self.right = [index for index in self.right if index not in come]

    def _in_print(self, ones: list[int], others: list[int]) -> list[tuple[int, int]]:
        ones = sorted(ones, key=lambda index: _printed(self.old[index]))
        others = sorted(others, key=lambda index: _printed(self.new[index]))
        return list(zip(ones, others, strict=False))

    def _by_nearness(self, ones: list[int], others: list[int]) -> list[tuple[int, int]]:
        if len(ones) * len(others) > _MANY:
            ones = sorted(ones, key=lambda index: _by_year(self.old[index]))
            others = sorted(others, key=lambda index: _by_year(self.new[index]))
            return list(zip(ones, others, strict=False))
        ranked = sorted((_way(self.old[one], self.new[other]), one, other) for one in ones for other in others)
        taken: dict[int, int] = {}
        given: set[int] = set()
        for _, one, other in ranked:
            if one not in taken and other not in given:
                taken[one] = other
                given.add(other)
        return list(taken.items())


def _printed(milestone: Milestone) -> tuple[str, str]:
    return milestone.year or "", milestone.text


def _by_year(milestone: Milestone) -> tuple[int, str, str]:
    return milestone.start or 0, *_printed(milestone)


def _way(one: Milestone, other: Milestone) -> tuple[int, list[tuple[str, str]]]:
    """How many years two milestones are apart; ties are broken alike from both sides."""
    far = abs(one.start - other.start) if one.start is not None and other.start is not None else _NEVER
    return far, sorted((_printed(one), _printed(other)))
