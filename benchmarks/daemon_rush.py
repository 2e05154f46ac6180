"""1,000 watches due in the same second, at servers that take 200 ms to answer: are all checked within the minute?

python benchmarks/daemon_rush.py [--watches 1000] [--hosts 20] [--per-host 2]
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from daemon_stage import Servers, configure, page, started, wait


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--watches", type=int, default=1000)
    parser.add_argument("--hosts", type=int, default=20)
    parser.add_argument("--per-host", type=int, default=2)
    asked = parser.parse_args()
    servers = Servers(
        asked.hosts, reply=lambda path, times: page(*(["A new measure"] if times > 1 else [])), latency=0.2
    )
    with tempfile.TemporaryDirectory() as name, servers.running():
        folder = Path(name)
        urls = [servers.url(number) for number in range(asked.watches)]
        database = folder / "rush.db"
        configure(folder, f"sqlite:///{database}", urls, every="6h", jitter="0s", per_host=asked.per_host)
        with started(folder, "run") as daemon:
            wait(lambda: len(servers.times) >= asked.watches, 600, "the first checks")
            wait(lambda: checks(database) >= asked.watches, 60, "their records")
            daemon.stop()
        # All are due in the same second, ten seconds from now; every page has changed.
        then = datetime.now(UTC).replace(tzinfo=None) - timedelta(hours=6) + timedelta(seconds=10)
        with sqlite3.connect(database) as connection:
            connection.execute("UPDATE watches SET last_check = ?", (f"{then:%Y-%m-%d %H:%M:%S.%f}",))
        servers.times.clear()
        servers.most_at_once.clear()
        with started(folder, "run") as daemon:
            wait(lambda: checks(database) >= 2 * asked.watches, 300, "the rush")
            rush = f"(SELECT checked_at, took FROM checks ORDER BY id DESC LIMIT {asked.watches})"
            with sqlite3.connect(database) as connection:
                first, last, longest = connection.execute(
                    f"SELECT min(checked_at), max(checked_at), max(took) FROM {rush}"
                ).fetchone()
            figures, troubles = daemon.figures(), daemon.troubles()
            daemon.stop()
        outcomes = dict(sqlite3.connect(database).execute("SELECT outcome, count(*) FROM checks GROUP BY outcome"))
    span = datetime.fromisoformat(last) - datetime.fromisoformat(first)
    print(
        f"{asked.watches} watches at {asked.hosts} servers, {asked.per_host} at once each, 200 ms an answer: {outcomes}"
    )
    print(f"first to last check: {span.total_seconds():.1f} s; longest check {longest:.1f} s")
    print(f"most requests at once at one server: {max(servers.most_at_once.values())}")
    print(f"{figures.memory:.1f} MB, {figures.threads} threads, {figures.seconds:.1f} s of processor")
    print(f"troubles: {troubles[:3] or 'none'}")


def checks(database: Path) -> int:
    return int(sqlite3.connect(database).execute("SELECT count(*) FROM checks").fetchone()[0])


if __name__ == "__main__":
    main()
