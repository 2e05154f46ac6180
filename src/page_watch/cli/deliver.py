"""``page-watch deliver``: send the notices that are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch.cli.sending import print_delivered, send_pending

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from page_watch.cli.session import Session

DESCRIPTION = """\
Send the notices that are due, and those that wait for another attempt. Checks do this by themselves; digests and
quiet hours are kept to."""

EXAMPLES = """\
  page-watch deliver
  page-watch deliver --retry        also what had been given up, now that the channel works again"""


def options(parser: ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--retry", action="store_true", help="also send what had been given up")


def run(args: Namespace, session: Session) -> int:
    """Send, and say what became of it."""
    with session.open() as app:
        if args.retry:
            app.courier.revive()
        delivered = send_pending(app)
    print_delivered(session, delivered)
    if not delivered and not session.quiet:
        session.terminal.line("nothing is due")
    return 1 if any(told.is_wrong for told in delivered) else 0
