"""A message as a mail: text and HTML in one, its headers, and the thread it belongs to (RFC 5322, RFC 2045 ff.)."""

from __future__ import annotations

import hashlib
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from page_watch.notices.message import Message

_POLICY = policy.SMTP.clone(cte_type="7bit")  # fits through every server, whatever the language


def letter(message: Message, sender: str, to: Iterable[str]) -> EmailMessage:
    """The mail for a message. Its Message-ID is the same in every attempt, that of its thread in every message.

    Raises ValueError for an address that no header can hold.
    """
    addresses = [address(one) for one in to]
    origin = address(sender)
    international = not all(one.addr_spec.isascii() for one in (origin, *addresses))
    mail = EmailMessage(_POLICY.clone(utf8=True) if international else _POLICY)
    mail["From"] = origin
    mail["To"] = addresses
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = f"<{message.key}@{origin.domain}>"
    if message.thread is not None:
        # No mail has this id; but programs put mails that answer the same one into one thread, be it there or not.
        thread = hashlib.sha256(message.thread.encode("utf-8", "replace")).hexdigest()[:32]
        mail["In-Reply-To"] = mail["References"] = f"<thread.{thread}@{origin.domain}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    mail.set_content(_encodable(message.text))
    mail.add_alternative(_encodable(message.html), subtype="html")
    return mail


def address(text: str) -> Address:
    """``Name <box@host>`` or ``box@host`` as an address, a host name in other scripts as IDNA (RFC 5890)."""
    name, spec = parseaddr(text)
    box, _, host = spec.rpartition("@")
    if not box or not host:
        raise ValueError(f"{text!r} is not a mail address")
    return Address(name, box, host if host.isascii() else host.encode("idna").decode("ascii"))


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
