"""show, log and diff: reading what the history holds."""

from __future__ import annotations

import pytest

from page_watch.errors import NotThePage
from tests.cli import contract
from tests.cli.support import FIRST, SECOND, Folder, at, milestone


@pytest.fixture
def told(folder: Folder) -> Folder:
    """Two versions: of 4 and of 9 March 2026."""
    folder.visit(FIRST, at("03-04"))
    folder.visit(SECOND, at("03-09"))
    return folder


class TestShow:
    def test_by_year_as_on_the_page(self, told: Folder) -> None:
        ended = told.run("show", "progress")
        assert ended.status == 0
        assert ended.out == (
            "Our progress: version 2 of 2026-03-09 12:00 UTC, 5 milestones\n"
            "http://127.0.0.1:9/progress\n"
            "\n"
            "2025\n"
            "  National taxonomy for green finance published\n"
            "\n"
            "2021\n"
            "  National policy for decent jobs approved, with green jobs by 2040\n"
            "\n"
            "2018\n"
            "  Roadmap for a circular economy adopted\n"
            "\n"
            "2017\n"
            "  Guidelines for green growth approved\n"
            "\n"
            "undated\n"
            "  Office opened\n"
        )

    def test_a_name_is_not_needed_where_there_is_one(self, told: Folder) -> None:
        assert told.run("show").out == told.run("show", "progress").out

    def test_json(self, told: Folder) -> None:
        shown = contract.valid(told.run("show", "--json").out, contract.SHOW)
        assert (shown["watch"], shown["version"], shown["seen_at"]) == ("progress", 2, "2026-03-09T12:00:00+00:00")
        assert [entry["year"] for entry in shown["milestones"]] == ["2025", "2021", "2018", "2017", None]
        roadmap = shown["milestones"][2]
        assert roadmap["links"] == ["https://example.org/roadmap"]
        assert (roadmap["start"], roadmap["end"], roadmap["missing_since"]) == (2018, 2018, None)
        assert roadmap["first_seen"] == "2026-03-04T12:00:00+00:00"

    def test_an_earlier_version(self, told: Folder) -> None:
        shown = contract.valid(told.run("show", "progress", "--version", "1", "--json").out, contract.SHOW)
        assert shown["version"] == 1
        assert [entry["year"] for entry in shown["milestones"]] == ["2021", "2018", "2016", None]

    @pytest.mark.parametrize(
        ("date", "version"),
        [("2026-03-04", 1), ("2026-03-08", 1), ("2026-03-09", 2), ("2026-03-09T11:59Z", 1), ("2026-03-09T12:00Z", 2)],
    )
    def test_as_of(self, told: Folder, date: str, version: int) -> None:
        assert contract.valid(told.run("show", "--as-of", date, "--json").out, contract.SHOW)["version"] == version

    def test_as_of_is_in_the_time_zone_of_the_watch(self, told: Folder) -> None:
        # 12:00 UTC is already the next day on the other side of the world.
        told.write(
            "watches: [{name: progress, title: P, url: 'http://127.0.0.1:9/progress', timezone: Pacific/Kiritimati}]\n"
        )
        assert contract.valid(told.run("show", "--as-of", "2026-03-09", "--json").out, contract.SHOW)["version"] == 1
        assert "2026-03-10 02:00 +14" in told.run("show").out

    @pytest.mark.parametrize(
        "wrong",
        [
            ("--version", "3"),
            ("--version", "0"),
            ("--version", "99999999999999999999"),
            ("--as-of", "0001-01-01T00:00+14:00"),
            ("--as-of", "2026-03-03"),
            ("--as-of", "soon"),
            ("--version", "1", "--as-of", "2026-03-04"),
        ],
    )
    def test_what_is_not_there_is_wrong_usage(self, told: Folder, wrong: tuple[str, ...]) -> None:
        ended = told.run("show", "progress", *wrong)
        assert (ended.status, ended.out) == (2, "")
        assert len(ended.err.splitlines()) == 1

    def test_unknown_watch(self, told: Folder) -> None:
        ended = told.run("show", "progres")
        assert ended.status == 2
        assert ended.err == "page-watch: there is no watch 'progres' (did you mean progress?); there are: progress\n"

    def test_before_the_first_check(self, folder: Folder) -> None:
        assert folder.run("show").out == "Our progress: no version yet\n"
        shown = contract.valid(folder.run("show", "--json").out, contract.SHOW)
        assert (shown["version"], shown["seen_at"], shown["milestones"]) == (None, None, [])

    def test_missing_is_said(self, told: Folder) -> None:
        told.visit(SECOND[:3] + SECOND[4:], at("03-10"))
        assert "  Guidelines for green growth approved  (missing)" in told.run("show").out
        shown = contract.valid(told.run("show", "--json").out, contract.SHOW)
        (missing,) = [entry for entry in shown["milestones"] if entry["missing_since"]]
        assert missing["missing_since"] == "2026-03-10T12:00:00+00:00"

    def test_several_watches(self, told: Folder) -> None:
        told.write(told.config + "  - {name: other, title: Other, url: 'http://127.0.0.1:9/other'}\n")
        ended = told.run("show")
        assert ended.out.startswith("Our progress: version 2")
        assert ended.out.endswith("Other: no version yet\n")
        assert told.run("show", "--json").status == 2

    def test_a_watch_that_is_not_configured_any_more(self, told: Folder) -> None:
        told.write("watches: [{name: other, title: Other, url: 'http://127.0.0.1:9/other'}]\n")
        assert told.run("show", "progress").out.startswith("progress: version 2 of 2026-03-09 12:00 UTC")


