"""The daemon as a process: started, signalled, killed, restarted."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
from tests.daemon.support import Place, Site, until
from tests.support.pages import CHALLENGE, PERU, first_layout, without
from tests.support.postgres import Postgres
from tests.support.web import Answer

GONE = Answer.html("<h1>Internal error</h1>", 500)
HANGS = Answer(hang=True)


def test_it_checks_at_once_shows_itself_and_ends_when_asked(any_place: Place, site: Site) -> None:
    any_place.configure("peru", "chile")
    with any_place.daemon() as daemon:
        daemon.until_said("baseline", 2)
        status = any_place.status()
        assert status["daemon"]["pid"] == daemon.process.pid
        for watch in status["watches"]:
            late = datetime.fromisoformat(watch["next_run"]) - datetime.fromisoformat(watch["last_check"])
            assert late == timedelta(hours=6)
        assert daemon.stop() == 0
    assert any_place.status()["daemon"] is None
    assert any_place.leases() == 0
    assert site.asked == {"/peru": 1, "/chile": 1}


def test_a_restart_checks_nothing_that_is_not_due(place: Place, site: Site) -> None:
    place.configure("peru", "chile: every: 1s")
    for _ in range(3):
        before = site.asked["/chile"]
        with place.daemon() as daemon:
            daemon.until_said("watches 2 pages")
            site.until("/chile", before + 2)
            assert daemon.stop(signal.SIGINT) == 0
    assert site.asked["/peru"] == 1


def test_what_is_overdue_is_checked_at_once(place: Place, site: Site) -> None:
    place.configure("peru", "chile", "cuba: cron: '0 6 * * *'")
    assert place.command("check", "--quiet").status == 0
    place.query(
        "UPDATE watches SET last_check = :then", then=datetime.now(UTC).replace(tzinfo=None) - timedelta(days=7)
    )
    with place.daemon() as daemon:
        daemon.until_said("unchanged", 3)
        daemon.stop()
    assert site.asked == {"/peru": 2, "/chile": 2, "/cuba": 2}


def test_a_slow_page_and_a_failing_one_hold_up_no_other(place: Place, site: Site) -> None:
    site.answers = {"/slow": HANGS, "/broken": GONE}
    place.configure("slow", "broken", "peru: every: 1s", more="fetch: {timeout: 50s}")
    with place.daemon() as daemon:
        until(lambda: site.asked["/peru"] >= 3, "peru is checked while slow hangs")
        until(lambda: "broken" in place.checks(), "broken has failed")
        broken = place.watch("broken")
        assert (broken["outcome"], broken["failures"]) == ("failed", 1)
        again = datetime.fromisoformat(broken["next_run"]) - datetime.fromisoformat(broken["last_check"])
        assert again == timedelta(minutes=1)
        assert site.asked["/slow"] == 1
        daemon.signal(signal.SIGTERM)
        daemon.until_said("page-watch stops")
        assert daemon.stop() == 0  # asked twice: it does not wait for the slow one


def test_a_check_given_up_at_the_end_is_no_failure(any_place: Place, site: Site) -> None:
    site.answers = {"/peru": HANGS}
    any_place.configure("peru", more="fetch: {timeout: 50s}")
    with any_place.daemon() as daemon:
        until(lambda: site.asked["/peru"], "the check runs")
        assert any_place.leases() == 1
        daemon.signal(signal.SIGTERM)
        daemon.until_said("page-watch stops")
        assert daemon.stop() == 0
        assert daemon.said("given up") == 1
    assert (any_place.checks(), any_place.leases()) == ({}, 0)
    site.answers.clear()
    with any_place.daemon() as daemon:
        daemon.until_said("baseline")
        daemon.stop()
    assert any_place.checks() == {"peru": ["baseline"]}


def test_a_lease_of_a_killed_daemon_is_taken_over_at_once(any_place: Place, site: Site) -> None:
    site.answers = {"/peru": HANGS}
    any_place.configure("peru", more="fetch: {timeout: 50s}")
    with any_place.daemon() as daemon:
        until(lambda: site.asked["/peru"], "the check runs")
        daemon.kill()
    assert any_place.leases() == 1
    site.answers.clear()
    with any_place.daemon() as daemon:
        daemon.until_said("baseline")
        assert any_place.status()["daemon"]["pid"] == daemon.process.pid
        daemon.stop()
    assert any_place.leases() == 0


def test_the_configuration_is_read_again_on_sighup(place: Place, site: Site) -> None:
    place.configure("peru", "chile")
    with place.daemon() as daemon:
        daemon.until_said("baseline", 2)
        place.configure("peru: every: 1s", "cuba")
        daemon.signal(signal.SIGHUP)
        daemon.until_said("new: cuba; changed: peru; removed (its history is kept): chile")
        daemon.until_said("cuba: baseline")
        until(lambda: site.asked["/peru"] >= 2, "peru is checked oftener")

        (place.folder / "config.yaml").write_text("watches:\n  - {name: peru, url: 'ftp://x', nonsense: 1}\n")
        daemon.signal(signal.SIGHUP)
        daemon.until_said("the configuration was not taken over")
        assert daemon.said("nonsense", "error")
        before = site.asked["/peru"]
        until(lambda: site.asked["/peru"] > before, "the old one stays in force")

        place.configure("peru")
        (place.folder / "config.yaml").write_text(
            (place.folder / "config.yaml").read_text().replace("watch.db", "other.db")
        )
        daemon.signal(signal.SIGHUP)
        daemon.until_said("another database needs a restart")
        assert daemon.stop() == 0
    place.configure("peru", "chile")
    assert place.watch("chile")["version"] == 1
    assert site.asked["/chile"] == 1


def test_the_configuration_is_watched_where_that_is_wanted(place: Place, site: Site) -> None:
    place.configure("peru")
    with place.daemon("--watch-config") as daemon:
        daemon.until_said("baseline")
        place.configure("peru", "chile")
        daemon.until_said("new: chile")
        daemon.until_said("chile: baseline")
        daemon.stop()


def test_a_wrong_configuration_ends_it_before_it_begins(place: Place) -> None:
    (place.folder / "config.yaml").write_text("nonsense: 1\n")
    ended = place.command("run")
    assert ended.status == 2
    assert "nonsense" in ended.err


def test_one_line_a_check_and_no_noise(place: Place) -> None:
    place.configure("peru")
    with place.daemon() as daemon:
        daemon.until_said("baseline")
        daemon.stop()
    messages = [line["message"] for line in daemon.log]
    assert len(messages) == 3, messages
    assert messages[0].endswith("watches 1 page")
    assert messages[1].startswith("peru: baseline, version 1 of 17 milestones, ")
    assert messages[2] == "page-watch stops"
    check = daemon.log[1]
    assert isinstance(check.pop("seconds"), float)
    told = {key: check[key] for key in ("level", "watch", "outcome", "version", "milestones", "changes", "problem")}
    assert told == {
        "level": "info",
        "watch": "peru",
        "outcome": "baseline",
        "version": 1,
        "milestones": 17,
        "changes": 0,
        "problem": None,
    }


@contextmanager
def ear(path: Path) -> Iterator[socket.socket]:
    """A service manager's socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(path))
        listener.settimeout(60)
        yield listener


