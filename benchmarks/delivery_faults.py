"""Does every notice arrive, whatever the servers do, and wherever the process is killed?

    python benchmarks/delivery_faults.py [--changes 200] [--kills 200] [--seed 1]

A page changes with every check. Between them the real command is killed with SIGKILL, three times in ten within 10 ms
after a channel's yes, else at a random instant; a mail server and a web server refuse, hang, drop the connection, are
slow, answer for now and for good that they do not want a message, come and go. Ends with status 1 if anything was
lost, or told in two different messages.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.notices.drill import Drill


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--changes", type=int, default=200)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = Drill(Path(folder), "sqlite:///watch.db", args.seed).run(args.changes, args.kills)
    print(figures)
    return 1 if figures.unseen or figures.lost or figures.doubled else 0


if __name__ == "__main__":
    sys.exit(main())
