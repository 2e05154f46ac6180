"""What the store costs, beside a bare durable commit measured in the same run.

    python benchmarks/store_speed.py [URL]

Without a URL: a SQLite file in a temporary folder. For a PostgreSQL server give an empty database's URL. The unit
of comparison is one row inserted and committed through the bare driver on the same database: what any program that
keeps what it learnt must pay.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from page_watch.model.decision import Decision, Record, Version
from page_watch.model.milestone import Change, Kind, Known, Milestone
from page_watch.model.notice import Addressee, Notice, NoticeKind
from page_watch.model.process import Owner
from page_watch.model.response import Response
from page_watch.model.state import Outcome
from page_watch.store import Store

NOW = datetime(2026, 3, 1, tzinfo=UTC)
WINDOW = timedelta(hours=24)
ME = Owner(socket.gethostname(), os.getpid(), "benchmark")
BODY = Response("https://example.org/", "https://example.org/", 200, (("etag", '"1"'),), b"<ol>" * 5000)
MANY = 100_000
WATCHES = 1_000
NOTICES = 10_000


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """How long one of several runs takes, on average."""
    began = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - began) / times


def bare_commit(url: str) -> float:
    """One inserted row, committed so that it outlasts a power failure."""
    if url.startswith("sqlite"):
        with tempfile.TemporaryDirectory(dir=Path(url.removeprefix("sqlite:///")).parent) as folder:
            lite = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
            lite.execute("PRAGMA journal_mode = WAL")
            lite.execute("PRAGMA synchronous = FULL")
            lite.execute("CREATE TABLE bare (at text)")
            cost = seconds(lambda: lite.execute("INSERT INTO bare VALUES ('now')"), 300)
            lite.close()
        return cost
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE bare (at text)")
        cost = seconds(lambda: connection.execute("INSERT INTO bare VALUES ('now')"), 300)
        connection.execute("DROP TABLE bare")
    return cost


def milestones(count: int) -> tuple[Known, ...]:
    return tuple(
        Known(id, Milestone(str(1990 + id % 40), 1990 + id % 40, 1990 + id % 40, f"Milestone {id}: a law passed"), NOW)
        for id in range(1, count + 1)
    )


def version(watch: str, number: int, known: tuple[Known, ...], changes: tuple[Change, ...] = ()) -> Record:
    outcome = Outcome.CHANGED if number > 1 else Outcome.BASELINE
    decision = Decision(
        outcome, known, version=Version(number, f"f{number}", known), changes=changes, next_id=len(known) + 1, keep=True
    )
    return Record(watch, BODY.url, NOW, BODY, "timeline/1", decision)


def unchanged(watch: str) -> Record:
    not_modified = Response(BODY.url, BODY.url, 304, (), b"")
    return Record(watch, BODY.url, NOW, not_modified, "timeline/1", Decision(Outcome.UNCHANGED, ()))


def checks(store: Store, unit: float) -> None:
    store.record(version("one", 1, milestones(50)))

    def check() -> None:
        store.begin("one", ME, WINDOW, NOW)
        store.record(unchanged("one"), ME)

    check()
    tell("an unchanged check: lease, state, record", seconds(check, 500), unit)


def many_milestones(store: Store, unit: float) -> None:
    known = milestones(MANY)
    tell(f"a baseline of {MANY:,} milestones", seconds(lambda: store.record(version("big", 1, known))), unit)
    tell("its state, without milestones", seconds(lambda: store.peek("big", WINDOW, NOW), 100), unit)
    tell("its state, with milestones", seconds(lambda: store.load("big", WINDOW, NOW)), unit)
    new = Known(MANY + 1, Milestone("2030", 2030, 2030, "Newest"), NOW)
    change = Change(Kind.ADDED, new.id, new.milestone)
    one_more = version("big", 2, (new, *known), (change,))
    tell("one more at the top of it", seconds(lambda: store.record(one_more)), unit)


def many_watches(store: Store, unit: float) -> None:
    for number in range(WATCHES):
        store.record(version(f"watch {number:04}", 1, milestones(5)))
    tell(f"where {WATCHES:,} watches stand", seconds(store.last_checks, 10), unit)


def many_notices(store: Store, unit: float) -> None:
    to = (Addressee("mail", NOW),)
    notices = [Notice(NoticeKind.CHANGES, "one", "One", BODY.url, NOW, to) for _ in range(NOTICES)]
    tell(f"posting {NOTICES:,} notices", seconds(lambda: store.tell(notices)), unit)

    def batch() -> None:
        taken = store.claim(NOW, owner=ME, limit=20, channel="mail")
        store.delivered([one.id for one in taken], NOW)

    tell("claiming and marking 20 of them", seconds(batch, 50), unit)
    tell("counting what is left", seconds(store.pending, 50), unit)


def tell(what: str, took: float, unit: float) -> None:
    print(f"{what:45} {took * 1000:10.2f} ms {took / unit:12,.1f} bare commits")


def measure(url: str) -> None:
    unit = bare_commit(url)
    tell("a bare durable commit", unit, unit)
    store = Store.open(url)
    for part in (checks, many_milestones, many_watches, many_notices):
        part(store, unit)
    store.close()


def main() -> None:
    if len(sys.argv) > 1:
        measure(sys.argv[1])
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(f"sqlite:///{folder}/page-watch.db")


if __name__ == "__main__":
    main()