class TestLog:
    def test_newest_first(self, told: Folder) -> None:
        told.visit((*SECOND, milestone("2014", "Work commenced")), at("03-10"))
        ended = told.run("log")
        assert ended.status == 0
        assert ended.out == (
            "2026-03-10 12:00 UTC  Our progress, version 3: 1 added\n"
            "  2014\n"
            "    added     Work commenced\n"
            "\n"
            "2026-03-09 12:00 UTC  Our progress, version 2: 1 added, 1 reworded, 1 moved\n"
            "  2025\n"
            "    added     National taxonomy for green finance published\n"
            "  2021\n"
            "    reworded  National policy for decent jobs approved, with green jobs by [-2030-]{+2040+}\n"
            "              'by 2030' became 'by 2040'\n"
            "  2017\n"
            "    moved     (from 2016) Guidelines for green growth approved\n"
        )

    def test_json(self, told: Folder) -> None:
        changes = contract.valid(told.run("log", "--json").out, contract.LOG)["changes"]
        assert {change["kind"] for change in changes} == {"added", "reworded", "moved"}
        for change in changes:
            assert (change["watch"], change["version"]) == ("progress", 2)
            assert change["detected_at"] == "2026-03-09T12:00:00+00:00"
            both = change["kind"] in ("reworded", "moved", "cosmetic")
            assert (change["old_text"] is not None) is both
            assert (change["old_year"] is not None) is both
        (moved,) = [change for change in changes if change["kind"] == "moved"]
        assert (moved["old_year"], moved["year"]) == ("2016", "2017")
        assert moved["old_text"] == moved["text"] == "Guidelines for green growth approved"

    def test_since(self, told: Folder) -> None:
        told.visit((*SECOND, milestone("2014", "Work commenced")), at("03-10"))
        kept = contract.valid(told.run("log", "progress", "--since", "2026-03-10", "--json").out, contract.LOG)
        assert [change["text"] for change in kept["changes"]] == ["Work commenced"]
        assert told.run("log", "--since", "2026-03-11").out == "no changes\n"
        assert told.run("log", "--since", "2026-03-11", "--quiet").out == ""
        assert told.run("log", "--since", "lately").status == 2

    def test_since_a_date_begins_with_each_watchs_own_day(self, told: Folder) -> None:
        told.visit(FIRST, at("03-04"), "other")
        told.visit(SECOND, at("03-09"), "other")
        told.write(
            "watches:\n"
            "  - {name: progress, title: P, url: 'http://127.0.0.1:9/progress'}\n"
            "  - {name: other, title: O, url: 'http://127.0.0.1:9/other', timezone: Pacific/Kiritimati}\n"
        )
        kept = contract.valid(told.run("log", "--since", "2026-03-10", "--json").out, contract.LOG)
        assert {change["watch"] for change in kept["changes"]} == {"other"}

    def test_nothing_yet(self, folder: Folder) -> None:
        assert folder.run("log").out == "no changes\n"
        assert contract.valid(folder.run("log", "--json").out, contract.LOG)["changes"] == []


