"""What truly happened on simulated pages, and what is reported: the promise of docs/matching.md, on fewer edits."""

import os

import pytest

from matching_confusion import Tally, tallied
from simulator import Edit, histories

LEAST = dict.fromkeys(Edit, 0.99) | {
    Edit.HALF: 0.95,
    Edit.REWRITE: 0.90,
    Edit.MOVE_REWORD: 0.97,
    Edit.MERGE: 0.93,
    Edit.SPLIT: 0.95,
    Edit.NEIGHBOUR: 0.97,
}
EDITS = int(os.environ.get("PAGE_WATCH_EDITS", "5000"))


@pytest.fixture(scope="module")
def tally() -> Tally:
    return tallied(histories(2026, EDITS))


@pytest.mark.parametrize("edit", Edit)
def test_edits_are_told_as_what_they_are(edit: Edit, tally: Tally) -> None:
    assert tally.judged[edit, False] > 50
    assert tally.share(edit) >= LEAST[edit], tally.outcomes[edit]


def test_the_simulator_repeats_itself() -> None:
    assert list(histories(7, 100)) == list(histories(7, 100))
    assert list(histories(7, 100)) != list(histories(8, 100))


def test_the_simulator_tells_the_truth() -> None:
    """What it says nothing of is as it was."""
    for step in histories(3, 500):
        named_old = {event.old for event in step.events}
        named_new = {event.new for event in step.events}
        silent_old = [one for index, one in enumerate(step.old) if index not in named_old]
        silent_new = [one for index, one in enumerate(step.new) if index not in named_new]
        assert sorted(map(repr, silent_old)) == sorted(map(repr, silent_new))
        assert len(step.ids) == len(set(step.ids)) == len(step.new)
