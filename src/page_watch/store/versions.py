"""Writing a version: what stands from now on, and what that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, update
from sqlalchemy import insert as plain_insert

from page_watch.store import milestones
from page_watch.store.tables.milestones import changes
from page_watch.store.tables.watching import versions

if TYPE_CHECKING:
    from page_watch.model.decision import Record, Version
    from page_watch.model.history import Origin
    from page_watch.model.milestone import Change, Milestone

_SUPERSEDE = (
    update(versions)
    .where(versions.c.watch_id == bindparam("of_watch"), versions.c.superseded_at.is_(None))
    .values(superseded_at=bindparam("at"))
)


def write(
    connection: Connection, watch_id: int, version: Version, record: Record, snapshot: int | None, origin: Origin
) -> None:
    """Write the version that a record made: its row, its milestones, its changes."""
    at = record.checked_at
    connection.execute(_SUPERSEDE, {"of_watch": watch_id, "at": at})
    connection.execute(
        plain_insert(versions),
        {
            "watch_id": watch_id,
            "number": version.number,
            "fingerprint": version.fingerprint,
            "accepted_at": at,
            "snapshot_id": snapshot,
            "reading": record.reading,
            "origin": origin.value,
            "milestones": len(version.known),
        },
    )
    milestones.write(connection, watch_id, version)
    if record.decision.changes:
        shared = {"watch_id": watch_id, "version": version.number, "detected_at": at}
        # They are read by falling id, the newest version first; so a version's last one goes in first.
        rows = [{**shared, **_change(change)} for change in reversed(record.decision.changes)]
        connection.execute(plain_insert(changes), rows)


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "milestone_id": change.milestone,
        "similarity": change.similarity,
        **_columns_of(change.now, ""),
        **_columns_of(change.before, "old_"),
    }


def _columns_of(milestone: Milestone | None, prefix: str) -> dict[str, Any]:
    return {
        f"{prefix}year": milestone.year if milestone else None,
        f"{prefix}start_year": milestone.start if milestone else None,
        f"{prefix}end_year": milestone.end if milestone else None,
        f"{prefix}text": milestone.text if milestone else None,
        f"{prefix}links": milestone.links if milestone else (),
    }
