"""What a service manager is told: sd_notify(3), by its datagram protocol. Silent where nobody listens."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from datetime import timedelta
from time import monotonic_ns
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Manager:
    """The service manager that started this process, if the environment names one."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._address = env.get("NOTIFY_SOCKET", "")
        here = str(os.getpid())
        self._watchdog = env.get("WATCHDOG_USEC", "") if env.get("WATCHDOG_PID", here) == here else ""

    @property
    def watchdog(self) -> timedelta | None:
        """Within this time it wants a sign of life, or it restarts the service; None if it does not care."""
        return timedelta(microseconds=int(self._watchdog)) if self._watchdog.isdigit() else None

    def ready(self, status: str) -> None:
        """The service is up."""
        self._tell(f"READY=1\nSTATUS={status}")

    def reloading(self) -> None:
        """The configuration is being read again; ``ready`` ends it."""
        # Type=notify-reload also wants the time: sd_notify(3), RELOADING=1.
        self._tell(f"RELOADING=1\nMONOTONIC_USEC={monotonic_ns() // 1000}")

    def stopping(self) -> None:
        """The service ends."""
        self._tell("STOPPING=1")

    def alive(self) -> None:
        """A sign of life for the watchdog."""
        if self.watchdog is not None:
            self._tell("WATCHDOG=1")

    def _tell(self, state: str) -> None:
        if not self._address.startswith(("/", "@")):
            return
        # A leading @ stands for the zero byte of an abstract socket. A manager that is gone is no reason to stop.
        address = self._address.replace("@", "\0", 1) if self._address.startswith("@") else self._address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as wire:
            wire.sendto(state.encode(), address)
