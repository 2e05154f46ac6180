"""All tables, with their indexes. Apart, since running needs the tables but only the database needs their indexes.

Naming them here would cost every check the import of the PostgreSQL dialect, for the partial ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, Index, func, text

from page_watch.store.tables import presence as _presence  # noqa: F401  # its tables have no indexes
from page_watch.store.tables.columns import metadata
from page_watch.store.tables.milestones import changes
from page_watch.store.tables.outbox import deliveries, notices
from page_watch.store.tables.pages import snapshots
from page_watch.store.tables.watching import checks, incidents, versions

if TYPE_CHECKING:
    from sqlalchemy.sql.expression import ColumnElement


def _partial(name: str, where: str, *columns: Column[str] | ColumnElement[str], unique: bool = False) -> None:
    """An index over those rows alone that are looked for: the others cost nothing."""
    condition = text(where)
    Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


Index("ix_snapshots_sha256", snapshots.c.sha256)
Index("ix_snapshots_watch_id_sha256", snapshots.c.watch_id, snapshots.c.sha256)
Index("ix_checks_watch_id_checked_at", checks.c.watch_id, checks.c.checked_at)
_partial("ix_checks_snapshot_id", "snapshot_id IS NOT NULL", checks.c.snapshot_id)
Index("ix_versions_snapshot_id", versions.c.snapshot_id)
Index("ix_changes_watch_id_detected_at_id", changes.c.watch_id, changes.c.detected_at, changes.c.id)
Index("ix_changes_detected_at_id", changes.c.detected_at, changes.c.id)
_partial(
    "uq_incidents_open",
    "closed_at IS NULL",
    incidents.c.kind,
    func.coalesce(incidents.c.watch, ""),
    func.coalesce(incidents.c.channel, ""),
    unique=True,
)
_partial("ix_incidents_open_watch", "closed_at IS NULL", incidents.c.watch)
Index("ix_notices_kind_watch_created_at", notices.c.kind, notices.c.watch, notices.c.created_at)
_partial("ix_deliveries_pending", "status = 'pending'", deliveries.c.channel, deliveries.c.due_at, deliveries.c.id)
_partial("ix_deliveries_claimed", "claim_token IS NOT NULL", deliveries.c.claim_token)
_partial("ix_deliveries_dead", "status = 'dead'", deliveries.c.id)
_partial("ix_deliveries_sent", "status = 'sent'", deliveries.c.channel, deliveries.c.sent_at)

__all__ = ["metadata"]
