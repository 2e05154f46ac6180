from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from page_watch.matching.assignment import assign
from tests.matching.profiles import lawful

NODES = 5
edges = st.dictionaries(
    st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)), st.integers(1, 30), max_size=NODES * NODES
)


def greatest(weights: dict[tuple[int, int], int]) -> int:
    """By trying them all."""
    return max(
        sum(weights.get((one, other), 0) for one, other in enumerate(others)) for others in permutations(range(NODES))
    )


@given(edges)
@lawful
def test_no_assignment_weighs_more(weights: dict[tuple[int, int], int]) -> None:
    pairs = assign(weights)
    assert len({one for one, _ in pairs}) == len(pairs) == len({other for _, other in pairs})
    assert sum(weights[pair] for pair in pairs) == greatest(weights)


@given(edges)
@lawful
def test_the_order_of_the_edges_does_not_matter_where_one_answer_is_best(weights: dict[tuple[int, int], int]) -> None:
    unlike = {pair: weight * 2**26 + 2 ** (NODES * pair[0] + pair[1]) for pair, weight in weights.items()}
    assert assign(unlike) == assign(dict(reversed(unlike.items())))


def test_a_tangle_of_hundreds_is_solved() -> None:
    """A ring in which every node has two ways, and all must turn for the best sum."""
    count = 300
    ring = {(one, one): 10 for one in range(count)} | {(one, (one + 1) % count): 11 for one in range(count)}
    assert assign(ring) == [(one, (one + 1) % count) for one in range(count)]


def test_nothing_to_assign() -> None:
    assert assign({}) == []
