"""``page-watch accept``: a person says that the held page is right."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from page_watch.cli.report import print_report
from page_watch.cli.sending import print_sent, send_pending
from page_watch.cli.session import Session, known

DESCRIPTION = """\
Accept the held page of a watch as a version: so much changed at once that it was not believed, and you have looked.
'page-watch check NAME --dry-run' says why a page is held. People are told what changed, as by any check."""

EXAMPLES = """\
  page-watch accept page-peru"""


def options(parser: ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("name", metavar="NAME", help="the watch")


def run(args: Namespace, session: Session) -> int:
    """Accept, deliver, print what changed."""
    known([args.name], [watch.name for watch in session.settings.watches], "watch")
    with session.open() as app:
        (watch,) = app.watches([args.name])
        report = app.accept(watch)
        delivered = send_pending(app)
    print_report(session.terminal, report, watch)
    print_sent(session, delivered)
    return 1 if any(told.is_wrong for told in delivered) else 0
