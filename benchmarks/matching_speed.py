"""How long matching takes, and how much longer others do on the same lists.

    python benchmarks/matching_speed.py [--peers]

Processor seconds, the best of several runs in one process; the ratios are of the same run of the program.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from importlib import import_module
from random import Random
from time import process_time

from matching_sentences import a_language, a_sentence
from page_watch.matching.diff import diff
from page_watch.model.milestone import Kind, Milestone
from page_watch.text import fingerprint


def page(random: Random, count: int, years: int) -> list[Milestone]:
    """A page of as many milestones, no two alike."""
    return [
        Milestone(str(year), year, year, f"{a_sentence(a_language(random), random)} ({random.randrange(10**9):x})")
        for year in (1900 + index * years // count for index in range(count))
    ]


def reworded(random: Random, milestones: Sequence[Milestone], share: float) -> list[Milestone]:
    """The page with a share of its milestones reworded: some words left out, one put in."""
    return [_edited(random, one) if random.random() < share else one for one in milestones]


def _edited(random: Random, one: Milestone) -> Milestone:
    words = one.text.split()
    if len(words) > 4:
        del words[random.randrange(len(words) - 1)]
    words.insert(random.randrange(len(words)), "newly")
    return Milestone(one.year, one.start, one.end, " ".join(words), one.links)


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The best of several runs."""
    best = float("inf")
    for _ in range(times):
        started = process_time()
        work()
        best = min(best, process_time() - started)
    return best


def with_difflib(old: Sequence[Milestone], new: Sequence[Milestone]) -> None:
    """Old and new compared all with all within a year, as one would without a matcher."""
    new_texts = {one.text for one in new}
    old_texts = {one.text for one in old}
    left = [one for one in old if one.text not in new_texts]
    by_year: dict[str | None, list[str]] = {}
    for one in new:
        if one.text not in old_texts:
            by_year.setdefault(one.year, []).append(one.text)
    matcher = SequenceMatcher(autojunk=False)
    for one in left:
        matcher.set_seq2(one.text)
        for text in by_year.get(one.year, ()):
            matcher.set_seq1(text)
            matcher.ratio()


def with_deepdiff(old: Sequence[Milestone], new: Sequence[Milestone]) -> None:
    """deepdiff without order, and told to pair however much changed: by default it pairs nothing above 70 %."""
    deep_diff = import_module("deepdiff").DeepDiff
    before, after = ([{"year": one.year, "text": one.text} for one in page] for page in (old, new))
    deep_diff(before, after, ignore_order=True, cutoff_intersection_for_pairs=1.0, cutoff_distance_for_pairs=1.0)


def main() -> None:
    random = Random(7)
    peers = "--peers" in sys.argv
    print("| milestones | changed | years | seconds | difflib | deepdiff |\n| --- | --- | --- | --- | --- | --- |")
    for count, share, years in (
        (1_000, 0.0, 50),
        (1_000, 1.0, 50),
        (1_000, 1.0, 1),
        (200, 1.0, 1),
        (1_000, 0.01, 50),
        (10_000, 0.01, 100),
        (100_000, 0.0, 100),
        (25_000, 0.01, 100),
        (50_000, 0.01, 100),
        (100_000, 0.01, 100),
        (100_000, 0.01, 1),
    ):
        old = page(random, count, years)
        new = reworded(random, old, share)
        random.shuffle(new)
        found = diff(old, new)
        edited = sum(pair.kind is Kind.REWORDED for pair in found.pairs)
        took = seconds(lambda old=old, new=new: diff(old, new))  # type: ignore[misc]
        cells = ["", ""]
        if peers and share and count <= 1_000 and count // years <= 200:
            for place, peer in enumerate((with_difflib, with_deepdiff)):
                if peer is with_deepdiff and edited > 200:
                    continue  # minutes
                theirs = seconds(lambda peer=peer, old=old, new=new: peer(old, new), times=1)  # type: ignore[misc]
                cells[place] = f"{theirs / took:,.1f} ×"
        print(f"| {count:,} | {edited:,} ({share:.0%}) | {years} | {took:.3f} | {' | '.join(cells)} |", flush=True)
    old = page(random, 100_000, 100)
    print(f"\nfingerprint of 100,000: {seconds(lambda: fingerprint(old)):.2f} s")


if __name__ == "__main__":
    main()
