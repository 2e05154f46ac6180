"""``python -m page_watch``, and what the ``page-watch`` script calls."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

from page_watch.cli.statuses import INTERRUPTED

# What is loaded stays: looking through it for garbage every 700 objects costs a cold check 3 % of its instructions.
gc.set_threshold(20_000, 20, 50)


def main() -> NoReturn:
    """Carry out the command line and end the process with its exit status."""
    try:
        from page_watch.cli.main import main as carry_out

        status = carry_out()
    except KeyboardInterrupt:  # while the program is still being loaded
        status = INTERRUPTED
    # All is written, closed and given back by now. The ordinary end would only take every module apart, which is 7 % of
    # a cold check's instructions, and wait for threads that still wait for a server.
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
