"""20,000 checks of 200 pages by one daemon, with failures: does it grow?

    python benchmarks/daemon_soak.py [--checks 20000]

Every tenth answer of a page is an error, every thirtieth another page altogether, and now and then a milestone is
new. Memory, open files and threads are looked at ten times a second. The second tenth of the checks is compared
with the last one: memory by its median, files and threads by the most there were at once.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from daemon_stage import Figures, Process, Reply, Servers, configure, page, started, wait

WATCHES = 200


@dataclass
class Window:
    """What was seen of a process during a stretch of time."""

    seen: list[Figures] = field(default_factory=list)

    def look(self, process: Process) -> bool:
        """Look once more; False, so that whoever waits goes on waiting."""
        self.seen.append(process.figures())
        return False

    @property
    def memory(self) -> float:
        """The median of the resident memory, in MB."""
        return statistics.median(one.memory for one in self.seen)

    def __str__(self) -> str:
        files, threads = max(one.files for one in self.seen), max(one.threads for one in self.seen)
        return f"{self.memory:6.1f} MB, at most {files} open files and {threads} threads"


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
            first = Window()
            wait(lambda: first.look(daemon) or len(servers.times) >= wanted // 5, 3600, "the second tenth")
            wait(lambda: len(servers.times) >= wanted * 9 // 10, 3600, "the next seven")
            last = Window()
            wait(lambda: last.look(daemon) or len(servers.times) >= wanted, 3600, "the last tenth")
            took, used = time.monotonic() - began, daemon.figures().seconds
            status, troubles = daemon.stop(), daemon.troubles()
        outcomes = dict(
            sqlite3.connect(folder / "soak.db").execute("SELECT outcome, count(*) FROM checks GROUP BY outcome")
        )
    print(f"{sum(outcomes.values())} checks of {WATCHES} pages in {took:.0f} s: {outcomes}")
    print(f"second tenth  {first}")
    print(f"last tenth    {last}")
    print(f"memory in the last tenth / in the second: {last.memory / first.memory:.3f}")
    print(f"processor per check: {1000 * used / wanted:.1f} ms")
    print(f"exit status {status}; troubles: {troubles[:3] or 'none'}")


if __name__ == "__main__":
    main()
