"""An HTTP POST of JSON, signed by the Standard Webhooks specification."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from contextlib import closing, suppress
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

import page_watch
from page_watch.channels.deadline import Deadline, overall
from page_watch.channels.hush import hush
from page_watch.channels.payload import payload
from page_watch.errors import DeliveryError, Unreachable

if TYPE_CHECKING:
    from page_watch.channels import Clock
    from page_watch.notices.message import Message
    from page_watch.settings import Secret, WebhookChannel

PASSING = (408, 425, 429)
"""Answers below 500 after which the same message may be taken another time."""

BUSY = (429, 503)
"""Answers that speak for every message: the receiver wants to be left alone for a while (RFC 6585, RFC 9110)."""

LONGEST_WAIT = timedelta(days=1)
"""No receiver is granted a longer wait: a slip of the pen must not end a channel."""


SHORT = 16_000
"""So many bytes of an answer are read."""


class Webhook:
    """Posts messages to one address."""

    def __init__(self, settings: WebhookChannel, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._where = origin(settings.url.reveal())
        hush()
        self._session = requests.Session()
        self._session.mount("http://", _Adapter())
        self._session.mount("https://", _Adapter())

    def send(self, message: Message, to: tuple[str, ...] = ()) -> None:
        """Post one message; a redirect is not followed, as it would not lead the POST on."""
        body = payload(message)
        seconds = self._settings.timeout.total_seconds()
        headers = {
            "content-type": "application/json",
            "user-agent": f"page-watch/{page_watch.__version__}",
            **signed(message.key, self._clock(), body, self._settings.secret),
        }
        with Deadline(overall(self._settings.timeout)) as deadline:
            watched = _deadline.set(deadline)
            try:
                answer = self._session.post(
                    self._settings.url.reveal(),
                    data=body,
                    headers=headers,
                    timeout=seconds,
                    stream=True,
                    allow_redirects=False,
                )
            except (requests.RequestException, ValueError) as error:
                # Not chained: the texts of these errors hold the URL, which may hold a secret.
                raise self._failure(error, deadline) from None
            finally:
                _deadline.reset(watched)
            _finish(answer)
        self._judge(answer)

    def close(self) -> None:
        """Close the connections that are still open."""
        self._session.close()

    def _judge(self, answer: requests.Response) -> None:
        status = answer.status_code
        if 200 <= status < 300:
            return
        detail = f"{self._where} answered {status}."
        if 300 <= status < 400:
            detail = f"{self._where} answered {status}, a redirect; configure the address it leads to."
        wait = retry_after(answer.headers.get("retry-after"), self._clock())
        if status in BUSY:
            raise Unreachable(detail, retry_after=wait)
        raise DeliveryError(detail, permanent=status < 500 and status not in PASSING, retry_after=wait)

    def _failure(self, error: Exception, deadline: Deadline) -> DeliveryError:
        seconds = self._settings.timeout.total_seconds()
        if deadline.passed:
            return Unreachable(f"{self._where} took more than {overall(self._settings.timeout).total_seconds():g} s.")
        if isinstance(error, requests.exceptions.SSLError):
            return Unreachable(f"{self._where} has a certificate that is not trusted, or does not speak TLS.")
        if isinstance(error, requests.ConnectTimeout):
            return Unreachable(f"{self._where} cannot be reached: no connection in {seconds:g} s.")
        if isinstance(error, requests.Timeout):
            return Unreachable(f"{self._where} did not answer in {seconds:g} s.")
        if isinstance(error, requests.exceptions.ProxyError):
            return Unreachable(f"{self._where} cannot be reached through the configured proxy.")
        if isinstance(error, requests.ConnectionError):
            if deadline.watching:
                return DeliveryError(f"{self._where} broke off without an answer.")
            return Unreachable(f"{self._where} cannot be reached: no such host, or no connection.")
        return Unreachable(f"{self._where} cannot be asked: {type(error).__name__}; see the channel's url.")


def _finish(answer: requests.Response) -> None:
    """Read a short answer, so that its connection can serve again; of a long one nothing is needed."""
    length = answer.headers.get("content-length", "")
    with suppress(requests.RequestException), closing(answer):
        if length.isascii() and length.isdigit() and int(length[:9]) <= SHORT:
            _ = answer.content


def open_channel(settings: WebhookChannel, clock: Clock) -> Webhook:
    """A channel by HTTP."""
    return Webhook(settings, clock)


def signed(key: str, now: datetime, body: bytes, secret: Secret | None) -> dict[str, str]:
    """The headers of Standard Webhooks: id, time of this attempt in Unix seconds, and the signature over both.

    Raises ``Unreachable`` for a secret that begins with ``whsec_`` and is not base64.
    """
    timestamp = str(int(now.timestamp()))
    headers = {"webhook-id": key, "webhook-timestamp": timestamp}
    if secret is not None:
        signature = hmac.digest(_bytes(secret), f"{key}.{timestamp}.".encode() + body, hashlib.sha256)
        headers["webhook-signature"] = f"v1,{base64.b64encode(signature).decode()}"
    return headers


def _bytes(secret: Secret) -> bytes:
    prefix, text = "whsec_", secret.reveal()
    if not text.startswith(prefix):
        return text.encode()
    try:
        return base64.b64decode(text.removeprefix(prefix), validate=True)
    except binascii.Error:
        raise Unreachable("The channel's secret begins with whsec_, but the rest of it is not base64.") from None


def origin(url: str) -> str:
    """The part of an address that is no secret: scheme, host and port."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "the channel's url"
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}"


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """The wait a Retry-After header asks for, in seconds or as a date (RFC 9110, section 10.2.3)."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), LONGEST_WAIT)
    from email.utils import parsedate_to_datetime  # seldom needed

    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    if when.tzinfo is None:
        return None
    return min(max(when - now, timedelta(0)), LONGEST_WAIT)


_deadline: ContextVar[Deadline | None] = ContextVar("_deadline", default=None)


class _Http(HTTPConnection):
    """A connection that the deadline of the request at hand watches."""

    def connect(self) -> None:
        super().connect()
        _watch(self)

    def putrequest(self, *args: Any, **kwargs: Any) -> None:
        _watch(self)
        super().putrequest(*args, **kwargs)


class _Https(HTTPSConnection):
    """The same over TLS."""

    def connect(self) -> None:
        super().connect()
        _watch(self)

    def putrequest(self, *args: Any, **kwargs: Any) -> None:
        _watch(self)
        super().putrequest(*args, **kwargs)


def _watch(connection: HTTPConnection) -> None:
    deadline = _deadline.get()
    if deadline is not None and connection.sock is not None:
        deadline.watch(connection.sock)


class _Adapter(HTTPAdapter):
    """Makes connections that can be watched."""

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        if isinstance(pool, HTTPSConnectionPool):
            pool.ConnectionCls = _Https
        elif isinstance(pool, HTTPConnectionPool):
            pool.ConnectionCls = _Http
        return pool
