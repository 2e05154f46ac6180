"""What the timeline parser says beside the pairs: strategy, leftovers, links; pins; pages that would break a parser."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from page_watch.errors import Blocked, CheckError, ConfigError, NotThePage
from page_watch.model.milestone import Milestone
from page_watch.parsers import load, timeline
from page_watch.settings import Select
from tests.parsers import forms

URL = "https://example.org/about/history"
GROUPS = [
    ("2023", ["Fourth law approved", "Fifth law adopted"]),
    ("2019", ["Second law"]),
    ("2014", ["First law passed"]),
]


@pytest.mark.parametrize(
    ("form", "strategy"),
    [
        (forms.first_layout, "ordered list, year in h3, 3 groups"),
        (forms.headings, "headings, year in h3, 3 groups"),
        (forms.definitions, "definition list, year in dt, 3 groups"),
        (forms.table, "table, year in th, 3 groups"),
        (forms.bold_list, "unordered list, year in strong, 4 groups"),
        (forms.dashed_lines, "paragraphs, year at the start of p, 4 groups"),
        (forms.broken_lines, "lines parted by breaks, year in strong, 3 groups"),
        (forms.cards, "cards, year in div, 3 groups"),
        (forms.folds, "folds, year in summary, 3 groups"),
    ],
)
def test_the_strategy_is_told_in_words(form: object, strategy: str) -> None:
    assert callable(form)
    assert timeline.parse(forms.document(form(GROUPS)), URL).strategy == strategy


def test_a_year_set_apart_by_a_gap_stands_at_the_start_of_its_line() -> None:
    lines = "".join(f"<p>{year} &nbsp; &nbsp;{texts[0]}</p>" for year, texts in GROUPS)
    assert timeline.parse(forms.document(lines), URL).strategy == "paragraphs, year at the start of p, 3 groups"


def test_two_lines_below_a_picture_are_no_caption_however_many_unseen_ones_stand_before_them() -> None:
    unseen = "\u200b<br>" * 3
    told = [
        f"<p>{year} – {texts[0]}, and much more is told of it here than beside the picture</p>"
        for year, texts in GROUPS
    ]
    picture = f"<p><img src='a.jpg'>{unseen}A hall<br>A garden</p>"
    texts = [
        each.text for each in timeline.parse(forms.document(told[0] + picture + told[1] + told[2]), URL).milestones
    ]
    assert texts[1:3] == ["A hall", "A garden"]


def test_leftovers_are_what_stands_there_and_was_not_taken() -> None:
    page = (
        "<main><p>Our story.</p><h3>2014</h3><p>First law</p><h3>2019</h3><p>Second law</p>"
        "<h2>Contact</h2><p>Street 5</p></main>"
    )
    assert timeline.parse(page, URL).leftovers == ("Our story.", "Contact", "Street 5")


def test_links_are_absolute_and_those_of_a_button_stay() -> None:
    page = (
        '<ul><li><h3>2014</h3><p>The <a href="../law">law</a> and <a href="https://a.example/b">this</a></p></li>'
        '<li><h3>2019</h3><p>Second law</p><a class="more" href="/second">Read more</a>'
        '<a href="#top">Back to top</a></li>'
        '<li><h3>2020</h3><p>Third <a href="http://[">law</a> <a href="javascript:void(0)">x</a></p></li></ul>'
    )
    assert [milestone.links for milestone in timeline.parse(page, URL).milestones] == [
        ("https://example.org/law", "https://a.example/b"),
        ("https://example.org/second",),
        (),
    ]


def test_an_item_without_a_label_is_undated() -> None:
    page = (
        "<ol><li><h3>2019</h3><p>Second law</p></li><li><p>Some day, a law</p></li>"
        "<li><h3>2014</h3><p>First law</p></li></ol>"
    )
    assert timeline.parse(page, URL).milestones[1] == Milestone(None, None, None, "Some day, a law")


PINNED = (
    '<div class="a"><h3>1998</h3><p>Not this one</p><h3>1999</h3><p>Nor this one</p></div>'
    '<div id="b"><h4>Foundation</h4><em class="when">2014</em><p>First law</p><p>Another law</p>'
    '<h4>Growth</h4><em class="when">Long ago</em><p>Second law</p></div>'
)


def test_the_timeline_may_be_pinned() -> None:
    other = forms.bold_list([("1990", ["A law"]), ("1991", ["A rule"])])
    page = f"{forms.headings(GROUPS)}<div class='here'>{other}</div>"
    parsed = timeline.parse(page, URL, Select(timeline=".here"))
    assert [(milestone.year, milestone.text) for milestone in parsed.milestones] == [
        ("1990", "A law"),
        ("1991", "A rule"),
    ]
    assert parsed.strategy.startswith("pinned unordered list")


def test_a_timeline_pinned_in_the_chrome_is_read() -> None:
    page = f"<aside id='here'>{forms.headings(GROUPS)}</aside>"
    assert len(timeline.parse(page, URL, Select(timeline="#here")).milestones) == 4


def test_the_years_may_be_pinned_whatever_they_look_like() -> None:
    parsed = timeline.parse(PINNED, URL, Select(timeline="#b", year=".when"))
    assert [(each.year, each.start, each.text) for each in parsed.milestones] == [
        ("2014", 2014, "Foundation: First law Another law"),
        ("Long ago", None, "Growth: Second law"),
    ]


def test_the_items_may_be_pinned() -> None:
    parsed = timeline.parse(PINNED, URL, Select(timeline="#b", year=".when", item="p"))
    assert [(milestone.year, milestone.text) for milestone in parsed.milestones] == [
        ("2014", "First law"),
        ("2014", "Another law"),
        ("Long ago", "Second law"),
    ]
    assert parsed.strategy == "pinned items, 3 of them"


@pytest.mark.parametrize("select", [Select(timeline="div["), Select(year="::"), Select(item=":nth-child(")])
def test_a_selector_that_is_none_is_a_mistake_in_the_configuration(select: Select) -> None:
    with pytest.raises(ConfigError, match=r"select\.(timeline|year|item): .* is no CSS selector"):
        timeline.parse(PINNED, URL, select)


@pytest.mark.parametrize("select", [Select(timeline="#history"), Select(year="h6"), Select(item="dd")])
def test_a_selector_that_matches_nothing_is_named(select: Select) -> None:
    with pytest.raises(NotThePage, match=r"nothing on the page matches select\.\w+"):
        timeline.parse(PINNED, URL, select)


def test_a_gatekeeper_is_told_even_where_a_selector_matches_nothing() -> None:
    with pytest.raises(Blocked):
        timeline.parse("<title>Just a moment...</title>", URL, Select(timeline="#history"))


def test_a_pinned_place_without_milestones_is_not_the_page() -> None:
    with pytest.raises(NotThePage):
        timeline.parse("<div id='here'><p>Loading…</p></div>", URL, Select(timeline="#here"))
    with pytest.raises(NotThePage):
        timeline.parse("<ul><li>Loading…</li></ul>", URL, Select(item="li"))


def test_parsers_are_found_by_name() -> None:
    assert load("timeline").REVISION == timeline.REVISION
    for name in ("timelines", "../timeline", "", "timeline.reader", "Timeline"):
        with pytest.raises(ConfigError, match="there is: timeline"):
            load(name)


@pytest.mark.parametrize("tag", ["div", "ul><li", "b"])
def test_a_hundred_thousand_nested_elements_break_nothing(tag: str) -> None:
    """More than any recursion, and any limit of the tree builder, would bear."""
    depth = 100_000 // tag.count("<") if "<" in tag else 100_000
    page = f"{forms.headings(GROUPS)}{f'<{tag}>' * depth}<p>the deepest</p><h3>2030</h3><p>Last law</p>"
    assert len(timeline.parse(page, URL).milestones) >= 4


def test_many_items_break_nothing() -> None:
    page = "<ul>" + "".join(f"<li>{1900 + at % 120}: law number {at}</li>" for at in range(20_000)) + "</ul>"
    assert len(timeline.parse(page, URL).milestones) == 20_000


FOUND = sorted((Path(__file__).parent / "found").glob("*.html"))


@pytest.mark.parametrize("page", FOUND, ids=lambda page: page.stem)
def test_what_a_fuzzer_once_broke_is_read_or_refused(page: Path) -> None:
    assert FOUND
    with suppress(CheckError):
        assert timeline.parse(page.read_bytes().decode("utf-8", "replace"), URL).milestones


@pytest.mark.parametrize("year", [".y", ".date"])
def test_a_pinned_year_in_a_date_of_several_boxes(year: str) -> None:
    boxes = "<div class=date><div>{0}</div><div>Mar</div><div class=y>{1}</div></div><p>Well {1} dug</p>"
    page = "".join(f"<div>{boxes.format(day, day + 2000)}</div>" for day in (12, 14, 18))
    parsed = load("timeline").parse(page, "https://example.org/", Select(year=year))
    assert [each.year for each in parsed.milestones] == ["12 Mar 2012", "14 Mar 2014", "18 Mar 2018"]
