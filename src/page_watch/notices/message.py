"""A message: what goes out over a channel, made of one notice or of several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from page_watch.model.notice import Notice


@dataclass(frozen=True, slots=True)
class Message:
    """Notices in words.

    ``key`` is the same in every attempt to send it: a reader that sees it twice has the same message twice.
    ``thread`` is what it belongs to (a watch's name, or a channel's), None where it is about several things.
    ``text`` and ``html`` say the same. ``created_at`` is when it was first to be sent.
    """

    key: str
    thread: str | None
    subject: str
    text: str
    html: str
    notices: tuple[Notice, ...]
    created_at: datetime
