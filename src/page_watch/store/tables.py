"""The tables, as they are now. How a database gets there is in ``migrations``; a test holds the two together.

    watches ─┬─ checks ──────── snapshots ── bodies
             ├─ versions ──────────┘
             ├─ milestones ─┬─ milestone_states   what a milestone says, from one version to another
             │              └─ absences           when it was missing, before it was removed or came back
             └─ changes
    incidents      notices ── deliveries      leases      daemons      robots

The last two rows name watches and channels by their names: they may be about one that was never checked, or
is no longer configured.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    func,
    text,
)

from page_watch.store.columns import AnyText, BigId, PairTuple, TextTuple, UtcTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

watches = Table(
    "watches",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("url", AnyText, nullable=False),
    Column("first_check", UtcTime, nullable=False),
    Column("last_check", UtcTime),
    Column("last_good", UtcTime),
    Column("outcome", String),
    Column("problem_code", String),
    Column("problem_detail", AnyText),
    Column("failures", Integer, nullable=False, default=0),
    Column("retry_after", UtcTime),
    Column("streak_fingerprint", String),
    Column("streak_count", Integer),
    Column("streak_since", UtcTime),
    Column("etag", AnyText),
    Column("last_modified", AnyText),
    Column("body_sha256", String),
    Column("reading", AnyText),
    Column("version", Integer),
    Column("milestones", Integer, nullable=False, default=0),
    Column("missing", Integer, nullable=False, default=0),
    Column("next_id", BigInteger, nullable=False, default=1),
)
"""One row a watch: all that an unchanged check reads and writes."""

bodies = Table(
    "bodies",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("deflated", LargeBinary, nullable=False),
)
"""The bytes of pages, once each, compressed (zlib, RFC 1950)."""

snapshots = Table(
    "snapshots",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("watch_id", ForeignKey("watches.id"), nullable=False),
    Column("sha256", ForeignKey("bodies.sha256"), nullable=False, index=True),
    Column("requested", AnyText, nullable=False),
    Column("url", AnyText, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", PairTuple, nullable=False),
    Column("taken_at", UtcTime, nullable=False),
    Index(None, "watch_id", "sha256"),
)
"""An answer that is kept as evidence; the same one again is the same row."""

checks = Table(
    "checks",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("watch_id", ForeignKey("watches.id"), nullable=False),
    Column("checked_at", UtcTime, nullable=False),
    Column("outcome", String, nullable=False),
    Column("problem_code", String),
    Column("problem_detail", AnyText),
    Column("snapshot_id", ForeignKey("snapshots.id")),
    Column("version", Integer),
    Column("took", Float, nullable=False),
    Index(None, "watch_id", "checked_at"),
    Index(
        None,
        "snapshot_id",
        sqlite_where=text("snapshot_id IS NOT NULL"),
        postgresql_where=text("snapshot_id IS NOT NULL"),
    ),
)
"""Every check. ``version`` is the number it made, if it made one."""

versions = Table(
    "versions",
    metadata,
    Column("watch_id", ForeignKey("watches.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("fingerprint", String, nullable=False),
    Column("accepted_at", UtcTime, nullable=False),
    Column("superseded_at", UtcTime),
    Column("snapshot_id", ForeignKey("snapshots.id"), index=True),
    Column("reading", AnyText, nullable=False),
    Column("origin", String, nullable=False),
    Column("milestones", Integer, nullable=False),
)
"""The versions; ``superseded_at`` is when the next one was accepted, null while it is in force."""

milestones = Table(
    "milestones",
    metadata,
    Column("watch_id", ForeignKey("watches.id"), primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("first_seen", UtcTime, nullable=False),
    sqlite_with_rowid=False,
)
"""The identities of milestones, which outlast rewording, moving, removal and return."""

milestone_states = Table(
    "milestone_states",
    metadata,
    Column("watch_id", BigId, primary_key=True, autoincrement=False),
    Column("milestone_id", BigInteger, primary_key=True, autoincrement=False),
    Column("since_version", Integer, primary_key=True, autoincrement=False),
    Column("until_version", Integer),
    Column("position", BigInteger, nullable=False),
    Column("year", AnyText),
    Column("start_year", BigInteger),
    Column("end_year", BigInteger),
    Column("text", AnyText, nullable=False),
    Column("links", TextTuple),
    ForeignKeyConstraint(["watch_id", "milestone_id"], ["milestones.watch_id", "milestones.id"]),
    sqlite_with_rowid=False,
)
"""What a milestone says from ``since_version`` up to, not including, ``until_version`` (null: still).

