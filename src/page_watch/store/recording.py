"""Writing a check down: everything it means, in the caller's one transaction.

What only a check with news needs (pages, versions, notices) is imported when there is some.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy import insert as plain_insert

from page_watch.model.history import Origin
from page_watch.model.state import Outcome
from page_watch.store import incidents, leases
from page_watch.store.dialect import insert
from page_watch.store.tables.watching import checks, watches

if TYPE_CHECKING:
    from datetime import datetime

    from page_watch.model.decision import Decision, Record

GOOD = (Outcome.BASELINE, Outcome.UNCHANGED, Outcome.CHANGED)
"""The outcomes of checks that read the page and believed it."""


_WATCH = select(watches.c.id, watches.c.missing).where(watches.c.name == bindparam("of_watch")).with_for_update()
_UPDATE = update(watches).where(watches.c.id == bindparam("of_id"))
_CHECK = plain_insert(checks)


def record(connection: Connection, record: Record, token: str | None) -> None:
    """Write one check. An unchanged one costs its watch's row, a row of its own, and the lease.

    ``token`` is that of the lease's owner, where it must still be the one who holds it.
    """
    leases.give_back(connection, record.watch, token)
    decision, at = record.decision, record.checked_at
    watch_id, missing = _update_watch(connection, record, _columns(record))
    snapshot = _keep_evidence(connection, watch_id, record)
    connection.execute(
        _CHECK,
        {
            "watch_id": watch_id,
            "checked_at": at,
            "outcome": decision.outcome.value,
            "problem_code": decision.problem.code if decision.problem else None,
            "problem_detail": decision.problem.detail if decision.problem else None,
            "snapshot_id": snapshot,
            "version": decision.version.number if decision.version else None,
            "took": record.took,
        },
    )
    if decision.version is not None:
        from page_watch.store import versions

        versions.write(connection, watch_id, decision.version, record, snapshot, Origin.CHECK)
    # A check that failed or was held learnt nothing about what is missing.
    if decision.outcome in GOOD and (missing or decision.missing):
        _write_missing(connection, watch_id, decision, at)
    incidents.write(connection, opened=decision.opened, reminded=decision.reminded, closed=decision.closed, at=at)
    if record.notices:
        from page_watch.store import outbox

        outbox.post(connection, record.notices)


def record_reparse(connection: Connection, record: Record) -> None:
    """Write what reading a stored page again showed: perhaps a version, never a check, an incident or a notice."""
    decision = record.decision
    columns: dict[str, Any] = {"reading": record.reading, **_version_columns(decision)}
    watch_id, missing = _update_watch(connection, record, columns)
    if decision.version is None:
        return
    from page_watch.store import versions

    snapshot = _keep_evidence(connection, watch_id, record)
    versions.write(connection, watch_id, decision.version, record, snapshot, Origin.REPARSE)
    if missing or decision.missing:
        _write_missing(connection, watch_id, decision, record.checked_at)


def _keep_evidence(connection: Connection, watch_id: int, record: Record) -> int | None:
    """Store the page if it is evidence: of a version, of what is held, or of what could not be read."""
    decision, response = record.decision, record.response
    if response is None or response.not_modified:
        return None
    if not decision.keep and decision.version is None and decision.outcome is not Outcome.HELD:
        return None
    from page_watch.store import evidence

    return evidence.keep(connection, watch_id, response, record.checked_at)


def _update_watch(connection: Connection, record: Record, columns: dict[str, Any]) -> tuple[int, int]:
    """Update the watch's row, made first where there is none. Gives its id and how many milestones were missing."""
    name = {"of_watch": record.watch}
    row = connection.execute(_WATCH, name).first()
    if row is None:
        first = {"name": record.watch, "url": record.url, "first_check": record.checked_at}
        connection.execute(insert(connection, watches).on_conflict_do_nothing(), first)
        row = connection.execute(_WATCH, name).one()
    connection.execute(_UPDATE, {"of_id": row.id, **columns})
    return row.id, row.missing


def _columns(record: Record) -> dict[str, Any]:
    """What becomes of the watch's own row."""
    decision = record.decision
    streak, problem = decision.streak, decision.problem
    columns: dict[str, Any] = {
        "url": record.url,
        "last_check": record.checked_at,
        "outcome": decision.outcome.value,
        "problem_code": problem.code if problem else None,
        "problem_detail": problem.detail if problem else None,
        "failures": decision.failures,
        "retry_after": decision.retry_after,
        "streak_fingerprint": streak.fingerprint if streak else None,
        "streak_count": streak.count if streak else None,
        "streak_since": streak.since if streak else None,
    }
    if decision.outcome not in GOOD:
        # Only what was read and believed may make the next request conditional.
        return {**columns, "etag": None, "last_modified": None, "body_sha256": None}
    columns |= {"last_good": record.checked_at, "reading": record.reading, **_version_columns(decision)}
    response = record.response
    if response is not None and response.not_modified:
        return columns  # what the validators stood for still stands
    return {
        **columns,
        "etag": response.header("etag") if response else None,
        "last_modified": response.header("last-modified") if response else None,
        "body_sha256": response.sha256 if response else None,
    }


def _version_columns(decision: Decision) -> dict[str, Any]:
    version = decision.version
    if version is None:
        return {}
    return {"version": version.number, "milestones": len(version.known), "next_id": decision.next_id}


def _write_missing(connection: Connection, watch_id: int, decision: Decision, at: datetime) -> None:
    from page_watch.store import milestones

    milestones.mark_missing(connection, watch_id, decision.missing, at)
    count = update(watches).where(watches.c.id == watch_id).values(missing=len(decision.missing))
    connection.execute(count)
