"""Traces of processes, and what they remember for one another."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from page_watch.store.tables.columns import AnyText, UtcTime, metadata

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
