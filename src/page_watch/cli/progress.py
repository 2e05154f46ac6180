"""How far a long command is, for who waits at a terminal."""

from __future__ import annotations

import sys
from typing import Self


class Progress:
    """A line of standard error that is written anew with every step and wiped at the end.

    Only where standard error is a terminal, and more than one thing is to be done. A context manager: it is wiped
    whatever happens, so that what is said next begins on a clean line.
    """

    def __init__(self, total: int, *, wanted: bool) -> None:
        self._total = total
        self._shown = wanted and total > 1 and sys.stderr.isatty()

    def __enter__(self) -> Self:
        self.show(0)
        return self

    def __exit__(self, *_: object) -> None:
        self.wipe()

    def show(self, done: int) -> None:
        """Say that so many of all are done."""
        self._write(f"\r{done} of {self._total} checked")

    def wipe(self) -> None:
        """Make room for what is printed next."""
        self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        if self._shown:
            sys.stdout.flush()
            sys.stderr.write(text)
            sys.stderr.flush()
