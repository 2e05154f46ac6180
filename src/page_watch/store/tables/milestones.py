"""What stands in the versions, and what changed between them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, ForeignKey, ForeignKeyConstraint, Integer, String, Table

from page_watch.store.tables.columns import AnyText, BigId, TextTuple, UtcTime, metadata

milestones = Table(
    "milestones",
    metadata,
    Column("watch_id", BigId, ForeignKey("watches.id"), primary_key=True, autoincrement=False),
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
    Column("watch_id", BigId, ForeignKey("watches.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("detected_at", UtcTime, nullable=False),
    Column("kind", String, nullable=False),
    Column("milestone_id", BigInteger, nullable=False),
    Column("similarity", Double),
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
)
"""The changes; ``old_text`` is null where there is no "before"."""
