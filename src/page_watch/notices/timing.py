"""When a notice is to be sent: at once, with the next digest, or after the quiet hours. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from page_watch.settings import Digest, Quiet


def due_at(now: datetime, zone: ZoneInfo, digest: Digest | None, quiet: Quiet | None) -> datetime:
    """The first time at or after ``now`` at which people of ``zone`` are to be told, in UTC.

    A digest that falls into the quiet hours waits for their end, like everything else.
    """
    due = next_digest(now, zone, digest) if digest else now
    return after_quiet(due, zone, quiet) if quiet else due


def next_digest(now: datetime, zone: ZoneInfo, digest: Digest) -> datetime:
    """The next time after ``now`` that a digest is sent, by the wall clock of ``zone``, in UTC.

    Where the clock skips that time (summer time begins), it is sent as if the clock had not been changed yet.
    """
    day = now.astimezone(zone).date()
    for ahead in range(9):  # the day itself, and a week and a day beyond it
        candidate = day + timedelta(days=ahead)
        at = datetime.combine(candidate, digest.at, zone).astimezone(UTC)
        if at > now and digest.weekday in (None, candidate.weekday()):
            return at
    raise AssertionError("a week without its weekday")


def after_quiet(when: datetime, zone: ZoneInfo, quiet: Quiet) -> datetime:
    """``when`` itself, or the end of the quiet hours it falls into, in UTC."""
    local = when.astimezone(zone)
    since, until, clock = quiet.since, quiet.until, local.time()
    is_quiet = since <= clock < until if since <= until else clock >= since or clock < until
    if not is_quiet:
        return when
    end = datetime.combine(local.date(), until, zone)
    if since > until and clock >= since:
        end = datetime.combine(local.date() + timedelta(days=1), until, zone)
    return max(when, end.astimezone(UTC))
