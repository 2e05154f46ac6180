"""What a host's robots.txt asks of programs (RFC 9309)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from page_watch.model.response import Robots

if TYPE_CHECKING:
    from protego import Protego

PRODUCT = "page-watch"
"""The product token that rules for this program name."""

KEPT = timedelta(hours=24)
"""RFC 9309, 2.4: a robots.txt should not be used for longer without looking again."""

LARGEST = 512_000
"""RFC 9309, 2.5: at least the first 500 KiB must be obeyed."""

LONGEST_DELAY = 30.0
"""Crawl-delay, which is no part of the standard, is kept up to so many seconds: it is meant for programs that walk
through a whole site, and some ask for hours."""

_ASKING = re.compile(r"(?i)(?:dis?[a-z]{3,6}w|delay|rate)\s*:\s*[^\s#]")
"""What a line that asks for something looks like, the misspellings that crawlers obey included."""


def read(body: bytes, now: datetime) -> Robots:
    """A robots.txt as received. Rules that ask nothing of anyone are kept as none: they cost nothing later."""
    rules = body.decode("utf-8", errors="replace").removeprefix("\ufeff").replace("\0", "")
    return Robots(now, rules if _ASKING.search(rules) else "")


def fresh(robots: Robots | None, now: datetime) -> bool:
    """May it still be used without looking again?"""
    return robots is not None and timedelta(0) <= now - robots.fetched_at < KEPT


def allows(robots: Robots, url: str) -> bool:
    """May this program ask for the address?"""
    if not robots.rules:
        return True
    return bool(_protego(robots.rules).can_fetch(url, PRODUCT))


def delay(robots: Robots) -> float:
    """Seconds that the host wants between two requests, within reason."""
    if not robots.rules:
        return 0.0
    return min(float(_protego(robots.rules).crawl_delay(PRODUCT) or 0.0), LONGEST_DELAY)


def _protego(rules: str) -> Protego:
    from protego import Protego  # here, because most hosts ask nothing

    return Protego.parse(rules)