``position`` puts the milestones of a version in page order; see ``positions``.
"""

absences = Table(
    "absences",
    metadata,
    Column("watch_id", BigId, primary_key=True, autoincrement=False),
    Column("milestone_id", BigInteger, primary_key=True, autoincrement=False),
    Column("since", UtcTime, primary_key=True),
    Column("until", UtcTime),
    Column("checks", Integer, nullable=False),
    ForeignKeyConstraint(["watch_id", "milestone_id"], ["milestones.watch_id", "milestones.id"]),
)
"""When a milestone was missing from the page while its version stood; ``until`` is null while it still is."""

changes = Table(
    "changes",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("watch_id", ForeignKey("watches.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("detected_at", UtcTime, nullable=False),
    Column("kind", String, nullable=False),
    Column("milestone_id", BigInteger, nullable=False),
    Column("similarity", Float),
    Column("year", AnyText),
    Column("start_year", BigInteger),
    Column("end_year", BigInteger),
    Column("text", AnyText, nullable=False),
    Column("links", TextTuple),
    Column("old_year", AnyText),
    Column("old_start_year", BigInteger),
    Column("old_end_year", BigInteger),
    Column("old_text", AnyText),
    Column("old_links", TextTuple),
    ForeignKeyConstraint(["watch_id", "version"], ["versions.watch_id", "versions.number"]),
    Index(None, "watch_id", "detected_at", "id"),
    Index(None, "detected_at", "id"),
)
"""The changes; ``old_text`` is null where there is no "before"."""

incidents = Table(
    "incidents",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("kind", String, nullable=False),
    Column("watch", String),
    Column("channel", String),
    Column("opened_at", UtcTime, nullable=False),
    Column("reminded_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
    Column("detail", AnyText, nullable=False),
)
Index(
    "uq_incidents_open",
    incidents.c.kind,
    func.coalesce(incidents.c.watch, ""),
    func.coalesce(incidents.c.channel, ""),
    unique=True,
    sqlite_where=text("closed_at IS NULL"),
    postgresql_where=text("closed_at IS NULL"),
)
Index(
    "ix_incidents_open_watch",
    incidents.c.watch,
    sqlite_where=text("closed_at IS NULL"),
    postgresql_where=text("closed_at IS NULL"),
)

notices = Table(
    "notices",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("watch", String),
    Column("kind", String, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("content", AnyText, nullable=False),
    Index(None, "kind", "watch", "created_at"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("notice_id", ForeignKey("notices.id"), nullable=False),
    Column("channel", String, nullable=False),
    Column("key", String, nullable=False),
    Column("status", String, nullable=False),
    Column("gathered", Boolean(create_constraint=False), nullable=False),
    Column("first_due", UtcTime, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("tried_at", UtcTime),
    Column("error", AnyText),
    Column("bundle", String),
    Column("left_addresses", TextTuple),
    Column("sent_at", UtcTime),
    Column("message", BigInteger),
    Column("claim_token", String),
    Column("claim_host", String),
    Column("claim_pid", Integer),
    Column("claim_born", String),
    Column("claimed_at", UtcTime),
    UniqueConstraint("notice_id", "channel"),
    Index(
        "ix_deliveries_pending",
        "channel",
        "due_at",
        "id",
        sqlite_where=text("status = 'pending'"),
        postgresql_where=text("status = 'pending'"),
    ),
    Index(
        "ix_deliveries_claimed",
        "claim_token",
        sqlite_where=text("claim_token IS NOT NULL"),
        postgresql_where=text("claim_token IS NOT NULL"),
    ),
    Index(
        "ix_deliveries_sent",
        "channel",
        "sent_at",
        sqlite_where=text("status = 'sent'"),
        postgresql_where=text("status = 'sent'"),
    ),
)
"""Each notice on its way to each channel: ``pending``, ``sent`` or ``dead`` (given up).

``message`` groups what went out together: one message may carry several deliveries.
"""

leases = Table(
    "leases",
    metadata,
    Column("watch", String, primary_key=True),
    Column("host", String, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("born", String, nullable=False),
    Column("token", String, nullable=False),
    Column("renewed_at", UtcTime, nullable=False),
)
"""Which process checks a watch now."""

daemons = Table(
    "daemons",
    metadata,
    Column("host", String, primary_key=True),
    Column("pid", Integer, primary_key=True, autoincrement=False),
    Column("born", String, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
)

robots = Table(
    "robots",
    metadata,
    Column("origin", String, primary_key=True),
    Column("fetched_at", UtcTime, nullable=False),
    Column("rules", AnyText, nullable=False),
)
"""The robots.txt of hosts, by ``scheme://host:port``."""
