"""Two daemons, rounds and one-off checks in loops beside them, on one database: is each of 500 due checks made once?

    python benchmarks/daemon_pair.py [--watches 500]

The one-off checks are of a page of their own, since they check whether due or not. Once on a SQLite file, once on
PostgreSQL.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from daemon_stage import Servers, configure, page, started, wait

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.support.postgres import running

DAEMONS = 2


class Loop:
    """A command that is run again and again, beside others, until it is stopped."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.runs: list[subprocess.CompletedProcess[str]] = []
        self._command = [sys.executable, "-m", "page_watch", *arguments]
        self._folder = folder
        self._over = Event()
        self._thread = Thread(target=self._run)

    def _run(self) -> None:
        while not self._over.is_set():
            self.runs.append(
                subprocess.run(self._command, cwd=self._folder, capture_output=True, text=True, check=False)
            )

    def __enter__(self) -> Loop:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def troubles(self) -> list[str]:
        """What it said on standard error, and an exit status other than 0."""
        return [one.stderr or str(one.returncode) for one in self.runs if one.stderr or one.returncode]


def contest(database: str, folder: Path, watches: int) -> None:
    servers = Servers(hosts=20, reply=lambda path, times: page(), latency=0.1)
    with servers.running(), ExitStack() as stack:
        urls = [servers.url(number) for number in range(watches + 1)]
        configure(folder, database, urls, every="6h", jitter="10s")
        extra = f"page-{watches}"
        began = time.monotonic()
        daemons = [stack.enter_context(started(folder, "run")) for _ in range(DAEMONS)]
        checks = Loop(folder, "check", "--quiet", extra)
        with Loop(folder, "run", "--quiet", "--once") as rounds, checks:
            wait(lambda: made(database, extra) >= watches, 600, "all checks")
        took = time.monotonic() - began
        statuses = [daemon.stop() for daemon in daemons]
        troubles = [line for daemon in daemons for line in daemon.troubles()] + rounds.troubles + checks.troubles
        by_daemon = [daemon.log.read_text().count(": baseline") for daemon in daemons]
        twice = sum(count > 1 for path, count in servers.asked.items() if path != f"/page/{watches}")
        total = made(database, extra)
    print(f"{database.partition(':')[0]}: {total} checks of {watches} due in {took:.0f} s; asked for twice: {twice}")
    print(f"  by the daemons {by_daemon}, else by {len(rounds.runs)} rounds; exit {statuses}")
    print(f"  beside them {len(checks.runs)} one-off checks; troubles: {troubles[:3] or 'none'}")


def made(database: str, extra: str) -> int:
    """How many checks were made of all watches but one."""
    engine = create_engine(database.replace("postgresql://", "postgresql+psycopg://"))
    try:
        with engine.connect() as connection:
            statement = text("SELECT count(*) FROM checks JOIN watches ON watches.id = watch_id WHERE name <> :extra")
            return int(connection.execute(statement, {"extra": extra}).scalar_one())
    except DBAPIError:
        return 0  # its tables are not made yet
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
