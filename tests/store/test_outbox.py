"""Every notice reaches each of its channels: claimed by one process at a time, and never lost."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from threading import Thread

from page_watch.model.notice import Delivery
from page_watch.model.process import Owner
from page_watch.store import Counts, Store
from page_watch.store.outbox import CLAIM
from tests.store.build import HOUR, NOW, elsewhere, me, notice

SECOND = timedelta(seconds=1)


def claim(store: Store, now: datetime = NOW, owner: Owner | None = None, limit: int = 99) -> tuple[Delivery, ...]:
    return store.claim(now, owner=owner or me(), limit=limit)


def ids(taken: tuple[Delivery, ...]) -> list[int]:
    return [one.id for one in taken]


def test_what_is_claimed_is_claimed_by_one_alone(store: Store) -> None:
    store.tell([notice("log", "mail")])
    taken = claim(store)
    assert [one.channel for one in taken] == ["log", "mail"]
    assert claim(store, owner=elsewhere()) == ()
    assert claim(store) == ()


def test_the_longest_due_comes_first_and_only_so_many(store: Store) -> None:
    for number in (3, 1, 2):
        store.tell([notice("log", due=NOW + number * SECOND)])
    later = NOW + HOUR
    first = claim(store, later, limit=2)
    assert [one.first_due - NOW for one in first] == [1 * SECOND, 2 * SECOND]
    assert [one.first_due - NOW for one in claim(store, later, limit=2)] == [3 * SECOND]


def test_nothing_is_claimed_before_it_is_due(store: Store) -> None:
    store.tell([notice("log", due=NOW + HOUR)])
    assert (claim(store), store.channels_due(NOW), store.next_due()) == ((), (), NOW + HOUR)
    # Not even by one who would not wait for another attempt: this is a digest's or a quiet hour's time.
    assert store.claim(NOW, owner=me(), limit=9, tried_before=NOW) == ()
    assert store.channels_due(NOW + HOUR) == ("log",)
    assert len(claim(store, NOW + HOUR)) == 1
    assert store.channels_due(NOW + HOUR) == ()


def test_one_channel_can_be_claimed_alone(store: Store) -> None:
    store.tell([notice("log", "mail"), notice("mail")])
    assert store.channels_due(NOW) == ("log", "mail")
    assert [one.channel for one in store.claim(NOW, owner=me(), limit=9, channel="mail")] == ["mail", "mail"]
    assert store.channels_due(NOW) == ("log",)


def test_what_was_delivered_is_done(store: Store) -> None:
    store.tell([notice("log", "mail")])
    log, mail = claim(store)
    store.delivered([log.id], NOW)
    assert store.pending() == Counts(1, 0)
    store.delivered([mail.id], NOW)
    assert store.pending() == Counts(0, 0)
    assert claim(store, NOW + 1000 * HOUR) == ()


def test_a_failed_attempt_is_counted_and_tried_later(store: Store) -> None:
    store.tell([notice("mail")])
    (first,) = claim(store)
    store.postponed([first.id], NOW + HOUR, "It did not answer.", NOW, left=("b@example.org",))
    assert claim(store, NOW + HOUR - SECOND) == ()
    (again,) = claim(store, NOW + HOUR)
    assert (again.id, again.key, again.attempts, again.first_due) == (first.id, first.key, 1, NOW)
    assert again.left == ("b@example.org",)
    assert store.next_due() == NOW + HOUR


def test_the_impatient_try_each_but_once(store: Store) -> None:
    store.tell([notice("mail")])
    (one,) = claim(store)
    store.postponed([one.id], NOW + HOUR, "No.", NOW)
    began = NOW + SECOND
    assert store.channels_due(began, began) == ("mail",)
    (one,) = store.claim(began, owner=me(), limit=9, tried_before=began)
    store.postponed([one.id], NOW + HOUR, "No.", began + SECOND)
    assert store.claim(began + 2 * SECOND, owner=me(), limit=9, tried_before=began) == ()
    assert store.channels_due(began + 2 * SECOND, began) == ()


def test_what_was_given_up_stays_so_until_it_is_revived(store: Store) -> None:
    store.tell([notice("log", "mail")])
    log, mail = claim(store)
    store.dead([mail.id], "Refused for good.", NOW)
    assert store.pending() == Counts(pending=1, dead=1)
    assert claim(store, NOW + 1000 * HOUR, owner=elsewhere())[0].id == log.id
    assert store.revive() == 1
    assert store.revive() == 0
    (again,) = claim(store)
    assert (again.id, again.key, again.attempts) == (mail.id, mail.key, 0)


def test_what_is_put_back_was_not_tried(store: Store) -> None:
    store.tell([notice("mail")])
    (one,) = claim(store)
    store.put_back([one.id])
    (again,) = claim(store, owner=elsewhere())
    assert again == one


def test_a_bundle_is_claimed_whole(store: Store) -> None:
    for _ in range(4):
        store.tell([notice("mail")])
    taken = ids(claim(store))
    store.bundle(taken[1:], "together")
    store.postponed(taken, NOW + HOUR, "No.", NOW)
    first = claim(store, NOW + HOUR, limit=1)
    assert (ids(first), [one.bundle for one in first]) == (taken[:1], [None])
    rest = claim(store, NOW + HOUR, limit=1)
    assert ids(rest) == taken[1:]
    assert {one.bundle for one in rest} == {"together"}


def test_messages_are_counted_not_what_they_carry(store: Store) -> None:
    store.tell([notice("mail"), notice("mail"), notice("mail"), notice("log")])
    taken = [one.id for one in claim(store) if one.channel == "mail"]
    store.delivered(taken[:2], NOW)
    store.delivered(taken[2:], NOW + SECOND)
    assert store.sent_since("mail", NOW) == 2
    assert store.sent_since("mail", NOW + SECOND) == 1
    assert store.sent_since("log", NOW) == 0


def test_the_claim_of_a_silent_process_runs_out(store: Store) -> None:
    store.tell([notice("mail")])
    (one,) = claim(store, owner=elsewhere())
    assert claim(store, NOW + CLAIM - SECOND) == ()
    store.renew(elsewhere(), NOW + CLAIM - SECOND)
    assert claim(store, NOW + 2 * CLAIM - 2 * SECOND) == ()
    assert claim(store, NOW + 2 * CLAIM - SECOND) == (one,)


def test_the_claim_of_a_killed_process_is_taken_over_at_once(ready_url: str) -> None:
    store = Store.open(ready_url)
    store.tell([notice("mail")])
    code = (
        "import sys, os, socket; from page_watch.model.process import Owner; from page_watch.store import Store;"
        "from tests.store.build import NOW; store = Store.open(sys.argv[1]);"
        "taken = store.claim(NOW, owner=Owner(socket.gethostname(), os.getpid(), 'child'), limit=9);"
        "print(len(taken), flush=True); input()"
    )
    command = [sys.executable, "-c", code, ready_url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "1\n"
        assert claim(store) == ()
        assert store.channels_due(NOW) == ()
        child.kill()
    assert store.channels_due(NOW) == ("mail",)
    assert len(claim(store)) == 1
    store.close()


def test_many_couriers_take_each_delivery_once(ready_url: str) -> None:
    stores = [Store.open(ready_url) for _ in range(2)]
    stores[0].tell([notice("log", "mail") for _ in range(100)])
    taken: list[int] = []

    def work(number: int) -> None:
        store = stores[number % 2]
        while batch := claim(store, owner=elsewhere(f"token {number}"), limit=7):
            taken.extend(ids(batch))
            store.delivered(ids(batch), NOW)

    threads = [Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 200
    assert set(Counter(taken).values()) == {1}
    assert stores[1].pending() == Counts(0, 0)
    for store in stores:
        store.close()
