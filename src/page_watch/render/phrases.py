"""The words of a message: what happened, how often, when, for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch.model.incident import Incident, IncidentKind
from page_watch.model.milestone import Change, Kind, Milestone
from page_watch.model.notice import Notice, NoticeKind
from page_watch.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta
    from zoneinfo import ZoneInfo

UNDATED = "undated"
"""What stands for the year label of a milestone that has none."""

LABEL = 40
"""Year labels are cut to so many characters: a page may print anything there."""

SUBJECT = 200
"""Subjects are cut to so many characters."""

_NAMED_YEARS = 3
_NAMED_TITLES = 3
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]  # strftime would name them in the language of the process


def cut(text: str, length: int) -> str:
    """A text safe to print, of at most ``length`` characters, with a sign where something was left out."""
    text = printable(text[: 2 * length + 2])
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def counted(number: int, noun: str) -> str:
    """``1 check``, ``2 checks``, ``12,000 checks``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def sentence(text: str) -> str:
    """A text with a capital first letter; other than ``str.capitalize`` it leaves the rest as it is."""
    return text[:1].upper() + text[1:]


def with_stop(text: str) -> str:
    """A sentence with its full stop, so that another can follow."""
    return f"{text}." if text[-1:].isalnum() or text[-1:] in ")]'\"”’»" else text


