"""``page-watch db``: housekeeping of the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from page_watch.cli.dates import counted
from page_watch.errors import ConfigError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from page_watch.cli.session import Session

DESCRIPTION = """\
Housekeeping of the database.

  upgrade      bring an older database to what this version needs (a SQLite one is upgraded by itself)
  prune        forget unchanged checks that are older than the configuration's retention.checks, and what
               belongs to them; versions, changes and the pages that made them are kept for ever
  backup FILE  copy a SQLite database, even while others use it; an existing FILE is replaced when all is copied"""

EXAMPLES = """\
  page-watch db upgrade
  page-watch db prune
  page-watch db backup /backup/page-watch.db"""


def options(parser: ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "task", choices=("upgrade", "prune", "backup"), metavar="upgrade|prune|backup", help="what to do"
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="where the backup goes")


def run(args: Namespace, session: Session) -> int:
    """Do the task."""
    if args.task == "backup" and args.file is None:
        raise ConfigError("where shall the backup go? 'page-watch db backup FILE'")
    if args.task != "backup" and args.file is not None:
        raise ConfigError(f"'page-watch db {args.task}' takes no file")
    said = {"upgrade": _upgrade, "prune": _prune, "backup": _backup}[args.task](session, args.file)
    if not session.quiet:
        session.terminal.line(said)
    return 0


def _upgrade(session: Session, _: Path | None) -> str:
    from page_watch.store import Store

    before, after = Store.upgrade(session.settings.database)
    if before == after:
        return f"the database is up to date (schema {after})"
    return f"the database was upgraded (schema {before or 'none'} to {after})"


def _prune(session: Session, _: Path | None) -> str:
    with session.open() as app:
        pruned = app.store.prune(app.clock() - app.settings.retention.checks)
    kinds = (
        (pruned.checks, "check"),
        (pruned.pages, "page"),
        (pruned.notices, "notice"),
        (pruned.incidents, "incident"),
    )
    return f"deleted {', '.join(counted(number, noun) for number, noun in kinds)}"


def _backup(session: Session, file: Path | None) -> str:
    assert file is not None  # seen to by ``run``
    with session.open() as app:
        app.store.backup(file)
    return f"the database was copied to {file}"
