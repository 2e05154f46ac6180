"""Laws of reading: the form of the markup, the site's dress and noise do not change what a page tells."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from page_watch.errors import CheckError
from page_watch.model.milestone import Parsed
from page_watch.parsers import load
from page_watch.text import key
from tests.parsers import forms
from tests.parsers.forms import DRESSES, FORMS, Groups

LAW = settings(
    deadline=None,  # the first example loads the parser
    max_examples=int(os.environ.get("PAGE_WATCH_EXAMPLES", "60")),
    suppress_health_check=[HealthCheck.too_slow],
)
URL = "https://un-page.org/countries/peru"
VERBS = ["approved", "adopted", "opened", "launched", "finalised", "reviewed", "founded"]
THINGS = [
    "Green Growth Plan",
    "Circular Economy Roadmap",
    "National Teleworking Strategy",
    "Museum of Water",
    "Ünion’s hall",
]
ENDS = ["", " with the support of PAGE", ", the first of its kind", " by 2030", " (second phase)", " for “all”"]

texts = st.builds("{} {}{}".format, st.sampled_from(THINGS), st.sampled_from(VERBS), st.sampled_from(ENDS))


@st.composite
def timelines(draw: st.DrawFn) -> Groups:
    years = draw(st.lists(st.integers(1850, 2035), min_size=3, max_size=9, unique=True))
    if draw(st.booleans()):
        years.sort(reverse=True)
    told = draw(st.lists(texts, min_size=3 * len(years), max_size=3 * len(years), unique_by=key))
    return [(str(year), told[3 * at : 3 * at + draw(st.integers(1, 3))]) for at, year in enumerate(years)]


def read(html: str) -> Parsed:
    return load("timeline").parse(html, URL)


def pairs(parsed: Parsed) -> list[tuple[str | None, str]]:
    return [(milestone.year, milestone.text) for milestone in parsed.milestones]


def wanted(groups: Groups) -> list[tuple[str, str]]:
    return [(year, text) for year, told in groups for text in told]


@LAW
@given(groups=timelines(), form=st.sampled_from(FORMS), dress=st.sampled_from(DRESSES))
def test_any_form_in_any_dress_gives_the_same_pairs(
    groups: Groups, form: Callable[[Groups], str], dress: Callable[[str], str]
) -> None:
    assert pairs(read(dress(form(groups)))) == wanted(groups)


NOISE = [
    "<script>var years = ['1999', '2001'];</script>",
    "<!-- 1999: a draft -->",
    "<style>.y2019 {color: red}</style>",
    "<template><li><h3>1999</h3><p>A template</p></li></template>",
    "<noscript><p>1999: without scripts</p></noscript>",
    "\n \t \n",
    "<div hidden><h3>1999</h3><p>A hidden draft</p></div>",
    '<img src="1999.jpg" alt="1999: a picture">',
    "<svg><text>1999</text></svg>",
]


def noisy(html: str, chance: random.Random) -> str:
    """The page with things between its elements that are never seen."""
    parts = re.split(r"(?<=>)(?=<(?:li|h[1-6]|p|div|section|details|dt|ol|ul|dl|table)\b)", html)
    return "".join(part + (chance.choice(NOISE) if chance.random() < 0.3 else "") for part in parts)


@LAW
@given(groups=timelines(), form=st.sampled_from(FORMS), chance=st.randoms(use_true_random=False))
def test_what_is_never_seen_changes_nothing(
    groups: Groups, form: Callable[[Groups], str], chance: random.Random
) -> None:
    page = forms.site(form(groups))
    assert pairs(read(noisy(page, chance))) == wanted(groups)


@LAW
@given(groups=timelines(), form=st.sampled_from(FORMS), suffix=st.text("abcdef0123456789", min_size=5, max_size=5))
def test_attributes_and_names_of_classes_change_nothing(
    groups: Groups, form: Callable[[Groups], str], suffix: str
) -> None:
    page = forms.site(form(groups))
    renamed = re.sub(r'class="([^"]*)"', lambda found: f'class="{"x" + str(abs(hash(found[1])) % 97)}_{suffix}"', page)
    dressed = re.sub(
        r"<(p|li|h3|td|section)>", rf'<\1 class="Peru_{suffix}" data-year="1999" title="1999: no">', renamed
    )
    assert pairs(read(dressed)) == wanted(groups)


@LAW
@given(groups=timelines(), form=st.sampled_from(FORMS))
def test_white_space_changes_nothing(groups: Groups, form: Callable[[Groups], str]) -> None:
    page = forms.document(form(groups)).replace("><", ">\n\t  <").replace(" approved", "&nbsp;\n approved")
    assert pairs(read(page)) == wanted(groups)


@LAW
@given(
    page=st.text(alphabet=st.characters(codec=None), max_size=400)
    | st.binary(max_size=400).map(lambda b: b.decode("latin-1"))
)
def test_any_text_at_all_is_read_or_refused(page: str) -> None:
    read_or_refused(page)


TAGS = (
    "html body ul ol li p div h2 h3 table tr td th dl dt dd span b a br details summary section nav footer script"
).split()
PIECES = [
    "1998",
    "2003:",
    "2011 – ",
    "since 1997",
    "44 B.C.",
    "1950s",
    "March",
    "3月",
    "Loading…",
    "text",
    " ",
    "\x00",
    "\ud800",
]
soups = st.lists(
    st.sampled_from(PIECES)
    | st.sampled_from(TAGS).map("<{}>".format)
    | st.sampled_from(TAGS).map("</{}>".format)
    | st.sampled_from(
        [
            '<td rowspan="9999999">',
            '<td colspan=-1 rowspan="²">',
            '<a href="http://[">',
            "<div hidden id=x>",
            '<a href="#x">',
        ]
    ),
    max_size=60,
).map("".join)


@LAW
@given(page=soups)
def test_any_soup_of_tags_is_read_or_refused(page: str) -> None:
    read_or_refused(page)


def read_or_refused(page: str) -> None:
    try:
        parsed = read(page)
    except CheckError:
        return
    assert parsed.milestones
    for milestone in parsed.milestones:
        assert milestone.text == " ".join(milestone.text.split())
        assert (milestone.year is None) == (
            milestone.start is None and milestone.end is None
        ) or milestone.year is not None
        assert milestone.start is None or milestone.end is None or milestone.start <= milestone.end


@pytest.mark.parametrize("form", FORMS)
def test_reading_does_not_depend_on_what_was_read_before(form: Callable[[Groups], str]) -> None:
    groups = [
        ("2023", ["First law approved here"]),
        ("2021", ["Second law approved here", "Third law adopted here"]),
        ("2019", ["Fourth law"]),
    ]
    page = forms.site(form(groups))
    assert read(page) == read(page)
    assert pairs(read(page)) == wanted(groups)
