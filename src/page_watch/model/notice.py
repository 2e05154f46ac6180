"""What people should be told, and its way to them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from page_watch.model.incident import Incident
    from page_watch.model.milestone import Change


class NoticeKind(StrEnum):
    """What a notice is about."""

    CHANGES = "changes"
    OPENED = "opened"
    REMINDER = "reminder"
    CLOSED = "closed"
    ALIVE = "alive"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Addressee:
    """A channel that gets a notice, and from when on.

    ``gathered`` says that what is due at the same time on this channel goes out as one message (a digest).
    """

    channel: str
    due_at: datetime
    gathered: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """What people should be told, complete in itself: it is rendered later, perhaps by another process.

    ``incident`` is what opened, is still open, or closed; ``also`` are others of the watch that closed with it.
    ``advice`` is what a person can do now. ``title`` and ``url`` are the watch's. ``unchanged_since`` is when the
    content before these changes was accepted. ``milestones`` is how many stand now, ``checks`` how many checks an
    ``alive`` notice looks back on, ``last_good`` the last good check. ``timezone`` is the IANA name in which times
    are shown.
    """

    kind: NoticeKind
    watch: str | None
    title: str
    url: str | None
    created_at: datetime
    to: tuple[Addressee, ...]
    changes: tuple[Change, ...] = ()
    incident: Incident | None = None
    also: tuple[Incident, ...] = ()
    advice: str | None = None
    version: int | None = None
    milestones: int | None = None
    unchanged_since: datetime | None = None
    last_good: datetime | None = None
    checks: int | None = None
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One notice on its way to one channel.

    ``key`` never changes over retries: Message-ID and webhook-id are made from it. ``attempts`` counts those
    that failed so far; ``first_due`` is when it was first to be sent. Those of one ``bundle`` go out as one message,
    in every retry too. ``left`` are the addresses that still wait while the channel's others have the message.
    """

    id: int
    key: str
    channel: str
    notice: Notice
    attempts: int
    first_due: datetime
    gathered: bool = False
    bundle: str | None = None
    left: tuple[str, ...] = ()
