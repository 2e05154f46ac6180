from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from page_watch.cli.dates import ago, counted, end_of, shown, start_of
from page_watch.errors import ConfigError

LIMA = ZoneInfo("America/Lima")
BERLIN = ZoneInfo("Europe/Berlin")


def test_a_date_is_a_whole_day_in_the_watchs_time_zone() -> None:
    assert start_of("2026-03-04", LIMA) == datetime(2026, 3, 4, 5, tzinfo=UTC)
    assert end_of("2026-03-04", LIMA) == datetime(2026, 3, 5, 5, tzinfo=UTC) - timedelta(microseconds=1)


def test_a_day_on_which_the_clocks_change_is_an_hour_shorter() -> None:
    day = end_of("2026-03-29", BERLIN).astimezone(UTC) - start_of("2026-03-29", BERLIN).astimezone(UTC)
    assert day == timedelta(hours=23) - timedelta(microseconds=1)


@pytest.mark.parametrize("both", [start_of, end_of])
def test_a_time_is_itself(both: Callable[[str, ZoneInfo], datetime]) -> None:
    assert both("2026-03-04T12:00Z", LIMA) == datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert both("2026-03-04T12:00", LIMA) == datetime(2026, 3, 4, 17, tzinfo=UTC)
    assert both("2026-03-04 12:00:30.5+02:00", LIMA) == datetime(2026, 3, 4, 10, 0, 30, 500000, tzinfo=UTC)


@pytest.mark.parametrize("wrong", ["yesterday", "", "2026-02-30", "04/03/2026", "2026-03-04T25:00"])
def test_anything_else_is_wrong_usage(wrong: str) -> None:
    with pytest.raises(ConfigError, match="neither a date"):
        start_of(wrong, LIMA)
    with pytest.raises(ConfigError, match="neither a date"):
        end_of(wrong, LIMA)


def test_the_ends_of_the_calendar() -> None:
    assert start_of("9999-12-31", LIMA) == datetime(9999, 12, 31, 5, tzinfo=UTC)
    with pytest.raises(ConfigError, match="too far away"):
        end_of("9999-12-31", LIMA)
    with pytest.raises(ConfigError, match="too far away"):
        start_of("0001-01-01T00:00+14:00", LIMA)


def test_shown_in_the_watchs_time_zone() -> None:
    assert shown(datetime(2026, 3, 4, 2, 30, tzinfo=UTC), LIMA) == "2026-03-03 21:30 -05"


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(days=3, hours=5), "3 days"),
        (timedelta(hours=1, minutes=59), "1 hour"),
        (timedelta(seconds=61), "1 minute"),
        (timedelta(seconds=5), "5 seconds"),
        (timedelta(seconds=-5), "0 seconds"),
    ],
)
def test_ago(span: timedelta, said: str) -> None:
    assert ago(span) == said


def test_counted() -> None:
    assert [counted(1, "watch"), counted(2, "watch"), counted(0, "check")] == ["1 watch", "2 watches", "0 checks"]
