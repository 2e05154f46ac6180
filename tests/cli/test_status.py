"""status: how every watch is, and what needs a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from page_watch.errors import NotThePage
from page_watch.model.process import Daemon
from tests.cli import contract
from tests.cli.support import FIRST, Folder, milestone

NOW = datetime.now(UTC)
TROUBLE = NotThePage("The page has no timeline.")


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def status(folder: Folder, expected: int) -> dict[str, object]:
    ended = folder.run("status", "--json")
    assert ended.status == expected
    found = contract.valid(ended.out, contract.STATUS)
    assert isinstance(found, dict)
    return found


def test_never_checked_is_due_now(folder: Folder) -> None:
    (watch,) = contract.valid(folder.run("status", "--json").out, contract.STATUS)["watches"]
    assert (watch["outcome"], watch["last_check"], watch["last_good_check"]) == (None, None, None)
    assert (watch["version"], watch["milestones"], watch["failures"], watch["stale"]) == (None, 0, 0, False)
    assert abs(datetime.fromisoformat(watch["next_run"]) - datetime.now(UTC)) < timedelta(minutes=1)
    ended = folder.run("status")
    assert ended.status == 0
    assert ended.out.splitlines() == [
        "progress  never      due now",
        "no daemon runs: watches are checked by 'page-watch check' only",
    ]


def test_all_is_well(folder: Folder) -> None:
    folder.visit(FIRST, ago(hours=1))
    found = status(folder, 0)
    (watch,) = contract.valid(folder.run("status", "--json").out, contract.STATUS)["watches"]
    assert (watch["outcome"], watch["version"], watch["milestones"]) == ("baseline", 1, 4)
    assert watch["last_check"] == watch["last_good_check"] == ago(hours=1).isoformat()
    next_run = datetime.fromisoformat(watch["next_run"])
    assert ago(hours=1) + timedelta(hours=6) <= next_run <= ago(hours=1) + timedelta(hours=6, minutes=10)
    assert found["incidents"] == []
    assert found["daemon"] is None
    assert folder.run("status").out.startswith("progress  baseline   version 1 with 4 milestones, checked 1 hour ago, ")
    assert folder.run("status", "--quiet").out == ""


def test_one_failure_needs_a_person_and_three_are_an_incident(folder: Folder) -> None:
    folder.visit(FIRST, ago(hours=4))
    folder.visit(TROUBLE, ago(hours=3))
    found = status(folder, 1)
    assert found["incidents"] == []
    folder.visit(TROUBLE, ago(hours=2))
    folder.visit(TROUBLE, ago(hours=1))
    found = contract.valid(folder.run("status", "--json").out, contract.STATUS)
    (watch,) = found["watches"]
    assert (watch["outcome"], watch["failures"], watch["version"]) == ("failed", 3, 1)
    (incident,) = found["incidents"]
    assert (incident["kind"], incident["watch"], incident["channel"]) == ("failing", "progress", None)
    assert incident["opened_at"] == ago(hours=1).isoformat()
    lines = folder.run("status", "--quiet").out.splitlines()
    assert "3 failures in a row" in lines[0]
    assert lines[1].strip() == "The page has no timeline."
    assert lines[2] == "failing for 1 hour: progress: The page has no timeline."


def test_held(folder: Folder) -> None:
    folder.visit([milestone(str(year), f"Plan {year}") for year in range(2000, 2010)], ago(hours=2))
    folder.visit([milestone("2000", "Plan 2000")], ago(hours=1))
    found = contract.valid(folder.run("status", "--json").out, contract.STATUS)
    assert folder.run("status").status == 1
    assert found["watches"][0]["outcome"] == "held"
    assert [incident["kind"] for incident in found["incidents"]] == ["held"]


def test_stale(folder: Folder) -> None:
    folder.visit(FIRST, ago(days=4))
    (watch,) = contract.valid(folder.run("status", "--json").out, contract.STATUS)["watches"]
    assert watch["stale"] is True
    ended = folder.run("status")
    assert ended.status == 1
    assert "stale" in ended.out
    folder.visit(FIRST, ago(hours=1))
    status(folder, 0)


def test_stale_without_any_good_check(folder: Folder) -> None:
    folder.visit(TROUBLE, ago(days=4))
    folder.visit(TROUBLE, ago(hours=1))
    (watch,) = contract.valid(folder.run("status", "--json").out, contract.STATUS)["watches"]
    assert (watch["stale"], watch["last_good_check"]) == (True, None)
    assert "no good check yet, stale" in folder.run("status").out


def test_what_was_given_up(folder: Folder) -> None:
    folder.visit(FIRST, ago(hours=2))
    folder.visit((*FIRST, milestone("2020", "Plan")), ago(hours=1))
    store = folder.store()
    try:
        channel = store.channels_due(NOW)
        assert channel == ("log",)
        store.dead([1], "nobody there", NOW)
    finally:
        store.close()
    found = contract.valid(folder.run("status", "--json").out, contract.STATUS)
    assert found["deliveries"] == {"pending": 0, "dead": 1}
    ended = folder.run("status", "--quiet")
    assert ended.status == 1
    assert ended.out == "1 notice given up; 'page-watch deliver --retry' tries them again\n"
    assert folder.run("deliver", "--retry").status == 0
    status(folder, 0)


def test_a_daemon(folder: Folder) -> None:
    folder.visit(FIRST, ago(hours=1))
    store = folder.store()
    try:
        store.beat(Daemon("elsewhere.example.org", 4242, ago(seconds=30)))
    finally:
        store.close()
    found = contract.valid(folder.run("status", "--json").out, contract.STATUS)
    assert found["daemon"] == {"host": "elsewhere.example.org", "pid": 4242, "seen_at": ago(seconds=30).isoformat()}
    assert "daemon 4242 on elsewhere.example.org, seen " in folder.run("status").out


def test_a_watch_that_is_not_configured_any_more_needs_nobody(folder: Folder) -> None:
    for hours in (4, 3, 2):
        folder.visit(TROUBLE, ago(hours=hours), "former")
    folder.visit(FIRST, ago(hours=1))
    found = status(folder, 0)
    assert found["incidents"] == []
