"""Mail, handed to an SMTP server (RFC 5321), with STARTTLS (RFC 3207), TLS (RFC 8314) and login (RFC 4954)."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from socket import getfqdn, socket
from typing import TYPE_CHECKING

from page_watch.channels.deadline import Deadline, overall
from page_watch.channels.letter import address, letter
from page_watch.errors import DeliveryError, PartlyRefused, Unreachable
from page_watch.text import printable

if TYPE_CHECKING:
    from page_watch.channels import Clock
    from page_watch.notices.message import Message
    from page_watch.settings import EmailChannel

_NOT_LET_IN = (530, 534, 535, 538)
"""Replies that ask for another login (RFC 4954, section 6): the configuration's fault, not the message's."""

_BYE = 421
"""The server closes the connection, whatever was asked (RFC 5321, section 3.8)."""


@dataclass(frozen=True, slots=True)
class _Envelope:
    """Who sends a mail and who gets it; ``recipients`` are addresses as configured, and as they are sent."""

    sender: str
    recipients: dict[str, str]

    @property
    def options(self) -> tuple[str, ...]:
        """What MAIL must ask for (RFC 6531): addresses outside ASCII."""
        return () if all(map(str.isascii, (self.sender, *self.recipients.values()))) else ("SMTPUTF8",)


class Email:
    """Hands mails to one server, over one connection for as long as it is kept up."""

    def __init__(self, settings: EmailChannel) -> None:
        self._settings = settings
        self._where = f"{settings.host}:{settings.port}"
        self._connection: _Connection | None = None

    def send(self, message: Message, to: tuple[str, ...] = ()) -> None:
        """Send one mail to all addresses of the channel, or only to those in ``to``."""
        try:
            mail = letter(message, self._settings.sender, self._settings.to)
            envelope = _Envelope(
                address(self._settings.sender).addr_spec,
                {one: address(one).addr_spec for one in to or self._settings.to},
            )
        except ValueError as error:
            raise DeliveryError(f"The mail cannot be addressed: {printable(str(error))}.", permanent=True) from error
        with Deadline(overall(self._settings.timeout)) as deadline:
            try:
                self._hand_over(self._begun(envelope, deadline), envelope, mail.as_bytes())
            except DeliveryError:
                self.close()
                raise
            except smtplib.SMTPNotSupportedError as error:
                self.close()
                raise DeliveryError(f"{self._where} does not take international addresses.", permanent=True) from error
            except (OSError, smtplib.SMTPException, ValueError) as error:
                self.close()
                kind = Unreachable if deadline.passed or _timed_out(error) else DeliveryError
                raise kind(self._broken(error, deadline)) from error

    def close(self) -> None:
        """Say goodbye to the server, if there is a connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError, smtplib.SMTPException, ValueError), Deadline(self._settings.timeout) as deadline:
                if connection.sock is not None:
                    deadline.watch(connection.sock)
                connection.quit()
            connection.close()

    def _begun(self, envelope: _Envelope, deadline: Deadline) -> smtplib.SMTP:
        """A connection on which the mail's transaction has begun: the one that is up, or a new one.

        A server may have closed the one that is up, for having been idle, or for the number of its mails.
        """
        if self._connection is not None:
            with suppress(OSError, smtplib.SMTPException, ValueError):
                assert self._connection.sock is not None
                deadline.watch(self._connection.sock)
                if self._connection.mail(envelope.sender, envelope.options)[0] == 250:
                    return self._connection
            self._connection.close()
        self._connection = self._connected(deadline)
        code, reply = self._connection.mail(envelope.sender, envelope.options)
        if code != 250:
            raise self._refusal("the sender", code, reply)
        return self._connection

    def _hand_over(self, smtp: smtplib.SMTP, envelope: _Envelope, mail: bytes) -> None:
        """The rest of a mail transaction (RFC 5321, section 3.3)."""
        recipients = envelope.recipients
        refused: dict[str, tuple[int, bytes]] = {}
        for name, recipient in recipients.items():
            code, reply = smtp.rcpt(recipient)
            if code == _BYE:
                raise self._refusal(recipient, code, reply)
            if code not in (250, 251):
                refused[name] = (code, reply)
        permanent = all(code >= 500 for code, _ in refused.values())
        who = "; ".join(f"{name}: {self._said(*answer)}" for name, answer in refused.items())
        if len(refused) == len(recipients):
            raise DeliveryError(f"{self._where} refused every address. {who}", permanent=permanent)
        try:
            code, reply = smtp.data(mail)
        except smtplib.SMTPDataError as error:
            code, reply = error.smtp_code, _bytes(error.smtp_error)
        if code != 250:
            raise self._refusal("the mail", code, reply)
        if refused:
            raise PartlyRefused(
                f"{self._where} refused some addresses. {who}", left=tuple(refused), permanent=permanent
            )

    def _connected(self, deadline: Deadline) -> _Connection:
        """A new connection. Raises ``Unreachable``, whatever is in the way."""
        try:
            return self._connect(deadline)
        except smtplib.SMTPResponseException as error:
            # Not chained: a server may repeat what it was told, a password too.
            raise Unreachable(self._not_let_in(error, deadline)) from None
        except smtplib.SMTPNotSupportedError as error:
            raise Unreachable(f"{self._where} does not offer what is configured: {error}") from error
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise Unreachable(self._broken(error, deadline)) from error

    def _connect(self, deadline: Deadline) -> _Connection:
        settings = self._settings
        cafile = None if settings.ca_file is None else str(settings.ca_file)
        tls = None if settings.security == "none" else ssl.create_default_context(cafile=cafile)
        connection = _Connection(settings, deadline, tls if settings.security == "tls" else None)
        try:
            if settings.security == "starttls":
                connection.starttls(context=tls)
                assert connection.sock is not None
                deadline.watch(connection.sock)
            connection.ehlo_or_helo_if_needed()
            if settings.user is not None and settings.password is not None:
                connection.login(settings.user, settings.password.reveal())
        except BaseException:
            connection.close()
            raise
        return connection

    def _refusal(self, what: str, code: int, reply: bytes) -> DeliveryError:
        detail = f"{self._where} refused {what}: {self._said(code, reply)}"
        if code in _NOT_LET_IN or code == _BYE:
            return Unreachable(detail)
        return DeliveryError(detail, permanent=code >= 500)

    def _said(self, code: int, reply: bytes) -> str:
        """A server's words, safe to show: some servers repeat what they were told, a password too."""
        text = reply.decode("utf-8", "replace")
        if self._settings.password is not None and self._settings.password.reveal():
            text = text.replace(self._settings.password.reveal(), "***")
        return f"{code} {printable(text)[:200]}".strip()

    def _not_let_in(self, error: smtplib.SMTPResponseException, deadline: Deadline) -> str:
        if deadline.passed:
            return self._broken(error, deadline)
        said = self._said(error.smtp_code, _bytes(error.smtp_error))
        if isinstance(error, smtplib.SMTPAuthenticationError):
            return f"{self._where} refused the login of {self._settings.user}: {said}"
        return f"{self._where} does not let us in: {said}"

    def _broken(self, error: Exception, deadline: Deadline) -> str:
        if deadline.passed:
            return f"{self._where} took more than {overall(self._settings.timeout).total_seconds():g} s."
        if isinstance(error, ssl.SSLCertVerificationError):
            return f"{self._where} has a certificate that is not trusted: {error.verify_message}."
        if _timed_out(error):
            return f"{self._where} did not answer in {self._settings.timeout.total_seconds():g} s."
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return f"{self._where} cannot be reached, or broke off: {printable(reason)[:200]}."


