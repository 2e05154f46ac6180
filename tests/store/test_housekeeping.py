"""What is old and says nothing more goes; what is evidence, or was not told yet, stays."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from page_watch.errors import StoreError
from page_watch.model.notice import NoticeKind
from page_watch.model.process import Daemon
from page_watch.model.response import Robots
from page_watch.model.state import Outcome
from page_watch.store import Store
from page_watch.store.housekeeping import Pruned
from tests.store.build import (
    HOUR,
    NOW,
    WINDOW,
    added,
    baseline,
    changed,
    check,
    failed,
    held,
    incident,
    known,
    me,
    notice,
    page,
    unchanged,
)

LATER = NOW + 1000 * HOUR


def test_unchanged_checks_go_and_their_pages_with_them(store: Store) -> None:
    kept = replace(unchanged(), keep=True)
    store.record(check("a", baseline(known(1)), response=page("one")))
    store.record(check("a", kept, response=page("same text, other adverts"), at=NOW + HOUR))
    store.record(check("a", kept, response=page("one"), at=NOW + HOUR))
    store.record(check("a", changed(2, known(1, 2), [added(known(2)[0])], next_id=3), response=page("two"), at=LATER))
    store.record(check("a", kept, response=page("three"), at=LATER))
    before = store.load("a", WINDOW, LATER)

    assert store.prune(LATER) == Pruned(checks=2, pages=1, notices=0, incidents=0)
    assert [one.response.body for one in store.snapshots("a")] == [b"one", b"two", b"three"]
    assert store.load("a", WINDOW, LATER) == before
    assert store.edition("a", 1) is not None
    assert len(list(store.changes("a"))) == 1


def test_failures_go_unless_they_left_a_page(store: Store) -> None:
    store.record(check("a", failed()))
    store.record(check("a", failed("not-the-page", keep=True), response=page("broken")))
    store.record(check("a", held(), response=page("suspicious")))
    assert store.prune(LATER).checks == 1
    assert [one.outcome for one in store.snapshots("a")] == [Outcome.FAILED, Outcome.HELD]
    assert store.held("a") == page("suspicious")


def test_the_page_of_a_version_stays_when_its_check_is_long_gone(store: Store) -> None:
    store.record(check("a", baseline(known(1)), response=page("one")))
    store.prune(LATER)
    assert store.accepted("a") == page("one")


def test_only_what_everyone_was_told_is_forgotten(store: Store) -> None:
    store.tell([notice("log", "mail"), notice("log"), notice("mail")])
    taken = {(one.id, one.channel) for one in store.claim(NOW, owner=me(), limit=9)}
    mails = sorted(id for id, channel in taken if channel == "mail")
    store.delivered([id for id, channel in taken if channel == "log"], NOW)
    store.postponed(mails[:1], LATER, "No.", NOW)
    store.dead(mails[1:], "Never.", NOW)
    assert store.prune(LATER).notices == 1
    assert (store.pending().pending, store.pending().dead) == (1, 1)
    assert len(store.claim(LATER, owner=me(), limit=9)) == 1


def test_a_notice_that_was_delivered_lately_is_remembered(store: Store) -> None:
    store.tell([notice("log")])
    (one,) = store.claim(NOW, owner=me(), limit=9)
    store.delivered([one.id], LATER)
    assert store.prune(LATER).notices == 0
    assert store.sent_since("log", LATER) == 1


def test_the_last_proof_of_life_is_never_forgotten(store: Store) -> None:
    alive = replace(notice("log"), kind=NoticeKind.ALIVE)
    store.tell([alive])
    store.tell([replace(alive, created_at=NOW + HOUR)])
    store.delivered([one.id for one in store.claim(LATER, owner=me(), limit=9)], NOW)
    assert store.prune(LATER).notices == 1
    assert store.told(NoticeKind.ALIVE) == {"a": NOW + HOUR}


def test_incidents_that_are_over_go(store: Store) -> None:
    over, open_one = incident(watch="a"), incident(watch="b")
    store.tell([], opened=[over, open_one])
    store.tell([], closed=[replace(over, closed_at=NOW + HOUR)])
    assert store.prune(LATER).incidents == 1
    assert [one.watch for one in store.incidents()] == ["b"]


def test_traces_of_processes_go(store: Store) -> None:
    store.beat(Daemon("one.example.org", 1, NOW))
    store.robots["https://a:443"] = Robots(NOW, "")
    store.lease("a", me(), NOW)
    store.prune(LATER)
    assert store.daemon() is None
    assert len(store.robots) == 0


def test_a_pruned_file_is_smaller(tmp_path: Path) -> None:
    path = tmp_path / "page-watch.db"
    store = Store.open(f"sqlite:///{path}")
    kept = replace(unchanged(), keep=True)
    import random

    chance = random.Random(1)
    for number in range(20):
        body = chance.randbytes(50_000).hex()
        store.record(check("a", kept, response=page(body), at=NOW + number * HOUR))
    store.prune(NOW)
    before = path.stat().st_size
    assert store.prune(LATER).pages == 20
    assert path.stat().st_size < before / 4
    store.close()


class TestBackup:
    def test_a_backup_is_one_whole_file_that_can_be_used(self, tmp_path: Path) -> None:
        store = Store.open(f"sqlite:///{tmp_path / 'page-watch.db'}")
        store.record(check("a", baseline(known(1, 2))))
        target = tmp_path / "kept" / "copy.db"
        target.parent.mkdir()
        store.backup(target)
        store.record(check("b", baseline(known(1))))
        assert sorted(one.name for one in target.parent.iterdir()) == ["copy.db"]
        copy = Store.open(f"sqlite:///{target}")
        assert copy.watches() == ("a",)
        assert copy.load("a", WINDOW, NOW) == store.load("a", WINDOW, NOW)
        copy.close()
        store.backup(target)
        plain = sqlite3.connect(target)
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert plain.execute("SELECT count(*) FROM watches").fetchone() == (2,)
        plain.close()
        store.close()

    def test_while_a_check_is_written_it_holds_the_state_before(self, tmp_path: Path) -> None:
        store = Store.open(f"sqlite:///{tmp_path / 'page-watch.db'}")
        store.record(check("a", baseline(known(1))))

        def meanwhile(connection: object) -> None:
            store.backup(tmp_path / "copy.db")

        store._database.write(meanwhile)
        store.close()
        copy = Store.open(f"sqlite:///{tmp_path / 'copy.db'}")
        assert copy.watches() == ("a",)
        copy.close()

    @pytest.mark.parametrize(
        ("target", "words"),
        [
            ("page-watch.db", "is the database itself"),
            (".", "is a folder"),
            ("no/such/copy.db", "could not be written"),
        ],
    )
    def test_where_it_cannot_go(self, tmp_path: Path, target: str, words: str) -> None:
        store = Store.open(f"sqlite:///{tmp_path / 'page-watch.db'}")
        with pytest.raises(StoreError, match=words):
            store.backup(tmp_path / target)
        store.close()
        assert [one.name for one in tmp_path.iterdir()] == ["page-watch.db"]

    def test_postgresql_has_a_tool_of_its_own(self, schema_url: str, tmp_path: Path) -> None:
        store = Store.open(schema_url)
        with pytest.raises(StoreError, match="back it up with pg_dump"):
            store.backup(tmp_path / "copy.db")
        store.close()
