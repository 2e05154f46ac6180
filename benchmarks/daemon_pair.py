"""Two daemons, and one-off rounds in a loop, on one database: is each of 500 due checks made once?

    python benchmarks/daemon_pair.py [--watches 500]

Once on a SQLite file, once on PostgreSQL.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import create_engine, text

from daemon_stage import Servers, configure, page, started, wait

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.support.postgres import running

DAEMONS = 2


def contest(database: str, folder: Path, watches: int) -> None:
    servers = Servers(hosts=20, reply=lambda path, times: page(), latency=0.05)
    with servers.running(), ExitStack() as stack:
        urls = [servers.url(number) for number in range(watches)]
        configure(folder, database, urls, every="6h", jitter="0s")
        began = time.monotonic()
        daemons = [stack.enter_context(started(folder, "run")) for _ in range(DAEMONS)]
        rounds: list[subprocess.CompletedProcess[str]] = []
        while len(servers.times) < watches:
            rounds.append(
                subprocess.run(
                    [sys.executable, "-m", "page_watch", "run", "--quiet", "--once"],
                    cwd=folder,
                    capture_output=True,
                    text=True,
                    check=False,
                )
            )
            if time.monotonic() - began > 600:
                break
        wait(lambda: made(database) >= watches, 60, "all records")
        took = time.monotonic() - began
        statuses = [daemon.stop() for daemon in daemons]
        troubles = [line for daemon in daemons for line in daemon.troubles()] + [
            one.stderr for one in rounds if one.stderr
        ]
        by_daemon = [daemon.log.read_text().count(": baseline") for daemon in daemons]
    twice = sum(count > 1 for count in servers.asked.values())
    kind = database.partition(":")[0]
    print(f"{kind}: {made(database)} checks of {watches} due in {took:.0f} s; asked for twice: {twice}")
    print(f"  by the daemons {by_daemon}, by {len(rounds)} one-off rounds {watches - sum(by_daemon)}; exit {statuses}")
    print(f"  exit of the rounds {sorted({one.returncode for one in rounds})}; troubles: {troubles[:3] or 'none'}")


def made(database: str) -> int:
    engine = create_engine(database.replace("postgresql://", "postgresql+psycopg://"))
    try:
        with engine.connect() as connection:
            return int(connection.execute(text("SELECT count(*) FROM checks")).scalar_one())
    finally:
        engine.dispose()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--watches", type=int, default=500)
    watches = parser.parse_args().watches
    with tempfile.TemporaryDirectory() as name:
        contest(f"sqlite:///{name}/pair.db", Path(name), watches)
    with running() as postgres, postgres.database() as url, tempfile.TemporaryDirectory() as name:
        contest(url, Path(name), watches)


if __name__ == "__main__":
    main()
