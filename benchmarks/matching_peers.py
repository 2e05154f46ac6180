"""What others report on the simulator's steps: the second table of docs/matching.md.

    pip install -r benchmarks/matching_requirements.txt
    python benchmarks/matching_peers.py [STEPS [SEED]]

deepdiff compares lists of years and texts without order. The line-based way of urlwatch and webchanges is a unified
diff, once of a line per milestone ("2019: text"), once of the page as html2text prints it.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from html import escape
from importlib import import_module
from itertools import islice

from matching_confusion import is_exact
from page_watch.matching.diff import diff
from page_watch.model.milestone import Milestone
from simulator import Edit, Event, Step, histories


@dataclass
class Tally:
    """For each edit: how many steps, how many each way reported exactly, and how many lines a reader got."""

    steps: Counter[str] = field(default_factory=Counter)
    exact: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    lines: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def by_deepdiff(step: Step) -> bool:
    """Whether deepdiff says what happened and nothing else.

    A reworded text and a changed year must be told as a changed value of one item; links of typography too.
    """
    old, new = ([{"year": one.year, "text": one.text} for one in page] for page in (step.old, step.new))
    deep_diff = import_module("deepdiff").DeepDiff
    found = deep_diff(old, new, ignore_order=True, report_repetition=True).to_dict()
    values = Counter((change["old_value"], change["new_value"]) for change in found.pop("values_changed", {}).values())
    types = found.pop("type_changes", {})
    values.update((change["old_value"], change["new_value"]) for change in types.values())
    added = Counter(item["text"] for item in found.pop("iterable_item_added", {}).values())
    removed = Counter(item["text"] for item in found.pop("iterable_item_removed", {}).values())
    repeated = found.pop("repetition_change", {})
    for change in repeated.values():
        more = change["new_repeat"] - change["old_repeat"]
        (added if more > 0 else removed)[change["value"]["text"]] += abs(more)
    true_values: Counter[tuple[object, object]] = Counter()
    true_added: Counter[str] = Counter()
    true_removed: Counter[str] = Counter()
    for event in step.events:
        before, after = _ends(step, event)
        if before is not None and after is not None:
            true_values.update({(before.text, after.text)} if before.text != after.text else ())
            true_values.update({(before.year, after.year)} if before.year != after.year else ())
        elif after is not None:
            true_added[after.text] += 1
        elif before is not None:
            true_removed[before.text] += 1
    return not found and values == true_values and added == true_added and removed == true_removed


def _ends(step: Step, event: Event) -> tuple[Milestone | None, Milestone | None]:
    before = None if event.old is None else step.old[event.old]
    after = None if event.new is None else step.new[event.new]
    return before, after


def as_lines(page: Sequence[Milestone]) -> list[str]:
    """A line per milestone."""
    return [f"{one.year or ''}: {one.text}" for one in page]


def as_html2text(page: Sequence[Milestone]) -> list[str]:
    """The page as a list of years with paragraphs, by html2text: list numbers, no line broken."""
    groups: dict[str, list[str]] = {}
    for one in page:
        groups.setdefault(one.year or "", []).append(one.text)
    items = "".join(
        f"<li><h3>{year}</h3>{''.join(f'<p>{escape(text)}</p>' for text in texts)}</li>"
        for year, texts in sorted(groups.items(), reverse=True)
    )
    reader = import_module("html2text").HTML2Text(bodywidth=0)
    return [line for line in str(reader.handle(f"<ol>{items}</ol>")).splitlines() if line.strip()]


def changed_lines(old: Sequence[str], new: Sequence[str]) -> int:
    """How many + and - lines a reader gets."""
    lines = unified_diff(old, new, lineterm="", n=0)
    return sum(line[:1] in "+-" and not line.startswith(("+++", "---")) for line in lines)


def needed(event: Event) -> int:
    """The lines that a line-based report needs at least."""
    return (event.old is not None) + (event.new is not None)


LINE_BASED: dict[str, Callable[[Sequence[Milestone]], list[str]]] = {"lines": as_lines, "html2text": as_html2text}


SEVERAL = "several at once"


def tallied(steps: Sequence[Step]) -> Tally:
    tally = Tally()
    for step in steps:
        edits = {event.edit for event in step.events}
        edit = str(step.events[0].edit) if len(edits) == 1 else SEVERAL
        tally.steps[edit] += 1
        tally.exact["page-watch"][edit] += is_exact(step, diff(step.old, step.new))
        tally.exact["deepdiff"][edit] += by_deepdiff(step)
        for way, render in LINE_BASED.items():
            count = changed_lines(render(step.old), render(step.new))
            tally.lines[way][edit] += count
            tally.exact[way][edit] += count == sum(map(needed, step.events))
    return tally


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    happened = (step for step in histories(seed, 50 * count) if step.events)
    tally = tallied(list(islice(happened, count)))
    print("| edit | steps | page-watch | deepdiff | lines | html2text | lines a step | html2text lines a step |")
    print("| --- " * 8 + "|")
    for edit in (*map(str, Edit), SEVERAL):
        steps = tally.steps[edit]
        if steps:
            ways = ("page-watch", "deepdiff", "lines", "html2text")
            exact = " | ".join(f"{tally.exact[way][edit] / steps:.0%}" for way in ways)
            mean = " | ".join(f"{tally.lines[way][edit] / steps:.1f}" for way in LINE_BASED)
            print(f"| {edit} | {steps} | {exact} | {mean} |")


if __name__ == "__main__":
    main()
