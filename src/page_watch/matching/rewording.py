"""Rewording: among what is left of two lists, which is the other in new words.

Candidates are all combinations where they are few; where they are many, those that share rare words. Two
candidates are one milestone from a similarity on; from a higher one if the year differs too. Among all sets of
pairs, one to one, the one is chosen whose similarities exceed what they must by the greatest sum.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from page_watch import text as texts
from page_watch.matching.assignment import assign
from page_watch.matching.similarity import Profile, profile, similarity
from page_watch.model.milestone import Kind, Milestone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SAME_YEAR = 0.38
"""The similarity from which on two texts of one year are one milestone."""

OTHER_YEAR = 0.7
"""The same, where the year is another one too."""

_FEW = 2500
"""So many combinations are all compared, within a year or on a whole page."""

_BEARABLE = 200_000
"""So many combinations within years are compared at most, a second or two; beyond, rare words alone lead."""

_RARE = 48
"""A word that more milestones of a list have than this leads to no candidates."""

_NEAREST = 8
"""So many candidates, of most rare words in common, are compared for each milestone."""

_SCALE = 10_000
_TIES = 1 << 64
_TIE = _TIES << 32
"""Above the sum of all tie-breakers, so that they decide between equal sums only."""

_ODD = 0x9E3779B97F4A7C15
"""Spreads the bits (Knuth's multiplicative hashing, by the golden ratio)."""


@dataclass(frozen=True, slots=True)
class Reworded:
    """A pair found; indices into the lists that were given."""

    old: int
    new: int
    kind: Kind
    similarity: float


@dataclass(frozen=True, slots=True)
class _Side:
    profiles: list[Profile]
    years: list[str | None]
    prints: list[int]


def match_reworded(old: Sequence[Milestone], new: Sequence[Milestone]) -> list[Reworded]:
    """The pairs of the best assignment, the same in whatever order the lists are."""
    left, right = _side(old), _side(new)
    similarities: dict[tuple[int, int], float] = {}
    edges: dict[tuple[int, int], int] = {}
    for one, other in _candidates(left, right):
        least = SAME_YEAR if left.years[one] == right.years[other] else OTHER_YEAR
        alike = similarity(left.profiles[one], right.profiles[other], least)
        if alike:
            similarities[one, other] = alike
            above = round((alike - least) * _SCALE) + 1
            edges[one, other] = above * _TIE + _tie(left.prints[one], right.prints[other])
    return [
        Reworded(
            one,
            other,
            Kind.REWORDED if left.years[one] == right.years[other] else Kind.MOVED,
            similarities[one, other],
        )
        for one, other in assign(edges)
    ]


def _side(milestones: Sequence[Milestone]) -> _Side:
    return _Side(
        [profile(milestone.text) for milestone in milestones],
        [texts.year_key(milestone.year) for milestone in milestones],
        [_print(milestone) for milestone in milestones],
    )


def _print(milestone: Milestone) -> int:
    """64 bits that are the milestone's own."""
    printed = f"{milestone.year}\x1f{milestone.text}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(printed, digest_size=8).digest())


def _tie(one: int, other: int) -> int:
    """A number that is the pair's own, whichever comes first, so that equal sums are never decided by order."""
    return (one ^ other) * _ODD % _TIES


def _candidates(left: _Side, right: _Side) -> set[tuple[int, int]]:
    if len(left.profiles) * len(right.profiles) <= _FEW:
        return {(one, other) for one in range(len(left.profiles)) for other in range(len(right.profiles))}
    by_year: defaultdict[str | None, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for index, year in enumerate(left.years):
        by_year[year][0].append(index)
    for index, year in enumerate(right.years):
        by_year[year][1].append(index)
    small = [(ones, others) for ones, others in by_year.values() if len(ones) * len(others) <= _FEW]
    found: set[tuple[int, int]] = set()
    if sum(len(ones) * len(others) for ones, others in small) <= _BEARABLE:
        found.update((one, other) for ones, others in small for one in ones for other in others)
    found.update(_sharing_rare_words(left, right))
    return found


def _sharing_rare_words(left: _Side, right: _Side) -> Iterator[tuple[int, int]]:
    """The combinations with most rare words in common, seen from either side."""
    places: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for index, prepared in enumerate(left.profiles):
        for word in prepared.words:
            places[word][0].append(index)
    for index, prepared in enumerate(right.profiles):
        for word in prepared.words:
            places[word][1].append(index)
    shared: Counter[tuple[int, int]] = Counter()
    for ones, others in places.values():
        if len(ones) <= _RARE and len(others) <= _RARE:
            worth = 5040 // max(len(ones), len(others), 1)
            for one in ones:
                for other in others:
                    shared[one, other] += worth
    best: defaultdict[tuple[bool, int], list[tuple[int, int, int, int]]] = defaultdict(list)
    for (one, other), worth in shared.items():
        entry = (-worth, _tie(left.prints[one], right.prints[other]), one, other)
        best[False, one].append(entry)
        best[True, other].append(entry)
    for entries in best.values():
        entries.sort()
        for _, _, one, other in entries[:_NEAREST]:
            yield one, other
