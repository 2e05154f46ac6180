"""Trouble that lasts is told when it begins, when it turns into another, and when it is over: not all the time."""

from __future__ import annotations

import logging
from threading import Lock


class Trouble:
    """One thing that can fail for a while. Safe to use from several threads."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._last: str | None = None
        self._lock = Lock()

    def tell(self, problem: str) -> None:
        """It failed; logged as an error unless it is what was logged last."""
        with self._lock:
            known, self._last = problem == self._last, problem
        self._log.log(logging.DEBUG if known else logging.ERROR, "%s", problem)

    def over(self, message: str) -> None:
        """It works; logged if it did not before."""
        with self._lock:
            before, self._last = self._last, None
        if before is not None:
            self._log.info("%s", message)
