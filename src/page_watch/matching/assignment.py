"""The best one-to-one assignment of a sparse weighted bipartite graph: exact, and without a matrix.

First every edge that belongs to each best assignment by plain dominance is taken: one that outweighs the best
other edges at both its ends together. On real pages that settles nearly all. The tangles that are left, each a
connected component, are solved by augmenting along longest paths (the Hungarian method on a sparse graph).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from heapq import heappop, heappush

Edges = Mapping[tuple[int, int], int]
"""Weights above zero, by (left, right)."""

_TANGLED = 40_000_000
"""The product of nodes and edges from which on a component is solved greedily, best edge first: seconds otherwise."""


def assign(edges: Edges) -> list[tuple[int, int]]:
    """The pairs of an assignment of greatest total weight, each node in one pair at most.

    Whole weights above zero; where the greatest total is reached in one way only, the answer does not depend on
    the order of the edges.
    """
    left: defaultdict[int, dict[int, int]] = defaultdict(dict)
    right: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for (one, other), weight in edges.items():
        left[one][other] = weight
        right[other][one] = weight
    pairs = _settle(left, right)
    for component in _components(left, right):
        count = sum(len(left[one]) for one in component)
        nodes = len(component) + len({other for one in component for other in left[one]})
        graph = {one: left[one] for one in component}
        pairs += _greedy(graph) if nodes * count > _TANGLED else _Tangle(graph).solve()
    return sorted(pairs)


def _settle(left: dict[int, dict[int, int]], right: dict[int, dict[int, int]]) -> list[tuple[int, int]]:
    """Take, and remove from the graph, the edges that dominate both their ends, until none is left."""
    pairs: list[tuple[int, int]] = []
    waiting = set(left)
    while waiting:
        one = waiting.pop()
        rivals = left.get(one)
        if not rivals:
            continue
        other = max(rivals, key=rivals.__getitem__)
        weight = rivals[other]
        beside = max((w for node, w in rivals.items() if node != other), default=0)
        across = max((w for node, w in right[other].items() if node != one), default=0)
        if weight <= beside + across:
            continue
        pairs.append((one, other))
        waiting |= right[other].keys()
        for node in rivals:
            waiting |= right[node].keys()
            del right[node][one]
        for node in right.pop(other):
            left[node].pop(other, None)
        del left[one]
        waiting.discard(one)
    return pairs


def _components(left: dict[int, dict[int, int]], right: dict[int, dict[int, int]]) -> list[list[int]]:
    """The left nodes of each connected component that has an edge."""
    seen: set[int] = set()
    components: list[list[int]] = []
    for start in sorted(left):
        if start in seen or not left[start]:
            continue
        seen.add(start)
        component, queue = [], [start]
        while queue:
            one = queue.pop()
            component.append(one)
            for other in left[one]:
                for node in right[other]:
                    if node not in seen:
                        seen.add(node)
                        queue.append(node)
        components.append(sorted(component))
    return components


def _greedy(graph: dict[int, dict[int, int]]) -> list[tuple[int, int]]:
    ranked = sorted(
        ((weight, one, other) for one, others in graph.items() for other, weight in others.items()), reverse=True
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, one, other in ranked:
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    return list(pairs.items())


class _Tangle:
    """A component solved exactly: one left node after the other joins along the augmenting path of greatest gain.

    The paths are found by Dijkstra's algorithm with node prices: ``height[left] + price[right] >= weight`` holds
    everywhere, with equality on matched edges, so that the slack of an edge is a length. A left node may also stay
    alone, which weighs nothing.
    """

    def __init__(self, graph: dict[int, dict[int, int]]) -> None:
        self.graph = graph
        self.height = {one: max(others.values()) for one, others in graph.items()}
        self.price: defaultdict[int, int] = defaultdict(int)
        self.partner: dict[int, int] = {}  # right -> left
        self.matched: dict[int, int] = {}  # left -> right

    def solve(self) -> list[tuple[int, int]]:
        for root in self.graph:
            self._join(root)
        return list(self.matched.items())

    def _join(self, root: int) -> None:
        search = _Search(self, root)
        search.run()
        search.raise_prices()
        if search.free is not None:
            self._flip(root, search.free, search.came)
        elif search.alone != root:
            self._flip(root, self.matched.pop(search.alone), search.came)

    def _flip(self, root: int, right: int, came: dict[int, int]) -> None:
        """Match along the path from the root to a right node that is free now."""
        while True:
            one = came[right]
            freed = self.matched.get(one)
            self.matched[one], self.partner[right] = right, one
            if one == root or freed is None:
                return
            right = freed


class _Search:
    """The shortest way from a left node to an end of a path: a free right node, or a left node that is left alone."""

    def __init__(self, tangle: _Tangle, root: int) -> None:
        self.tangle = tangle
        self.distance: dict[int, int] = {}
        self.came: dict[int, int] = {}
        self.reached = {root: 0}
        self.best = tangle.height[root]
        self.alone = root
        self.free: int | None = None
        self.queue: list[tuple[int, int]] = []
        self.done: set[int] = set()

    def run(self) -> None:
        self._look(self.alone, 0)
        while self.queue:
            far, other = heappop(self.queue)
            if other in self.done:
                continue
            if far >= self.best:
                return
            self.done.add(other)
            owner = self.tangle.partner.get(other)
            if owner is None:
                self.best, self.free = far, other
                return
            self.reached[owner] = far
            if far + self.tangle.height[owner] < self.best:
                self.best, self.alone = far + self.tangle.height[owner], owner
            self._look(owner, far)

    def _look(self, one: int, far: int) -> None:
        tangle = self.tangle
        for other, weight in tangle.graph[one].items():
            if tangle.matched.get(one) == other:
                continue
            through = far + tangle.height[one] + tangle.price[other] - weight
            if other not in self.distance or through < self.distance[other]:
                self.distance[other] = through
                self.came[other] = one
                heappush(self.queue, (through, other))

    def raise_prices(self) -> None:
        """Make the way found one of slack nothing, and keep all slacks above."""
        for one, far in self.reached.items():
            self.tangle.height[one] -= max(self.best - far, 0)
        for other in self.done:
            self.tangle.price[other] += max(self.best - self.distance[other], 0)
