"""The same milestones in any form of markup, in any site's dress: what the property tests wrap and re-wrap."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

Groups = list[tuple[str, list[str]]]
"""Year labels, each with its texts."""


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def items(texts: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def first_layout(groups: Groups) -> str:
    rows = "".join(
        f"<li><h3>{year}</h3><div>{paragraphs(texts)}<p>\N{NO-BREAK SPACE}</p></div></li>" for year, texts in groups
    )
    return f"<ol>{rows}</ol><p>Share Peru's Progress</p><p>Scroll to top</p>"


def second_layout(groups: Groups) -> str:
    contents = "".join(f'<li><a href="#y{year}">{year}</a></li>' for year, _ in groups)
    blocks = "".join(f"<ul><li>{year}</li></ul>{'<br>'.join(map(escape, texts))}" for year, texts in groups)
    return f"<div><p>Contents</p><ul>{contents}</ul></div><h2>PAGE Milestones</h2>{blocks}"


def nested_list(groups: Groups) -> str:
    return "<ul>" + "".join(f"<li>{year}{items(texts)}</li>" for year, texts in groups) + "</ul>"


def bold_list(groups: Groups) -> str:
    rows = [f"<li><strong>{year}:</strong> {escape(text)}</li>" for year, texts in groups for text in texts]
    return f"<ul>{''.join(rows)}</ul>"


def definitions(groups: Groups) -> str:
    rows = [f"<dt>{year}</dt>" + "".join(f"<dd>{escape(text)}</dd>" for text in texts) for year, texts in groups]
    return f"<dl>{''.join(rows)}</dl>"


def table(groups: Groups) -> str:
    rows = [f"<tr><th>{year}</th><td>{paragraphs(texts)}</td></tr>" for year, texts in groups]
    return f"<table><tr><th>Year</th><th>What happened</th></tr>{''.join(rows)}</table>"


def spanning_table(groups: Groups) -> str:
    rows = []
    for year, texts in groups:
        first, *others = [f"<td>{escape(text)}</td>" for text in texts]
        rows.append(f'<tr><td rowspan="{len(texts)}">{year}</td>{first}</tr>')
        rows += [f"<tr>{cell}</tr>" for cell in others]
    return f"<table>{''.join(rows)}</table>"


def column(groups: Groups) -> str:
    rows = [f"<tr><td>{year}</td></tr><tr><td>{paragraphs(texts)}</td></tr>" for year, texts in groups]
    return f"<table>{''.join(rows)}</table>"


def headings(groups: Groups) -> str:
    return "".join(f"<h3>{year}</h3>{paragraphs(texts)}" for year, texts in groups)


def headings_and_lists(groups: Groups) -> str:
    return "".join(f"<h2>{year}</h2>{items(texts)}" for year, texts in groups)


def broken_lines(groups: Groups) -> str:
    parts = [f"<strong>{year}</strong><br>{'<br>'.join(map(escape, texts))}" for year, texts in groups]
    return f"<p>{'<br><br>'.join(parts)}</p>"


def dashed_lines(groups: Groups) -> str:
    return "".join(f"<p>{year} – {escape(text)}</p>" for year, texts in groups for text in texts)


def cards(groups: Groups) -> str:
    rows = [
        f'<div class="card {"left" if place % 2 else "right"}"><div class="date">{year}</div>'
        f'<div class="body">{paragraphs(texts)}</div></div>'
        for place, (year, texts) in enumerate(groups)
    ]
    return f"<div>{''.join(rows)}</div>"


def folds(groups: Groups) -> str:
    return "".join(f"<details><summary>{year}</summary>{paragraphs(texts)}</details>" for year, texts in groups)


def tabs(groups: Groups) -> str:
    strip = "".join(f'<li role="tab" aria-controls="p{at}">{year}</li>' for at, (year, _) in enumerate(groups))
    panels = "".join(
        f'<div role="tabpanel" id="p{at}"{" hidden" if at else ""}><h4>{year}</h4>{paragraphs(texts)}</div>'
        for at, (year, texts) in enumerate(groups)
    )
    return f"<ul>{strip}</ul>{panels}"


def sections(groups: Groups) -> str:
    return "".join(f"<section><header><h2>{year}</h2></header>{paragraphs(texts)}</section>" for year, texts in groups)


FORMS: list[Callable[[Groups], str]] = [
    first_layout,
    second_layout,
    nested_list,
    bold_list,
    definitions,
    table,
    spanning_table,
    column,
    headings,
    headings_and_lists,
    broken_lines,
    dashed_lines,
    cards,
    folds,
    tabs,
    sections,
]

_NEWS = "".join(
    f'<li><time>{day} November 2025</time> <a href="/news/{day}">The forum of {day} November is announced</a></li>'
    for day in (3, 11, 18)
)
_MENU = "".join(f'<li><a href="/reports/{year}">Annual Report {year}</a></li>' for year in range(2014, 2025))


def bare(content: str) -> str:
    return content


def document(content: str) -> str:
    return f"<!doctype html><title>Peru</title><body><h1>Peru</h1>{content}</body>"


def site(content: str) -> str:
    return (
        f"<!doctype html><html><head><title>Peru | PAGE 2013–2030</title></head><body>"
        f"<header><nav><ul>{_MENU}</ul></nav></header>"
        f"<main><h1>Peru</h1><p>Work commenced in 2014, and by 2030 it is to be done.</p>{content}</main>"
        f"<aside><h2>Latest news</h2><ul>{_NEWS}</ul></aside><footer><p>© 2013–2026 PAGE</p></footer></body></html>"
    )


def old_site(content: str) -> str:
    return (
        f"<TITLE>Peru</TITLE><BODY><TABLE WIDTH=100%><TR><TD><A HREF=index.htm>Home</A><BR>"
        f"<A HREF=2004.htm>Report 2004</A><TD><H1>Peru</H1>{content}<HR>"
        "<P>Last updated: 14 March 2025<BR>Copyright 1997-2004</TABLE>"
    )


DRESSES: list[Callable[[str], str]] = [bare, document, site, old_site]
