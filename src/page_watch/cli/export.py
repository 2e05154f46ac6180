"""``page-watch export``: the history in a format for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from page_watch.cli.exports import FORMATS, History, writer
from page_watch.cli.files import write_atomically
from page_watch.cli.history import news, watched
from page_watch.cli.session import Session, known

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from page_watch.app import App

DESCRIPTION = """\
Write the milestones of a watch (of all without a name) for other programs.

  csv   the milestones as they stand, by RFC 4180; a cell that a spreadsheet could run as a formula
        gets an apostrophe before it
  json  the milestones as they stand, and every change
  md    the same to read, as Markdown
  atom  a feed (RFC 4287) whose entries are the changes"""

EXAMPLES = """\
  page-watch export page-peru --format csv --output peru.csv
  page-watch export --format atom --output /var/www/changes.xml     the file is replaced at once, never half-written
  page-watch export page-peru --format json | jq '.watches[0].milestones | length'"""

SUFFIXES = {".csv": "csv", ".json": "json", ".md": "md", ".markdown": "md", ".atom": "atom", ".xml": "atom"}


def options(parser: ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="a watch; all of them without a name")
    parser.add_argument("--format", choices=FORMATS, help="the format (else by the name of the file, else csv)")
    parser.add_argument("--output", type=Path, metavar="FILE", help="the file to write (else standard output)")


def run(args: Namespace, session: Session) -> int:
    """Read the history and write it."""
    output: Path | None = None if args.output in (None, Path("-")) else args.output
    form: str = args.format or SUFFIXES.get(output.suffix.lower() if output else "", "csv")
    with session.open() as app:
        names = watched(app)
        if args.name is not None:
            known([args.name], names, "watch")
        histories = [_history(app, name, session) for name in ([args.name] if args.name else names)]
    text = writer(form)(histories)
    if output is None:
        session.terminal.data(text)
    else:
        write_atomically(output, text)
    return 0


def _history(app: App, name: str, session: Session) -> History:
    watch = session.settings.watch(name)
    first = app.store.edition(name, 1)
    return History(
        watch=name,
        title=session.title(name),
        url=watch.url if watch else None,
        edition=app.store.edition(name),
        begun=first.accepted_at if first else None,
        changes=tuple(news(app, name)),
    )
