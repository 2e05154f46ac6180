"""A sign of life to a dead man's switch: it raises the alarm when the signs stop coming."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from page_watch.settings import Secret

log = logging.getLogger(__name__)

TIMEOUT = timedelta(seconds=10)
PAUSES = (timedelta(seconds=1), timedelta(seconds=3))
"""How long to wait before the second try and the third, which is the last."""


def ping(url: Secret, *, well: bool) -> bool:
    """Ask for the URL, or for its ``/fail`` variant if not all is well. True if it was answered with a success.

    It is tried three times. Never raises: a switch that does not answer is logged, without the URL, which is a
    secret, since whoever knows it can keep the switch from ever raising the alarm.
    """
    address = url.reveal() if well else failure_variant(url.reveal())
    problem = _ask(address)
    for pause in PAUSES:
        if problem is None:
            return True
        time.sleep(pause.total_seconds())
        problem = _ask(address)
    if problem is not None:
        log.warning("the heartbeat URL %s", problem)
    return problem is None


def failure_variant(url: str) -> str:
    """The URL with ``/fail`` at the end of its path, as healthchecks.io and its kin have it."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") + "/fail"))


def _ask(address: str) -> str | None:
    """Ask once; what went wrong, in words that do not hold the address, or None."""
    # Not by requests: the library under it writes addresses, and so the secret, into its own log. Late, since only
    # those who have such a switch need it.
    import ssl
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.request import HTTPSHandler, Request, build_opener

    import certifi

    trusted = ssl.create_default_context()
    trusted.load_verify_locations(certifi.where())
    opener = build_opener(HTTPSHandler(context=trusted))
    try:
        with opener.open(Request(address, headers={"User-Agent": "page-watch"}), timeout=TIMEOUT.total_seconds()):
            return None
    except HTTPError as answer:
        answer.close()
        return f"answered with status {answer.code}"
    except (OSError, HTTPException, ValueError) as error:
        # The text of these may hold the address; their kind does not.
        reason = getattr(error, "reason", error)
        return f"could not be reached ({type(reason if isinstance(reason, Exception) else error).__name__})"
