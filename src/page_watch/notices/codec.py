"""A notice as one line of JSON and back: how it lies in the database until it has been delivered.

Pure. A notice is complete in itself, so that another process, started later with another configuration, can
still tell people what happened. The JSON is pure ASCII: every text a page may hold, lone surrogates and NUL
included, fits into every database. A key that is absent has its default, and one that is unknown is passed over,
so that rows written by an earlier or a later release of the same schema stay readable.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from page_watch.model.incident import Incident, IncidentKind
from page_watch.model.milestone import Change, Kind, Milestone
from page_watch.model.notice import Addressee, Notice, NoticeKind

Json = dict[str, Any]


def dump(notice: Notice) -> str:
    """A notice as JSON, fields at their default left out. ``load(dump(notice)) == notice``."""
    return json.dumps(_notice(notice), separators=(",", ":"))


def load(text: str) -> Notice:
    """The notice that ``dump`` was given. Raises ValueError (KeyError, TypeError) on anything else."""
    data = json.loads(text)
    incident = data.get("incident")
    return Notice(
        kind=NoticeKind(data["kind"]),
        watch=data.get("watch"),
        title=data["title"],
        url=data.get("url"),
        created_at=datetime.fromisoformat(data["created_at"]),
        to=tuple(_load_addressee(one) for one in data["to"]),
        changes=tuple(_load_change(one) for one in data.get("changes", ())),
        incident=None if incident is None else _load_incident(incident),
        also=tuple(_load_incident(one) for one in data.get("also", ())),
        advice=data.get("advice"),
        version=data.get("version"),
        milestones=data.get("milestones"),
        unchanged_since=_time(data.get("unchanged_since")),
        last_good=_time(data.get("last_good")),
        checks=data.get("checks"),
        timezone=data.get("timezone", "UTC"),
    )


def _filled(**fields: Any) -> Json:
    return {name: value for name, value in fields.items() if value is not None and value != [] and value is not False}


def _iso(when: datetime | None) -> str | None:
    return None if when is None else when.isoformat()


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _notice(notice: Notice) -> Json:
    return _filled(
        kind=notice.kind.value,
        watch=notice.watch,
        title=notice.title,
        url=notice.url,
        created_at=_iso(notice.created_at),
        changes=[_change(one) for one in notice.changes],
        incident=None if notice.incident is None else _incident(notice.incident),
        also=[_incident(one) for one in notice.also],
        advice=notice.advice,
        version=notice.version,
        milestones=notice.milestones,
        unchanged_since=_iso(notice.unchanged_since),
        last_good=_iso(notice.last_good),
        checks=notice.checks,
        timezone=notice.timezone,
    ) | {"to": [_addressee(one) for one in notice.to]}


def _addressee(addressee: Addressee) -> Json:
    return _filled(channel=addressee.channel, due_at=_iso(addressee.due_at), gathered=addressee.gathered)


def _load_addressee(data: Json) -> Addressee:
    return Addressee(data["channel"], datetime.fromisoformat(data["due_at"]), data.get("gathered", False))


def _milestone(milestone: Milestone) -> Json:
    return _filled(
        year=milestone.year,
        start=milestone.start,
        end=milestone.end,
        text=milestone.text,
        links=list(milestone.links),
    )


def _load_milestone(data: Json) -> Milestone:
    return Milestone(
        year=data.get("year"),
        start=data.get("start"),
        end=data.get("end"),
        text=data["text"],
        links=tuple(data.get("links", ())),
    )


def _change(change: Change) -> Json:
    return _filled(
        kind=change.kind.value,
        milestone=change.milestone,
        now=_milestone(change.now),
        before=None if change.before is None else _milestone(change.before),
        similarity=change.similarity,
    )


def _load_change(data: Json) -> Change:
    before = data.get("before")
    return Change(
        kind=Kind(data["kind"]),
        milestone=data["milestone"],
        now=_load_milestone(data["now"]),
        before=None if before is None else _load_milestone(before),
        similarity=data.get("similarity"),
    )


def _incident(incident: Incident) -> Json:
    return _filled(
        kind=incident.kind.value,
        watch=incident.watch,
        channel=incident.channel,
        opened_at=_iso(incident.opened_at),
        reminded_at=_iso(incident.reminded_at),
        detail=incident.detail,
        closed_at=_iso(incident.closed_at),
        id=incident.id,
    )


def _load_incident(data: Json) -> Incident:
    return Incident(
        kind=IncidentKind(data["kind"]),
        watch=data.get("watch"),
        channel=data.get("channel"),
        opened_at=datetime.fromisoformat(data["opened_at"]),
        reminded_at=datetime.fromisoformat(data["reminded_at"]),
        detail=data["detail"],
        closed_at=_time(data.get("closed_at")),
        id=data.get("id"),
    )
