"""Laws of the grain: whatever stands under each year, alike or not, and whatever stands around, the same is told."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from page_watch.parsers import load
from tests.parsers.contents import AFTER, BEFORE, CONTENTS, LABELS, ROWS, Maker

LAW = settings(
    deadline=None,
    max_examples=int(os.environ.get("PAGE_WATCH_EXAMPLES", "150")),
    suppress_health_check=[HealthCheck.too_slow],
)
YEARS = ["1949", "1966", "1987", "2004", "2019"]
PLACES = ["council", "school", "museum", "library", "bridge", "station", "hospital", "festival", "theatre", "mill"]
TITLES = ["A new roof", "The long winter", "Open doors", "Two wheels", "By the river"]


def sentence(number: int) -> str:
    return f"The {PLACES[number]} was opened again by number {number} of the old guild."


def page(years: list[str], makers: list[Maker], label: str, row: str, around: tuple[str, str]) -> tuple[str, list[str]]:
    """A page with such a content under each year, and what it tells, the year before each text."""
    rows, told = [], []
    for number, (year, make) in enumerate(zip(years, makers, strict=True)):
        content = make(TITLES[number], sentence(2 * number), sentence(2 * number + 1))
        rows.append(row.format(label=label.format(year), content=content.markup))
        told += [f"{year} {text}" for text in content.told]
    body = "".join(rows)
    if row.startswith("<li>"):
        body = f"<ul>{body}</ul>"
    elif row.startswith("<div"):
        body = f"<div class='timeline'>{body}</div>"
    before, after = around
    html = f"<title>History</title><main><h1>Our history</h1>{before}{body}{after}</main><footer>Harbour 3</footer>"
    return html, told


@LAW
@given(
    makers=st.sampled_from(CONTENTS).map(lambda make: [make] * len(YEARS))
    | st.lists(st.sampled_from(CONTENTS), min_size=len(YEARS), max_size=len(YEARS)),
    newest_first=st.booleans(),
    label=st.sampled_from(LABELS),
    row=st.sampled_from(ROWS),
    around=st.tuples(st.sampled_from(BEFORE), st.sampled_from(AFTER)),
)
def test_each_content_tells_the_same_whatever_stands_under_other_years(
    makers: list[Maker], newest_first: bool, label: str, row: str, around: tuple[str, str]
) -> None:
    years = YEARS[::-1] if newest_first else YEARS
    html, told = page(years, makers, label, row, around)
    parsed = load("timeline").parse(html, "https://example.org/")
    assert [f"{each.year} {each.text}" for each in parsed.milestones] == told
