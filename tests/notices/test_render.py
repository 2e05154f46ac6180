"""What people read: subjects, texts and HTML; templates of one's own; and pages that mean harm."""

from __future__ import annotations

import logging
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_watch.model.incident import Incident, IncidentKind
from page_watch.model.milestone import Change, Kind
from page_watch.model.notice import Notice, NoticeKind
from page_watch.render import Renderer
from page_watch.render.phrases import lasting
from page_watch.render.view import BUDGET, LONGEST
from page_watch.render.wrap import width, wrap
from tests.notices.samples import (
    DAY,
    HOUR,
    NOW,
    added,
    changes_notice,
    incident,
    incident_told,
    law,
    message,
    milestone,
    reworded,
)
from tests.notices.test_codec import NOTICES


def subject(*changes: Change) -> str:
    return message(changes_notice(*changes)).subject


def test_a_subject_says_what_happened_in_which_year() -> None:
    moved = Change(Kind.MOVED, 3, milestone("2017", "x"), milestone("2016", "x"), 1.0)
    removed = Change(Kind.REMOVED, 4, milestone(None, "x"))
    back = Change(Kind.RESTORED, 5, milestone("2015", "x"))
    cosmetic = Change(Kind.COSMETIC, 6, milestone("2014", "x"), milestone("2014", "X"))
    assert subject(added(), reworded()) == "PAGE Peru: 1 new milestone (2024), 1 reworded (2018)"
    assert subject(reworded()) == "PAGE Peru: 1 milestone reworded (2018)"
    assert subject(reworded(), reworded("2019")) == "PAGE Peru: 2 milestones reworded (2018, 2019)"
    assert subject(removed, moved) == "PAGE Peru: 1 milestone moved (2016 → 2017), 1 removed (undated)"
    assert subject(back, added()) == "PAGE Peru: 1 new milestone (2024), 1 back (2015)"
    assert subject(back) == "PAGE Peru: 1 milestone is back (2015)"
    assert subject(cosmetic) == "PAGE Peru: 1 milestone changed in print only (2014)"
    many = [added(str(year)) for year in range(2020, 2025)]
    assert subject(*many) == "PAGE Peru: 5 new milestones (2020, 2021, 2022, …)"


def test_subjects_of_incidents_say_how_things_stand() -> None:
    failing = incident()
    over = replace(failing, closed_at=NOW)

    def said(kind: NoticeKind, of: Incident, *changes: Change) -> str:
        return message(incident_told(kind, of, *changes)).subject

    assert said(NoticeKind.OPENED, failing) == "PAGE Peru: checks are failing"
    assert said(NoticeKind.REMINDER, failing) == "PAGE Peru: checks are still failing, for 8 days now"
    assert said(NoticeKind.CLOSED, over) == "PAGE Peru: checks work again after 8 days"
    assert said(NoticeKind.CLOSED, over, added()) == (
        "PAGE Peru: checks work again after 8 days; 1 new milestone (2024)"
    )
    held = replace(over, kind=IncidentKind.HELD)
    assert "the change that was held back is accepted" in said(NoticeKind.CLOSED, held, added())
    assert "the page is as it was again" in said(NoticeKind.CLOSED, held)


def test_a_message_about_several_names_the_pages() -> None:
    failing = incident_told(NoticeKind.OPENED, incident())
    several = message(changes_notice(watch="a"), changes_notice(watch="b"), failing)
    assert several.subject == "2 pages changed: a, b; 1 problem: PAGE Peru"
    assert several.thread is None
    assert message(changes_notice(), changes_notice()).thread == "page-peru"


