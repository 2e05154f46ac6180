"""``python -m page_watch``, and what the ``page-watch`` script calls."""

from __future__ import annotations

import os
import sys

from page_watch.cli.statuses import INTERRUPTED, TERMINATED


def main() -> int:
    """Carry out the command line and give its exit status; does not come back where it was interrupted."""
    try:
        from page_watch.cli.main import main as carry_out

        status = carry_out()
    except KeyboardInterrupt:  # while the program is still being loaded
        status = INTERRUPTED
    if status in (INTERRUPTED, TERMINATED):
        # All is given back by now. Threads that still wait for a server would hold up the ordinary end.
        os._exit(status)
    return status


if __name__ == "__main__":
    sys.exit(main())
