"""Pages of the watched site's two layouts, built from the milestones a test wants on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

Group = tuple[str, tuple[str, ...]]
"""A year and its texts."""

PERU: tuple[Group, ...] = (
    (
        "2023",
        (
            "PAGE strengthened the capacity of the Regional Centre for Entrepreneurship and Innovation, BIOINNOVA "
            "San MartÌn, a local business development services provider",
            "PAGE and the Ministry of Production developed a study to identify products that can contribute to "
            "diversification and sustainability in the industry sector",
        ),
    ),
    (
        "2021",
        (
            "Green jobs dialogue held with political parties on opportunities for green employment, in the lead up "
            "to the 2021 Peruvian elections",
            "National Policy for Decent Jobs approved, with specific mention of green jobs and just transition",
        ),
    ),
    (
        "2020",
        (
            "The first course on “Inclusive Green Economy Modelling” offered at the Universidad de Pacifico, Peru",
            "‘On the road to Green Growth’ event held with closing ceremony for PAGE and discussion on green economy "
            "recovery pathways",
        ),
    ),
    (
        "2019",
        (
            "National Plan for Competitiveness and Productivity approved, with specific milestones on environmental "
            "sustainability",
            "National sustainability plan finalised as phase out period commences",
        ),
    ),
    (
        "2018",
        (
            "National Teleworking Strategy adopted with a supporting Plan",
            "National application of the Integrated Green Economy Modelling (IGEM) framework commences including "
            "series of trainings",
            "Circular Economy Roadmap for Industry adopted",
            "National Competitiveness and Productivity Policy adopted, with an objective on environmental "
            "sustainability",
        ),
    ),
    (
        "2017",
        (
            "Report ‘Quantitative Illustration of the Contribution of Policies that Promote Environmental "
            "Sustainability to the SDGs’, conducted by the University of the Pacific with the support of PAGE",
            "Development of the Green Industry Policy commenced through a series of Green Industry Forums",
        ),
    ),
    ("2016", ("Guidelines for Green Growth approved, laying the foundation for the adoption of green growth",)),
    ("2015", ("Formulation of a National Green Employment Plan initiated",)),
    ("2014", ("PAGE work commenced in Peru and established a National Steering Committee",)),
)

CHALLENGE = """<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title>
<meta http-equiv="refresh" content="390"></head><body><div class="main-wrapper" role="main"><h1>un-page.org</h1>
<h2 id="challenge-running">Checking if the site connection is secure</h2><noscript>Enable JavaScript and cookies to
continue</noscript><form id="challenge-form" action="/?__cf_chl_f_tk=abc" method="POST"></form></div>
<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1?ray=8"></script></body></html>"""


def first_layout(groups: Iterable[Group]) -> str:
    """An ordered list whose items hold a year and paragraphs."""
    items = "".join(
        f'<li class="css-1x2"><h3>{year}</h3><div>{"".join(f"<p>{escape(text)}</p>" for text in texts)}</div></li>'
        for year, texts in groups
    )
    return _site(f'<ol class="css-9k1">{items}</ol><p>Share Peru\'s Progress</p><a href="#top">Scroll to top.</a>')


def second_layout(groups: Sequence[Group]) -> str:
    """A table of contents, the heading "PAGE Milestones", years as list entries, texts on plain lines after them."""
    contents = "".join(f'<li><a href="#{year}">{year}</a></li>' for year, _ in groups)
    entries = "".join(
        f'<ul><li id="{year}">{year}</li></ul>{"<br>".join(escape(text) for text in texts)}' for year, texts in groups
    )
    return _site(f"<nav><h2>Contents</h2><ul>{contents}</ul></nav><h2>PAGE Milestones</h2><div>{entries}</div>")


def _site(main: str) -> str:
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Peru | PAGE</title></head><body>
<a href="#main">Skip to main content</a>
<header><nav><ul><li><a href="/news/2024">News 2024</a></li><li><a href="/about">About</a></li></ul></nav></header>
<main id="main"><h1>Peru</h1><p>With the support of PAGE, which commenced in 2014, Peru has made significant
efforts to turn its sustainability concerns into drivers of government policy.</p>{main}</main>
<footer><p>© 2026 Partnership for Action on Green Economy</p></footer></body></html>"""


def without(groups: Iterable[Group], *gone: str) -> tuple[Group, ...]:
    """The same groups without the texts that begin so."""
    kept = ((year, tuple(text for text in texts if not text.startswith(gone))) for year, texts in groups)
    return tuple((year, texts) for year, texts in kept if texts)


def replaced(groups: Iterable[Group], old: str, new: str) -> tuple[Group, ...]:
    """The same groups with some words replaced."""
    return tuple((year, tuple(text.replace(old, new) for text in texts)) for year, texts in groups)


def texts_of(groups: Iterable[Group]) -> list[tuple[str, str]]:
    """All (year, text) pairs."""
    return [(year, text) for year, texts in groups for text in texts]