def test_the_text_as_a_whole() -> None:
    text = message(
        changes_notice(reworded(), added(text="A national roadmap is adopted, and reviewed every two years from then."))
    ).text
    assert text == (
        "PAGE Peru\n"
        "https://un-page.org/countries/peru\n"
        "\n"
        "2024\n"
        "  NEW: A national roadmap is adopted, and reviewed every two years\n"
        "    from then.\n"
        "\n"
        "2018\n"
        "  REWORDED: Neutral by [-2030-] {+2040+}.\n"
        "    ('by 2030' became 'by 2040')\n"
        "\n"
        "The page had been unchanged for 8 months, since 1 July 2025, 14:05.\n"
        "Last good check before: 3 March 2026, 08:05.\n"
        "Noticed 3 March 2026, 14:05 (America/Lima); 23 milestones in version\n"
        "  4.\n"
        "\n"
        "Marks: [-deleted-] {+inserted+}\n"
    )


def test_new_text_comes_first_within_a_year() -> None:
    text = message(changes_notice(reworded("2024"), added("2024", "Brand new."))).text
    assert text.index("NEW:") < text.index("REWORDED:")
    assert text.count("\n2024\n") == 1


def test_a_text_that_is_mostly_another_is_shown_after_and_before() -> None:
    old = "The central bank and the ministry launch a roadmap of green finance."
    new = "Forests, water and fields: a plan for those who live from them."
    rendered = message(changes_notice(reworded(old=old, new=new)))
    text = " ".join(rendered.text.split())
    assert "REWORDED: {+Forests" in text
    assert "BEFORE: [-The central bank" in text
    assert "finance-]. Marks" not in text
    assert "Before" in rendered.html


def test_a_held_page_says_why_and_what_to_do() -> None:
    held = replace(incident(IncidentKind.HELD), detail="12 of 20 milestones would change at once (12 missing).")
    notice = replace(
        incident_told(NoticeKind.OPENED, held), advice="If it is right, run 'page-watch accept page-peru'."
    )
    rendered = message(notice)
    for words in ("12 of 20 milestones would change at once", "page-watch accept page-peru"):
        assert words in " ".join(rendered.text.split())
        assert words.replace("'", "&#39;") in rendered.html


def test_what_ended_together_is_told_together() -> None:
    over = replace(incident(), closed_at=NOW)
    other = replace(over, kind=IncidentKind.STALE, opened_at=NOW - DAY)
    text = " ".join(message(replace(incident_told(NoticeKind.CLOSED, over), also=(other,))).text.split())
    assert "Checks work again, after 8 days" in text
    assert "Checked successfully again, after 24 hours" in text


def test_a_proof_of_life_counts() -> None:
    notice = Notice(
        NoticeKind.ALIVE,
        "page-peru",
        "PAGE Peru",
        "https://x.example/",
        NOW,
        (),
        version=4,
        milestones=23,
        unchanged_since=NOW - 300 * DAY,
        last_good=NOW - 2 * HOUR,
        checks=28,
    )
    rendered = message(notice)
    assert rendered.subject == "PAGE Peru: watched and unchanged for 9 months"
    for words in ("28 checks", "23 milestones", "Last good check: 3 March 2026, 17:05", "since 7 May 2025"):
        assert words in " ".join(rendered.text.split())
        assert words in rendered.html


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (HOUR / 120, "1 minute"),
        (HOUR / 2, "30 minutes"),
        (HOUR * 3, "3 hours"),
        (DAY, "24 hours"),
        (2 * DAY, "2 days"),
        (61 * DAY, "2 months"),
        (400 * DAY, "13 months"),
        (800 * DAY, "2 years"),
        (-DAY, "1 minute"),
    ],
)
def test_lengths_of_time_are_said_as_people_do(span: object, said: str) -> None:
    assert lasting(span) == said  # type: ignore[arg-type]


# Room


def test_a_message_stays_readable_however_much_changed() -> None:
    long = [added(text=f"{number} " + "very long text " * 100_000, id=number) for number in range(40)]
    rendered = message(changes_notice(*long))
    assert len(rendered.text) < BUDGET + 3 * LONGEST
    assert "more: page-watch log page-peru" in rendered.text
    many = message(*(changes_notice(*long, watch=f"watch-{number}") for number in range(200)))
    assert len(many.html) < 400_000
    for number in range(200):
        assert f"watch-{number}" in many.text


