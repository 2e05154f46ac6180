"""The end of a process: checks that are still running then are as if they had never begun."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from page_watch.errors import CheckError

if TYPE_CHECKING:
    from page_watch.bench import Source
    from page_watch.model.response import Response, Validators


class Abandoned(BaseException):
    """The process ends before this check did. Not an error of any kind: it counts for nothing."""


class Ending:
    """Has not come, or has come for good."""

    def __init__(self) -> None:
        self._come = Event()

    def come(self) -> None:
        """Let no running check write anything from now on."""
        self._come.set()

    def refuse(self) -> None:
        """Raise ``Abandoned`` if the end has come."""
        if self._come.is_set():
            raise Abandoned

    def guard(self, server: Source) -> Source:
        """A page's server, whose answer counts for nothing once the end has come."""

        def guarded(validators: Validators | None) -> Response:
            self.refuse()
            try:
                response = server(validators)
            except CheckError:
                # Perhaps it failed only because the network was taken down under it.
                self.refuse()
                raise
            self.refuse()
            return response

        return guarded
