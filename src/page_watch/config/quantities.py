"""Durations, sizes and times of day as people write them, and back.

Each reader raises ``ValueError`` whose text completes a sentence that begins with the value: "is not a duration …".
"""

from __future__ import annotations

import re
from datetime import time, timedelta

from page_watch.settings import Digest, Quiet

DURATION = r"^([0-9]+(\.[0-9]+)?[smhdw])+$"
SIZE = r"^[0-9]+(\.[0-9]+)?\s*([kKMG]?i?B)?$"
CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"

_SECONDS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_BYTES = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "kib": 2**10, "mib": 2**20, "gib": 2**30}
_LONGEST = timedelta(days=36_500)
_ALIVE = {"daily": timedelta(days=1), "weekly": timedelta(weeks=1), "monthly": timedelta(days=30)}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def duration(text: str) -> timedelta:
    """``30s``, ``10m``, ``6h``, ``3d``, ``1w``, or several together as ``1h30m``; at most a hundred years."""
    if text == "0":
        return timedelta(0)
    if not re.fullmatch(DURATION, text, re.ASCII):
        raise ValueError("is not a duration; write a number and a unit, as in 30s, 10m, 6h, 3d, 1w or 1h30m")
    parts = re.findall(r"([0-9.]+)([smhdw])", text)
    units = [unit for _, unit in parts]
    if len(set(units)) != len(units):
        raise ValueError("names the same unit twice; write each unit once, as in 1h30m")
    seconds = sum(float(number) * _SECONDS[unit] for number, unit in parts)
    if seconds > _LONGEST.total_seconds():
        raise ValueError("is longer than a hundred years")
    return timedelta(seconds=seconds)


def duration_text(value: timedelta) -> str:
    """A duration in the largest unit that holds it without a remainder."""
    seconds, micros = divmod(value // timedelta(microseconds=1), 1_000_000)
    if micros or not seconds:
        return f"{seconds}.{micros:06}".rstrip("0").rstrip(".") + "s"
    unit = next(unit for unit, length in _SECONDS.items() if seconds % length == 0)
    return f"{seconds // _SECONDS[unit]}{unit}"


def size(text: str) -> int:
    """``20MB``, ``500KB``, ``1GiB`` or a number of bytes."""
    if not re.fullmatch(SIZE, text, re.ASCII):
        raise ValueError("is not a size; write a number and a unit, as in 500KB or 20MB")
    number, unit = re.fullmatch(r"([0-9.]+)\s*(.*)", text).groups()  # type: ignore[union-attr]  # matched above
    return int(float(number) * _BYTES[unit.lower()])


def size_text(value: int) -> str:
    """A size in the largest decimal unit that holds it without a remainder."""
    for unit in ("gb", "mb", "kb"):
        if value and value % _BYTES[unit] == 0:
            return f"{value // _BYTES[unit]}{unit.upper()}"
    return str(value)


def clock(text: str) -> time:
    """A time of day, ``08:00`` to ``23:59``."""
    if not re.fullmatch(CLOCK, text, re.ASCII):
        raise ValueError("is not a time of day; write it with two digits each, as in 08:00")
    return time.fromisoformat(text)


def digest(text: str) -> Digest:
    """``daily 08:00``, or a weekday in its place: ``monday 08:00``."""
    day, _, at = text.strip().lower().partition(" ")
    if day not in ("daily", *WEEKDAYS) or not re.fullmatch(CLOCK, at.strip(), re.ASCII):
        raise ValueError('is not a digest; write "daily 08:00" or a weekday, as in "monday 08:00"')
    return Digest(clock(at.strip()), None if day == "daily" else WEEKDAYS.index(day))


def digest_text(value: Digest) -> str:
    """A digest as it is written."""
    return f"{'daily' if value.weekday is None else WEEKDAYS[value.weekday]} {value.at:%H:%M}"


def quiet(text: str) -> Quiet:
    """``22:00-07:00``; may cross midnight."""
    since, _, until = (part.strip() for part in text.replace("–", "-").partition("-"))
    if not all(re.fullmatch(CLOCK, part, re.ASCII) for part in (since, until)) or since == until:
        raise ValueError('is not a span of quiet hours; write "22:00-07:00"')
    return Quiet(clock(since), clock(until))


def quiet_text(value: Quiet) -> str:
    """Quiet hours as they are written."""
    return f"{value.since:%H:%M}-{value.until:%H:%M}"


def alive(text: str) -> timedelta:
    """``daily``, ``weekly``, ``monthly`` (30 days), or a duration."""
    named = _ALIVE.get(text.strip().lower())
    try:
        return named or duration(text)
    except ValueError as error:
        raise ValueError("is neither daily, weekly or monthly, nor a duration such as 2w") from error
