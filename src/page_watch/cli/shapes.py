"""What each command's ``--json`` looks like. Scripts rely on it: keys may be added, never renamed or removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from page_watch.check import Report
    from page_watch.model.history import Logged
    from page_watch.model.incident import Incident, Problem
    from page_watch.model.milestone import Change, Known, Milestone, Parsed
    from page_watch.model.process import Daemon

SCHEMA = 1
"""The number of the shapes; a change that breaks a reader would raise it."""


class ProblemShape(TypedDict):
    """Why a check failed or was held."""

    code: str
    detail: str


class ChangeShape(TypedDict):
    """What happened to one milestone."""

    kind: str
    milestone: int
    year: str | None
    text: str
    old_year: str | None
    old_text: str | None
    similarity: float | None


class LoggedShape(ChangeShape):
    """A change as the history holds it."""

    watch: str
    version: int
    detected_at: str


class MissingShape(TypedDict):
    """A milestone that is missing now."""

    milestone: int
    year: str | None
    text: str
    missing_since: str | None
    checks: int


class CheckShape(TypedDict):
    """How one check went."""

    watch: str
    url: str
    checked_at: str
    outcome: str
    version: int | None
    milestones: int
    changes: list[ChangeShape]
    missing: list[MissingShape]
    problem: ProblemShape | None


class MilestoneShape(TypedDict):
    """A milestone as a parser reads it."""

    year: str | None
    start: int | None
    end: int | None
    text: str
    links: list[str]


class KnownShape(MilestoneShape):
    """A milestone as the history knows it."""

    id: Required[int]
    first_seen: Required[str]
    missing_since: Required[str | None]


class IncidentShape(TypedDict):
    """Something that is wrong now."""

    kind: str
    watch: str | None
    channel: str | None
    opened_at: str
    detail: str


class DaemonShape(TypedDict):
    """A daemon, and when it last showed itself."""

    host: str
    pid: int
    seen_at: str


def time(moment: datetime) -> str:
    """ISO 8601 with offset."""
    return moment.isoformat()


def time_or_null(moment: datetime | None) -> str | None:
    """ISO 8601 with offset, or null."""
    return None if moment is None else time(moment)


def problem(of: Problem | None) -> ProblemShape | None:
    """A problem, or null."""
    return None if of is None else {"code": of.code, "detail": of.detail}


def change(of: Change) -> ChangeShape:
    """A change; the old year and text are both filled or both null."""
    return {
        "kind": of.kind.value,
        "milestone": of.milestone,
        "year": of.now.year,
        "text": of.now.text,
        "old_year": of.before.year if of.before else None,
        "old_text": of.before.text if of.before else None,
        "similarity": of.similarity,
    }


def logged(of: Logged) -> LoggedShape:
    """A change with where and when it was."""
    return {**change(of.change), "watch": of.watch, "version": of.version, "detected_at": time(of.detected_at)}


def missing(of: Known) -> MissingShape:
    """A milestone that is missing now."""
    return {
        "milestone": of.id,
        "year": of.milestone.year,
        "text": of.milestone.text,
        "missing_since": time_or_null(of.missing_since),
        "checks": of.missing_checks,
    }


def check(of: Report) -> CheckShape:
    """How one check went."""
    return {
        "watch": of.watch,
        "url": of.url,
        "checked_at": time(of.checked_at),
        "outcome": of.outcome.value,
        "version": of.version,
        "milestones": of.milestones,
        "changes": [change(one) for one in of.changes],
        "missing": [missing(one) for one in of.missing],
        "problem": problem(of.problem),
    }


def milestone(of: Milestone) -> MilestoneShape:
    """A milestone as read; ``links`` is a list of addresses."""
    return {"year": of.year, "start": of.start, "end": of.end, "text": of.text, "links": list(of.links)}


def known(of: Known) -> KnownShape:
    """A milestone as the history knows it."""
    return {
        "id": of.id,
        **milestone(of.milestone),
        "first_seen": time(of.first_seen),
        "missing_since": time_or_null(of.missing_since),
    }


def incident(of: Incident) -> IncidentShape:
    """An open incident."""
    return {
        "kind": of.kind.value,
        "watch": of.watch,
        "channel": of.channel,
        "opened_at": time(of.opened_at),
        "detail": of.detail,
    }


def daemon(of: Daemon | None) -> DaemonShape | None:
    """The daemon, or null."""
    return None if of is None else {"host": of.host, "pid": of.pid, "seen_at": time(of.seen_at)}


def parsed(parser: str, revision: int, of: Parsed | None, trouble: Problem | None) -> dict[str, object]:
    """What a parser saw in a page, or why it saw nothing."""
    return {
        "parser": parser,
        "revision": revision,
        "strategy": of.strategy if of else None,
        "milestones": [milestone(one) for one in of.milestones] if of else [],
        "leftovers": list(of.leftovers) if of else [],
        "problem": problem(trouble),
    }


def document(**parts: object) -> str:
    """A whole JSON document, numbered, with its line end.

    What stands in it is as printed on the page, in UTF-8; only characters that a terminal might act on (C1
    controls, text direction, line separators) and halves of surrogate pairs are escaped, which means the same.
    """
    import json
    import re

    text = json.dumps({"schema": SCHEMA, **parts}, ensure_ascii=False, indent=2)
    return (
        re.sub(
            "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]",
            lambda found: f"\\u{ord(found[0]):04x}",
            text,
        )
        + "\n"
    )


def listed(of: Iterable[Change]) -> list[ChangeShape]:
    """Changes in order."""
    return [change(one) for one in of]
