"""Many processes and threads at one database: all wait their turn, and no one hears of a lock."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Connection

from page_watch.errors import StoreError
from page_watch.model.process import Owner
from page_watch.store import Counts, Store
from tests.store.build import HOUR, NOW, WINDOW, baseline, check, elsewhere, known, notice, page, unchanged

PROCESSES, THREADS, CHECKS = 3, 6, 5


def work(store: Store, name: str) -> None:
    """What a busy daemon does, over and over."""
    owner: Owner = elsewhere(name)
    for number in range(CHECKS):
        assert store.begin(name, owner, WINDOW, NOW) is not None
        decision = unchanged() if number else baseline(known(1, 2, 3))
        store.record(check(name, decision, notices=[notice("log", watch=name)]), owner)
        store.renew(owner, NOW)
        taken = store.claim(NOW, owner=owner, limit=3)
        store.delivered([one.id for one in taken], NOW) if taken else None
        assert store.load(name, WINDOW, NOW).known == known(1, 2, 3)
        store.last_checks()


def crowd(url: str, name: str) -> None:
    """One process of the crowd. Its threads share a store; an error in any of them ends it with a traceback."""
    store = Store.open(url)
    failed: list[BaseException] = []

    def run(number: int) -> None:
        try:
            work(store, f"{name} {number}")
        except BaseException as error:
            failed.append(error)
            raise

    threads = [Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()
    if failed:
        os._exit(1)


def test_a_crowd_gets_its_work_done(database_url: str) -> None:
    command = [sys.executable, "-c", "import sys; from tests.store.test_contention import crowd; crowd(*sys.argv[1:])"]
    processes = [
        subprocess.Popen([*command, database_url, f"p{number}"], stderr=subprocess.PIPE, text=True)
        for number in range(PROCESSES)
    ]
    assert [process.communicate()[1] for process in processes] == [""] * PROCESSES
    store = Store.open(database_url)
    names = [f"p{process} {thread}" for process in range(PROCESSES) for thread in range(THREADS)]
    assert list(store.watches()) == names
    assert [store.checks(name, NOW) for name in names] == [CHECKS] * len(names)
    left = store.pending().pending
    while taken := store.claim(NOW, owner=elsewhere("last"), limit=50):
        left -= len(taken)
        store.delivered([one.id for one in taken], NOW)
    assert left == 0
    assert store.pending() == Counts(0, 0)
    store.close()


def commute(url: str, name: str) -> None:
    """One of many short commands: each opens the database, does one check, and closes it."""
    for number in range(10):
        store = Store.open(url)
        assert store.begin(name, elsewhere(name), WINDOW, NOW) is not None
        store.record(check(name, unchanged() if number else baseline(known(1))), elsewhere(name))
        store.close()


def test_commands_that_come_and_go_do_not_get_in_one_anothers_way(tmp_path: Path) -> None:
    """The last to close a SQLite file removes its log, in the very instant in which another may open it."""
    url = f"sqlite:///{tmp_path / 'page-watch.db'}"
    command = [
        sys.executable,
        "-c",
        "import sys; from tests.store.test_contention import commute; commute(*sys.argv[1:])",
    ]
    processes = [
        subprocess.Popen([*command, url, f"w{number}"], stderr=subprocess.PIPE, text=True)
        for number in range(PROCESSES)
    ]
    assert [process.communicate()[1] for process in processes] == [""] * PROCESSES
    store = Store.open(url)
    assert [store.checks(name, NOW) for name in store.watches()] == [10] * PROCESSES
    store.close()


def test_pruning_takes_nothing_from_under_a_check(ready_url: str) -> None:
    """A page that nothing refers to any more may be wanted again in the very instant in which it is pruned."""
    store, broom = Store.open(ready_url), Store.open(ready_url)
    kept = replace(unchanged(), keep=True)
    done = Event()
    failed: list[BaseException] = []

    def sweep() -> None:
        try:
            while not done.is_set():
                broom.prune(NOW + HOUR)
        except BaseException as error:
            failed.append(error)
            raise

    thread = Thread(target=sweep)
    thread.start()
    for _ in range(30):
        store.record(check("a", kept, response=page("now here, now gone")))
    store.record(check("a", kept, response=page("now here, now gone"), at=NOW + 2 * HOUR))
    done.set()
    thread.join()
    assert failed == []
    broom.prune(NOW + HOUR)
    assert [one.response.body for one in store.snapshots("a")] == [b"now here, now gone"]
    store.close()
    broom.close()


def test_a_reader_waits_for_no_writer(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'page-watch.db'}"
    writer, reader = Store.open(url), Store.open(url)
    writer.record(check("a", baseline(known(1))))
    seen: list[int] = []

    def meanwhile(connection: object) -> None:
        seen.append(reader.peek("a", WINDOW, NOW).milestones)

    writer._database.write(meanwhile)
    assert seen == [1]
    writer.close()
    reader.close()


def test_what_was_learnt_outlasts_a_power_failure_and_what_is_moot_does_not_wait_for_it(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'page-watch.db'}")

    def synchronous(connection: Connection) -> int:
        level = connection.exec_driver_sql("PRAGMA synchronous").scalar()
        assert isinstance(level, int)
        return level

    normal, full = 1, 2
    database = store._database
    for _ in range(2):  # whatever the connection was used for before
        assert database.write(synchronous) == full
        assert database.mark(synchronous) == normal
    store.close()


def test_after_waiting_in_vain_it_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "page-watch.db"
    store = Store.open(f"sqlite:///{path}", busy=timedelta(seconds=0.1))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="in use by another process"):
        store.record(check("a", baseline(known(1))))
    other.execute("COMMIT")
    other.close()
    store.record(check("a", baseline(known(1))))
    assert store.peek("a", WINDOW, NOW).milestones == 1
    store.close()
