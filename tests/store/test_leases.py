"""One process at a time checks a watch, and a dead one is in nobody's way."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

from page_watch.model.process import Daemon, Owner
from page_watch.store import Store, processes
from page_watch.store.leases import TTL
from tests.store.build import HOUR, NOW, check, elsewhere, me, notice, unchanged

SECOND = timedelta(seconds=1)


@contextmanager
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    """A process that lives until it is killed."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def owner_of(process: subprocess.Popen[bytes]) -> Owner:
    return Owner(me().host, process.pid, f"token of {process.pid}")


def test_the_second_one_does_not_get_it(store: Store) -> None:
    assert store.lease("a", me(), NOW)
    assert not store.lease("a", elsewhere(), NOW)
    assert store.lease("b", elsewhere(), NOW)
    store.release(me(), "a")
    assert store.lease("a", elsewhere(), NOW)


def test_only_the_holder_gives_it_back(store: Store) -> None:
    assert store.lease("a", me(), NOW)
    store.release(elsewhere(), "a")
    store.release(elsewhere())
    assert not store.lease("a", elsewhere(), NOW)
    assert store.lease("b", me(), NOW)
    store.release(me())
    assert store.lease("a", elsewhere(), NOW)
    assert store.lease("b", elsewhere(), NOW)


def test_a_silent_owner_loses_it_after_a_minute(store: Store) -> None:
    assert store.lease("a", elsewhere(), NOW)
    assert not store.lease("a", me(), NOW + TTL - SECOND)
    store.renew(elsewhere(), NOW + TTL - SECOND)
    assert not store.lease("a", me(), NOW + 2 * TTL - 2 * SECOND)
    assert store.lease("a", me(), NOW + 2 * TTL - SECOND)
    assert not store.lease("a", elsewhere(), NOW + 2 * TTL)


def test_a_living_owner_of_this_host_keeps_it(store: Store) -> None:
    with sleeper() as process:
        assert store.lease("a", owner_of(process), NOW)
        assert not store.lease("a", me(), NOW + SECOND)


def test_a_dead_owner_of_this_host_loses_it_at_once(store: Store) -> None:
    with sleeper() as process:
        assert store.lease("a", owner_of(process), NOW)
        process.kill()
        # Not waited for: it is a zombie now, which has an id and a start time, but does nothing any more.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert store.lease("a", me(), NOW + SECOND)


def test_an_id_that_is_used_again_does_not_fool_it() -> None:
    with sleeper() as process:
        mark = processes.birthmark(process.pid)
        assert not processes.is_gone(process.pid, mark)
        place, _, start = mark.rpartition("/")
        assert processes.is_gone(process.pid, f"{place}/{int(start) - 1}")
    assert processes.is_gone(process.pid, mark)


def test_a_process_of_another_place_is_never_judged() -> None:
    with sleeper() as process:
        mark = processes.birthmark(process.pid)
    boot, _, start = mark.rpartition("/")
    assert not processes.is_gone(process.pid, f"{boot}0/{start}")


def test_start_times_are_told_apart_by_ps_too() -> None:
    assert processes._start_by_ps(os.getpid())
    with sleeper() as process:
        assert processes._start_by_ps(process.pid)
    assert processes._start_by_ps(process.pid) == ""


def test_of_many_that_ask_at_once_one_gets_it(ready_url: str) -> None:
    stores = [Store.open(ready_url) for _ in range(3)]
    crowd = 12
    start = Barrier(crowd)
    won: list[str] = []

    def ask(number: int) -> None:
        start.wait()
        token = f"token {number}"
        if stores[number % 3].lease("a", elsewhere(token), NOW):
            won.append(token)

    threads = [Thread(target=ask, args=(number,)) for number in range(crowd)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.close()
    assert len(won) == 1


def test_giving_everything_back_frees_claims_too(store: Store) -> None:
    store.record(check("a", unchanged(), notices=[notice("log")]))
    assert len(store.claim(NOW, owner=elsewhere(), limit=9)) == 1
    assert store.claim(NOW, owner=me(), limit=9) == ()
    store.release(elsewhere())
    assert len(store.claim(NOW, owner=me(), limit=9)) == 1


class TestDaemons:
    def test_the_one_last_seen_is_told(self, store: Store) -> None:
        assert store.daemon() is None
        first, second = Daemon("one.example.org", 7, NOW), Daemon("two.example.org", 7, NOW + SECOND)
        store.beat(second)
        store.beat(first)
        assert store.daemon() == second
        later = replace(first, seen_at=NOW + HOUR)
        store.beat(later)
        assert store.daemon() == later
        store.gone(later)
        assert store.daemon() == second
        store.gone(second)
        assert store.daemon() is None

    def test_a_dead_one_is_not_told(self, store: Store) -> None:
        with sleeper() as process:
            daemon = Daemon(me().host, process.pid, NOW)
            store.beat(daemon)
            assert store.daemon() == daemon
        assert store.daemon() is None