def test_the_service_manager_is_told(place: Place) -> None:
    place.configure("peru")
    path = place.folder / "notify"
    with (
        ear(path) as listener,
        place.daemon(env={"NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": "3000000"}) as daemon,
    ):
        heard: list[str] = []

        def hear(state: str) -> None:
            while not heard or not heard[-1].startswith(state):
                heard.append(listener.recv(4096).decode())

        hear("READY=1\nSTATUS=watching 1 page")
        hear("WATCHDOG=1")
        hear("WATCHDOG=1")
        daemon.signal(signal.SIGHUP)
        hear("RELOADING=1")
        hear("READY=1")
        os.kill(daemon.process.pid, signal.SIGTERM)
        hear("STOPPING=1")
        assert daemon.process.wait(60) == 0


def test_prometheus_is_answered(place: Place) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place.configure("peru", more=f"metrics: {{port: {port}}}")
    with place.daemon() as daemon:
        daemon.until_said("baseline")
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        assert 'page_watch_checks_total{outcome="baseline",watch="peru"} 1.0' in lines
        assert 'page_watch_milestones{watch="peru"} 17.0' in lines
        daemon.stop()


def test_the_dead_mans_switch_is_told(place: Place, site: Site) -> None:
    site.answers = {"/ping/s3cret": Answer(b"OK"), "/ping/s3cret/fail": Answer(b"OK")}
    place.env["HEARTBEAT"] = f"{place.server}/ping/s3cret"
    place.configure("peru", more="heartbeat_url: ${HEARTBEAT}")
    with place.daemon("-vv") as daemon:
        until(lambda: site.asked["/ping/s3cret"], "a sign of life after the round")
        daemon.stop()
        assert "s3cret" not in daemon.text
    site.answers["/peru"] = Answer.html(CHALLENGE)
    place.query("UPDATE watches SET last_check = '2020-01-01 00:00:00'")
    ended = place.command("run", "--once")
    assert ended.status == 1
    assert "s3cret" not in ended.err
    assert site.asked["/ping/s3cret/fail"] == 1
    assert place.command("check", "--quiet").status == 1
    assert place.command("check", "--quiet", "peru").status == 1
    assert site.asked["/ping/s3cret/fail"] == 2


