"""What a webhook sends: the form that ``webhook.schema.json``, beside this module, describes.

The outer form, with ``type``, ``timestamp`` and ``data``, is the one that Standard Webhooks recommends.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypedDict

from page_watch.model.notice import Notice, NoticeKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from page_watch.model.incident import Incident
    from page_watch.model.milestone import Change, Milestone
    from page_watch.notices.message import Message

SCHEMA = 1
"""The number of the form. Keys may be added to it, never renamed or removed."""

LONGEST = 20_000
"""So many characters of one text are sent; a longer one ends in an ellipsis."""


class ChangeShape(TypedDict):
    """What happened to one milestone, as in ``page-watch log --json``."""

    kind: str
    milestone: int
    year: str | None
    text: str
    old_year: str | None
    old_text: str | None
    similarity: float | None
    links: list[str]


class IncidentShape(TypedDict):
    """Something that is, or was, wrong."""

    kind: str
    watch: str | None
    channel: str | None
    opened_at: str
    closed_at: str | None
    detail: str


class NoticeShape(TypedDict):
    """One notice. ``incidents`` are what it is about, and others that ended with it."""

    kind: str
    watch: str | None
    title: str
    url: str | None
    created_at: str
    changes: list[ChangeShape]
    incidents: list[IncidentShape]
    advice: str | None
    version: int | None
    milestones: int | None
    unchanged_since: str | None
    last_good: str | None
    checks: int | None
    timezone: str


def payload(message: Message) -> bytes:
    """A message as JSON, in ASCII: the same bytes in every attempt, so that they can be compared."""
    body = {
        "type": event(message.notices),
        "timestamp": message.created_at.isoformat(),
        "data": {
            "schema": SCHEMA,
            "subject": message.subject,
            "text": message.text,
            "notices": [_notice(notice) for notice in message.notices],
        },
    }
    return json.dumps(body, separators=(",", ":")).encode("ascii")


def event(notices: Sequence[Notice]) -> str:
    """What a message is about, in a word: ``changes``, ``incident.opened``, …, or ``several``."""
    if len(notices) != 1:
        return "several"
    kind = notices[0].kind
    return f"incident.{kind}" if kind in (NoticeKind.OPENED, NoticeKind.REMINDER, NoticeKind.CLOSED) else kind.value


def _notice(notice: Notice) -> NoticeShape:
    incidents = [incident for incident in (notice.incident, *notice.also) if incident is not None]
    return {
        "kind": notice.kind.value,
        "watch": notice.watch,
        "title": notice.title,
        "url": notice.url,
        "created_at": notice.created_at.isoformat(),
        "changes": [_change(change) for change in notice.changes],
        "incidents": [_incident(incident) for incident in incidents],
        "advice": notice.advice,
        "version": notice.version,
        "milestones": notice.milestones,
        "unchanged_since": _time(notice.unchanged_since),
        "last_good": _time(notice.last_good),
        "checks": notice.checks,
        "timezone": notice.timezone,
    }


def _change(change: Change) -> ChangeShape:
    before: Milestone | None = change.before
    return {
        "kind": change.kind.value,
        "milestone": change.milestone,
        "year": None if change.now.year is None else _cut(change.now.year),
        "text": _cut(change.now.text),
        "old_year": None if before is None or before.year is None else _cut(before.year),
        "old_text": None if before is None else _cut(before.text),
        "similarity": change.similarity,
        "links": list(change.now.links),
    }


def _incident(incident: Incident) -> IncidentShape:
    return {
        "kind": incident.kind.value,
        "watch": incident.watch,
        "channel": incident.channel,
        "opened_at": incident.opened_at.isoformat(),
        "closed_at": _time(incident.closed_at),
        "detail": _cut(incident.detail),
    }


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
