"""A limit to the whole of a conversation: a time-out a read is not one, for a server that sends a byte a minute."""

from __future__ import annotations

import socket
from contextlib import suppress
from datetime import timedelta
from threading import Lock, Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

PATIENCE = 4
"""A whole conversation may take so many times the time-out of one step …"""

LONGEST = timedelta(minutes=8)
"""… and so long at most: what was claimed is claimed for ten minutes."""


def overall(timeout: timedelta) -> timedelta:
    """How long a conversation may take as a whole, by the time-out of one step."""
    return min(timeout * PATIENCE, LONGEST)


class Deadline:
    """While the block runs, ends the connection it watches once the time is over; ``passed`` says that it did."""

    def __init__(self, limit: timedelta) -> None:
        self._timer = Timer(limit.total_seconds(), self._end)
        self._timer.daemon = True
        self._lock = Lock()
        self._socket: socket.socket | None = None
        self.passed = False

    def watch(self, connection: socket.socket) -> None:
        """Watch a connection, in place of any other."""
        with self._lock:
            self._socket = connection
            if self.passed:
                self._shut()

    @property
    def watching(self) -> bool:
        """Whether there was a connection."""
        return self._socket is not None

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        with self._lock:
            self.passed = True
            self._shut()

    def _shut(self) -> None:
        # Shutting down wakes a thread that waits in a read; closing alone would not. An SSLSocket's own shutdown
        # would take its TLS state away from under that thread.
        if self._socket is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
