"""Every page under fixtures/html gives what a careful person wrote down beside it."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from page_watch import guards
from page_watch.decode import decode
from page_watch.errors import CheckError
from page_watch.matching.diff import diff
from page_watch.model.milestone import Kind, Milestone, Parsed
from page_watch.model.response import Response
from page_watch.parsers import load

ROOT = Path(__file__).resolve().parent.parent / "fixtures" / "html"
PAGES = sorted(ROOT.rglob("*.html"))
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Golden:
    """What the file beside a page says: where the page lives, and what is on it."""

    url: str
    content_type: str | None
    problem: str | None
    milestones: tuple[Milestone, ...]


@cache
def golden(page: Path) -> Golden:
    data = json.loads(page.with_suffix(".json").read_text("utf-8"))
    return Golden(
        url=data["url"],
        content_type=data.get("content_type"),
        problem=data["problem"] and data["problem"]["code"],
        milestones=tuple(
            Milestone(each["year"], each["start"], each["end"], each["text"], tuple(each["links"]))
            for each in data["milestones"]
        ),
    )


def read(page: Path, url: str, content_type: str | None = None) -> Parsed:
    """The way of a page through a check: judged, decoded, parsed."""
    headers = () if content_type is None else (("content-type", content_type),)
    response = Response(requested=url, url=url, status=200, headers=headers, body=page.read_bytes())
    host = url.split("/")[2]
    guards.inspect(response, host, NOW)
    return load("timeline").parse(decode(response.body, content_type), url)


def name(page: Path) -> str:
    return page.relative_to(ROOT).with_suffix("").as_posix()


def pairs(milestones: tuple[Milestone, ...]) -> Counter[tuple[str | None, str]]:
    return Counter((milestone.year, milestone.text) for milestone in milestones)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_page(page: Path) -> None:
    want = golden(page)
    if want.problem is not None:
        with pytest.raises(CheckError) as caught:
            read(page, want.url, want.content_type)
        assert caught.value.code == want.problem, caught.value.detail
        assert " " in caught.value.detail, "the problem must be told in a sentence"
        return
    assert want.milestones, "a page without a problem has milestones"
    found = read(page, want.url, want.content_type).milestones
    assert [(each.year, each.text) for each in found] == [(each.year, each.text) for each in want.milestones]
    assert found == want.milestones


@pytest.mark.parametrize("page", sorted((ROOT / "peru" / "same").glob("*.html")), ids=name)
def test_every_layout_of_the_same_page_gives_the_same_pairs(page: Path) -> None:
    """A redesign that keeps the milestones is no change."""
    first = golden(ROOT / "peru" / "same" / "first.html")
    assert len(first.milestones) == 17
    want = golden(page)
    assert pairs(read(page, want.url).milestones) == pairs(first.milestones)


LATER = {
    "added": {"added": 1},
    "reworded": {Kind.REWORDED: 1},
    "moved": {Kind.MOVED: 1},
    "removed": {"missing": 1},
    "corrected": {Kind.REWORDED: 1},
    "reordered": {},
    "cosmetic": {Kind.COSMETIC: 4},
    "vanished": {"missing": 12},
}


@pytest.mark.parametrize("what", LATER)
@pytest.mark.parametrize("after", ["first", "second"])
@pytest.mark.parametrize("before", ["first", "second"])
def test_a_later_page_differs_by_what_happened_and_nothing_else(before: str, after: str, what: str) -> None:
    """Even where the site changed its layout in the meantime."""
    old = ROOT / "peru" / "same" / f"{before}.html"
    new = ROOT / "peru" / "later" / f"{after}-{what}.html"
    found = diff(read(old, golden(old).url).milestones, read(new, golden(new).url).milestones)
    told = Counter[str](pair.kind for pair in found.pairs if pair.kind is not None)
    told.update(added=len(found.added), missing=len(found.missing))
    assert +told == LATER[what]


@pytest.mark.parametrize("name", ["first", "second", "cards", "table"])
def test_a_page_cut_anywhere_gives_its_beginning_or_a_problem(name: str) -> None:
    """What was cut off is missing, the last text may be cut, and nothing else is taken for a milestone in its place."""
    page = ROOT / "peru" / "same" / f"{name}.html"
    html, url = page.read_text("utf-8"), golden(page).url
    full = [(each.year, each.text) for each in golden(page).milestones]
    parse = load("timeline").parse
    good = 0
    for end in range(0, len(html), len(html) // 40):
        try:
            cut = re.sub(r"&#?\w*$", "", html[:end])  # half a character reference would stand in the text
            found = [(each.year, each.text) for each in parse(cut, url).milestones]
        except CheckError:
            continue
        good += 1
        last = len(found) - 1
        assert found[:last] == full[:last]
        assert found[last][0] == full[last][0]
        assert full[last][1].startswith(found[last][1])
    assert good > 5


def test_pages_and_goldens_come_in_pairs() -> None:
    goldens = {page.with_suffix("") for page in ROOT.rglob("*.json")}
    assert {page.with_suffix("") for page in PAGES} == goldens


def test_every_folder_says_what_its_pages_are_about() -> None:
    for page in PAGES:
        readme = page.parent / "README.md"
        assert f"`{page.stem}`" in readme.read_text("utf-8"), f"{readme} does not tell of {page.name}"
