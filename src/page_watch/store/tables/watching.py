"""What every check reads and writes."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Integer, String, Table

from page_watch.store.tables.columns import AnyText, BigId, UtcTime, metadata

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

checks = Table(
    "checks",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("watch_id", BigId, ForeignKey("watches.id"), nullable=False),
    Column("checked_at", UtcTime, nullable=False),
    Column("outcome", String, nullable=False),
    Column("problem_code", String),
    Column("problem_detail", AnyText),
    Column("snapshot_id", BigId, ForeignKey("snapshots.id")),
    Column("version", Integer),
    Column("took", Double, nullable=False),
)
"""Every check. ``version`` is the number it made, if it made one."""

versions = Table(
    "versions",
    metadata,
    Column("watch_id", BigId, ForeignKey("watches.id"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("fingerprint", String, nullable=False),
    Column("accepted_at", UtcTime, nullable=False),
    Column("superseded_at", UtcTime),
    Column("snapshot_id", BigId, ForeignKey("snapshots.id")),
    Column("reading", AnyText, nullable=False),
    Column("origin", String, nullable=False),
    Column("milestones", Integer, nullable=False),
)
"""The versions; ``superseded_at`` is when the next one was accepted, null while it is in force."""

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
