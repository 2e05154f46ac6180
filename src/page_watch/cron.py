"""Five-field cron expressions, and the moments they name in a time zone, on the days the clocks change too.

The fields and their meaning are those of crontab(5): minute, hour, day of month, month, day of week (0 and 7
are Sunday), with lists, ranges, steps and English names; when both day fields are restricted, a day that
matches either counts. Where the clocks change, the rule is the one of Debian's cron:

- an expression whose hour begins with ``*`` counts elapsed time: it names every matching minute that really
  passes, so an hour that comes twice has its minutes twice, and a skipped hour has none;
- any other names wall-clock times: one that is skipped comes at the moment the clocks jump, one that comes
  twice is named once, at its first coming.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from page_watch.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHORTHANDS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_MINUTE = timedelta(minutes=1)
# 29 February is at most eight years away (1896 to 1904): what does not come within that never comes.
_HORIZON = timedelta(days=8 * 366 + 1)
_SOME_DAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Cron:
    """A parsed expression: the minutes (0-59), hours (0-23), days (1-31), months (1-12) and weekdays (0 is Sunday).

    ``elapsed`` says that it counts elapsed time, not wall-clock times; ``either`` that one matching day field
    is enough.
    """

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    elapsed: bool
    either: bool

    def after(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The first moment named by the expression that is later than ``moment``, in UTC.

        Raises ConfigError if none comes within eight years (``0 0 31 2 *``).
        """
        found = self._elapsed(moment, zone) if self.elapsed else self._wall(moment, zone)
        return next(found)

    @property
    def longest_wait(self) -> timedelta:
        """The longest time between two moments, as a clock on the wall shows it."""
        times = [timedelta(hours=hour, minutes=minute) for hour in self.hours for minute in self.minutes]
        days = list(self._days(_SOME_DAY, _SOME_DAY + _HORIZON))
        within = (after - before for before, after in pairwise(times))
        overnight = (after - before - (times[-1] - times[0]) for before, after in pairwise(days))
        return max(*within, *overnight, timedelta(0))

    def _wall(self, moment: datetime, zone: ZoneInfo) -> Iterator[datetime]:
        # On a day that a zone left out (Samoa, 30 December 2011) the skipped times come at the jump, which local
        # time puts on the day after: so the search begins a day early.
        first = moment.astimezone(zone).date() - timedelta(days=1)
        for day in self._matching_days(first, moment):
            for hour in self.hours:
                for minute in self.minutes:
                    named = _moment(datetime.combine(day, time(hour, minute)), zone)
                    if named > moment:
                        yield named

    def _elapsed(self, moment: datetime, zone: ZoneInfo) -> Iterator[datetime]:
        at = moment.astimezone(UTC).replace(second=0, microsecond=0) + _MINUTE
        while True:
            local = at.astimezone(zone)
            if not self._on(local.date()):
                day = next(self._matching_days(local.date() + timedelta(days=1), moment))
                at = max(at + _MINUTE, _moment(datetime.combine(day, time()), zone))
            elif local.hour in self.hours and local.minute in self.minutes:
                yield at
                at += _MINUTE
            else:
                at += self._stride(local)

    def _stride(self, local: datetime) -> timedelta:
        """How far the next minute that may match is away, at least: whole hours are skipped on ordinary days."""
        if local.hour not in self.hours:
            stride = timedelta(minutes=60 - local.minute)
            if (local.astimezone(UTC) + stride).astimezone(local.tzinfo).utcoffset() == local.utcoffset():
                return stride
        return _MINUTE

    def _on(self, day: date) -> bool:
        if day.month not in self.months:
            return False
        by_date, by_weekday = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return (by_date or by_weekday) if self.either else (by_date and by_weekday)

    def _matching_days(self, first: date, moment: datetime) -> Iterator[date]:
        yield from self._days(first, moment.date() + _HORIZON)
        raise ConfigError("this cron expression names a day that never comes")

    def _days(self, first: date, last: date) -> Iterator[date]:
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return (day for day in days if self._on(day))


def parse(expression: str) -> Cron:
    """Read an expression of five fields, or one of ``@hourly @daily @weekly @monthly @yearly``.

    Raises ConfigError, naming the field that cannot be read, or if the expression names no day at all.
    """
    fields = _SHORTHANDS.get(expression.strip().lower(), expression).split()
    if len(fields) != 5:
        raise ConfigError(
            f"a cron expression has five fields (minute hour day month weekday), {expression!r} has {len(fields)}"
        )
    minute, hour, day, month, weekday = fields
    cron = Cron(
        minutes=tuple(sorted(_field("minute", minute, 0, 59))),
        hours=tuple(sorted(_field("hour", hour, 0, 23))),
        days=_field("day", day, 1, 31),
        months=_field("month", month, 1, 12, _MONTHS, 1),
        weekdays=frozenset(number % 7 for number in _field("weekday", weekday, 0, 7, _WEEKDAYS, 0)),
        elapsed=hour.startswith("*"),
        either=not day.startswith("*") and not weekday.startswith("*"),
    )
    # Raises if no such day comes: better now than at the first run.
    cron.after(datetime.combine(_SOME_DAY, time(), UTC), ZoneInfo("UTC"))
    return cron


def _field(name: str, text: str, least: int, most: int, names: tuple[str, ...] = (), offset: int = 0) -> frozenset[int]:
    """The numbers of one field, ``least`` to ``most``; ``names`` stand for the numbers from ``offset`` on."""

    def number(word: str) -> int:
        if word.lower() in names:
            return names.index(word.lower()) + offset
        if not (word.isascii() and word.isdigit() and least <= int(word) <= most):
            raise ConfigError(f"the {name} field of a cron expression takes {least} to {most}, not {word!r}")
        return int(word)

    numbers: set[int] = set()
    for part in text.split(","):
        span, slash, pace = part.partition("/")
        if slash and not (pace.isascii() and pace.isdigit() and int(pace) > 0):
            raise ConfigError(f"the {name} field of a cron expression has the step {pace!r}: a step is 1 or more")
        first, dash, last = span.partition("-")
        if span == "*":
            low, high = least, most
        elif dash:
            low, high = number(first), number(last)
        else:
            low, high = number(span), most if slash else number(span)
        if low > high:
            raise ConfigError(f"the {name} field of a cron expression runs backwards: {span!r}")
        numbers.update(range(low, high + 1, int(pace) if slash else 1))
    return frozenset(numbers)


def _moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """When a wall-clock time comes, in UTC: the first time if twice, the jump of the clocks if never."""
    before = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if before.astimezone(zone).replace(tzinfo=None) == wall:
        return before
    # Skipped. PEP 495: fold 0 reads it with the offset before the jump, which puts it after the jump; fold 1 the
    # other way round. So the jump lies between the two.
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    offset = early.astimezone(zone).utcoffset()
    seconds = range(int((before - early).total_seconds()) + 1)
    return early + timedelta(
        seconds=bisect_left(
            seconds, True, key=lambda second: (early + timedelta(seconds=second)).astimezone(zone).utcoffset() != offset
        )
    )
