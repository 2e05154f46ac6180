"""``page-watch reparse``: read the stored pages again with today's parser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch.cli.layout import Span, Style
from page_watch.cli.session import Session, known

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from page_watch.reparse import Reread

DESCRIPTION = """\
Read the stored page of every watch's current version again (of one watch only, with a name), with today's parser
and the selectors of the configuration. What it reads otherwise becomes a version, and nobody is told: the page did
not change. Checks do this by themselves before they look at a page, whenever its reading changed."""

EXAMPLES = """\
  page-watch reparse
  page-watch reparse page-peru"""


def options(parser: ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="a watch; all of them without a name")


def run(args: Namespace, session: Session) -> int:
    """Read each again, and say what that showed."""
    names = [args.name] if args.name else []
    known(names, [watch.name for watch in session.settings.watches], "watch")
    failed = False
    with session.open() as app:
        for watch in app.watches(names):
            reread = app.reparse(watch)
            failed = failed or reread.problem is not None
            _print(reread, session)
    return 1 if failed else 0


def _print(reread: Reread, session: Session) -> None:
    terminal = session.terminal
    name = Span(reread.watch, Style.BOLD)
    if reread.problem is not None:
        terminal.line(name, f": could not be read again ({reread.problem.code}): {reread.problem.detail}", hanging=2)
    elif session.quiet:
        return
    elif reread.decision is None:
        terminal.line(name, ": no stored page to read again")
    elif reread.decision.version is None:
        terminal.line(name, ": reads as before")
    else:
        from page_watch.cli.changes import counts, print_changes

        changes = reread.decision.changes
        terminal.line(
            name, f": reads otherwise, version {reread.decision.version.number}: {counts(changes)}", hanging=2
        )
        print_changes(terminal, changes)
