"""The log channel: one line a change, that no page can forge."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given

from page_watch.channels import open_channel
from page_watch.channels.log import lines
from page_watch.model.incident import IncidentKind
from page_watch.model.milestone import Change, Kind
from page_watch.model.notice import Notice, NoticeKind
from page_watch.settings import LogChannel
from tests.notices.samples import NOW, added, changes_notice, incident, incident_told, law, message, milestone, reworded
from tests.notices.test_codec import NOTICES


def said(notice: Notice) -> list[str]:
    return [line for line, _ in lines(notice)]


def test_each_kind_of_change_has_its_line() -> None:
    moved = Change(Kind.MOVED, 3, milestone("2017", "A study."), milestone("2016", "A study."), 1.0)
    removed = Change(Kind.REMOVED, 4, milestone(None, "Gone."))
    assert said(changes_notice(added(), reworded(), moved, removed)) == [
        'page-peru: added 2024: "A roadmap is adopted."',
        'page-peru: reworded 2018: "Neutral by 2040." (before: "Neutral by 2030.")',
        'page-peru: moved 2016 → 2017: "A study."',
        'page-peru: removed undated: "Gone."',
    ]


def test_each_turn_of_an_incident_has_its_line() -> None:
    over = replace(incident(), closed_at=NOW)
    stale = replace(over, kind=IncidentKind.STALE)
    assert said(incident_told(NoticeKind.OPENED, incident())) == [
        "page-peru: failing since 2026-02-23T19:05:00+00:00: The server answered 503 Service Unavailable."
    ]
    assert said(incident_told(NoticeKind.REMINDER, incident()))[0].startswith("page-peru: still failing since 2026-")
    assert said(replace(incident_told(NoticeKind.CLOSED, over, added()), also=(stale,))) == [
        "page-peru: failing no longer, after 8 days, 0:00:00",
        "page-peru: stale no longer, after 8 days, 0:00:00",
        'page-peru: added 2024: "A roadmap is adopted."',
    ]


def test_a_proof_of_life_and_a_test_have_theirs() -> None:
    alive = replace(changes_notice(), kind=NoticeKind.ALIVE, changes=(), checks=28)
    assert said(alive) == [
        "page-peru: alive: 28 checks, last good one 2026-03-03T13:05:00+00:00, 23 milestones, "
        "unchanged since 2025-07-01T19:05:00+00:00"
    ]
    assert said(Notice(NoticeKind.TEST, None, "Channel log", None, NOW, ())) == [
        "Channel log: a test notice; the channel works"
    ]


def test_what_needs_a_person_is_a_warning_and_has_its_parts_by_name(caplog: pytest.LogCaptureFixture) -> None:
    port = open_channel(LogChannel(name="log"), lambda: NOW)
    with caplog.at_level(logging.INFO, "page_watch.notices"):
        port.send(message(changes_notice(reworded()), incident_told(NoticeKind.OPENED, incident()), key="k1"))
    port.close()
    change, failing = caplog.records
    assert (change.levelname, failing.levelname) == ("INFO", "WARNING")
    assert change.fields == {  # type: ignore[attr-defined]
        "notice": "k1",
        "watch": "page-peru",
        "about": "changes",
        "version": 4,
        "kind": "reworded",
        "milestone": 2,
        "year": "2018",
        "text": "Neutral by 2040.",
        "old_year": "2018",
        "old_text": "Neutral by 2030.",
    }
    assert failing.fields["incident"] == "failing"  # type: ignore[attr-defined]


def assert_plain(texts: Sequence[object]) -> None:
    for text in texts:
        assert isinstance(text, str | int | None)
        if isinstance(text, str):
            assert not any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 for sign in text)
            assert not set(text) & set("\u202e\u2066\u2028\u2029")
            assert len(text) < 3_500
            text.encode()


@law
@given(NOTICES)
def test_no_page_can_forge_a_line_or_act_on_a_terminal(notice: Notice) -> None:
    for line, fields in lines(notice):
        assert_plain([line, *(value for name, value in fields.items() if name != "watch")])


def test_a_line_stays_short_whatever_a_page_writes() -> None:
    (line,) = said(changes_notice(added("in 2024 " * 10_000, "\x1b[2J\n" * 200_000)))
    assert_plain([line])
