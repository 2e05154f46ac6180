"""What other monitors get wrong on a three-item timeline, row by row, and what page-watch says instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.command import page_watch
from tests.support.pages import CHALLENGE, first_layout
from tests.support.story import kinds
from tests.support.story import story as open_story
from tests.support.web import Answer

THREE = (
    ("2016", ("Guidelines for Green Growth approved",)),
    ("2015", ("National Green Employment Plan initiated",)),
    ("2014", ("National Steering Committee established",)),
)
FOUR = (("2017", ("Green Industry Policy commenced",)), *THREE)


def test_one_year_added_at_the_top_is_one_added_with_its_year(tmp_path: Path) -> None:
    with open_story(tmp_path) as story:
        story.check(first_layout(THREE))
        assert kinds(story.check(first_layout(FOUR))) == [("added", "2017")]
        assert story.new_mail() == ["PAGE Peru: 1 new milestone (2017)"]


def test_same_items_in_other_order_are_nothing(tmp_path: Path) -> None:
    with open_story(tmp_path) as story:
        story.check(first_layout(FOUR))
        assert story.check(first_layout(FOUR[::-1]))["outcome"] == "unchanged"
        assert story.new_mail() == []


def test_one_item_reworded_is_one_reworded_with_the_words_marked(tmp_path: Path) -> None:
    with open_story(tmp_path) as story:
        story.check(first_layout(THREE))
        story.web.answer = Answer.html(first_layout(THREE).replace("Plan initiated", "Plan adopted"))
        said = page_watch(tmp_path, "check").out
        assert "[-initiated-]" in said
        assert "{+adopted+}" in said
        assert story.new_mail() == ["PAGE Peru: 1 milestone reworded (2015)"]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(CHALLENGE, id="bot challenge"),
        pytest.param("", id="empty body"),
        pytest.param("<html><body><div id='root'></div><script src='app.js'></script></body></html>", id="redesign"),
    ],
)
def test_a_page_without_the_timeline_is_an_incident_and_no_change_and_closed_on_recovery(
    tmp_path: Path, page: str
) -> None:
    with open_story(tmp_path) as story:
        story.check(first_layout(FOUR))
        for _ in range(3):
            assert story.check(page, status=1)["changes"] == []
        assert story.incidents() == ["failing"]
        assert story.check(first_layout(FOUR))["outcome"] == "unchanged"
        assert story.incidents() == []
        assert len(story.new_mail()) == 2


def test_a_mail_server_that_was_down_gets_the_notice_later_and_once(tmp_path: Path) -> None:
    with open_story(tmp_path) as story:
        story.check(first_layout(THREE))
        story.mail.down()
        story.check(first_layout(FOUR), status=1)
        story.mail.up()
        story.check(first_layout(FOUR))
        story.check(first_layout(FOUR))
        assert story.new_mail() == ["PAGE Peru: 1 new milestone (2017)"]


def test_a_fetch_error_is_exit_status_1(tmp_path: Path) -> None:
    with open_story(tmp_path) as story:
        story.check(Answer(b"", 500), status=1)


def test_a_dry_run_leaves_nothing_behind(tmp_path: Path) -> None:
    with open_story(tmp_path) as story:
        story.web.answer = Answer.html(first_layout(THREE))
        ended = page_watch(tmp_path, "check", "--dry-run", "--json")
        assert (ended.status, ended.json["checks"][0]["outcome"]) == (0, "baseline")
        assert [path.name for path in tmp_path.glob("watch.db*")] == []
        story.check(first_layout(THREE))
        story.web.answer = Answer.html(first_layout(FOUR))
        (report,) = page_watch(tmp_path, "check", "--dry-run", "--json").json["checks"]
        assert kinds(report) == [("added", "2017")]
        assert page_watch(tmp_path, "log", "--json").json["changes"] == []
        assert story.new_mail() == []
