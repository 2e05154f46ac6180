"""``page-watch parse``: what the parser sees in a page, how, and what it left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from page_watch import guards, parsers
from page_watch.app import utc_now
from page_watch.cli import shapes
from page_watch.cli.changes import print_parsed
from page_watch.cli.dates import counted
from page_watch.cli.layout import Span, Style
from page_watch.decode import decode
from page_watch.errors import CheckError
from page_watch.fetch import Fetcher, saved
from page_watch.model.incident import Problem
from page_watch.settings import Fetch, Select

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from page_watch.cli.session import Session
    from page_watch.model.milestone import Parsed
    from page_watch.model.response import Response

DESCRIPTION = "Show what the parser sees in a page, how it found it, and what it left. Stores nothing, needs no config."

EXAMPLES = """\
  page-watch parse page.html
  page-watch parse https://un-page.org/countries/peru
  page-watch parse page.html --base-url https://example.org/history --json
  page-watch parse page.html --timeline '#history' --year h3 --item li      try selectors out"""


def options(parser: ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("page", metavar="FILE-or-URL", help="a saved page, or an http(s) address")
    parser.add_argument("--parser", default="timeline", metavar="NAME", help="the parser (timeline)")
    parser.add_argument("--timeline", metavar="CSS", help="where the timeline is, as select.timeline of a watch")
    parser.add_argument("--year", metavar="CSS", help="what the year labels are, as select.year of a watch")
    parser.add_argument("--item", metavar="CSS", help="what the items are, as select.item of a watch")
    parser.add_argument("--base-url", metavar="URL", help="the address a saved page's links are relative to")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: Namespace, session: Session) -> int:
    """Read the page and print what was seen."""
    parser = parsers.load(args.parser)
    parsed, problem = None, None
    try:
        parsed = _parsed(args, parser)
    except CheckError as error:
        problem = Problem(error.code, error.detail)
    if args.json:
        session.terminal.data(shapes.document(**shapes.parsed(args.parser, parser.REVISION, parsed, problem)))
    else:
        _print(parsed, problem, session)
    return 0 if problem is None else 1


def _parsed(args: Namespace, parser: parsers.Parser) -> Parsed:
    response = _response(args.page, args.base_url)
    guards.inspect(response, urlsplit(response.requested).hostname or "", utc_now())
    select = Select(timeline=args.timeline, year=args.year, item=args.item)
    return parser.parse(decode(response.body, response.content_type), args.base_url or response.url, select)


def _response(page: str, base_url: str | None) -> Response:
    if not page.lower().startswith(("http://", "https://")):
        return saved(Path(page), base_url or Path(page).absolute().as_uri())
    fetcher = Fetcher(Fetch(), {})
    try:
        return fetcher.fetch(page, None, utc_now())
    finally:
        fetcher.close()


def _print(parsed: Parsed | None, problem: Problem | None, session: Session) -> None:
    terminal = session.terminal
    if problem is not None:
        terminal.line(Span(f"no timeline ({problem.code})", Style.BAD), f": {problem.detail}", hanging=2)
    if parsed is None:
        return
    terminal.line(
        Span(counted(len(parsed.milestones), "milestone"), Style.BOLD), f", read as: {parsed.strategy}", hanging=2
    )
    terminal.gap()
    print_parsed(terminal, parsed.milestones)
    if parsed.leftovers:
        terminal.gap()
        terminal.line(Span("left over in the timeline's block, not taken:", Style.DIM))
        for text in parsed.leftovers:
            terminal.line(text, indent=2, hanging=4)
