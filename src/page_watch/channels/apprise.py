"""Any of the services that apprise knows, by its URL. Needs the extra ``page-watch[apprise]``."""

from __future__ import annotations

import logging
import re
from contextvars import ContextVar
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from page_watch.channels.hush import hush
from page_watch.errors import ConfigError, DeliveryError, Unreachable
from page_watch.model.notice import NoticeKind

if TYPE_CHECKING:
    from page_watch.channels import Clock
    from page_watch.notices.message import Message
    from page_watch.settings import AppriseChannel

LOG = logging.getLogger("apprise")

PASSING = (408, 425, 429)
"""Answers of a service below 500 after which the same message may be taken another time."""


class Apprise:
    """Hands messages to one service."""

    def __init__(self, settings: AppriseChannel) -> None:
        try:
            import apprise
        except ImportError as error:
            raise ConfigError(
                f"channels.{settings.name}: needs apprise, which is not installed; install page-watch[apprise]."
            ) from error
        LOG.addFilter(_overhear)
        hush()
        self._apprise = apprise.Apprise()
        self._where = f"{urlsplit(settings.url.reveal()).scheme}://…"
        self._usable = self._apprise.add(settings.url.reveal())
        for service in self._apprise:
            if "overflow=" not in settings.url.reveal():
                service.overflow_mode = apprise.OverflowMode.SPLIT  # else a long message is refused, for ever

    def send(self, message: Message, to: tuple[str, ...] = ()) -> None:
        """Send the text of one message; apprise itself escapes it as the service wants it."""
        if not self._usable:
            raise Unreachable(f"apprise does not know what to do with the URL of {self._where}; see its documentation.")
        heard: list[int] = []
        listening = _heard.set(heard)
        try:
            took = self._apprise.notify(
                title=message.subject,
                body=harmless(message.text),
                body_format="text",
                notify_type=_tone(message),
                interpret_escapes=False,
            )
        finally:
            _heard.reset(listening)
        if not took:
            status = heard[-1] if heard else None
            reason = f" (it answered {status})" if status else ""
            permanent = status is not None and 400 <= status < 500 and status not in PASSING
            raise DeliveryError(f"{self._where} did not take the message{reason}.", permanent=permanent)

    def close(self) -> None:
        """Nothing is kept open."""


def open_channel(settings: AppriseChannel, clock: Clock) -> Apprise:
    """A channel through apprise. Raises ``ConfigError`` where it is not installed."""
    return Apprise(settings)


def harmless(text: str) -> str:
    """A text in which a page calls nobody by name: ``@everyone`` on a page would wake a whole chat room."""
    return re.sub(r"@(?=everyone|here|channel|all\b)|<(?=[@!#])", lambda found: found[0] + "\u2060", text, flags=re.I)


def _tone(message: Message) -> str:
    kinds = {notice.kind for notice in message.notices}
    if kinds & {NoticeKind.OPENED, NoticeKind.REMINDER}:
        return "warning"
    return "success" if kinds == {NoticeKind.CLOSED} else "info"


_heard: ContextVar[list[int] | None] = ContextVar("_heard", default=None)
"""The HTTP statuses that apprise named while it sent one message; it carries the context into threads of its own."""


def _overhear(record: logging.LogRecord) -> bool:
    """Let nothing that apprise logs through, as it may hold the URL, a secret; only keep the status it names."""
    found = re.search(r"\b(?:error|status|code)[=: ]+(\d{3})\b", record.getMessage())
    heard = _heard.get()
    if found and heard is not None:
        heard.append(int(found[1]))
    return False
