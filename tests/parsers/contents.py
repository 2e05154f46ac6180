"""What may stand under one year, and what it tells: the pieces of which the laws of the grain put pages together."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Content(NamedTuple):
    """The markup under a label, and the milestones that a person reads in it."""

    markup: str
    told: list[str]


Maker = Callable[[str, str, str], Content]
"""Makes a content of a title and two sentences."""


def paragraph(title: str, one: str, two: str) -> Content:
    return Content(f"<p>{one}</p>", [one])


def paragraphs(title: str, one: str, two: str) -> Content:
    return Content(f"<p>{one}</p><p>{two}</p>", [one, two])


def items(title: str, one: str, two: str) -> Content:
    return Content(f"<ul><li>{one}</li><li>{two}</li></ul>", [one, two])


def lines(title: str, one: str, two: str) -> Content:
    return Content(f"<p>{one}<br>{two}</p>", [one, two])


def titled(title: str, one: str, two: str) -> Content:
    return Content(f"<h4>{title}</h4><p>{one}</p><p>{two}</p>", [f"{title}: {one} {two}"])


def several_titled(title: str, one: str, two: str) -> Content:
    return Content(
        f"<h4>{title}</h4><p>{one}</p><h4>Another {title}</h4><p>{two}</p>",
        [f"{title}: {one}", f"Another {title}: {two}"],
    )


def titled_list(title: str, one: str, two: str) -> Content:
    return Content(f"<h4>{title}</h4><ul><li>{one}</li><li>{two}</li></ul>", [f"{title}: {one} {two}"])


def announced_list(title: str, one: str, two: str) -> Content:
    return Content(f"<p>{title}:</p><ul><li>{one}</li><li>{two}</li></ul>", [f"{title}: {one} {two}"])


def nested_list(title: str, one: str, two: str) -> Content:
    return Content(f"<ul><li>{one}<ul><li>{two}</li></ul></li></ul>", [f"{one} {two}"])


def in_bold(title: str, one: str, two: str) -> Content:
    return Content(f"<p><strong>{title}</strong><br>{one}</p>", [f"{title}: {one}"])


def under_bold(title: str, one: str, two: str) -> Content:
    return Content(f"<p><strong>{title}</strong></p><p>{one}</p>", [f"{title}: {one}"])


def linked(title: str, one: str, two: str) -> Content:
    return Content(
        f"<h4><a href='/more'>{title}</a></h4><p>{one}</p><a href='/more'>Read more</a>", [f"{title}: {one}"]
    )


def pictured(title: str, one: str, two: str) -> Content:
    return Content(f"<figure><img src='a.jpg'><figcaption>{title}</figcaption></figure><p>{one}</p>", [one])


def box(title: str, one: str, two: str) -> Content:
    return Content(f"<div>{one}</div>", [one])


def quotation(title: str, one: str, two: str) -> Content:
    return Content(f"<blockquote><p>{one}</p></blockquote>", [one])


CONTENTS: list[Maker] = [
    paragraph,
    paragraphs,
    items,
    lines,
    titled,
    several_titled,
    titled_list,
    announced_list,
    nested_list,
    in_bold,
    under_bold,
    linked,
    pictured,
    box,
    quotation,
]

LABELS = ["<h3>{}</h3>", "<h2>{}</h2>", "<div class='year'>{}</div>", "<p><strong>{}</strong></p>"]

ROWS = [
    "{label}{content}",
    "<div class='item'>{label}{content}</div>",
    "<section>{label}{content}</section>",
    "<li>{label}{content}</li>",
    "<div class='item'><div class='left'>{label}</div><div class='right'>{content}</div></div>",
]

BEFORE = [
    "",
    "<p>Since 1990 the society has worked for the town and its people.</p>",
    "<div class='lead'><p>What happened, year by year, in short.</p></div>",
]

AFTER = [
    "",
    "<h2>Contact</h2><p>Write to us at the old town hall.</p>",
    "<section><h2>Latest news</h2><ul><li><a href='/n'>The winter programme is out</a></li></ul></section>",
    "<div><h2>News</h2><div><h3><a href='/n'>Opening hours</a></h3><span>2 February 2024</span><p>New hours.</p></div>"
    "<div><h3><a href='/m'>Programme</a></h3><span>3 March 2024</span><p>It is out.</p></div></div>",
    "<div class='cta'><h3>Support us</h3><p>Become a member today.</p><a href='/j'>Join</a></div>",
    "<p>Share this page</p>",
    "<hr><p>The archive is open on Mondays.</p>",
]
