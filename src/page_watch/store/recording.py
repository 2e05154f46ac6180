"""Writing a check down: everything it means, in the caller's one transaction."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, update
from sqlalchemy import insert as plain_insert

from page_watch.model import Change, Decision, Milestone, Outcome, Record
from page_watch.store import evidence, incidents, leases, milestones, outbox
from page_watch.store.dialect import insert
from page_watch.store.tables import changes, checks, versions, watches

GOOD = (Outcome.BASELINE, Outcome.UNCHANGED, Outcome.CHANGED)
"""The outcomes of checks that read the page and believed it."""


class Origin(StrEnum):
    """What made a version: a check of the page, or reading a stored page again."""

    CHECK = "check"
    REPARSE = "reparse"


_WATCH = update(watches).where(watches.c.name == bindparam("of_watch")).returning(watches.c.id, watches.c.missing)
_CHECK = plain_insert(checks)
_SUPERSEDE = (
    update(versions)
    .where(versions.c.watch_id == bindparam("of_watch"), versions.c.superseded_at.is_(None))
    .values(superseded_at=bindparam("at"))
)


def record(connection: Connection, record: Record, token: str | None) -> None:
    """Write one check. An unchanged one costs an update, an insert, and the lease.

    ``token`` is that of the lease's owner, where it must still be the one who holds it.
    """
    leases.give_back(connection, record.watch, token)
    decision, at = record.decision, record.checked_at
    watch_id, missing = _update_watch(connection, record, _columns(record))
    snapshot = evidence.keep(connection, watch_id, record.response, decision, at)
    version = decision.version
    connection.execute(
        _CHECK,
        {
            "watch_id": watch_id,
            "checked_at": at,
            "outcome": decision.outcome.value,
            "problem_code": decision.problem.code if decision.problem else None,
            "problem_detail": decision.problem.detail if decision.problem else None,
            "snapshot_id": snapshot,
            "version": version.number if version else None,
            "took": record.took,
        },
    )
    _write_version(connection, watch_id, record, snapshot, Origin.CHECK)
    # A check that failed or was held learnt nothing about what is missing.
    if decision.outcome in GOOD and (missing or decision.missing):
        _write_missing(connection, watch_id, decision, at)
    incidents.write(connection, opened=decision.opened, reminded=decision.reminded, closed=decision.closed, at=at)
    for notice in record.notices:
        outbox.post(connection, notice)


def record_reparse(connection: Connection, record: Record) -> None:
    """Write what reading a stored page again showed: perhaps a version, never a check, an incident or a notice."""
    decision = record.decision
    columns: dict[str, Any] = {"reading": record.reading, **_version_columns(decision)}
    watch_id, missing = _update_watch(connection, record, columns)
    snapshot = evidence.keep(connection, watch_id, record.response, decision, record.checked_at)
    _write_version(connection, watch_id, record, snapshot, Origin.REPARSE)
    if decision.version is not None and (missing or decision.missing):
        _write_missing(connection, watch_id, decision, record.checked_at)


def _update_watch(connection: Connection, record: Record, columns: dict[str, Any]) -> tuple[int, int]:
    """Update the watch's row, made first where there is none. Gives its id and how many milestones were missing."""
    parameters = {"of_watch": record.watch, **columns}
    row = connection.execute(_WATCH, parameters).first()
    if row is None:
        first = {"name": record.watch, "url": record.url, "first_check": record.checked_at}
        connection.execute(insert(connection, watches).on_conflict_do_nothing(), first)
        row = connection.execute(_WATCH, parameters).one()
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


def _write_version(connection: Connection, watch_id: int, record: Record, snapshot: int | None, origin: Origin) -> None:
    version, at = record.decision.version, record.checked_at
    if version is None:
        return
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
        # Read by falling id, newest version first; so the last of a version goes in first.
        rows = [_change(watch_id, version.number, at, change) for change in reversed(record.decision.changes)]
        connection.execute(plain_insert(changes), rows)


def _write_missing(connection: Connection, watch_id: int, decision: Decision, at: datetime) -> None:
    milestones.mark_missing(connection, watch_id, decision.missing, at)
    count = update(watches).where(watches.c.id == watch_id).values(missing=len(decision.missing))
    connection.execute(count)


def _change(watch_id: int, number: int, at: datetime, change: Change) -> dict[str, Any]:
    return {
        "watch_id": watch_id,
        "version": number,
        "detected_at": at,
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
