"""The database: a history in which nothing is lost, on SQLite or PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch.store.leases import LeaseLost
from page_watch.store.store import Store

if TYPE_CHECKING:
    from page_watch.store.evidence import Evidence
    from page_watch.store.history import Standing
    from page_watch.store.housekeeping import Pruned
    from page_watch.store.outbox import Counts

__all__ = ["Counts", "Evidence", "LeaseLost", "Pruned", "Standing", "Store"]

_ELSEWHERE = {"Counts": "outbox", "Evidence": "evidence", "Pruned": "housekeeping", "Standing": "history"}


def __getattr__(name: str) -> object:
    """What an unchanged page does not need comes in when it is asked for (PEP 562)."""
    module = _ELSEWHERE.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{module}"), name)
