"""The tree is BeautifulSoup's own, whatever the page: the same elements, texts, links and matches of selectors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag
from hypothesis import given
from hypothesis import strategies as st

from page_watch.decode import decode
from page_watch.parsers.timeline.tree import soup

ROOT = Path(__file__).parents[2] / "fixtures" / "html"
PAGES = [page for page in sorted(ROOT.rglob("*.html")) if page.stat().st_size < 30_000]
PIECES = [
    "<li>",
    "</li>",
    "<p>",
    "</div>",
    "<div class='a b'>",
    "<br/>",
    "<table>",
    "<td>x",
    "</table>",
    "2019",
    " ",
    "\n",
]
PIECES += [
    "<!-- c -->",
    "<script>1<2</script>",
    "&amp;",
    "<b>",
    "<i>",
    "</b>",
    "<svg:a>",
    "<body>",
    "</html>",
    "<p",
    "é",
]

CONTAINS = "p:-soup-contains('20'):not(:has(script, style)), li:-soup-contains('é'):not(:has(script, style))"


def theirs(html: str) -> BeautifulSoup:
    html = re.sub(r"\A\s*<\?xml[^>]*>", "", html)  # BeautifulSoup warns of a declaration; ours takes it off
    return BeautifulSoup(f"<body>{html}" if "<" not in html else html, "lxml", multi_valued_attributes=None)


def told(node: PageElement) -> object:
    if isinstance(node, Tag):
        return node.name, dict(node.attrs)
    # BeautifulSoup cuts white space between elements down to one sign.
    return isinstance(node, NavigableString) and (str(node).strip() and str(node))


def agree(html: str) -> None:
    ours, other = soup(html), theirs(html)
    assert [told(node) for node in ours.descendants] == [told(node) for node in other.descendants]
    for node in ours.descendants:
        assert node.parent is not None
        place = next(n for n, child in enumerate(node.parent.contents) if child is node)
        row = node.parent.contents
        assert node.previous_sibling is (row[place - 1] if place else None)
        assert node.next_sibling is (row[place + 1] if place + 1 < len(row) else None)
    for selector in ("li > p", "div[class~=a]", "h3 + *", "li:last-child", "p:nth-of-type(2)", "td:has(a)", ":root"):
        assert [told(tag) for tag in ours.select(selector)] == [told(tag) for tag in other.select(selector)]
    assert [told(tag) for tag in ours.select(CONTAINS)] == [told(tag) for tag in other.select(CONTAINS)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_of_a_page(page: Path) -> None:
    agree(decode(page.read_bytes(), None))


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join))
def test_of_any_markup(html: str) -> None:
    agree(html)
