"""``page-watch diff``: two versions compared, the words marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch import text
from page_watch.cli import shapes
from page_watch.cli.changes import counts, print_changes
from page_watch.cli.dates import shown
from page_watch.cli.history import edition_of, one_name, watched
from page_watch.cli.layout import Span, Style
from page_watch.errors import ConfigError
from page_watch.model.milestone import Change, Kind, Known

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from page_watch.app import App
    from page_watch.cli.session import Session
    from page_watch.model.history import Edition

DESCRIPTION = "Compare two versions of a watch (the last two without numbers), with the words marked that differ."

EXAMPLES = """\
  page-watch diff page-peru          the last version with the one before it
  page-watch diff page-peru 1        version 1 with the last one
  page-watch diff page-peru 1 3"""


def options(parser: ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("name", metavar="NAME", help="the watch")
    parser.add_argument("old", nargs="?", type=int, metavar="FROM", help="a version (else the one before the last)")
    parser.add_argument("new", nargs="?", type=int, metavar="TO", help="another version (else the last one)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: Namespace, session: Session) -> int:
    """Compare and print."""
    with session.open() as app:
        name = one_name(args.name, watched(app))
        old, new = _editions(app, name, args.old, args.new)
    changes = tuple(compare(old, new))
    if args.json:
        parts = {"watch": name, "from": old.number, "to": new.number, "changes": shapes.listed(changes)}
        session.terminal.data(shapes.document(**parts))
    else:
        _print(name, old, new, changes, session)
    return 0


def compare(old: Edition, new: Edition) -> Iterator[Change]:
    """What differs from one version to another, by the lasting ids: what is one milestone was judged long ago.

    A milestone that is older than the first version but not in it was gone then, and is ``restored``.
    """
    before = {entry.id: entry for entry in old.known}
    after = {entry.id: entry for entry in new.known}
    for entry in new.known:
        earlier = before.get(entry.id)
        if earlier is None:
            yield Change(Kind.RESTORED if entry.first_seen < old.accepted_at else Kind.ADDED, entry.id, entry.milestone)
        else:
            yield from _compared(earlier, entry)
    for entry in old.known:
        if entry.id not in after:
            yield Change(Kind.REMOVED, entry.id, entry.milestone)


def _compared(old: Known, new: Known) -> Iterator[Change]:
    """What happened to one milestone, if anything."""
    before, now = old.milestone, new.milestone
    if (before.year, before.text) == (now.year, now.text):
        return
    if text.year_key(before.year) != text.year_key(now.year):
        kind = Kind.MOVED
    elif text.key(before.text) != text.key(now.text):
        kind = Kind.REWORDED
    else:
        kind = Kind.COSMETIC
    yield Change(kind, new.id, now, before)


def _editions(app: App, name: str, old: int | None, new: int | None) -> tuple[Edition, Edition]:
    last = edition_of(app, name, new)
    if last is None:
        raise ConfigError(f"{name} has no version yet; 'page-watch check {name}' makes the first")
    if old is None and last.number == 1:
        raise ConfigError(f"{name} has one version only: there is nothing to compare it with yet")
    first = edition_of(app, name, last.number - 1 if old is None else old)
    assert first is not None  # a number was given: it is there, or ConfigError was raised
    return first, last


def _print(name: str, old: Edition, new: Edition, changes: tuple[Change, ...], session: Session) -> None:
    zone = session.zone(name)
    session.terminal.line(
        Span(session.title(name), Style.BOLD),
        f": version {old.number} of {shown(old.accepted_at, zone)} with version {new.number} of "
        f"{shown(new.accepted_at, zone)}: {counts(changes) or 'the same'}",
        hanging=2,
    )
    print_changes(session.terminal, changes)
