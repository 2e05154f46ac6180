"""What a person or a service manager wants of a running daemon."""

from __future__ import annotations

import signal
import socket
from contextlib import suppress
from enum import Enum, auto
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import FrameType, TracebackType


class Wish(Enum):
    """What a daemon can be asked for."""

    STOP = auto()
    RELOAD = auto()


class Signals:
    """Turns SIGTERM and SIGINT into ``STOP`` and SIGHUP into ``RELOAD``, while the block runs.

    ``hurried`` is True once STOP was asked for a second time: someone does not want to wait. Handlers only put
    wishes into a queue that is made for it (``SimpleQueue.put`` is reentrant); all else happens where they are
    taken out. Who waits there waits for a byte, which the interpreter writes at the very moment of a signal: a
    thread that waits for a lock or a queue sleeps through a signal that comes just before it falls asleep.
    """

    def __init__(self) -> None:
        self._wishes: SimpleQueue[Wish] = SimpleQueue()
        self._stops = 0
        self._before: dict[signal.Signals, Any] = {}
        self._ear, self._mouth = socket.socketpair()
        self._mouth.setblocking(False)
        self._wakeup_before = -1

    @property
    def hurried(self) -> bool:
        """Whether to stop was asked for more than once."""
        return self._stops > 1

    def wish(self, wish: Wish) -> None:
        """Ask for something from within the process."""
        self._wishes.put(wish)
        with suppress(BlockingIOError):  # full: there is enough to wake up for
            self._mouth.send(b"!")

    def wait(self) -> Wish:
        """The next wish. Signals are handled while it waits."""
        while True:
            with suppress(Empty):
                return self._wishes.get_nowait()
            self._ear.recv(4096)

    def __enter__(self) -> Signals:
        self._wakeup_before = signal.set_wakeup_fd(self._mouth.fileno(), warn_on_full_buffer=False)
        hang_up = getattr(signal, "SIGHUP", None)  # there is none on Windows
        self._handle(signal.SIGTERM, self._stop)
        self._handle(signal.SIGINT, self._stop)
        if hang_up is not None:
            self._handle(hang_up, self._reload)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup_before)
        self._ear.close()
        self._mouth.close()

    def _handle(self, number: signal.Signals, handler: Any) -> None:
        self._before[number] = signal.signal(number, handler)

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stops += 1
        self._wishes.put(Wish.STOP)

    def _reload(self, _signal: int, _frame: FrameType | None) -> None:
        self._wishes.put(Wish.RELOAD)