def open_channel(settings: EmailChannel, clock: Clock) -> Email:
    """A channel by mail; the connection is made with the first message."""
    return Email(settings)


@lru_cache(maxsize=1)  # where the name service does not answer, this takes seconds
def _own_name() -> str:
    """What this machine calls itself to a server (RFC 5321, section 4.1.3: an address where it has no full name)."""
    name = getfqdn()
    return name if "." in name and name.isascii() else "[127.0.0.1]"


class _Connection(smtplib.SMTP):
    """An SMTP connection that a deadline watches from its first byte on."""

    def __init__(self, settings: EmailChannel, deadline: Deadline, tls: ssl.SSLContext | None) -> None:
        self._deadline = deadline
        self._tls = tls
        super().__init__(settings.host, settings.port, _own_name(), timeout=settings.timeout.total_seconds())

    def _get_socket(self, host: str, port: int, timeout: float) -> socket:
        plain: socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        self._deadline.watch(plain)
        if self._tls is None:
            return plain
        secure = self._tls.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
        self._deadline.watch(secure)
        try:
            secure.do_handshake()
        except BaseException:
            secure.close()
            raise
        return secure


def _timed_out(error: Exception) -> bool:
    return isinstance(error, TimeoutError) or "timed out" in str(error)  # smtplib renames most of them


def _bytes(reply: bytes | str) -> bytes:
    return reply if isinstance(reply, bytes) else reply.encode("utf-8", "replace")
