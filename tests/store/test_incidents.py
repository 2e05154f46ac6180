"""What is told apart from checks is told once, whoever notices first."""

from __future__ import annotations

from dataclasses import replace

from page_watch.model.incident import Incident, IncidentKind
from page_watch.model.notice import NoticeKind
from page_watch.store import Counts, Store
from tests.store.build import HOUR, NOW, WINDOW, check, incident, notice, unchanged

STALE = incident(IncidentKind.STALE)
DEAF = Incident(IncidentKind.UNDELIVERABLE, None, "mail", NOW, NOW, "mail takes nothing.")


def test_an_incident_is_opened_and_told_of_once(store: Store) -> None:
    assert store.tell([notice("log")], opened=[STALE])
    assert not store.tell([notice("log")], opened=[STALE])
    assert len(store.incidents()) == 1
    assert store.pending() == Counts(1, 0)


def test_nothing_of_old_news_is_written(store: Store) -> None:
    assert store.tell([], opened=[STALE])
    assert not store.tell([notice("log")], opened=[DEAF, STALE])
    assert [one.kind for one in store.incidents()] == [IncidentKind.STALE]
    assert store.pending() == Counts(0, 0)


def test_incidents_are_told_apart_by_what_they_are_about(store: Store) -> None:
    others = [STALE, replace(STALE, watch="b"), DEAF, replace(DEAF, channel="hook"), replace(STALE, kind=DEAF.kind)]
    assert store.tell([], opened=others)
    assert [replace(one, id=None) for one in store.incidents()] == others
    assert [one.watch for one in store.peek("b", WINDOW, NOW).incidents] == ["b"]


def test_an_incident_is_closed_once(store: Store) -> None:
    store.tell([], opened=[DEAF])
    (opened,) = store.incidents()
    over = replace(opened, closed_at=NOW + HOUR)
    assert store.tell([notice("log")], closed=[over])
    assert not store.tell([notice("log")], closed=[over])
    assert store.incidents() == ()
    assert store.pending() == Counts(1, 0)


def test_one_that_was_never_read_back_is_found_by_what_it_is_about(store: Store) -> None:
    store.tell([], opened=[DEAF, STALE])
    assert store.tell([notice("log")], closed=[DEAF])
    assert [one.kind for one in store.incidents()] == [IncidentKind.STALE]


def test_people_are_reminded_once(store: Store) -> None:
    store.tell([], opened=[STALE])
    (opened,) = store.incidents()
    again = replace(opened, reminded_at=NOW + HOUR, detail="It is still stale.")
    assert store.tell([notice("log")], reminded=[again])
    assert not store.tell([notice("log")], reminded=[again])
    assert store.incidents() == (again,)


def test_the_last_proof_of_life_is_known_for_each_watch(store: Store) -> None:
    for watch, hours in (("a", 0), ("b", 1), ("a", 2)):
        store.tell([replace(notice("log", watch=watch, at=NOW + hours * HOUR), kind=NoticeKind.ALIVE)])
    store.tell([notice("log", watch="c", at=NOW)])
    assert store.told(NoticeKind.ALIVE) == {"a": NOW + 2 * HOUR, "b": NOW + HOUR}


def test_a_check_that_opens_what_is_open_already_is_written_all_the_same(store: Store) -> None:
    store.tell([], opened=[STALE])
    store.record(check("a", replace(unchanged(), opened=(STALE,))))
    assert len(store.incidents()) == 1
    assert store.checks("a", NOW) == 1


def test_robots_are_kept_between_runs(ready_url: str) -> None:
    from page_watch.model.response import Robots

    first = Store.open(ready_url)
    rules = Robots(NOW, "User-agent: *\nDisallow: /")
    assert "https://a:443" not in first.robots
    first.robots["https://a:443"] = Robots(NOW - HOUR, "")
    first.robots["https://a:443"] = rules
    first.robots["https://b:443"] = Robots(NOW, "")
    first.close()

    second = Store.open(ready_url)
    assert second.robots["https://a:443"] == rules
    assert dict(second.robots) == {"https://a:443": rules, "https://b:443": Robots(NOW, "")}
    assert len(second.robots) == 2
    del second.robots["https://b:443"]
    assert list(second.robots) == ["https://a:443"]
    assert second.robots.get("https://b:443") is None
    second.close()
