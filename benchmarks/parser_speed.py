"""How long reading a page takes, beside the time BeautifulSoup takes to build the same tree, and likewise memory.

    python benchmarks/parser_speed.py

Processor seconds, the best of several runs in one process; peak memory as tracemalloc counts it. A ratio that does not
grow with the size is linear growth.
"""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from random import Random
from time import process_time

from bs4 import BeautifulSoup

from page_watch.parsers import timeline

WORDS = ["plan", "law", "school", "forest", "water", "green", "jobs", "museum", "approved", "opened", "course", "hall"]


def sentence(random: Random) -> str:
    return " ".join(random.choices(WORDS, k=random.randrange(8, 24))).capitalize()


def page(size: int) -> str:
    """A page in the first layout of the watched site, of about so many characters."""
    random = Random(1)
    items: list[str] = []
    length = 0
    while length < size:
        texts = "".join(
            f"<p>{sentence(random)} <a href='/r/{length}'>here</a></p>\n" for _ in range(random.randrange(1, 5))
        )
        items.append(
            f'<li class="Timeline_item__{length % 97:x}"><h3 class="Timeline_year__1">{1000 + len(items) % 1000}</h3>'
            f'<div class="Rich_text__2">{texts}<p>&nbsp;</p></div></li>\n'
        )
        length += len(items[-1])
    return f"<!doctype html><title>Peru</title><main><h1>Peru</h1><ol>{''.join(items)}</ol></main>"


def bare_items(count: int) -> str:
    random = Random(2)
    return "<ul>" + "".join(f"<li>{1000 + at % 1000}: {sentence(random)}</li>" for at in range(count)) + "</ul>"


def nested(depth: int) -> str:
    return f"<h3>2019</h3><p>First law</p><h3>2020</h3><p>Second law</p>{'<div>' * depth}<p>the deepest</p>"


def seconds(work: Callable[[], object], runs: int) -> float:
    best = float("inf")
    for _ in range(runs):
        gc.collect()
        start = process_time()
        work()
        best = min(best, process_time() - start)
    return best


def megabytes(work: Callable[[], object]) -> float:
    gc.collect()
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def compared(name: str, html: str, *, runs: int) -> None:
    def parse() -> None:
        timeline.parse(html, "https://example.org/")

    def build() -> None:
        BeautifulSoup(html, "lxml")

    ours, theirs = seconds(parse, runs), seconds(build, runs)
    our_peak, their_peak = megabytes(parse), megabytes(build)
    print(
        f"| {name} | {len(html):,} | {ours:.3f} s | {theirs:.3f} s | {ours / theirs:.2f} "
        f"| {our_peak:.1f} MB | {their_peak:.1f} MB | {our_peak / their_peak:.2f} |",
        flush=True,
    )


if __name__ == "__main__":
    print("| page | characters | parse | build the tree | ratio | peak of parse | peak of tree | ratio |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    compared("first layout, 50 KB", page(50_000), runs=15)
    compared("first layout, 500 KB", page(500_000), runs=5)
    compared("first layout, 5 MB", page(5_000_000), runs=2)
    compared("200,000 list items", bare_items(200_000), runs=1)
    compared("100,000 nested elements", nested(100_000), runs=1)
