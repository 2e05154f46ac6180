"""The words of the field, as types. Everything here is immutable and knows no clock, file, socket or database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """What happened to one milestone between two versions."""

    ADDED = "added"
    REWORDED = "reworded"
    MOVED = "moved"
    REMOVED = "removed"
    RESTORED = "restored"
    COSMETIC = "cosmetic"


class Outcome(StrEnum):
    """How a check ended."""

    BASELINE = "baseline"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    HELD = "held"
    FAILED = "failed"
    SKIPPED = "skipped"


class IncidentKind(StrEnum):
    """What can be wrong for a while."""

    FAILING = "failing"
    HELD = "held"
    FLAPPING = "flapping"
    STALE = "stale"
    UNDELIVERABLE = "undeliverable"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A year label and a text.

    ``year`` is the label as printed (None: undated); ``start`` and ``end`` are the years it spans, negative
    before Christ, ``end`` None while it is open. ``text`` is NFC with white space collapsed, otherwise as
    printed. ``links`` are the absolute addresses inside it, in order; they never make a change.
    """

    year: str | None
    start: int | None
    end: int | None
    text: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a parser read: the milestones in page order, how it read them, and what it left.

    ``strategy`` is in words ("ordered list, year in h3, 9 groups"); ``leftovers`` is the text inside the
    timeline's block that was not taken.
    """

    milestones: tuple[Milestone, ...]
    strategy: str
    leftovers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Response:
    """An HTTP answer as received, or a saved page in its place. ``headers`` names are lower-case."""

    requested: str
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first value of a header, by its lower-case name."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def content_type(self) -> str | None:
        """The Content-Type header as sent."""
        return self.header("content-type")

    @property
    def not_modified(self) -> bool:
        """True for a 304: the page is as it was when the validators were given."""
        return self.status == 304

    @cached_property
    def sha256(self) -> str:
        """The body's SHA-256 in hexadecimal: the name of its snapshot."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Validators:
    """What makes the next request conditional (RFC 9110, section 13), and the hash of the body they stand for."""

    etag: str | None
    last_modified: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Known:
    """A milestone as the history knows it: its lasting id, and since when it is missing, if it is."""

    id: int
    milestone: Milestone
    first_seen: datetime
    missing_since: datetime | None = None
    missing_checks: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one milestone.

    ``now`` is what stands now (for ``removed``: what stood last); ``before`` is filled for ``reworded``,
    ``moved`` and ``cosmetic``. ``similarity`` is 0 to 1, where a similarity was judged.
    """

    kind: Kind
    milestone: int
    now: Milestone
    before: Milestone | None = None
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a check failed or was held: a short code for scripts, a sentence for people."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that is wrong since ``opened_at``. ``id`` is None until it is stored.

    ``reminded_at`` is when people were last told. ``watch`` or ``channel`` is None where it is not about one.
    """

    kind: IncidentKind
    watch: str | None
    channel: str | None
    opened_at: datetime
    reminded_at: datetime
    detail: str
    closed_at: datetime | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """A version in short: its number, the fingerprint of its milestones, when it was accepted."""

    number: int
    fingerprint: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class Streak:
    """The same content, seen ``count`` good or held checks in a row since ``since``."""

    fingerprint: str
    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class State:
    """What the store knows about a watch before a check. A watch never checked has the default of each field.

    ``known`` are the milestones of the current version, those that are missing but not yet removed included;
    ``removed`` those that once were. ``recent`` are the versions that were in force at some time within the
    flapping window, oldest first, the current one last. ``milestones`` is how many stand in the current version,
    ``missing`` how many of them are missing; both are right even where ``known`` was not loaded. ``next_id`` was
    never given to a milestone. ``validators`` are set only after a good check. ``reading`` is the
    "parser/revision/selectors" that read the current version, ``url`` the address last checked. ``retry_after``
    is when its server wants to be asked again, if it said so at the last check.
    """

    watch: str
    url: str | None = None
    known: tuple[Known, ...] = ()
    removed: tuple[Known, ...] = ()
    recent: tuple[Accepted, ...] = ()
    next_id: int = 1
    streak: Streak | None = None
    failures: int = 0
    outcome: Outcome | None = None
    last_check: datetime | None = None
    last_good: datetime | None = None
    unchanged_since: datetime | None = None
    validators: Validators | None = None
    reading: str | None = None
    incidents: tuple[Incident, ...] = ()
    milestones: int = 0
    missing: int = 0
    retry_after: datetime | None = None

    @property
    def current(self) -> Accepted | None:
        """The accepted version, or None before the baseline."""
        return self.recent[-1] if self.recent else None

    def incident(self, kind: IncidentKind) -> Incident | None:
        """The open incident of a kind, if there is one."""
        return next((incident for incident in self.incidents if incident.kind is kind), None)


@dataclass(frozen=True, slots=True)
class Version:
    """A version to be written: what stands in it, and what that changed. ``known`` is the whole list."""

    number: int
    fingerprint: str
    known: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What to write after a check. Nothing in it depends on how it is written.

    ``version`` is the new version, if one was accepted; ``known`` what stands after the check, ``missing`` the
    part of it that is missing now. ``failures``, ``streak`` and ``next_id`` replace those of the state.
    ``opened`` are new incidents, ``reminded`` open ones that people are told of again, ``closed`` ended ones.
    ``keep`` says that the page's bytes are evidence and must be kept. ``retry_after`` is the earliest time the
    server wants to be asked again, if it said so.
    """

    outcome: Outcome
    known: tuple[Known, ...]
    problem: Problem | None = None
    version: Version | None = None
    changes: tuple[Change, ...] = ()
    failures: int = 0
    streak: Streak | None = None
    next_id: int = 1
    opened: tuple[Incident, ...] = ()
    reminded: tuple[Incident, ...] = ()
    closed: tuple[Incident, ...] = ()
    keep: bool = False
    retry_after: datetime | None = None
    missing: tuple[Known, ...] = ()

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing in it that anyone might be told."""
        return not (self.changes or self.opened or self.closed or self.reminded)


@dataclass(frozen=True, slots=True)
class Record:
    """One check, ready to be written in one transaction.

    ``url`` is the watch's URL; ``response`` what came (None: nothing did). ``reading`` is the
    "parser/revision/selectors" in use. ``took`` is the check's length in seconds.
    """

    watch: str
    url: str
    checked_at: datetime
    response: Response | None
    reading: str
    decision: Decision
    notices: tuple[Notice, ...] = ()
    took: float = 0.0


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


class Origin(StrEnum):
    """What made a version: a check of the page, or reading a stored page again."""

    CHECK = "check"
    REPARSE = "reparse"


@dataclass(frozen=True, slots=True)
class Logged:
    """A change as the history holds it. Where ``origin`` is a reparse, it was not the page that changed."""

    watch: str
    version: int
    detected_at: datetime
    change: Change
    origin: Origin = Origin.CHECK


@dataclass(frozen=True, slots=True)
class Edition:
    """One version read back from the history. ``known`` is in page order."""

    watch: str
    number: int
    accepted_at: datetime
    known: tuple[Known, ...]
    origin: Origin = Origin.CHECK


@dataclass(frozen=True, slots=True)
class Owner:
    """A process that holds leases. ``token`` is unique to one start of it."""

    host: str
    pid: int
    token: str


@dataclass(frozen=True, slots=True)
class Daemon:
    """A running ``page-watch run`` and when it last showed itself."""

    host: str
    pid: int
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Robots:
    """A host's robots.txt as last read; empty ``rules`` allow everything (RFC 9309)."""

    fetched_at: datetime
    rules: str