class TestDiff:
    def test_the_last_two(self, told: Folder) -> None:
        ended = told.run("diff", "progress")
        assert ended.status == 0
        assert ended.out == (
            "Our progress: version 1 of 2026-03-04 12:00 UTC with version 2 of 2026-03-09 12:00 UTC: "
            "1 added, 1 reworded, 1 moved\n"
            "  2025\n"
            "    added     National taxonomy for green finance published\n"
            "  2021\n"
            "    reworded  National policy for decent jobs approved, with green jobs by [-2030-]{+2040+}\n"
            "              'by 2030' became 'by 2040'\n"
            "  2017\n"
            "    moved     (from 2016) Guidelines for green growth approved\n"
        )

    def test_json_is_what_was_recorded(self, told: Folder) -> None:
        compared = contract.valid(told.run("diff", "progress", "--json").out, contract.DIFF)
        assert (compared["watch"], compared["from"], compared["to"]) == ("progress", 1, 2)
        logged = contract.valid(told.run("log", "--json").out, contract.LOG)["changes"]
        assert sorted(
            (change["milestone"], change["kind"], change["text"]) for change in compared["changes"]
        ) == sorted((change["milestone"], change["kind"], change["text"]) for change in logged)

    def test_backwards(self, told: Folder) -> None:
        compared = contract.valid(told.run("diff", "progress", "2", "1", "--json").out, contract.DIFF)
        assert sorted(change["kind"] for change in compared["changes"]) == ["moved", "removed", "reworded"]

    def test_over_several_versions(self, told: Folder) -> None:
        told.visit(FIRST, at("03-20"))
        told.visit(FIRST, at("03-21"))
        last = contract.valid(told.run("show", "--json").out, contract.SHOW)["version"]
        assert last > 2
        assert told.run("diff", "progress", "1").out.endswith(": the same\n")

    def test_what_comes_back_is_restored(self, told: Folder) -> None:
        less = tuple(one for one in SECOND if one.year != "2018")
        for day, found in (("03-20", less), ("03-21", less), ("03-22", SECOND)):
            told.visit(found, at(day))
        compared = contract.valid(told.run("diff", "progress", "--json").out, contract.DIFF)
        assert [(change["kind"], change["year"]) for change in compared["changes"]] == [("restored", "2018")]

    @pytest.mark.parametrize("wrong", [("1", "3"), ("7",), ("0",), ("x",), ()])
    def test_what_is_not_there_is_wrong_usage(self, told: Folder, wrong: tuple[str, ...]) -> None:
        name = ("progress",) if wrong else ()
        ended = told.run("diff", *name, *wrong)
        assert (ended.status, ended.out) == (2, "")
        assert len(ended.err.splitlines()) == 1

    def test_one_version_only(self, folder: Folder) -> None:
        folder.visit(FIRST, at("03-04"))
        ended = folder.run("diff", "progress")
        assert ended.status == 2
        assert "one version only" in ended.err


def test_a_page_can_do_nothing_to_the_terminal(folder: Folder) -> None:
    folder.visit((milestone("20\x1b[31m19", "Plan\x1b]0;owned\x07 \u202eapproved\x9b2J"),), at("03-04"))
    for command in (("show",), ("show", "--json"), ("export", "--format", "csv"), ("export", "--format", "md")):
        ended = folder.run(*command)
        assert ended.status == 0
        assert not set(ended.out) & {"\x1b", "\x07", "\u202e", "\x9b"}


def test_failures_leave_the_history_alone(told: Folder) -> None:
    before = told.run("show").out
    told.visit(NotThePage("nothing there"), at("03-10"))
    assert told.run("show").out == before
