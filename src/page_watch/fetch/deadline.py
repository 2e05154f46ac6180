"""A time by which an exchange is over, however slowly the other side sends.

The timeouts of sockets count anew with every byte that comes, so a server that sends one a second holds a request
for as long as it likes. Here the connection itself is shut down when the time is up.
"""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType


class Deadline:
    """Counts from its making. As a context manager it guards every connection used inside it, in this thread."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()

    @property
    def left(self) -> float:
        """Seconds left, never less than a millisecond, for a timeout of 0 has a meaning of its own."""
        return max(0.001, self._end - time.monotonic())

    @property
    def passed(self) -> bool:
        """Is the time up?"""
        return time.monotonic() >= self._end

    def extend(self, seconds: float) -> None:
        """Gives back time that went by outside of the exchange."""
        self._end += seconds

    def guard(self, connection: socket.socket | None) -> None:
        """From now on this connection is the one to be shut down."""
        with self._lock:
            self._socket = connection

    def __enter__(self) -> Self:
        self._token = _current.set(self)
        self._timer = threading.Timer(self.left, self._shut)
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        self.guard(None)
        _current.reset(self._token)

    def _shut(self) -> None:
        with self._lock:
            if self._socket:
                with suppress(OSError):  # it may be closed already
                    self._socket.shutdown(socket.SHUT_RDWR)


_current: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


def current() -> Deadline | None:
    """The deadline of this thread's exchange."""
    return _current.get()
