"""A process that records checks, and is killed at it. Run as a script by ``test_kill``: it forks one victim a kill.

Forking keeps the cost of a kill at the kill, as each victim has its imports already.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine, event

from page_watch.model.decision import Record
from page_watch.model.milestone import Known
from page_watch.store import Store
from tests.store.build import NOW, absent, added, baseline, changed, check, incident, known, me, notice, page

MINUTE = timedelta(minutes=1)


def stands(number: int) -> tuple[Known, ...]:
    """What stands in the version of a number: one milestone more than before, at the top, and one always missing."""
    listed = known(*range(number + 2, 0, -1))
    return (*listed[:-1], absent(listed[-1], NOW))


def step(watch: str, number: int) -> Record:
    """The check of a number: a version, its page and changes, an incident, and a notice to two channels."""
    listed = stands(number)
    decision = baseline(listed) if number == 1 else changed(number, listed, [added(listed[0])], next_id=number + 3)
    return check(
        watch,
        replace(decision, missing=listed[-1:], opened=(incident(watch=f"{watch} {number}"),)),
        at=NOW + number * MINUTE,
        response=page(f"{watch} {number}"),
        notices=[notice("log", "mail", watch=watch)],
    )


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def forked(work: Callable[[int], None], number: int) -> bool:
    """Run work in a process of its own, and tell whether that was killed."""
    pid = os.fork()
    if pid == 0:
        work(number)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def at_every_point(url: str) -> None:
    """Kill a process before its first, second, third … statement or commit of a check, until one comes through."""

    def record(point: int) -> None:
        store = Store.open(url)
        watch = f"point {point:03}"
        store.record(step(watch, 1))
        store.lease(watch, me(), NOW)
        passed = 0

        def pass_by(*_: object) -> None:
            nonlocal passed
            if passed == point:
                die()
            passed += 1

        event.listen(store._database.engine, "before_cursor_execute", pass_by)
        event.listen(store._database.engine, "commit", pass_by)
        store.record(step(watch, 2), me())
        store.close()

    point = 0
    while forked(record, point):
        point += 1
    print(point)


def at_first_start(url: str) -> None:
    """Kill processes while they make a new database, at every eighth statement or commit, until one comes through."""
    import alembic.command  # noqa: F401  # so that no victim need import it

    def start(point: int) -> None:
        passed = 0

        def pass_by(*_: object) -> None:
            nonlocal passed
            if passed == point:
                die()
            passed += 1

        event.listen(Engine, "before_cursor_execute", pass_by)
        event.listen(Engine, "commit", pass_by)
        Store.open(url).close()

    point = 0
    while forked(start, point):
        point += 8
    print(point)


def at_random(url: str, kills: int, seed: int) -> None:
    """Kill processes while they record one check after another; print how many each had surely written."""
    chance = random.Random(seed)
    for victim in range(kills):
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            store = Store.open(url)
            number = 0
            while True:
                number += 1
                store.record(step(f"victim {victim:03}", number))
                os.write(writing, b".")
        os.close(writing)
        os.read(reading, 1)  # it is at it
        select.select([], [], [], chance.uniform(0, 0.06))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        written = 1
        while data := os.read(reading, 4096):
            written += len(data)
        os.close(reading)
        print(written)


if __name__ == "__main__":
    if sys.argv[1] == "start":
        at_first_start(sys.argv[2])
        sys.exit()
    Store.open(sys.argv[2]).close()  # so that all imports are done before the first fork
    if sys.argv[1] == "points":
        at_every_point(sys.argv[2])
    else:
        at_random(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
