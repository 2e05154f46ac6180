"""When each watch is due, reckoned from its last check and from nothing else.

So a daemon that was off catches up at once, one that is restarted every minute does not check every minute, and
``status`` names the same time as the daemon that runs.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from page_watch import cron

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from page_watch.model.process import Daemon
    from page_watch.settings import Watch

RETRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
"""How long after the first, second and third failure in a row a watch is tried again, if its schedule is slower."""

PATIENCE = timedelta(days=1)
"""The longest wait that a server's Retry-After is granted: a slip of the pen must not end a watch."""

SKEW = timedelta(minutes=5)
"""How far in the future a last check may lie before the clock is taken to have been wrong when it was made."""

SILENCE = timedelta(minutes=2)
"""A daemon shows itself every 30 seconds; after four of these without a sign it is taken for dead."""

RUSH = timedelta(seconds=30)
"""The longest time over which overdue checks are spread."""


@dataclass(frozen=True, slots=True)
class Past:
    """What the next check of a watch depends on. ``retry_after`` is when the server wants to be asked again."""

    last_check: datetime | None = None
    failures: int = 0
    retry_after: datetime | None = None


NEVER_CHECKED = Past()


def living(daemon: Daemon | None, now: datetime) -> Daemon | None:
    """The daemon last seen, or None if it has been silent for longer than any living one is (``SILENCE``)."""
    return daemon if daemon is not None and now - daemon.seen_at <= SILENCE else None


def due(watch: Watch, past: Past, now: datetime) -> datetime:
    """When the next check of a watch is due, in UTC; in the past if it is overdue, ``now`` if it never was checked.

    ``every`` counts from the last check and is moved later by a part of the jitter that is always the same for
    the same watch and last check; of the jitter at most half of ``every`` is taken. ``cron`` names moments in
    the watch's time zone and has no jitter. A failing watch is tried again sooner (``RETRIES``), but never
    before the time its server asked for.
    """
    last = past.last_check
    if last is None or last > now + SKEW:
        return now
    planned = _planned(watch, last)
    if 0 < past.failures <= len(RETRIES):
        planned = min(planned, last + RETRIES[past.failures - 1])
    if past.failures and past.retry_after is not None:
        planned = max(planned, min(past.retry_after, last + PATIENCE))
    return planned.astimezone(UTC)


def longest_wait(watch: Watch) -> timedelta:
    """The longest time between two checks of a watch that is well, by its schedule, changes of the clocks aside."""
    if watch.cron is not None:
        return _longest_wait(watch.cron)
    assert watch.every is not None
    return watch.every + min(watch.jitter, watch.every / 2)


def agenda(watches: Iterable[Watch], pasts: Mapping[str, Past], now: datetime) -> dict[str, datetime]:
    """When to run the next check of each watch, none before ``now``: what is overdue comes at once, one by one.

    The most overdue come first, a second apart or less: they are spread over ``RUSH`` at most, and none is moved
    by more than its own jitter.
    """
    planned = {watch.name: due(watch, pasts.get(watch.name, NEVER_CHECKED), now) for watch in watches}
    jitter = {watch.name: watch.jitter for watch in watches}
    overdue = sorted(
        (name for name, moment in planned.items() if moment <= now), key=lambda name: (planned[name], name)
    )
    step = min(timedelta(seconds=1), RUSH / max(len(overdue), 1))
    return planned | {name: now + min(rank * step, jitter[name]) for rank, name in enumerate(overdue)}


def _planned(watch: Watch, last: datetime) -> datetime:
    """When a watch is due by its schedule alone."""
    if watch.cron is not None:
        return _parsed(watch.cron).after(last, watch.timezone)
    assert watch.every is not None  # exactly one of the two is set
    return last + watch.every + min(watch.jitter, watch.every / 2) * _share(watch.name, last)


def _share(name: str, last: datetime) -> float:
    """A number from 0 to 1 that looks like chance and is the same in every process."""
    seed = f"{name} {last.astimezone(UTC).isoformat()}".encode()
    return int.from_bytes(hashlib.blake2b(seed, digest_size=6).digest()) / 2**48


_parsed = lru_cache(maxsize=1024)(cron.parse)


@lru_cache(maxsize=1024)
def _longest_wait(expression: str) -> timedelta:
    return _parsed(expression).longest_wait
