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

_TANGLED = 4_000_000
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
        pairs += _greedy(graph) if nodes * count > _TANGLED else _augmented(graph)
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


def _augmented(graph: dict[int, dict[int, int]]) -> list[tuple[int, int]]:
    """Add one left node after the other, each time along the augmenting path of greatest gain (Dijkstra with
    potentials). A node may also stay alone, which weighs nothing.
    """
    # Dual variables: price[left] + price[right] >= weight everywhere, equal on matched edges.
    height = {one: max(others.values()) for one, others in graph.items()}
    price: defaultdict[int, int] = defaultdict(int)
    partner: dict[int, int] = {}  # right -> left
    matched: dict[int, int] = {}  # left -> right
    for root in graph:
        distance: dict[int, int] = {}
        came: dict[int, int] = {}
        reached = {root: 0}
        best, end_left, end_right = height[root], root, None
        queue: list[tuple[int, int]] = []
        _relax(root, 0, graph, height, price, matched, distance, came, queue)
        done: set[int] = set()
        while queue:
            far, other = heappop(queue)
            if other in done or far > distance[other]:
                continue
            if far >= best:
                break
            done.add(other)
            owner = partner.get(other)
            if owner is None:
                best, end_right = far, other
                break
            reached[owner] = far
            if far + height[owner] < best:
                best, end_left = far + height[owner], owner
            _relax(owner, far, graph, height, price, matched, distance, came, queue)
        for node, far in reached.items():
            if far < best:
                height[node] -= best - far
        for other in done:
            if distance[other] < best:
                price[other] += best - distance[other]
        # Flip the path: to a free right node, or to a left node that is left alone.
        if end_right is None:
            if end_left == root:
                continue
            end_right = matched.pop(end_left)
        while True:
            one = came[end_right]
            freed = matched.get(one)
            matched[one], partner[end_right] = end_right, one
            if one == root:
                break
            assert freed is not None
            end_right = freed
    return list(matched.items())


def _relax(
    one: int,
    far: int,
    graph: dict[int, dict[int, int]],
    height: dict[int, int],
    price: dict[int, int],
    matched: dict[int, int],
    distance: dict[int, int],
    came: dict[int, int],
    queue: list[tuple[int, int]],
) -> None:
    for other, weight in graph[one].items():
        if matched.get(one) == other:
            continue
        through = far + height[one] + price[other] - weight
        if through < distance.get(other, through + 1):
            distance[other] = through
            came[other] = one
            heappush(queue, (through, other))
