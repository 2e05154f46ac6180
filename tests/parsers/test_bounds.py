"""What a hostile page may cost: what is noted of a page grows no faster than the page."""

from __future__ import annotations

import sys

from page_watch.parsers import load
from page_watch.parsers.timeline.tree import soup
from page_watch.parsers.timeline.walk import read
from page_watch.settings import Select


def noted(html: str) -> int:
    return sum(len(line.spans) + 1 for line in read(soup(html)).lines)


def steps(html: str) -> int:
    """How many calls it takes to read a page, once all is loaded."""
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    parse = load("timeline").parse
    parse(html, "https://example.org/")
    sys.setprofile(note)
    try:
        parse(html, "https://example.org/")
    finally:
        sys.setprofile(None)
    return count


def test_the_items_after_a_colon() -> None:
    head = "<title>History</title><h3>2018</h3><p>It opened.</p><h3>2019</h3><p>There came:</p><ul>"
    small, large = steps(head + "<li>one more of them" * 400), steps(head + "<li>one more of them" * 800)
    assert large < 2.2 * small


def test_inline_elements_never_closed() -> None:
    small, large = noted("<b>2019 a<br>" * 200), noted("<b>2019 a<br>" * 400)
    assert large < 2.2 * small


def test_inline_elements_that_abut_on_one_line() -> None:
    small, large = noted("<a>ab" * 200), noted("<a>ab" * 400)
    assert large < 2.2 * small


def test_text_in_inline_elements_nested_too_deep_is_read() -> None:
    page = read(soup("<i>" * 100 + "2019: the bottom" + "</i>" * 100 + "<p>2020: above"))
    assert [line.text for line in page.lines] == ["2019: the bottom", "2020: above"]


def test_cells_that_reach_beyond_all_columns() -> None:
    page = read(soup("<table>" + "<tr><td rowspan=999 colspan=999>a" * 300 + "</table>"))
    paths = {line.parent.path for line in page.lines}
    assert len(page.lines) == 300
    assert len(paths) == 2, "the first cell takes all columns there are; the others are beyond"


def test_pinned_items_within_one_another_are_the_outer_one() -> None:
    html = "<h3>2019</h3><div>opened<div>in May<div>by the mayor</div></div></div><h3>2020</h3><div>closed</div>"
    parsed = load("timeline").parse(html, "https://example.org/", Select(item="div"))
    assert [(each.year, each.text) for each in parsed.milestones] == [
        ("2019", "opened in May by the mayor"),
        ("2020", "closed"),
    ]
