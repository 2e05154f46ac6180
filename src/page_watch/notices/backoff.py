"""When a message that a channel did not take is tried again, and when it is given up. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 40, 60, 120, 180, 240))
"""The pause after the first failure, the second, …; the last one from then on."""

PATIENCE = timedelta(days=4)
"""So long is tried what a channel does not take, as mail servers do (RFC 5321, section 4.5.4.1)."""

LEAST_ATTEMPTS = 10
"""So often at least: a machine that was off for a week gives nothing up at its first try."""


def next_attempt(attempts: int, wanted: timedelta | None, now: datetime) -> datetime:
    """When to try again after ``attempts`` failures; ``wanted`` is the wait that the other side asked for."""
    pause = PAUSES[min(max(attempts, 1), len(PAUSES)) - 1]
    return now + (pause if wanted is None else max(pause, wanted))


def is_given_up(attempts: int, first_due: datetime, now: datetime) -> bool:
    """Whether ``attempts`` failures since ``first_due`` are enough."""
    return attempts >= LEAST_ATTEMPTS and now - first_due >= PATIENCE
