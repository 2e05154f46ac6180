"""The database: a history in which nothing is lost, on SQLite or PostgreSQL."""

from __future__ import annotations

from page_watch.store.evidence import Evidence
from page_watch.store.history import Standing
from page_watch.store.leases import LeaseLost
from page_watch.store.outbox import Counts
from page_watch.store.store import Store

__all__ = ["Counts", "Evidence", "LeaseLost", "Standing", "Store"]
