"""Points in time as people type and read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from page_watch.errors import ConfigError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


def start_of(text: str, zone: ZoneInfo) -> datetime:
    """The instant a date or time begins, in UTC: a date is the first moment of its day in ``zone``.

    A time without an offset is one in ``zone``. Raises ConfigError for what is neither.
    """
    return _instant(text, zone, time.min)


def end_of(text: str, zone: ZoneInfo) -> datetime:
    """The instant a date or time ends, in UTC: a date is the last moment of its day in ``zone``, a time as above."""
    return _instant(text, zone, time.max)


def shown(moment: datetime, zone: ZoneInfo) -> str:
    """A time for people, to the minute, in a watch's time zone: ``2026-03-04 17:05 UTC``, ``2026-03-04 12:05 -05``."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")


def ago(span: timedelta) -> str:
    """A length of time in its largest unit, rounded down: ``3 days``, ``1 hour``, ``12 minutes``, ``5 seconds``."""
    seconds = max(0, int(span.total_seconds()))
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            return counted(seconds // length, unit)
    return counted(seconds, "second")


def counted(number: int, noun: str) -> str:
    """``1 check``, ``2 checks``, ``2 watches``."""
    if number == 1:
        return f"{number} {noun}"
    return f"{number} {noun}es" if noun.endswith("ch") else f"{number} {noun}s"


def _instant(text: str, zone: ZoneInfo, in_day: time) -> datetime:
    day = _day(text)
    moment = _moment(text, zone) if day is None else datetime.combine(day, in_day, zone)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:  # a calendar of four digits has its ends
        raise ConfigError(f"{text!r} is too far away") from error


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(
            f"{text!r} is neither a date (2026-03-04) nor a time (2026-03-04T17:00, 2026-03-04T17:00:00+01:00)"
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
