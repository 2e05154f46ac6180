"""A process may be killed at any instant: either a whole check is there, or it never happened."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter

from page_watch.store import Store
from tests.store.build import NOW, WINDOW, me
from tests.store.victim import MINUTE, stands, step

KILLS = int(os.environ.get("PAGE_WATCH_TEST_KILLS", "10"))


def victims(*arguments: str) -> list[int]:
    command = [sys.executable, "-m", "tests.store.victim", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return [int(line) for line in done.stdout.split()]


def is_whole(store: Store, watch: str) -> int:
    """How many checks of a watch are there, each with all that belongs to it and nothing more."""
    count = store.checks(watch, NOW - WINDOW)
    assert [one.number for one in store.versions(watch)] == list(range(1, count + 1))
    state = store.load(watch, WINDOW, NOW)
    assert state.known == (stands(count) if count else ())
    assert state.last_check == (NOW + count * MINUTE if count else None)
    assert state.missing == min(count, 1)
    for number in range(1, count + 1):
        edition = store.edition(watch, number)
        assert edition is not None
        assert edition.known == stands(number)
    changes = [(one.version, one.change.milestone) for one in store.changes(watch)]
    assert changes == [(number, number + 2) for number in range(count, 1, -1)]
    bodies = [one.response.body.decode() for one in store.snapshots(watch)]
    assert bodies == [f"{watch} {number}" for number in range(1, count + 1)]
    return count


def assert_told(store: Store, counts: Counter[str]) -> None:
    """Each check that is there opened its incident and posted its notice, and no other did."""
    opened = [f"{watch} {number}" for watch in counts for number in range(1, counts[watch] + 1)]
    assert sorted(str(one.watch) for one in store.incidents()) == sorted(opened)
    posted = store.claim(NOW, owner=me(), limit=10_000)
    assert Counter((one.notice.watch, one.channel) for one in posted) == Counter(
        {(watch, channel): counts[watch] for watch in counts for channel in ("log", "mail")}
    )


def test_at_every_point_of_a_check(ready_url: str) -> None:
    (points,) = victims("points", ready_url)
    assert points >= 15, "so many statements, and the commit, are to be killed before"
    store = Store.open(ready_url)
    counts = Counter({watch: is_whole(store, watch) for watch in store.watches()})
    # Killed before its commit at the latest, none of them happened, but for the one that came through.
    assert counts == {f"point {point:03}": 1 for point in range(points)} | {f"point {points:03}": 2}
    assert_told(store, counts)
    # What the dead held can be taken at once.
    assert all(store.lease(watch, me("new"), NOW) for watch in counts)
    store.close()


def test_at_a_first_start(database_url: str) -> None:
    (points,) = victims("start", database_url)
    assert points >= 30, "so many statements make a new database"
    store = Store.open(database_url)
    store.record(step("a", 1))
    assert is_whole(store, "a") == 1
    store.close()


def test_at_random_instants(ready_url: str) -> None:
    written = victims("random", ready_url, str(KILLS), "20260301")
    assert len(written) == KILLS
    store = Store.open(ready_url)
    counts = Counter({watch: is_whole(store, watch) for watch in store.watches()})
    for victim, least in enumerate(written):
        # What a process was told is written, is; the check it was at may be there too, then whole.
        assert counts[f"victim {victim:03}"] in (least, least + 1)
    assert_told(store, counts)
    store.close()
