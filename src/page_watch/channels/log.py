"""Standard logging: one line a change, as text or, with ``--log-format json``, as one JSON object a line."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from page_watch.model.notice import Notice, NoticeKind
from page_watch.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from page_watch.channels import Clock
    from page_watch.model.incident import Incident
    from page_watch.model.milestone import Change, Milestone
    from page_watch.notices.message import Message
    from page_watch.settings import LogChannel

LOG = logging.getLogger("page_watch.notices")

LONGEST = 1_000
"""So many characters of a text stand in a line."""


class Log:
    """Writes notices to the log: what needs a person as warnings, the rest for information."""

    def send(self, message: Message, to: tuple[str, ...] = ()) -> None:
        """Log each change, and each incident, on a line of its own."""
        for notice in message.notices:
            level = logging.WARNING if notice.kind in (NoticeKind.OPENED, NoticeKind.REMINDER) else logging.INFO
            for line, fields in lines(notice):
                LOG.log(level, "%s", line, extra={"fields": {"notice": message.key, **fields}})

    def close(self) -> None:
        """Nothing is open."""


def open_channel(settings: LogChannel, clock: Clock) -> Log:
    """A channel to the log."""
    return Log()


Fields = dict[str, str | int | None]


def lines(notice: Notice) -> Iterator[tuple[str, Fields]]:
    """A notice as log lines, each with its parts by name for those that read JSON."""
    name = _short(notice.watch or notice.title)
    about: Fields = {"watch": notice.watch, "about": notice.kind.value}
    if notice.incident is not None:
        yield f"{name}: {_incident(notice, notice.incident)}", {**about, **_incident_fields(notice.incident)}
    for other in notice.also:
        yield f"{name}: {_over(other)}", {**about, "about": NoticeKind.CLOSED.value, **_incident_fields(other)}
    for change in notice.changes:
        yield f"{name}: {_change(change)}", {**about, "version": notice.version, **_change_fields(change)}
    if notice.kind is NoticeKind.ALIVE:
        good = notice.last_good.isoformat(timespec="seconds") if notice.last_good else "never"
        since = notice.unchanged_since.isoformat(timespec="seconds") if notice.unchanged_since else "the beginning"
        yield (
            f"{name}: alive: {notice.checks} checks, last good one {good}, "
            f"{notice.milestones} milestones, unchanged since {since}",
            {**about, "checks": notice.checks, "milestones": notice.milestones},
        )
    if notice.kind is NoticeKind.TEST:
        yield f"{name}: a test notice; the channel works", about


def _change(change: Change) -> str:
    year, text = _label(change.now), _quoted(change.now.text)
    if change.before is None:
        return f"{change.kind} {year}: {text}"
    moved = f"{_label(change.before)} → {year}" if change.before.year != change.now.year else year
    before = f" (before: {_quoted(change.before.text)})" if change.before.text != change.now.text else ""
    return f"{change.kind} {moved}: {text}{before}"


def _change_fields(change: Change) -> Fields:
    before = change.before
    return {
        "kind": change.kind.value,
        "milestone": change.milestone,
        "year": _short(change.now.year) if change.now.year else None,
        "text": _short(change.now.text),
        "old_year": _short(before.year) if before and before.year else None,
        "old_text": _short(before.text) if before else None,
    }


def _incident(notice: Notice, incident: Incident) -> str:
    if notice.kind is NoticeKind.CLOSED:
        return _over(incident)
    since = incident.opened_at.isoformat(timespec="seconds")
    still = "still " if notice.kind is NoticeKind.REMINDER else ""
    return f"{still}{incident.kind} since {since}: {_short(incident.detail)}"


def _over(incident: Incident) -> str:
    lasted = (incident.closed_at or incident.opened_at) - incident.opened_at
    return f"{incident.kind} no longer, after {timedelta(seconds=round(lasted.total_seconds()))}"


def _incident_fields(incident: Incident) -> Fields:
    return {
        "incident": incident.kind.value,
        "channel": _short(incident.channel) if incident.channel else None,
        "opened_at": incident.opened_at.isoformat(),
        "closed_at": incident.closed_at.isoformat() if incident.closed_at else None,
        "detail": _short(incident.detail),
    }


def _label(milestone: Milestone) -> str:
    return "undated" if milestone.year is None else _short(milestone.year)


def _quoted(text: str) -> str:
    return f'"{_short(text)}"'


def _short(text: str) -> str:
    return printable(text if len(text) <= LONGEST else text[:LONGEST] + "…")
