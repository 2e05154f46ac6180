"""``page-watch show``: the milestones by year, as they stand or stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch.cli import shapes
from page_watch.cli.changes import print_milestones
from page_watch.cli.dates import counted, end_of, shown
from page_watch.cli.history import edition_of, one_name, watched
from page_watch.cli.layout import Span, Style
from page_watch.errors import ConfigError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from page_watch.app import App
    from page_watch.cli.session import Session
    from page_watch.model.history import Edition

DESCRIPTION = "Print the milestones of a watch by year: as they stand, or as they stood in a version or on a day."

EXAMPLES = """\
  page-watch show page-peru
  page-watch show page-peru --version 1
  page-watch show page-peru --as-of 2026-03-04          at the end of that day in the watch's time zone
  page-watch show page-peru --as-of 2026-03-04T12:00Z
  page-watch show page-peru --json"""


def options(parser: ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="the watch; not needed where there is only one")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--version", type=int, metavar="N", help="the version of this number")
    which.add_argument("--as-of", metavar="DATE", help="the version in force at this date or time")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: Namespace, session: Session) -> int:
    """Find the version and print it."""
    with session.open() as app:
        names = watched(app)
        if args.name is None and len(names) > 1 and not args.json and args.version is None:
            for place, one in enumerate(names):
                if place:
                    session.terminal.gap()
                _print(one, _edition(app, one, args, session), session)
            return 0
        name = one_name(args.name, names)
        edition = _edition(app, name, args, session)
    if edition is None and args.as_of is not None:
        raise ConfigError(f"{name} had no version yet at {args.as_of}")
    if args.json:
        session.terminal.data(shapes.document(**_shape(name, edition)))
    else:
        _print(name, edition, session)
    return 0


def _edition(app: App, name: str, args: Namespace, session: Session) -> Edition | None:
    """The version asked for; None where a watch has none yet, or had none at that time."""
    if args.as_of is None:
        return edition_of(app, name, args.version)
    return app.store.edition_at(name, end_of(args.as_of, session.zone(name)))


def _shape(name: str, edition: Edition | None) -> dict[str, object]:
    return {
        "watch": name,
        "version": edition.number if edition else None,
        "seen_at": shapes.time(edition.accepted_at) if edition else None,
        "milestones": [shapes.known(entry) for entry in edition.known] if edition else [],
    }


def _print(name: str, edition: Edition | None, session: Session) -> None:
    terminal = session.terminal
    title = Span(session.title(name), Style.BOLD)
    if edition is None:
        terminal.line(title, ": no version yet")
        return
    zone = session.zone(name)
    terminal.line(
        title,
        f": version {edition.number} of {shown(edition.accepted_at, zone)}, {counted(len(edition.known), 'milestone')}",
        hanging=2,
    )
    watch = session.settings.watch(name)
    if watch is not None:
        terminal.line(Span(watch.url, Style.DIM))
    terminal.gap()
    print_milestones(terminal, edition.known)
