"""``page-watch accept``: a person says that the held page is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch.cli.report import print_report
from page_watch.cli.sending import print_sent, send_pending
from page_watch.cli.session import Session, known

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

DESCRIPTION = """\
Accept the held page of a watch as a version: so much changed at once that it was not believed, and you have looked.
People are told what changed, as by any check. 'page-watch status' says why it is held, --dry-run what would change."""

EXAMPLES = """\
  page-watch accept page-peru --dry-run     what would that change? Stores and sends nothing
  page-watch accept page-peru"""


def options(parser: ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("name", metavar="NAME", help="the watch")
    parser.add_argument("--dry-run", action="store_true", help="say what would change; store and send nothing")


def run(args: Namespace, session: Session) -> int:
    """Accept, deliver, print what changed."""
    known([args.name], [watch.name for watch in session.settings.watches], "watch")
    with session.open() as app:
        (watch,) = app.watches([args.name])
        report = app.preview(watch) if args.dry_run else app.accept(watch)
        delivered = () if args.dry_run else send_pending(app)
    print_report(session.terminal, report, watch)
    print_sent(session, delivered)
    if args.dry_run and not session.quiet:
        session.terminal.line("a dry run: nothing was stored, nobody was told")
    return 1 if any(told.is_wrong for told in delivered) else 0
