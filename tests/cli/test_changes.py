"""Changes as people read them."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from page_watch.cli.changes import counts, marked, print_changes, print_missing
from page_watch.cli.layout import Span, width
from page_watch.cli.terminal import Terminal
from page_watch.model.milestone import Change, Kind, Known
from tests.cli.support import at, milestone

WORDS = st.lists(st.sampled_from("Plan policy 2030 2040 approved, not jobs 年度 “green”".split()), max_size=8).map(
    " ".join
)


def shown(*changes: Change, columns: int | None = None) -> list[str]:
    stream = io.StringIO()
    print_changes(Terminal(stream, columns, colours=False), changes)
    return stream.getvalue().splitlines()


def test_the_newest_year_first_and_undated_last() -> None:
    changes = [
        Change(Kind.ADDED, number, milestone(year, f"Plan {number}"))
        for number, year in enumerate(["2016", None, "2025", "2016", "2021"])
    ]
    assert shown(*changes) == [
        "  2025",
        "    added     Plan 2",
        "  2021",
        "    added     Plan 4",
        "  2016",
        "    added     Plan 0",
        "    added     Plan 3",
        "  undated",
        "    added     Plan 1",
    ]


def test_every_kind_says_what_it_is_without_colours() -> None:
    before, now = milestone("2019", "Plan adopted"), milestone("2020", "Plan revised")
    changes = [
        Change(Kind.MOVED, 1, now, before, 0.8),
        Change(Kind.REWORDED, 2, milestone("2019", "Plan not approved"), milestone("2019", "Plan approved"), 0.9),
        Change(Kind.COSMETIC, 3, milestone("2019", "A “plan”"), milestone("2019", 'A "plan"')),
        Change(Kind.COSMETIC, 4, milestone("2019.", "A law"), milestone("2019", "A law")),
        Change(Kind.REMOVED, 5, milestone("2018", "Gone")),
        Change(Kind.RESTORED, 6, milestone("2018", "Back")),
    ]
    text = "\n".join(shown(*changes))
    assert "moved     (from 2019) Plan [-adopted-]{+revised+}" in text
    assert "reworded  Plan {+not+} approved" in text
    assert "removed   Gone" in text
    assert "restored  Back" in text
    assert "cosmetic  (from 2019) A law" in text
    assert counts(changes) == "1 reworded, 1 moved, 1 removed, 1 restored, 2 cosmetic"


def test_lines_fit_in_any_script() -> None:
    text = "再生可能エネルギー法が成立し、" * 6
    lines = shown(Change(Kind.ADDED, 1, milestone("2019年", text)), columns=40)
    assert len(lines) > 3
    assert all(width(line) <= 40 for line in lines)
    assert all(line.startswith(" " * 14) for line in lines[2:])
    assert "".join(line.strip() for line in lines[1:]) == f"added     {text}"


@given(WORDS, WORDS)
def test_what_is_marked_can_be_read_back(old: str, new: str) -> None:
    assert read_back(list(marked(old, new)), mine="[-", others="{+").split() == old.split()
    assert read_back(list(marked(old, new)), mine="{+", others="[-").split() == new.split()


def read_back(spans: list[Span], mine: str, others: str) -> str:
    """One side of a marked text: without what the other has, and without the marks of its own."""
    kept = [span.text for span in spans if not span.text.startswith(others)]
    return "".join(text[2:-2] if text.startswith(mine) else text for text in kept)


def test_what_is_missing_says_how_often() -> None:
    stream = io.StringIO()
    known = Known(3, milestone(None, "Plan"), at("01-01"), at("01-02"), 1)
    print_missing(Terminal(stream, None, colours=False), [known], removals=2)
    assert stream.getvalue() == "  missing   undated: Plan  (in 1 good check; removed when in 2 in a row)\n"
