"""The confusion table of docs/matching.md: what truly happened, and what was reported.

python benchmarks/matching_confusion.py [EDITS [SEED]]
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from page_watch.matching.diff import Diff, diff
from page_watch.model.milestone import Kind, Milestone
from simulator import Edit, Event, Step, histories


@dataclass
class Tally:
    """How often each outcome was reported for each edit, and how often it was right alone and among several."""

    outcomes: defaultdict[Edit, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    judged: Counter[tuple[Edit, bool]] = field(default_factory=Counter)
    right: Counter[tuple[Edit, bool]] = field(default_factory=Counter)
    steps: int = 0
    exact: int = 0

    def add(self, step: Step, found: Diff) -> None:
        self.steps += 1
        self.exact += is_exact(step, found)
        several = len({event.edit for event in step.events}) > 1
        for event in step.events:
            if event.edit is Edit.REORDER and several:
                continue  # nothing of its own to be judged
            outcome = outcome_of(step, found, event)
            self.outcomes[event.edit][outcome] += 1
            self.judged[event.edit, several] += 1
            self.right[event.edit, several] += outcome == expected(event)

    def share(self, edit: Edit) -> float:
        """The share that was right, alone or among several."""
        right, judged = (counts[edit, False] + counts[edit, True] for counts in (self.right, self.judged))
        return right / judged if judged else 1.0

    def share_of(self, edit: Edit, several: bool) -> str:
        """The share of those alone, or among several, in words."""
        judged = self.judged[edit, several]
        return f"{self.right[edit, several] / judged:.1%}" if judged else ""


def expected(event: Event) -> str:
    """The outcome that is right."""
    if event.old is None and event.new is None:
        return "nothing"
    if event.new is None:
        return "missing"
    if event.old is None:
        return "added"
    return str(event.kind) + (" and reworded" if event.edit is Edit.MOVE_REWORD else "")


def outcome_of(step: Step, found: Diff, event: Event) -> str:
    """What was reported for what truly happened. Identical duplicates are interchangeable."""
    if event.old is None and event.new is None:
        return "nothing" if is_exact(step, found) else "something"
    if event.new is None:
        assert event.old is not None
        gone = [_print(step.old[index]) for index in found.missing]
        return "missing" if _print(step.old[event.old]) in gone else "taken for another"
    if event.old is None:
        come = [_print(step.new[index]) for index in found.added]
        return "added" if _print(step.new[event.new]) in come else "taken for another"
    before, after = _print(step.old[event.old]), _print(step.new[event.new])
    for pair in found.pairs:
        if _print(step.old[pair.old]) == before and _print(step.new[pair.new]) == after:
            return _kind(pair.kind, pair.similarity)
    if any(_print(step.old[pair.old]) == before for pair in found.pairs):
        return "taken for another"
    if any(_print(step.new[pair.new]) == after for pair in found.pairs):
        return "taken for another"
    return "missing and added"


def _kind(kind: Kind | None, similarity: float) -> str:
    if kind is None:
        return "nothing"
    return str(kind) + (" and reworded" if kind is Kind.MOVED and similarity < 1 else "")


Report = Counter[tuple[str, object, object]]


def is_exact(step: Step, found: Diff) -> bool:
    """Whether all that happened was reported, and nothing else."""
    return _reported(step, found) == _true(step)


def _reported(step: Step, found: Diff) -> Report:
    report: Report = Counter()
    for pair in found.pairs:
        if pair.kind is not None:
            report[str(pair.kind), _print(step.old[pair.old]), _print(step.new[pair.new])] += 1
    report.update(("missing", _print(step.old[index]), None) for index in found.missing)
    report.update(("added", None, _print(step.new[index])) for index in found.added)
    return report


def _true(step: Step) -> Report:
    report: Report = Counter()
    for event in step.events:
        if event.old is not None and event.new is not None:
            report[str(event.kind), _print(step.old[event.old]), _print(step.new[event.new])] += 1
        elif event.old is not None:
            report["missing", _print(step.old[event.old]), None] += 1
        elif event.new is not None:
            report["added", None, _print(step.new[event.new])] += 1
    return report


def _print(milestone: Milestone) -> tuple[str | None, str]:
    return milestone.year, milestone.text


def tallied(steps: Iterable[Step]) -> Tally:
    tally = Tally()
    for step in steps:
        tally.add(step, diff(step.old, step.new))
    return tally


OUTCOMES = (
    "nothing",
    "cosmetic",
    "reworded",
    "moved",
    "moved and reworded",
    "missing",
    "added",
    "missing and added",
    "taken for another",
    "something",
)


def table(tally: Tally) -> str:
    """As Markdown."""
    heads = ("edit", "times", *OUTCOMES, "right", "alone", "among several")
    lines = ["| " + " | ".join(heads) + " |", "| --- " * len(heads) + "|"]
    for edit in Edit:
        counts = tally.outcomes[edit]
        cells = [str(counts[outcome] or "") for outcome in OUTCOMES]
        shares = [f"{tally.share(edit):.1%}", tally.share_of(edit, False), tally.share_of(edit, True)]
        lines.append("| " + " | ".join([str(edit), str(sum(counts.values())), *cells, *shares]) + " |")
    lines.append("")
    lines.append(f"{tally.exact / tally.steps:.1%} of {tally.steps} steps were reported exactly as they happened.")
    return "\n".join(lines)


def main() -> None:
    edits = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    print(table(tallied(histories(seed, edits))))


if __name__ == "__main__":
    main()
