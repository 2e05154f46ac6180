"""``page-watch test-notice``: does each channel work?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch.cli.layout import Span, Style
from page_watch.cli.session import Session, known
from page_watch.errors import ConfigError, DeliveryError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

DESCRIPTION = "Send a test notice to the named channels (to all without a name) now, and say what happened."

EXAMPLES = """\
  page-watch test-notice
  page-watch test-notice mail"""


def options(parser: ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("channels", nargs="*", metavar="CHANNEL", help="a channel; all of them without a name")


def run(args: Namespace, session: Session) -> int:
    """Send one to each, whatever became of the others."""
    names = [channel.name for channel in session.settings.channels]
    known(args.channels, names, "channel")
    failed = [name for name in args.channels or names if not _sent(name, session)]
    return 1 if failed else 0


def _sent(name: str, session: Session) -> bool:
    from page_watch.app import utc_now
    from page_watch.deliver import send_trial

    try:
        send_trial(name, session.settings, utc_now)
    except (DeliveryError, ConfigError) as error:  # the latter where the channel needs something to be installed
        session.terminal.line(Span(name, Style.BAD), f": not sent: {error}", hanging=2)
        return False
    if not session.quiet:
        session.terminal.line(f"{name}: sent")
    return True
