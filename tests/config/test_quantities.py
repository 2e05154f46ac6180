"""Durations, sizes and times: read and written back."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_watch.config import quantities
from page_watch.settings import Digest, Quiet

CLOCKS = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1s", timedelta(seconds=1)),
        ("0.5s", timedelta(milliseconds=500)),
        ("1.5h", timedelta(minutes=90)),
        ("1h30m", timedelta(minutes=90)),
        ("30m1h", timedelta(minutes=90)),
        ("1w2d3h4m5s", timedelta(weeks=1, days=2, hours=3, minutes=4, seconds=5)),
        ("0s", timedelta(0)),
        ("0", timedelta(0)),
    ],
)
def test_durations(text: str, value: timedelta) -> None:
    assert quantities.duration(text) == value


@pytest.mark.parametrize("text", ["", "10", "h", "-1h", "1 h", "1h ", "1.h", "1h\n", "١h", "1y", "1H", "1h1h", "1e3s"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match=r"duration|twice"):
        quantities.duration(text)


@given(st.timedeltas(timedelta(0), timedelta(days=36_500)))
def test_a_duration_written_is_the_duration_read(value: timedelta) -> None:
    assert abs(quantities.duration(quantities.duration_text(value)) - value) < timedelta(microseconds=2)


@given(st.integers(0, 36_500 * 86_400).map(lambda seconds: timedelta(seconds=seconds)))
def test_whole_seconds_come_back_exactly(value: timedelta) -> None:
    assert quantities.duration(quantities.duration_text(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("20MB", 20_000_000), ("500KB", 500_000), ("500kB", 500_000), ("1.5 GiB", 1_610_612_736), ("7", 7), ("7B", 7)],
)
def test_sizes(text: str, value: int) -> None:
    assert quantities.size(text) == value


@pytest.mark.parametrize("text", ["", "MB", "20XB", "-1KB", "1 0", "1e9", "20MBit", "20M"])
def test_what_is_no_size(text: str) -> None:
    with pytest.raises(ValueError, match="size"):
        quantities.size(text)


@given(st.integers(0, 10**15))
def test_a_size_written_is_the_size_read(value: int) -> None:
    assert quantities.size(quantities.size_text(value)) == value


@given(CLOCKS, st.none() | st.integers(0, 6))
def test_a_digest_written_is_the_digest_read(at: time, weekday: int | None) -> None:
    digest = Digest(at, weekday)
    assert quantities.digest(quantities.digest_text(digest)) == digest


@given(CLOCKS, CLOCKS)
def test_quiet_hours_written_are_the_quiet_hours_read(since: time, until: time) -> None:
    quiet = Quiet(since, until)
    if since == until:
        with pytest.raises(ValueError, match="quiet"):
            quantities.quiet(quantities.quiet_text(quiet))
    else:
        assert quantities.quiet(quantities.quiet_text(quiet)) == quiet


@pytest.mark.parametrize("text", ["8:00", "24:00", "08:60", "noon", "08:00:00", ""])
def test_what_is_no_time_of_day(text: str) -> None:
    with pytest.raises(ValueError, match="time of day"):
        quantities.clock(text)
    with pytest.raises(ValueError, match="digest"):
        quantities.digest(f"daily {text}")
