"""How alike one milestone is to itself reworded, and two milestones are to each other: what set the thresholds.

    python benchmarks/matching_thresholds.py [EDITS [SEED]]

For each kind of edit, the share of true pairs that a threshold would part; for pairs of different milestones, the
share that it would take for one, were nothing else on the page a better match for either.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, islice
from random import Random

from matching_sentences import a_language, a_sentence, siblings
from page_watch.matching.similarity import profile, similarity
from page_watch.model.milestone import Kind
from simulator import Edit, histories

THRESHOLDS = (0.30, 0.34, 0.36, 0.38, 0.40, 0.42, 0.46, 0.50, 0.60, 0.65, 0.70, 0.75)


def alike(one: str, other: str) -> float:
    return similarity(profile(one), profile(other))


def true_pairs(edits: int, seed: int) -> dict[Edit, list[float]]:
    """The similarities of what truly is one milestone, by edit."""
    found: defaultdict[Edit, list[float]] = defaultdict(list)
    for step in histories(seed, edits):
        for event in step.events:
            if event.old is not None and event.new is not None and event.kind is not Kind.COSMETIC:
                found[event.edit].append(alike(step.old[event.old].text, step.new[event.new].text))
    found.pop(Edit.MOVE, None)
    return found


def others(edits: int, seed: int) -> dict[str, list[float]]:
    """The similarities of what are two milestones."""
    random = Random(seed)
    found: defaultdict[str, list[float]] = defaultdict(list)
    for step in islice(histories(seed, edits), 0, None, 25):
        for one, other in combinations(step.old, 2):
            if one.text != other.text:
                found[f"one page, {'one year' if one.year == other.year else 'two years'}"].append(
                    alike(one.text, other.text)
                )
    for one_text, other_text in _strangers(random, edits // 4):
        found["two sentences of one language"].append(alike(one_text, other_text))
    for _ in range(edits // 4):
        pair = siblings(a_language(random), random, 2)
        found["neighbours that differ in one word"].append(alike(pair[0], pair[-1]))
    return found


def _strangers(random: Random, count: int) -> Iterator[tuple[str, str]]:
    for _ in range(count):
        language = a_language(random)
        one, other = a_sentence(language, random), a_sentence(language, random)
        if one != other:
            yield one, other


def main() -> None:
    edits = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 77
    print("| true pairs below | pairs |" + "|".join(f" {threshold:.2f} " for threshold in THRESHOLDS) + "|")
    print("| --- " * (len(THRESHOLDS) + 2) + "|")
    for edit, values in true_pairs(edits, seed).items():
        print(_row(edit, values, [sum(value < threshold for value in values) for threshold in THRESHOLDS]))
    print("| **different milestones at or above** |" + " |" * (len(THRESHOLDS) + 1))
    for name, values in others(edits, seed).items():
        print(_row(name, values, [sum(value >= threshold for value in values) for threshold in THRESHOLDS]))


def _row(name: str, values: list[float], counts: list[int]) -> str:
    return f"| {name} | {len(values)} | " + " | ".join(f"{count / len(values):.1%}" for count in counts) + " |"


if __name__ == "__main__":
    main()
