"""The demo's page: how it looks at first, after an edit, and when a gatekeeper stands before it."""

from __future__ import annotations

from html import escape

Groups = dict[str, tuple[str, ...]]
"""The milestones of each year label, in page order."""

FIRST: Groups = {
    "2023": ("Training programme for green start-ups opened in three regions",),
    "2021": (
        "National policy for decent jobs approved, with green jobs by 2030",
        "Dialogue on green employment held with all parties",
    ),
    "2018": ("Roadmap for a circular economy adopted by the ministry of industry",),
    "2016": ("Guidelines for green growth approved",),
    "2014": ("Work commenced and a national steering committee established",),
}

EDITED: Groups = {
    "2025": ("National taxonomy for green finance published",),
    **FIRST,
    "2021": (
        "National policy for decent jobs approved, with green jobs by 2040",
        "Dialogue on green employment held with all parties",
    ),
}

CHALLENGE = """<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>
<h2 id="challenge-running">Checking if the site connection is secure</h2>
<form id="challenge-form" action="/?__cf_chl_f_tk=demo" method="POST"></form>
<noscript>Enable JavaScript and cookies to continue</noscript></body></html>"""


def page(groups: Groups) -> str:
    """A page that lists these milestones, among all that a page has besides."""
    items = "".join(
        f"<li><h3>{year}</h3>{''.join(f'<p>{escape(text)}</p>' for text in texts)}</li>"
        for year, texts in groups.items()
    )
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Our progress</title></head><body>'
        '<nav><a href="/news/2024">News of 2024</a></nav><main><h1>Our progress</h1>'
        "<p>Since 2014 the country has made its economy greener, year by year.</p>"
        f"<ol>{items}</ol></main><footer>© 2026 Demo Agency</footer></body></html>"
    )
