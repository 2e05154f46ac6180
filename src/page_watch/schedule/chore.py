"""A chore: something a daemon does again and again beside its checks."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from page_watch.errors import PageWatchError
from page_watch.schedule.trouble import Trouble

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable

    from page_watch.schedule.crew import Crew


class Chore:
    """An action that is done when it rings, by one thread at a time.

    Rung while it is being done, it is done once more afterwards, however often it was rung. What goes wrong is
    logged once for as long as it lasts, and the chore goes on.
    """

    def __init__(self, name: str, crew: Crew, action: Callable[[], None], log: logging.Logger) -> None:
        self.name = name
        self._crew = crew
        self._action = action
        self._trouble = Trouble(log)
        self._lock = Lock()
        self._underway = False
        self._again = False

    def ring(self) -> None:
        """Have it done soon."""
        with self._lock:
            if self._underway:
                self._again = True
                return
            self._underway = True
        self._crew.put(self.name, 1, self._do)

    def _do(self) -> None:
        try:
            self._action()
        except PageWatchError as error:
            self._trouble.tell(f"{self.name}: {error}")
        else:
            self._trouble.over(f"{self.name}: works again")
        finally:
            with self._lock:
                again, self._again, self._underway = self._again, False, False
            if again:
                self.ring()
