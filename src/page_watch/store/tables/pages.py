"""Pages as received."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, String, Table

from page_watch.store.tables.columns import AnyText, BigId, PairTuple, UtcTime, metadata

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
    Column("watch_id", BigId, ForeignKey("watches.id"), nullable=False),
    Column("sha256", String(64), ForeignKey("bodies.sha256"), nullable=False),
    Column("requested", AnyText, nullable=False),
    Column("url", AnyText, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", PairTuple, nullable=False),
    Column("taken_at", UtcTime, nullable=False),
)
"""An answer that is kept as evidence; the same one again is the same row."""
