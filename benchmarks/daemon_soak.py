"""20,000 checks of 200 pages by one daemon, with failures: does it grow?

    python benchmarks/daemon_soak.py [--checks 20000]

Every tenth answer of a page is an error, every thirtieth another page altogether, and now and then a milestone is
new. Memory, open files and threads are taken once the first tenth of the checks is made, and at the end.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from pathlib import Path

from daemon_stage import Reply, Servers, configure, page, started, wait

WATCHES = 200


def reply(path: str, times: int) -> Reply:
    turn = times + int(path.rpartition("/")[2])
    if turn % 10 == 9:
        return Reply(b"<h1>Bad gateway</h1>", 502)
    if turn % 30 == 4:
        return Reply(b"<html><title>Just a moment...</title><form id='challenge-form'></form></html>")
    return page(*(f"Measure {number} of the new plan" for number in range(times // 40)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checks", type=int, default=20_000)
    wanted = parser.parse_args().checks
    with tempfile.TemporaryDirectory() as name, Servers(hosts=20, reply=reply).running() as servers:
        folder = Path(name)
        urls = [servers.url(number) for number in range(WATCHES)]
        configure(folder, f"sqlite:///{folder / 'soak.db'}", urls, every="1s", jitter="1s")
        with started(folder, "run") as daemon:
            began = time.monotonic()
            wait(lambda: len(servers.times) >= wanted // 10, 3600, "the first tenth")
            first = daemon.figures()
            wait(lambda: len(servers.times) >= wanted, 3600, "all checks")
            last, took = daemon.figures(), time.monotonic() - began
            status, troubles = daemon.stop(), daemon.troubles()
        outcomes = dict(
            sqlite3.connect(folder / "soak.db").execute("SELECT outcome, count(*) FROM checks GROUP BY outcome")
        )
    print(f"{sum(outcomes.values())} checks of {WATCHES} pages in {took:.0f} s: {outcomes}")
    print(f"after a tenth  {first.memory:6.1f} MB  {first.files:3} files  {first.threads:3} threads")
    print(f"at the end     {last.memory:6.1f} MB  {last.files:3} files  {last.threads:3} threads")
    print(f"memory at the end / after a tenth: {last.memory / first.memory:.3f}")
    print(f"processor per check: {1000 * (last.seconds - first.seconds) / (0.9 * wanted):.1f} ms")
    print(f"exit status {status}; troubles: {troubles[:3] or 'none'}")


if __name__ == "__main__":
    main()
