"""What the parser finds on the pages under fixtures/html, and what others find on the same pages.

    pip install -r benchmarks/parser_requirements.txt      (in an environment of its own)
    PYTHONPATH=src python benchmarks/parser_peers.py [--write]

For each form: how many (year, text) pairs its pages have; how many were found, how many that are none (wrong), how
many were missing. Beside it two others, which know no years, so that only their texts count:

- AutoScraper, taught with all texts of the form's first page, and tried on its other pages. It goes by the exact
  elements and classes, so it reads later pages of a site, and no other site of the same form;
- the way urlwatch is used on such pages: a CSS selector (``main`` where there is one, else ``body``), then html2text.
  A text counts as found if it stands in a line; a line that holds none, and is more than a year, is wrong.

``--write`` puts the table into docs/parser.md.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from page_watch.decode import decode
from page_watch.errors import CheckError
from page_watch.parsers import timeline
from page_watch.text import clean

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "fixtures" / "html"
FORMS = PAGES / "forms"
DOCS = ROOT / "docs" / "parser.md"
BEGIN, END = "<!-- parser_peers: begin -->", "<!-- parser_peers: end -->"


@dataclass
class Tally:
    found: int = 0
    wrong: int = 0
    missing: int = 0

    def add(self, found: int, wrong: int, missing: int) -> None:
        self.found += found
        self.wrong += wrong
        self.missing += missing

    def __str__(self) -> str:
        return f"{self.found} / {self.wrong} / {self.missing}"


@dataclass
class Form:
    pages: int = 0
    pairs: int = 0
    ours: Tally = field(default_factory=Tally)
    taught: Tally = field(default_factory=Tally)
    plain: Tally = field(default_factory=Tally)


def html_of(page: Path) -> str:
    told = json.loads(page.with_suffix(".json").read_text("utf-8"))
    return decode(page.read_bytes(), told.get("content_type"))


def golden(page: Path) -> list[tuple[str | None, str]]:
    told = json.loads(page.with_suffix(".json").read_text("utf-8"))
    return [(each["year"], each["text"]) for each in told["milestones"]]


def ours(page: Path, want: list[tuple[str | None, str]]) -> tuple[int, int, int]:
    try:
        read = timeline.parse(html_of(page), "https://example.org/")
    except CheckError:
        return 0, 0, len(want)
    have = Counter((each.year, each.text) for each in read.milestones)
    found = (have & Counter(want)).total()
    return found, have.total() - found, len(want) - found


def teach(page: Path) -> Any:
    """An AutoScraper taught on a page, or None where it learns nothing."""
    scraper = import_module("autoscraper").AutoScraper()
    wanted = [text for _, text in golden(page)]
    return scraper if scraper.build(html=html_of(page), wanted_list=wanted) else None


def taught(scraper: Any, page: Path, want: list[tuple[str | None, str]]) -> tuple[int, int, int]:
    texts = Counter(text for _, text in want)
    have = Counter(clean(text) for text in (scraper.get_result_similar(html=html_of(page)) if scraper else None) or [])
    found = (have & texts).total()
    return found, have.total() - found, texts.total() - found


def plain(page: Path, want: list[tuple[str | None, str]]) -> tuple[int, int, int]:
    soup = BeautifulSoup(html_of(page), "lxml")
    place = soup.select_one("main") or soup.select_one("body") or soup
    text = import_module("html2text").HTML2Text(bodywidth=0).handle(str(place))
    lines = [clean(re.sub(r"^[\s*#>\d.|-]+(?=\D)|[*_|]", " ", line)) for line in text.splitlines()]
    lines = [line for line in lines if line]
    texts = [text for _, text in want]
    found = sum(any(text in line for line in lines) for text in texts)
    wrong = sum(not any(text in line for text in texts) and not re.fullmatch(r"\W*\d{4}\W*", line) for line in lines)
    return found, wrong, len(texts) - found


def forms() -> Iterator[tuple[str, list[Path]]]:
    """The pages of each form, the one to teach from first. The watched site's own layouts come first of all."""
    for layout in ("first", "second"):
        later = sorted((PAGES / "peru" / "later").glob(f"{layout}-*.html"))
        yield f"the site's {layout} layout, later", [PAGES / "peru" / "same" / f"{layout}.html", *later]
    for folder in sorted(path for path in FORMS.iterdir() if path.is_dir()):
        yield folder.name, sorted(folder.glob("*.html"))


def measured(pages: list[Path]) -> Form:
    form = Form()
    scraper = teach(pages[0])
    for page in pages:
        want = golden(page)
        form.pages += 1
        form.pairs += len(want)
        form.ours.add(*ours(page, want))
        form.plain.add(*plain(page, want))
        if page != pages[0]:
            form.taught.add(*taught(scraper, page, want))
    return form


def table() -> str:
    lines = [
        "| form | pages | pairs | page-watch | AutoScraper | css + html2text |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    total = Form()
    for name, pages in forms():
        form = measured(pages)
        lines.append(row(name, form))
        total.pages += form.pages
        total.pairs += form.pairs
        for sum_, part in ((total.ours, form.ours), (total.taught, form.taught), (total.plain, form.plain)):
            sum_.add(part.found, part.wrong, part.missing)
    return "\n".join([*lines, row("**all**", total)])


def row(name: str, form: Form) -> str:
    return f"| {name} | {form.pages} | {form.pairs} | {form.ours} | {form.taught} | {form.plain} |"


if __name__ == "__main__":
    told = table()
    print(told)
    if "--write" in sys.argv[1:]:
        document = DOCS.read_text("utf-8")
        before, _, rest = document.partition(BEGIN)
        after = rest.partition(END)[2]
        DOCS.write_text(f"{before}{BEGIN}\n{told}\n{END}{after}", "utf-8")
