"""Notices to send, and the settings to send them by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import settings

from page_watch.model.incident import Incident, IncidentKind
from page_watch.model.milestone import Change, Kind, Milestone
from page_watch.model.notice import Addressee, Notice, NoticeKind
from page_watch.notices.message import Message
from page_watch.render import Renderer

law = settings(deadline=None, max_examples=50)
"""A property that holds however slow the machine is."""

RENDERER = Renderer()

NOW = datetime(2026, 3, 3, 19, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def milestone(year: str | None, text: str, *links: str) -> Milestone:
    start = int(year) if year and year.isascii() and year.isdigit() else None
    return Milestone(year, start, start, text, links)


def added(year: str | None = "2024", text: str = "A roadmap is adopted.", id: int = 1) -> Change:
    return Change(Kind.ADDED, id, milestone(year, text))


def reworded(year: str = "2018", old: str = "Neutral by 2030.", new: str = "Neutral by 2040.", id: int = 2) -> Change:
    return Change(Kind.REWORDED, id, milestone(year, new), milestone(year, old), 0.9)


def changes_notice(*changes: Change, to: Sequence[str] = (), watch: str = "page-peru", at: datetime = NOW) -> Notice:
    return Notice(
        kind=NoticeKind.CHANGES,
        watch=watch,
        title="PAGE Peru" if watch == "page-peru" else watch,
        url="https://un-page.org/countries/peru",
        created_at=at,
        to=tuple(Addressee(name, at) for name in to),
        changes=changes or (added(),),
        version=4,
        milestones=23,
        unchanged_since=at - 245 * DAY,
        last_good=at - 6 * HOUR,
        timezone="America/Lima",
    )


def incident(kind: IncidentKind = IncidentKind.FAILING, since: datetime = NOW - 8 * DAY) -> Incident:
    return Incident(kind, "page-peru", None, since, since, "The server answered 503 Service Unavailable.")


def incident_told(kind: NoticeKind, of: Incident, *changes: Change) -> Notice:
    told = replace(changes_notice(), kind=kind, incident=of, changes=changes)
    return replace(told, advice=None if kind is NoticeKind.CLOSED else "Open the page in a browser.")


def message(*notices: Notice, key: str = "0123456789abcdef") -> Message:
    return RENDERER.render(notices or (changes_notice(),), key, NOW)
