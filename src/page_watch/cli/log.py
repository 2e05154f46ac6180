"""``page-watch log``: the changes, newest first."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from page_watch.cli import shapes
from page_watch.cli.changes import counts, print_changes
from page_watch.cli.dates import shown, start_of
from page_watch.cli.history import news, watched
from page_watch.cli.layout import Span, Style
from page_watch.cli.session import Session, known

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from page_watch.app import App
    from page_watch.model.history import Logged

DESCRIPTION = "Print the changes of a watch (of all without a name), newest first."

EXAMPLES = """\
  page-watch log
  page-watch log page-peru --since 2026-01-01          from the start of that day in the watch's time zone
  page-watch log --since 2026-03-04T12:00Z --json"""


def options(parser: ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="a watch; all of them without a name")
    parser.add_argument("--since", metavar="DATE", help="only changes detected at or after this date or time")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: Namespace, session: Session) -> int:
    """Read the changes and print them."""
    with session.open() as app:
        names = watched(app)
        if args.name is not None:
            known([args.name], names, "watch")
        changes = tuple(_changes(app, args.name, args.since, names, session))
    if args.json:
        session.terminal.data(shapes.document(changes=[shapes.logged(one) for one in changes]))
    else:
        _print(changes, session)
    return 0


def _changes(app: App, name: str | None, since: str | None, names: Sequence[str], session: Session) -> Iterator[Logged]:
    """The changes wanted. A date begins when it does in each watch's own time zone."""
    if since is None:
        yield from news(app, name)
        return
    begins: dict[str, datetime] = {one: start_of(since, session.zone(one)) for one in ([name] if name else names)}
    if not begins:
        start_of(since, session.zone(""))  # nothing to read, but a mistake is still one
        return
    for logged in news(app, name, min(begins.values())):
        if logged.detected_at >= begins[logged.watch]:
            yield logged


def _print(changes: Sequence[Logged], session: Session) -> None:
    terminal = session.terminal
    if not changes and not session.quiet:
        terminal.line("no changes")
    occasions = groupby(changes, lambda one: (one.watch, one.version, one.detected_at))
    for place, ((watch, version, detected_at), group) in enumerate(occasions):
        run = [logged.change for logged in group]
        if place:
            terminal.gap()
        terminal.line(
            f"{shown(detected_at, session.zone(watch))}  ",
            Span(session.title(watch), Style.BOLD),
            f", version {version}: {counts(run)}",
            hanging=2,
        )
        print_changes(terminal, run)
