"""A daemon with 200 watches and nothing to do: what does it cost?

python benchmarks/daemon_idle.py [--minutes 10]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from daemon_stage import Servers, configure, page, started, wait

WATCHES = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    minutes = parser.parse_args().minutes
    with (
        tempfile.TemporaryDirectory() as name,
        Servers(hosts=20, reply=lambda path, times: page()).running() as servers,
    ):
        folder = Path(name)
        urls = [servers.url(number) for number in range(WATCHES)]
        configure(folder, f"sqlite:///{folder / 'idle.db'}", urls, every="6h", jitter="10m")
        with started(folder, "run") as daemon:
            wait(lambda: len(servers.times) >= WATCHES, 600, "the first checks")
            time.sleep(30)
            worked = daemon.figures()
        # A daemon as it is found on most days: started anew, with nothing due.
        with started(folder, "run") as daemon:
            time.sleep(20)
            before = daemon.figures()
            time.sleep(60 * minutes)
            after = daemon.figures()
            lines = len(daemon.log.read_text().splitlines())
            daemon.stop()
    share = (after.seconds - before.seconds) / (60 * minutes)
    print(f"{WATCHES} watches, {minutes:g} minutes idle: {100 * share:.3f} % of a core, {after.memory:.1f} MB,")
    print(f"{after.files} open files, {after.threads} threads, {lines} line(s) logged")
    print(f"one that has just made its first {WATCHES} checks: {worked.memory:.1f} MB")


if __name__ == "__main__":
    main()