def test_watches_may_be_named_like_what_the_daemon_does_beside_them(place: Place, site: Site) -> None:
    site.answers = {"/ping": Answer(b"OK")}
    names = ("pulse", "delivery", "vigil", "retention", "heartbeat")
    place.configure(*(f"{name}: every: 1s" for name in names), more=f"heartbeat_url: {place.server}/ping")
    with place.daemon() as daemon:
        for name in names:
            site.until(f"/{name}", 3)
        site.until("/ping", 1)
        assert place.status()["daemon"]["pid"] == daemon.process.pid
        daemon.stop()


def test_changes_are_told_by_the_log(place: Place, site: Site) -> None:
    place.configure("peru: every: 1s")
    with place.daemon() as daemon:
        daemon.until_said("baseline")
        site.answers["/peru"] = Answer.html(first_layout((("2026", ("A tax on plastic adopted",)), *PERU)))
        daemon.until_said("A tax on plastic adopted")
        site.answers["/peru"] = Answer.html(first_layout(without(PERU, "Circular Economy Roadmap")))
        daemon.until_said("Circular Economy Roadmap")
        daemon.stop()
    assert daemon.said("A tax on plastic adopted") <= 2  # come, and gone again


@pytest.mark.parametrize("kind", ["failed", "held"])
def test_one_round_ends_with_1_if_something_needs_a_person(place: Place, site: Site, kind: str) -> None:
    place.configure("peru", "chile", every="1s")
    ended = place.command("run", "--once")
    assert (ended.status, site.asked) == (0, {"/peru": 1, "/chile": 1})
    site.answers["/peru"] = GONE if kind == "failed" else Answer.html(first_layout(PERU[:2]))
    until(lambda: place.command("run", "--once").status == 1, "a second has passed")
    assert place.checks()["peru"][-1] == kind
    assert "held" not in place.checks()["chile"]


def test_one_round_checks_what_is_due_and_nothing_else(place: Place, site: Site) -> None:
    place.configure("peru", "chile")
    assert place.command("run", "--once").status == 0
    assert place.command("run", "--once").status == 0
    place.query("UPDATE watches SET last_check = '2020-01-01 00:00:00' WHERE name = 'chile'")
    assert place.command("run", "--once").status == 0
    assert site.asked == {"/peru": 1, "/chile": 2}


def test_a_database_that_goes_away_and_comes_back_is_told_once(tmp_path: Path, server: str, postgres: Postgres) -> None:
    with postgres.database() as url:
        place = Place(tmp_path, url, server)
        place.configure("peru: every: 1s", "chile: every: 1s")
        name = url.partition("@/")[2].partition("?")[0]
        with place.daemon() as daemon:
            daemon.until_said("baseline", 2)
            postgres.run(
                f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
            )
            daemon.until_said("no checks can be made")
            postgres.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
            daemon.until_said("checks are made again")
            before = sum(map(len, place.checks().values()))
            until(lambda: sum(map(len, place.checks().values())) > before, "checks go on")
            assert daemon.stop() == 0
        assert daemon.said("no checks can be made", "error") == 1
        assert {line["logger"] for line in daemon.log if line["level"] == "error"} <= {
            "page_watch.schedule.checks",
            "page_watch.schedule.chores",
        }


def test_a_mail_server_that_never_answers_holds_up_neither_checks_nor_the_end(place: Place, site: Site) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        mail = f"host: 127.0.0.1, port: {silent.getsockname()[1]}, security: none, from: a@b.example, to: c@d.example"
        place.configure("peru: every: 1s", more=f"channels: {{mail: {{kind: email, {mail}}}}}", channels="[mail, log]")
        with place.daemon() as daemon:
            daemon.until_said("baseline")
            site.answers["/peru"] = Answer.html(first_layout((("2026", ("A tax on plastic adopted",)), *PERU)))
            daemon.until_said("A tax on plastic adopted")
            site.until("/peru", site.asked["/peru"] + 2)
            daemon.signal(signal.SIGTERM)
            daemon.until_said("page-watch stops")
            assert daemon.stop() == 0
    assert place.status()["deliveries"] == {"pending": 1, "dead": 0}
