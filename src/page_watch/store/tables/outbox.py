"""What people should be told."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, String, Table, UniqueConstraint

from page_watch.store.tables.columns import AnyText, BigId, TextTuple, UtcTime, metadata

notices = Table(
    "notices",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("watch", String),
    Column("kind", String, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("content", AnyText, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("notice_id", BigId, ForeignKey("notices.id"), nullable=False),
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
    Column("claim_pid", Integer),
    Column("claim_born", String),
    Column("claimed_at", UtcTime),
    UniqueConstraint("notice_id", "channel"),
)
"""Each notice on its way to each channel: ``pending``, ``sent`` or ``dead`` (given up).

``message`` groups what went out together: one message may carry several deliveries.
"""