def test_a_long_text_with_one_changed_word_is_shown_around_it() -> None:
    filler = "the ministry and its partners go on with what they had begun earlier " * 30
    rendered = message(changes_notice(reworded(old=f"{filler}by 2030 {filler}", new=f"{filler}by 2040 {filler}")))
    assert "[-2030-] {+2040+}" in " ".join(rendered.text.split())
    assert len(rendered.text) < 1_500


@law
@given(st.text(max_size=300), st.integers(20, 80))
def test_wrapping_loses_no_word_and_breaks_no_line_that_fits(text: str, columns: int) -> None:
    wrapped = wrap(text, columns, indent="  ", hanging="    ")
    assert "".join(wrapped.split()) == "".join(text.split())
    for line in wrapped.splitlines():
        assert width(line) <= columns or len(line.split()) <= 1 or not line.isascii()


def test_wide_characters_count_twice_and_break_anywhere() -> None:
    wrapped = wrap("政府は2050年までにカーボンニュートラルを達成すると発表した。" * 3, 40)
    assert all(width(line) <= 42 for line in wrapped.splitlines())
    assert len(wrapped.splitlines()) >= 4


# Harm

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</p></body><iframe src=//evil.example>",
    "{{ 7 * 7 }} {% for x in ().__class__.__mro__ %}{{ x }}{% endfor %}",
    "{{ told[0].__class__.__init__.__globals__ }}",
    "fine\r\nBcc: victim@example.org\r\n\r\nbody",
    "fine\nSubject: other",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b31m",
    "\u202egnp.exe\u2066 \u200b",
    '=cmd|"/c calc"!A1',
    "\x00\x01\ud800",
    "\u2028second line\u2029third\x85fourth\x0bfifth",
    "&lt;b&gt; &amp; ' \" `",
]


