"""Sending what is pending, and saying what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch.cli.dates import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from page_watch.app import App
    from page_watch.cli.session import Session
    from page_watch.errand import Delivered


def send_pending(app: App) -> tuple[Delivered, ...]:
    """Send all that is pending, what waits for another attempt too, and give what became of it, by channel."""
    return app.courier.deliver(impatient=True)


def print_sent(session: Session, delivered: Sequence[Delivered]) -> None:
    """Print what was sent; what was not is in the log already, on standard error."""
    print_delivered(session, [told for told in delivered if not told.is_wrong])


def print_delivered(session: Session, delivered: Sequence[Delivered]) -> None:
    """Print a line for each channel that had something to be sent."""
    for told in delivered:
        from page_watch.cli.layout import Span, Style  # nearly always there is nothing to print

        if told.is_wrong:
            parts = ((told.sent, "sent"), (told.postponed, "put off"), (told.dead, "given up"))
            counts = ", ".join(f"{counted(number, 'notice')} {what}" for number, what in parts if number)
            session.terminal.line(Span(told.channel, Style.BAD), f": {counts}: {' '.join(told.reasons)}", hanging=2)
        elif not session.quiet:
            waiting = "; more waits, the channel's max_per_hour is reached" if told.waiting else ""
            session.terminal.line(f"{told.channel}: {counted(told.sent, 'notice')} sent{waiting}", hanging=2)
