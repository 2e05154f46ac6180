"""``python -m page_watch``, and what the ``page-watch`` script calls."""

from __future__ import annotations

import sys


def main() -> int:
    """Carry out the command line and give its exit status."""
    try:
        from page_watch.cli.main import main as carry_out

        return carry_out()
    except KeyboardInterrupt:  # while the program is still being loaded
        return 130


if __name__ == "__main__":
    sys.exit(main())
