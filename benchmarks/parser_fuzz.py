"""Any bytes at all give a reading or a ``CheckError``: the parser under atheris, which looks for inputs that reach new
code.

    pip install atheris                                (in an environment of its own, with page-watch in it)
    PYTHONPATH=src python benchmarks/parser_fuzz.py [SECONDS [FOLDER]]

It begins with the pages under fixtures/html, goes on for SECONDS (an hour, where none are given), and keeps what it
found in FOLDER (a new one): an input that raises any other exception or takes longer than ten seconds ends the run and
is named. Such an input belongs in tests/parsers/found, made small, with what is to come of it.

Some inputs are put together from pieces of markup and labels: bytes alone seldom become a timeline.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import mkdtemp

import atheris

with atheris.instrument_imports(include=["page_watch"]):
    from page_watch.decode import decode
    from page_watch.errors import CheckError, ConfigError
    from page_watch.model.milestone import Milestone
    from page_watch.parsers.timeline import (  # noqa: F401 - loaded here, so that it is instrumented
        parse,
        reader,
    )
    from page_watch.settings import Select
    from page_watch.text import clean

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "fixtures" / "html"
HOUR = 3600
LONGEST = 16_384
"""Bytes of an input: longer ones cost many runs and reach nothing new."""

TAGS = ["ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "td", "th", "h2", "h3", "h4", "p", "div", "section", "b"]
TAGS += [
    "strong",
    "span",
    "a",
    "i",
    "button",
    "nav",
    "main",
    "article",
    "figure",
    "details",
    "summary",
    "time",
    "br",
    "hr",
]
LABELS = [
    "2019",
    "1998–2004",
    "FY2019/20",
    "3 mars 2019",
    "March 2019",
    "2020年4月",
    "4月",
    "03",
    "Sep",
    "1950s",
    "44 B.C.",
]
LABELS += [
    "since 1997",
    "c. 575",
    "昭和50年",
    "(1963年)",
    "民國76年",
    "문화 2019년",
    "3월",
    "XVI secolo",
    "12/04/86",
    "today",
    "2019. 3. 15.",
]
TEXTS = [
    "Plan approved",
    "The council opens the hall.",
    "and goes on",
    "–",
    ":",
    "(",
    ")",
    ", ",
    "Read more",
    "History",
    "News",
]
TEXTS += [" ", "\u00a0\u00a0\u00a0", "\u3000", "Photo: archive", "42 entries", "二、发展时期", "至今", "Loading..."]
ATTRIBUTES = [
    ' class="year"',
    ' class="text"',
    " hidden",
    ' id="p1"',
    ' href="#p1"',
    ' data-date="2019"',
    ' rowspan="3"',
]
ATTRIBUTES += [' role="tab" aria-controls="p1"', ' style="display:none"', ' aria-hidden="true"', ' colspan="0"']
SELECTS = [Select(), Select(timeline="ul"), Select(year="h3, b"), Select(item="li, p")]


def page(source: atheris.FuzzedDataProvider) -> str:
    """A page put together from pieces, as the bytes say."""
    pieces: list[str] = []
    while source.remaining_bytes() > 1 and len(pieces) < 600:
        kind = source.ConsumeIntInRange(0, 5)
        if kind == 0:
            attribute = source.PickValueInList(["", "", "", *ATTRIBUTES])
            pieces.append(f"<{source.PickValueInList(TAGS)}{attribute}>")
        elif kind == 1:
            pieces.append(f"</{source.PickValueInList(TAGS)}>")
        elif kind == 2:
            pieces.append(source.PickValueInList(LABELS))
        elif kind == 3:
            pieces.append(source.PickValueInList(TEXTS))
        elif kind == 4:  # a row of one sort: what makes a reading
            one, other = source.PickValueInList(TAGS), source.PickValueInList(TAGS)
            text = source.PickValueInList(TEXTS)
            first = source.ConsumeIntInRange(900, 2030)
            pieces.extend(f"<{one}>{first + each}<{other}>{text} {each}</{other}></{one}>" for each in range(4))
        else:
            pieces.append(source.ConsumeUnicodeNoSurrogates(6))
    return "".join(pieces)


def one(data: bytes) -> None:
    """Read one input; whatever is neither a reading nor a ``CheckError`` goes on to atheris, which keeps the input."""
    if data[:1] == b"\x01":
        source = atheris.FuzzedDataProvider(data[1:])
        select = source.PickValueInList(SELECTS)
        html = page(source)
    else:
        select = Select()
        html = decode(data, None)
    try:
        parsed = parse(html, "https://example.org/history", select)
    except (CheckError, ConfigError):
        return
    for milestone in parsed.milestones:
        sound(milestone)


def sound(milestone: Milestone) -> None:
    """Hold a milestone to what its type promises."""
    assert milestone.text, milestone
    assert milestone.text == clean(milestone.text), milestone
    assert milestone.year is not None or milestone.start is None, milestone
    if milestone.start is not None and milestone.end is not None:
        assert milestone.start <= milestone.end, milestone


def main() -> None:
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else HOUR
    folder = Path(sys.argv[2] if len(sys.argv) > 2 else mkdtemp(prefix="parser-fuzz-"))
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(sorted(PAGES.rglob("*.html"))):
        (corpus / f"page-{number}").write_bytes(seed.read_bytes()[:LONGEST])
    for number in range(200):
        (corpus / f"pieces-{number}").write_bytes(
            b"\x01" + bytes((number * 7 + each * 31) % 256 for each in range(400))
        )
    print(f"what is found is kept in {folder}")
    limits = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=10", "-rss_limit_mb=4096"]
    atheris.Setup([sys.argv[0], str(corpus), *limits, f"-artifact_prefix={folder}/"], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