def lasting(span: timedelta) -> str:
    """A length of time as people say it: ``5 minutes``, ``3 hours``, ``2 days``, ``14 months``, ``3 years``."""
    seconds = max(0, int(span.total_seconds()))
    days = seconds // 86400
    if days >= 730:
        return counted(int(days / 365.2425), "year")
    if days >= 61:
        return counted(int(days / 30.436875), "month")
    if days >= 2:
        return counted(days, "day")
    if seconds >= 7200:
        return counted(seconds // 3600, "hour")
    return counted(max(1, seconds // 60), "minute")


def at(moment: datetime, zone: ZoneInfo) -> str:
    """A time by the clock of a zone: ``3 March 2024, 14:05``."""
    local = moment.astimezone(zone)
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H:%M}"


def label(milestone: Milestone) -> str:
    """A year label as printed, or a word for there being none."""
    return UNDATED if milestone.year is None else cut(milestone.year, LABEL)


_NOUNS = {
    Kind.ADDED: ("new milestone", "new milestones", "new"),
    Kind.RESTORED: ("milestone is back", "milestones are back", "back"),
    Kind.MOVED: ("milestone moved", "milestones moved", "moved"),
    Kind.REWORDED: ("milestone reworded", "milestones reworded", "reworded"),
    Kind.REMOVED: ("milestone removed", "milestones removed", "removed"),
    Kind.COSMETIC: ("milestone changed in print only", "milestones changed in print only", "in print only"),
}
"""Kinds in the order in which they are told, with their words: for one, for several, and after another kind."""

ORDER = tuple(_NOUNS)
"""New text first, what is gone last but for mere matters of print."""


def summary(changes: Sequence[Change]) -> str:
    """Changes in short: ``1 new milestone (2024), 1 reworded (2018)``."""
    parts: list[str] = []
    for kind, (one, several, after) in _NOUNS.items():
        some = [change for change in changes if change.kind is kind]
        if some:
            what = after if parts else one if len(some) == 1 else several
            parts.append(f"{len(some):,} {what} ({_years(some)})")
    return ", ".join(parts)


def _years(changes: Iterable[Change]) -> str:
    labels = list(dict.fromkeys(_when(change) for change in changes))
    named = ", ".join(labels[:_NAMED_YEARS])
    return named if len(labels) <= _NAMED_YEARS else f"{named}, …"


def _when(change: Change) -> str:
    if change.kind is Kind.MOVED and change.before is not None:
        return f"{label(change.before)} → {label(change.now)}"
    return label(change.now)


def title(notice: Notice) -> str:
    """The watch's title, fit for a line."""
    return cut(notice.title, 100)


def headline(notice: Notice) -> str:
    """What a notice says, in one line without its title."""
    changes = summary(notice.changes)
    match notice.kind:
        case NoticeKind.CHANGES:
            return changes
        case NoticeKind.ALIVE:
            return _alive(notice)
        case NoticeKind.TEST:
            return "a test notice"
        case NoticeKind.CLOSED:
            said = _closed(notice)
            return f"{said}; {changes}" if changes else said
        case NoticeKind.OPENED:
            assert notice.incident is not None
            return _OPENED[notice.incident.kind]
        case NoticeKind.REMINDER:
            assert notice.incident is not None
            lasted = lasting(notice.created_at - notice.incident.opened_at)
            return f"{_STILL[notice.incident.kind]}, for {lasted} now"


_OPENED = {
    IncidentKind.FAILING: "checks are failing",
    IncidentKind.HELD: "a big change is held back until it is confirmed",
    IncidentKind.FLAPPING: "two contents of the page take turns",
    IncidentKind.STALE: "not checked successfully for too long",
    IncidentKind.UNDELIVERABLE: "notices cannot be delivered",
}

_STILL = {
    IncidentKind.FAILING: "checks are still failing",
    IncidentKind.HELD: "a big change is still held back",
    IncidentKind.FLAPPING: "two contents of the page still take turns",
    IncidentKind.STALE: "still not checked successfully",
    IncidentKind.UNDELIVERABLE: "notices still cannot be delivered",
}


def ended(incident: Incident, changed: bool) -> str:
    """How an incident ended, without when."""
    match incident.kind:
        case IncidentKind.FAILING:
            return "checks work again"
        case IncidentKind.HELD:
            return "the change that was held back is accepted" if changed else "the page is as it was again"
        case IncidentKind.FLAPPING:
            return "the page has settled" if changed else "the page has settled on what it was"
        case IncidentKind.STALE:
            return "checked successfully again"
        case IncidentKind.UNDELIVERABLE:
            return "notices are delivered again"


def _closed(notice: Notice) -> str:
    incident = notice.incident
    assert incident is not None
    return f"{ended(incident, bool(notice.changes))} after {lasted(incident, notice.created_at)}"


def lasted(incident: Incident, now: datetime) -> str:
    """How long an incident went on, up to its end or to ``now``."""
    return lasting((incident.closed_at or now) - incident.opened_at)


def _alive(notice: Notice) -> str:
    if notice.unchanged_since is None:
        return "watched, nothing accepted yet"
    return f"watched and unchanged for {lasting(notice.created_at - notice.unchanged_since)}"


def subject(notices: Sequence[Notice]) -> str:
    """The subject of a message: ``PAGE Peru: 1 new milestone (2024)``, or the pages a gathered one is about."""
    if len(notices) == 1:
        return cut(f"{title(notices[0])}: {headline(notices[0])}", SUBJECT)
    groups: dict[tuple[str, str], list[str]] = {}
    for notice in notices:
        groups.setdefault(_grouped(notice), []).append(title(notice))
    parts = []
    for (one, several), titles in groups.items():
        different = list(dict.fromkeys(titles))
        what = f"1 {one}" if len(different) == 1 else f"{len(different):,} {several}"
        parts.append(f"{what}: {', '.join(different[:_NAMED_TITLES])}{', …' if len(different) > _NAMED_TITLES else ''}")
    return cut("; ".join(parts), SUBJECT)


def _grouped(notice: Notice) -> tuple[str, str]:
    """What a notice counts as in a subject about several: for one, for several."""
    if notice.changes:
        return "page changed", "pages changed"
    match notice.kind:
        case NoticeKind.OPENED | NoticeKind.REMINDER:
            return "problem", "problems"
        case NoticeKind.CLOSED:
            return "problem over", "problems over"
        case NoticeKind.ALIVE:
            return "page watched and unchanged", "pages watched and unchanged"
        case _:
            return "test", "tests"