class Reader(HTMLParser):
    """What a mail program would see: tags, attributes, and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self._styles = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        self._styles = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._styles = False

    def handle_data(self, data: str) -> None:
        self.text += "" if self._styles else data


OUR_TAGS = {
    *("html", "head", "meta", "title", "style", "body", "div", "h1", "h2", "p", "a", "del", "ins"),
    *("span", "strong", "code", "bdi"),
}


def assert_harmless(rendered: object, html: str, text: str, subject: str) -> None:
    read = Reader(html)
    assert read.tags <= OUR_TAGS
    for name, value in read.attributes:
        assert not name.startswith("on")
        assert name not in ("src", "background", "action", "srcset")
        if name == "href":
            assert urlsplit(value or "").scheme in ("http", "https", "mailto")
        if name == "style":
            assert "url(" not in (value or "")
    assert "url(" not in html.split("</style>")[0]
    for shown in (text, subject, read.text):
        assert not any((ord(sign) < 32 and sign != "\n") or 0x7F <= ord(sign) < 0xA0 for sign in shown)
        assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
        shown.encode("utf-8")
    assert "\n" not in subject


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_that_means_harm_is_only_read(text: str) -> None:
    change = Change(
        Kind.REWORDED, 1, milestone(text, f"{text} now", "javascript:alert(1)", text), milestone(text, text), 0.9
    )
    failing = replace(incident(), detail=text)
    notices = (
        replace(changes_notice(change), title=text),
        replace(incident_told(NoticeKind.CLOSED, failing, change), also=(failing,), advice=text),
    )
    for rendered in (message(notices[0]), message(notices[1]), message(*notices)):
        assert_harmless(rendered, rendered.html, rendered.text, rendered.subject)
        assert "49" not in rendered.text.replace("2049", "")
        assert "javascript" not in rendered.html


@law
@given(st.lists(NOTICES, min_size=1, max_size=2))
def test_any_notice_at_all_is_only_read(notices: list[Notice]) -> None:
    # Those about incidents always have one.
    notices = [
        replace(one, incident=incident())
        if one.incident is None and one.kind in (NoticeKind.OPENED, NoticeKind.REMINDER, NoticeKind.CLOSED)
        else one
        for one in notices
    ]
    rendered = message(*notices)
    assert_harmless(rendered, rendered.html, rendered.text, rendered.subject)
    assert rendered.text.strip()


def test_the_html_brings_nothing_from_elsewhere_and_fits_dark_mode() -> None:
    html = message(changes_notice(added(), reworded())).html
    read = Reader(html)
    assert [value for name, value in read.attributes if name == "href"] == ["https://un-page.org/countries/peru"]
    assert "prefers-color-scheme: dark" in html
    assert ("name", "viewport") in read.attributes
    assert ("lang", "en") in read.attributes
    assert ("dir", "auto") in read.attributes
    assert "<del" in html
    assert "<ins" in html


# Templates of one's own


def own(folder: Path, **templates: str) -> Renderer:
    for name, text in templates.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return Renderer(folder)


def test_a_template_of_ones_own_takes_the_place_of_the_built_in_one(tmp_path: Path) -> None:
    renderer = own(tmp_path, subject_txt="[watch] {{ subject }}", message_html="<p>{{ told[0].years[0].label }}</p>")
    rendered = renderer.render([changes_notice(added(text="<b>"))], "k", NOW)
    assert rendered.subject == "[watch] PAGE Peru: 1 new milestone (2024)"
    assert rendered.html == "<p>2024</p>"
    assert "NEW: <b>" in rendered.text


def test_a_template_of_ones_own_may_build_on_others_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "foot.html").write_text("<p>Team {{ told|length }}</p>")
    rendered = own(tmp_path, message_html='<h1>{{ subject }}</h1>{% include "foot.html" %}').render(
        [changes_notice(added("<i>"))], "k", NOW
    )
    assert rendered.html == "<h1>PAGE Peru: 1 new milestone (&lt;i&gt;)</h1><p>Team 1</p>"


@pytest.mark.parametrize(
    "template",
    [
        "{% if %}",
        "{{ nothing.at.all }}",
        "{{ 1 / 0 }}",
        "{% include 'missing.html' %}",
        "{{ told[0].__class__.__mro__[1].__subclasses__() }}",
        "{% for x in range(10**9) %}{% endfor %}",
        "",
        "   \n",
    ],
)
def test_a_broken_template_is_replaced_and_said_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, template: str
) -> None:
    renderer = own(tmp_path, message_txt=template, message_html=template)
    with caplog.at_level(logging.WARNING):
        rendered = renderer.render([changes_notice()], "k", NOW)
    for body in (rendered.text, rendered.html):
        assert "A roadmap is adopted." in body
    assert "Your template message.txt could not be used" in " ".join(rendered.text.split())
    assert "Your template message.html could not be used" in rendered.html
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]
    assert all(record.getMessage().startswith("The template message.") for record in caplog.records)


def test_a_template_that_is_no_text_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "message.txt").write_bytes(b"\xff\xfe\x00broken")
    assert "A roadmap is adopted." in Renderer(tmp_path).render([changes_notice()], "k", NOW).text


def test_a_subject_of_ones_own_stays_on_one_line(tmp_path: Path) -> None:
    rendered = own(tmp_path, subject_txt="one\r\nBcc: two\n{{ subject }}").render([changes_notice()], "k", NOW)
    assert rendered.subject == "one Bcc: two PAGE Peru: 1 new milestone (2024)"


def test_a_folder_that_is_not_there_is_like_none(tmp_path: Path) -> None:
    assert Renderer(tmp_path / "nowhere").render([changes_notice()], "k", NOW).text == message().text
