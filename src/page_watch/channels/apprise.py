"""Any of the services that apprise knows, by its URL. Needs the extra ``page-watch[apprise]``."""

from __future__ import annotations

import logging
import re
from threading import get_ident
from urllib.parse import urlsplit

from page_watch.channels import Clock
from page_watch.errors import ConfigError, DeliveryError, Unreachable
from page_watch.message import Message
from page_watch.model import NoticeKind
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
        # What apprise logs may hold parts of the URL, and that is a secret: only the status it names is used.
        LOG.propagate = False
        self._apprise = apprise.Apprise()
        self._where = f"{urlsplit(settings.url.reveal()).scheme}://…"
        with _Ear() as ear:
            self._usable = self._apprise.add(settings.url.reveal())
        self._reason = ear.reason
        for service in self._apprise:
            if "overflow=" not in settings.url.reveal():
                service.overflow_mode = apprise.OverflowMode.SPLIT  # else a long message is refused, for ever

    def send(self, message: Message, to: tuple[str, ...] = ()) -> None:
        """Send the text of one message; apprise itself escapes it as the service wants it."""
        if not self._usable:
            raise Unreachable(f"apprise does not know what to do with the URL of {self._where}; see its documentation.")
        with _Ear() as ear:
            took = self._apprise.notify(
                title=message.subject,
                body=harmless(message.text),
                body_format="text",
                notify_type=_tone(message),
                interpret_escapes=False,
            )
        if not took:
            status = ear.status
            permanent = status is not None and 400 <= status < 500 and status not in PASSING
            raise DeliveryError(f"{self._where} did not take the message{ear.reason}.", permanent=permanent)

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


class _Ear(logging.Handler):
    """Listens to what apprise says in this thread, and keeps the HTTP status out of it, and nothing else."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._thread = get_ident()
        self.status: int | None = None

    def emit(self, record: logging.LogRecord) -> None:
        found = re.search(r"\b(?:error|status|code)[=: ]+(\d{3})\b", record.getMessage())
        if found and record.thread == self._thread:
            self.status = int(found[1])

    @property
    def reason(self) -> str:
        return "" if self.status is None else f" (it answered {self.status})"

    def __enter__(self) -> _Ear:
        LOG.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        LOG.removeHandler(self)
