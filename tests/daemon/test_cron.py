"""Cron expressions against a slow reading of the same rule: minute by minute, in three zones with clock changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from page_watch import cron
from page_watch.errors import ConfigError

NEW_YORK, BERLIN, LORD_HOWE = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe")
APIA = ZoneInfo("Pacific/Apia")


def local(zone: ZoneInfo, *fields: int, fold: int = 0) -> datetime:
    year, month, day, hour, minute = fields
    return datetime(year, month, day, hour, minute, tzinfo=zone, fold=fold)


def runs(expression: str, zone: ZoneInfo, since: datetime, until: datetime) -> list[datetime]:
    found, moment, parsed = [], since, cron.parse(expression)
    while (moment := parsed.after(moment, zone)) < until:
        found.append(moment.astimezone(zone))
    return found


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("0 6 * * 1-5", ["2026-11-24T06:00", "2026-11-25T06:00", "2026-11-26T06:00", "2026-11-27T06:00"]),
        ("30 8,20 * * sun", ["2026-11-29T08:30", "2026-11-29T20:30", "2026-12-06T08:30", "2026-12-06T20:30"]),
        ("0 0 29 feb *", ["2028-02-29T00:00", "2032-02-29T00:00"]),
        ("*/20 23 30 11 *", ["2026-11-30T23:00", "2026-11-30T23:20", "2026-11-30T23:40", "2027-11-30T23:00"]),
        ("0 12 1 * 7", ["2026-11-29T12:00", "2026-12-01T12:00", "2026-12-06T12:00"]),
        ("10-40/15 5/6 * 12 *", ["2026-12-01T05:10", "2026-12-01T05:25", "2026-12-01T05:40", "2026-12-01T11:10"]),
        ("@monthly", ["2026-12-01T00:00", "2027-01-01T00:00"]),
        ("0 */12 * * *", ["2026-11-24T00:00", "2026-11-24T12:00", "2026-11-25T00:00"]),
    ],
)
def test_names_these_moments(expression: str, expected: list[str]) -> None:
    moment, parsed, found = datetime(2026, 11, 23, 23, 30, tzinfo=UTC), cron.parse(expression), []
    for _ in expected:
        moment = parsed.after(moment, ZoneInfo("UTC"))
        found.append(moment.strftime("%Y-%m-%dT%H:%M"))
    assert found == expected


@pytest.mark.parametrize(
    ("expression", "telling"),
    [
        ("0 6 * *", "five fields"),
        ("60 6 * * *", "minute field .* 0 to 59, not '60'"),
        ("0 6 * * funday", "weekday field .* not 'funday'"),
        ("0 6 0 * *", "day field .* 1 to 31, not '0'"),
        ("0 18-6 * * *", "hour field .* backwards: '18-6'"),
        ("*/0 6 * * *", "step '0'"),
        ("0 6 31 2 *", "never comes"),
        ("0 * 30 2 *", "never comes"),
        ("0 -6 * * *", "hour field"),
        ("0 ٦ * * *", "hour field"),
        ("", "five fields"),
    ],
)
def test_refuses(expression: str, telling: str) -> None:
    with pytest.raises(ConfigError, match=telling):
        cron.parse(expression)


def test_a_skipped_time_comes_when_the_clocks_jump_and_a_doubled_one_once() -> None:
    spring = runs("30 2 * * *", NEW_YORK, local(NEW_YORK, 2026, 3, 7, 12, 0), local(NEW_YORK, 2026, 3, 9, 12, 0))
    assert [run.strftime("%d %H:%M") for run in spring] == ["08 03:00", "09 02:30"]
    autumn = runs("30 1 * * *", NEW_YORK, local(NEW_YORK, 2026, 10, 31, 12, 0), local(NEW_YORK, 2026, 11, 2, 12, 0))
    assert [(run.strftime("%d %H:%M"), run.fold) for run in autumn] == [("01 01:30", 0), ("02 01:30", 0)]


def test_an_hourly_run_comes_with_every_hour_that_passes() -> None:
    spring = runs("0 * * * *", BERLIN, local(BERLIN, 2026, 3, 28, 23, 59), local(BERLIN, 2026, 3, 30, 0, 0))
    autumn = runs("0 * * * *", BERLIN, local(BERLIN, 2026, 10, 24, 23, 59), local(BERLIN, 2026, 10, 26, 0, 0))
    assert (len(spring), len(autumn)) == (23, 25)
    for day in (spring, autumn):
        moments = [run.astimezone(UTC) for run in day]
        assert {after - before for before, after in pairwise(moments)} == {timedelta(hours=1)}


def test_a_day_left_out_by_the_calendar_is_not_lost() -> None:
    # Samoa went from 29 to 31 December 2011.
    found = runs("0 9 * * *", APIA, local(APIA, 2011, 12, 28, 12, 0), local(APIA, 2012, 1, 1, 12, 0))
    assert [run.strftime("%d %H:%M") for run in found] == ["29 09:00", "31 00:00", "31 09:00", "01 09:00"]


# The slow reading: every minute of real time is looked at, and of the skipped wall-clock times there is a list.


def slowly(parsed: cron.Cron, zone: ZoneInfo, moment: datetime, until: datetime) -> datetime | None:
    at = moment.astimezone(UTC).replace(second=0, microsecond=0)
    previous = at.astimezone(zone).replace(tzinfo=None)
    while (at := at + timedelta(minutes=1)) <= until:
        here = at.astimezone(zone)
        wall = here.replace(tzinfo=None)
        skipped = []
        if not parsed.elapsed:
            skipped = [
                previous + timedelta(minutes=step) for step in range(1, int((wall - previous) / timedelta(minutes=1)))
            ]
        walls = skipped + ([] if here.fold and not parsed.elapsed else [wall])
        if any(matches(parsed, wall) for wall in walls):
            return at
        previous = wall
    return None


def matches(parsed: cron.Cron, wall: datetime) -> bool:
    by_date, by_weekday = wall.day in parsed.days, wall.isoweekday() % 7 in parsed.weekdays
    return (
        wall.minute in parsed.minutes
        and wall.hour in parsed.hours
        and wall.month in parsed.months
        and ((by_date or by_weekday) if parsed.either else (by_date and by_weekday))
    )


minute_fields = st.sampled_from(["0", "30", "*/15", "59", "7,42", "*", "15-45/10"])
hour_fields = st.sampled_from(["*", "0", "1", "2", "3", "1-3", "*/2", "*/5", "0,2", "23"])
day_fields = st.sampled_from(["*", "*/2", "1", "8", "25-31"])
weekday_fields = st.sampled_from(["*", "0", "7", "1-5", "sun", "6,0"])
zones = st.sampled_from([NEW_YORK, BERLIN, LORD_HOWE])
jumps = {
    NEW_YORK: [datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)],
    BERLIN: [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)],
    LORD_HOWE: [datetime(2026, 4, 4, 15, tzinfo=UTC), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)],
}


@given(minute_fields, hour_fields, day_fields, weekday_fields, zones, st.integers(0, 1), st.integers(-1600, 200))
@example("*/15", "*", "*", "*", LORD_HOWE, 0, -40)
@example("0", "2", "*", "*", LORD_HOWE, 1, -3)
def test_agrees_with_the_slow_reading_around_the_clock_changes(
    minute: str, hour: str, day: str, weekday: str, zone: ZoneInfo, which: int, offset: int
) -> None:
    parsed = cron.parse(f"{minute} {hour} {day} * {weekday}")
    moment = jumps[zone][which] + timedelta(minutes=offset, seconds=offset % 60)
    until = moment + timedelta(days=2)
    fast = parsed.after(moment, zone)
    assert fast > moment
    slow = slowly(parsed, zone, moment, until)
    if slow is None:
        assert fast > until
    else:
        assert fast == slow
