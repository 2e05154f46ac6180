"""What other libraries would tell of addresses that are secrets."""

from __future__ import annotations

import logging


def hush() -> None:
    """Keep paths of requests out of the log, where others let them in: at DEBUG, urllib3 logs each of them."""
    logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)
