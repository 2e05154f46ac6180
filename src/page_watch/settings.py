"""The configuration once it is read and found right: plain frozen types, cheap to import.

How a file becomes these types, with every mistake told, is ``config.py``. Durations are ``timedelta``.
A secret is a ``Secret``: it never shows in a repr, a log line or an error.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from page_watch.model.milestone import Kind

NOTICED: frozenset[Kind] = frozenset(Kind) - {Kind.COSMETIC}
"""The kinds that people are told of unless they say otherwise."""


class Secret:
    """A text that never shows itself. ``reveal()`` gives it to the one place that needs it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself."""
        return self._text

    def __repr__(self) -> str:
        return "Secret('***')"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)


@dataclass(frozen=True, slots=True)
class Digest:
    """Notices are gathered and sent at ``at``, each day, or on one ``weekday`` (0 is Monday)."""

    at: time
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nothing is sent; may cross midnight. What comes then is sent at ``until``."""

    since: time
    until: time


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSettings:
    """What all channels share. ``None`` leaves the choice to the watch."""

    name: str
    notify: frozenset[Kind] | None = None
    digest: Digest | None = None
    quiet: Quiet | None = None
    max_per_hour: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class LogChannel(ChannelSettings):
    """Standard logging, one line a change."""

    kind: ClassVar[str] = "log"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChannel(ChannelSettings):
    """SMTP. ``security`` is ``tls``, ``starttls`` or ``none``."""

    kind: ClassVar[str] = "email"
    host: str
    port: int
    security: str
    sender: str
    to: tuple[str, ...]
    user: str | None = None
    password: Secret | None = None
    timeout: timedelta = timedelta(seconds=30)
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChannel(ChannelSettings):
    """An HTTP POST signed by the Standard Webhooks specification. The URL may hold a token: it is a secret."""

    kind: ClassVar[str] = "webhook"
    url: Secret
    secret: Secret | None = None
    timeout: timedelta = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppriseChannel(ChannelSettings):
    """Any service apprise knows, by its URL."""

    kind: ClassVar[str] = "apprise"
    url: Secret


Channel = LogChannel | EmailChannel | WebhookChannel | AppriseChannel


@dataclass(frozen=True, slots=True)
class Limits:
    """What is believed.

    A check in which a share of at least ``suspicious`` of the old milestones, and at least
    ``suspicious_least`` of them, is missing or edited is held. ``min_milestones`` fewer fail the check.
    ``flapping`` is the window in which returning contents count. ``failing`` failures in a row open an incident.
    """

    suspicious: float = 0.5
    suspicious_least: int = 4
    min_milestones: int = 1
    flapping: timedelta = timedelta(hours=24)
    failing: int = 3


@dataclass(frozen=True, slots=True)
class Confirm:
    """How many checks in a row must agree before a removal, or a held content, is believed."""

    removals: int = 2
    held: int = 3


@dataclass(frozen=True, slots=True)
class Select:
    """CSS selectors that pin the timeline, the year labels and the items, where wanted."""

    timeline: str | None = None
    year: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One page to watch. ``name`` is its identity. Exactly one of ``every`` and ``cron`` is set.

    ``channels`` and ``operators`` are names; incidents go to the operators, or to the channels if there are none.
    ``alive`` is how often a short proof of life is sent, None for never.
    """

    name: str
    url: str
    title: str
    parser: str = "timeline"
    every: timedelta | None = timedelta(hours=6)
    cron: str | None = None
    jitter: timedelta = timedelta(minutes=10)
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    channels: tuple[str, ...] = ("log",)
    operators: tuple[str, ...] = ()
    notify: frozenset[Kind] = NOTICED
    digest: Digest | None = None
    quiet: Quiet | None = None
    stale_after: timedelta = timedelta(days=3)
    remind_every: timedelta = timedelta(days=7)
    alive: timedelta | None = None
    select: Select = Select()
    limits: Limits = Limits()
    confirm: Confirm = Confirm()


@dataclass(frozen=True, slots=True)
class Fetch:
    """How pages are asked for. ``pause`` is the least time between two requests to one host."""

    contact: str | None = None
    timeout: timedelta = timedelta(seconds=30)
    max_bytes: int = 20_000_000
    per_host: int = 2
    pause: timedelta = timedelta(0)
    robots: bool = True
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Retention:
    """How long unchanged checks and their bytes are kept; versions and their evidence are kept for ever."""

    checks: timedelta = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole configuration. ``channels`` always holds one named ``log``."""

    database: str
    channels: tuple[Channel, ...]
    watches: tuple[Watch, ...]
    fetch: Fetch = Fetch()
    retention: Retention = Retention()
    templates: Path | None = None
    heartbeat_url: Secret | None = None
    metrics_port: int | None = None
    metrics_address: str = "127.0.0.1"

    @property
    def database_file(self) -> Path | None:
        """The file of an SQLite database; None for a database on a server."""
        scheme, _, path = self.database.partition(":///")
        return Path(path.partition("?")[0]) if scheme.startswith("sqlite") else None

    def watch(self, name: str) -> Watch | None:
        """The watch of a name."""
        return next((watch for watch in self.watches if watch.name == name), None)

    def channel(self, name: str) -> Channel | None:
        """The channel of a name."""
        return next((channel for channel in self.channels if channel.name == name), None)
