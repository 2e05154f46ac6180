"""parse: what the parser sees, without configuration and without a database."""

from __future__ import annotations

import pytest

from tests.cli import contract
from tests.cli.support import Folder
from tests.support.pages import CHALLENGE, PERU, first_layout, texts_of
from tests.support.web import Answer, WebServer


@pytest.fixture
def saved(folder: Folder) -> Folder:
    (folder.path / "config.yaml").unlink()
    (folder.path / "page.html").write_text(first_layout(PERU), encoding="utf-8")
    return folder


def test_a_file(saved: Folder) -> None:
    ended = saved.run("parse", "page.html")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("17 milestones, read as: ")
    assert "\n2014\n  PAGE work commenced in Peru and established a National Steering Committee\n" in ended.out
    assert list(saved.path.iterdir()) == [saved.path / "page.html"]


def test_json(saved: Folder) -> None:
    found = contract.valid(saved.run("parse", "page.html", "--json").out, contract.PARSE)
    assert found["parser"] == "timeline"
    assert found["strategy"]
    assert found["problem"] is None
    assert [(one["year"], one["text"]) for one in found["milestones"]] == texts_of(PERU)


def test_an_address(saved: Folder) -> None:
    with WebServer() as web:
        web.answer = Answer.html(first_layout(PERU).replace("<p>PAGE work", '<p><a href="/work">PAGE</a> work'))
        found = contract.valid(saved.run("parse", web.url, "--json").out, contract.PARSE)
    assert len(found["milestones"]) == 17
    assert found["milestones"][-1]["links"] == [web.url.replace("/page", "/work")]


def test_links_of_a_saved_page_are_relative_to_its_address(saved: Folder) -> None:
    page = first_layout(PERU).replace("<p>PAGE work", '<p><a href="/work">PAGE</a> work')
    (saved.path / "page.html").write_text(page, encoding="utf-8")
    found = contract.valid(
        saved.run("parse", "page.html", "--base-url", "https://example.org/peru", "--json").out, contract.PARSE
    )
    assert found["milestones"][-1]["links"] == ["https://example.org/work"]


@pytest.mark.parametrize(
    ("page", "code"), [("<p>nothing here", "not-the-page"), (CHALLENGE, "blocked"), ("", "not-the-page")]
)
def test_no_timeline_is_status_1_with_the_reason(saved: Folder, page: str, code: str) -> None:
    (saved.path / "page.html").write_text(page, encoding="utf-8")
    ended = saved.run("parse", "page.html", "--json")
    assert ended.status == 1
    found = contract.valid(ended.out, contract.PARSE)
    assert found["problem"]["code"] == code
    assert (found["strategy"], found["milestones"], found["leftovers"]) == (None, [], [])
    shown = saved.run("parse", "page.html")
    assert shown.status == 1
    assert shown.out.startswith(f"no timeline ({code}): ")


def test_a_server_that_does_not_answer(saved: Folder) -> None:
    ended = saved.run("parse", "http://127.0.0.1:9/page", "--json")
    assert ended.status == 1
    assert contract.valid(ended.out, contract.PARSE)["problem"]["code"] == "connection"


def test_selectors_can_be_tried_out(saved: Folder) -> None:
    picked = ("--timeline", "ol", "--year", "h3", "--item", "p:first-child", "--json")
    found = contract.valid(saved.run("parse", "page.html", *picked).out, contract.PARSE)
    assert len(found["milestones"]) == len(PERU)
    assert saved.run("parse", "page.html", "--timeline", "#nowhere").status == 1
    wrong = saved.run("parse", "page.html", "--timeline", "ol[")
    assert wrong.status == 2
    assert len(wrong.err.splitlines()) == 1


@pytest.mark.parametrize("wrong", [("nowhere.html",), (".",), ("page.html", "--parser", "crystal-ball")])
def test_wrong_usage(saved: Folder, wrong: tuple[str, ...]) -> None:
    ended = saved.run("parse", *wrong)
    assert (ended.status, ended.out) == (2, "")
    assert len(ended.err.splitlines()) == 1
