"""check, accept, reparse and deliver: against a real web server, a real mail server and a real database."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.cli import contract
from tests.cli.support import Folder
from tests.support.command import environment
from tests.support.mail import MailServer
from tests.support.pages import CHALLENGE, PERU, first_layout, replaced, without
from tests.support.web import Answer, WebServer

NEWER = (("2024", ("Green Finance Taxonomy adopted",)), *PERU)
FEWER = without(PERU, "National", "PAGE", "Green jobs", "The first")


@dataclass
class World:
    """A site, a mail server, and a folder with a watch of the one and a channel to the other."""

    folder: Folder
    web: WebServer
    mail: MailServer

    def serve(self, page: str | Answer) -> None:
        self.web.answer = page if isinstance(page, Answer) else Answer.html(page)


@pytest.fixture
def world(folder: Folder) -> Iterator[World]:
    with WebServer() as web, MailServer() as mail:
        folder.write(
            "channels:\n"
            f"  mail: {{kind: email, host: 127.0.0.1, port: {mail.port}, security: none, from: a@example.org, "
            "to: b@example.org}\n"
            "fetch: {timeout: 5s}\n"
            f"watches: [{{name: peru, title: PAGE Peru, url: '{web.url}', channels: [mail]}}]\n"
        )
        made = World(folder, web, mail)
        made.serve(first_layout(PERU))
        yield made


class TestCheck:
    def test_baseline_unchanged_changed(self, world: World) -> None:
        run = world.folder.run
        assert run("check").out == "peru: baseline: 17 milestones, version 1\n"
        assert run("check").out == "peru: unchanged: 17 milestones, version 1\n"
        world.serve(first_layout(NEWER))
        ended = run("check")
        assert ended.status == 0
        assert ended.out == (
            "peru: changed: 1 added; 18 milestones, version 2\n"
            "  2024\n"
            "    added     Green Finance Taxonomy adopted\n"
            "mail: 1 notice sent\n"
        )
        assert ended.err == ""

    def test_quiet_says_only_what_needs_attention(self, world: World) -> None:
        run = world.folder.run
        assert run("check", "--quiet").out == ""
        assert run("--quiet", "check").out == ""
        world.serve(first_layout(NEWER))
        assert run("check", "--quiet").out.startswith("peru: changed: 1 added")
        world.serve(CHALLENGE)
        failed = run("check", "--quiet")
        assert failed.status == 1
        assert failed.out.startswith("peru: failed (blocked): ")

    @pytest.mark.parametrize(("page", "status"), [(PERU, 0), (NEWER, 3)])
    def test_exit_code(self, world: World, page: tuple[tuple[str, tuple[str, ...]], ...], status: int) -> None:
        world.folder.run("check")
        world.serve(first_layout(page))
        assert world.folder.run("check", "--exit-code").status == status

    def test_exit_code_of_a_failure_is_still_1(self, world: World) -> None:
        world.folder.run("check")
        world.serve(CHALLENGE)
        assert world.folder.run("check", "--exit-code").status == 1

    def test_json_of_every_outcome(self, world: World) -> None:
        def outcome(status: int, *options: str) -> str:
            ended = world.folder.run("check", "--json", *options)
            assert ended.status == status
            (check,) = contract.valid(ended.out, contract.CHECK)["checks"]
            assert (check["watch"], check["url"]) == ("peru", world.web.url)
            assert (check["outcome"] == "changed") is bool(check["changes"])
            return str(check["outcome"])

        assert outcome(0) == "baseline"
        assert outcome(0) == "unchanged"
        world.serve(first_layout(replaced(NEWER, "Roadmap for Industry adopted", "Roadmap for Industry revised")))
        assert outcome(0) == "changed"
        world.serve(first_layout(without(NEWER, "Guidelines")))
        assert outcome(0) == "changed"
        world.serve(first_layout(FEWER))
        assert outcome(1) == "held"
        world.serve(CHALLENGE)
        assert outcome(1) == "failed"
        assert outcome(1, "--dry-run") == "failed"

    def test_dry_run_stores_and_sends_nothing_and_says_why_a_page_is_held(self, world: World) -> None:
        run = world.folder.run
        ended = run("check", "--dry-run")
        assert ended.out.startswith("peru: baseline: 17 milestones")
        assert run("show").out == "PAGE Peru: no version yet\n"
        run("check")
        world.serve(first_layout(FEWER))
        held = run("check", "--dry-run")
        assert held.status == 1
        assert held.out.startswith("peru: held (suspicious): ")
        assert "of 17 milestones would change at once" in held.out
        assert "page-watch accept peru" in held.out
        assert world.mail.messages == []
        assert contract.valid(run("status", "--json").out, contract.STATUS)["incidents"] == []

    def test_a_saved_page(self, world: World) -> None:
        saved = world.folder.path / "saved.html"
        saved.write_text(first_layout(PERU), encoding="utf-8")
        asked = world.web.requests
        assert world.folder.run("check", "peru", "--html", "saved.html").out.startswith("peru: baseline: 17")
        assert world.web.requests == asked
        assert world.folder.run("check", "--html", "nowhere.html").status == 2

    def test_a_saved_page_is_of_one_watch(self, world: World) -> None:
        world.folder.write(
            "watches: [{name: a, url: 'http://127.0.0.1:9/a'}, {name: b, url: 'http://127.0.0.1:9/b'}]\n"
        )
        ended = world.folder.run("check", "--html", "saved.html")
        assert ended.status == 2
        assert "name the one watch" in ended.err

    def test_several_watches_are_counted(self, world: World) -> None:
        world.serve(first_layout(PERU))
        good, bad = world.web.url, "http://127.0.0.1:9/page"
        world.folder.write(
            f"watches: [{{name: a, url: '{good}?a'}}, {{name: b, url: '{good}?b'}}, {{name: c, url: '{bad}'}}]\n"
        )
        ended = world.folder.run("check")
        assert ended.status == 1
        lines = ended.out.splitlines()
        assert [line.split(":")[0] for line in lines[:3]] == ["a", "b", "c"]
        assert lines[3] == "3 watches: 2 baseline, 1 failed"
        assert world.folder.run("check", "c", "a").out.splitlines()[0].startswith("a: unchanged")

    def test_no_watch_at_all(self, world: World) -> None:
        world.folder.write("watches: []\n")
        ended = world.folder.run("check")
        assert ended.status == 2
        assert len(ended.err.splitlines()) == 1

    def test_a_page_can_do_nothing_to_the_terminal(self, world: World) -> None:
        world.folder.run("check")
        hostile = "Plan &#27;[2J&#27;]0;owned&#7; &#x202e;approved &#155;31m"
        world.serve(first_layout(NEWER).replace("Green Finance Taxonomy adopted", hostile))
        ended = world.folder.run("check")
        assert "added" in ended.out
        assert not set(ended.out) & {"\x1b", "\x07", "\u202e", "\x9b"}


class TestDelivery:
    def test_a_channel_that_is_down_is_status_1_and_told_later(self, world: World) -> None:
        run = world.folder.run
        run("check")
        world.serve(first_layout(NEWER))
        world.mail.down()
        ended = run("check", "--json")
        assert ended.status == 1
        contract.valid(ended.out, contract.CHECK)
        assert "mail" in ended.err
        assert contract.valid(run("status", "--json").out, contract.STATUS)["deliveries"] == {"pending": 1, "dead": 0}
        assert "1 notice waiting to be sent\n" in run("status").out
        put_off = run("deliver")
        assert put_off.status == 1
        assert put_off.out.startswith("mail: 1 notice put off: ")
        world.mail.up()
        sent = run("deliver")
        assert (sent.status, sent.out) == (0, "mail: 1 notice sent\n")
        assert run("deliver").out == "nothing is due\n"
        assert run("deliver", "--quiet").out == ""
        assert len(world.mail.messages) == 1

    def test_test_notice(self, world: World) -> None:
        run = world.folder.run
        both = run("test-notice")
        assert (both.status, both.out) == (0, "log: sent\nmail: sent\n")
        assert "a test notice" in both.err
        assert len(world.mail.messages) == 1
        world.mail.down()
        ended = run("test-notice", "mail", "log")
        assert ended.status == 1
        assert ended.out.startswith("mail: not sent: ")
        assert ended.out.endswith("log: sent\n")
        assert run("test-notice", "mial").err.startswith("page-watch: there is no channel 'mial' (did you mean mail?)")

    def test_log_lines_can_be_json(self, world: World) -> None:
        import json

        ended = world.folder.run("test-notice", "log", "--log-format", "json")
        (line,) = [json.loads(line) for line in ended.err.splitlines()]
        assert line["logger"] == "page_watch.notices"


class TestAccept:
    def test_a_person_says_so(self, world: World) -> None:
        run = world.folder.run
        run("check")
        world.serve(first_layout(FEWER))
        assert run("check").status == 1
        assert run("status").status == 1
        world.mail.messages.clear()
        preview = run("accept", "peru", "--dry-run")
        assert preview.status == 0
        assert preview.out.startswith("peru: changed: ")
        assert preview.out.endswith("a dry run: nothing was stored, nobody was told\n")
        assert world.mail.messages == []
        assert "version 1" in run("show").out
        ended = run("accept", "peru")
        assert ended.status == 0
        assert ended.out.startswith("peru: changed: ")
        assert " removed" in ended.out
        assert ended.out.endswith("mail: 1 notice sent\n")
        assert len(world.mail.messages) == 1
        assert run("status").status == 0
        assert run("check").out.startswith("peru: unchanged: ")

    def test_nothing_is_held(self, world: World) -> None:
        world.folder.run("check")
        ended = world.folder.run("accept", "peru")
        assert (ended.status, ended.out) == (2, "")
        assert len(ended.err.splitlines()) == 1
        assert world.folder.run("accept", "peru", "--dry-run").err == ended.err

    def test_unknown_watch(self, world: World) -> None:
        assert "did you mean peru?" in world.folder.run("accept", "preu").err


class TestReparse:
    def test_reads_as_before(self, world: World) -> None:
        world.folder.run("check")
        ended = world.folder.run("reparse")
        assert (ended.status, ended.out) == (0, "peru: reads as before\n")
        assert world.folder.run("reparse", "peru", "--quiet").out == ""

    def test_never_checked(self, world: World) -> None:
        assert world.folder.run("reparse").out == "peru: no stored page to read again\n"

    def test_other_selectors_read_otherwise_and_nobody_is_told(self, world: World) -> None:
        world.folder.run("check")
        config = (world.folder.path / "config.yaml").read_text()
        world.folder.write(
            config.replace("channels: [mail]", "channels: [mail], select: {timeline: ol, item: 'p:first-child'}")
        )
        ended = world.folder.run("reparse")
        assert ended.status == 0
        assert ended.out.startswith("peru: reads otherwise, version 2: 8 removed\n")
        assert world.mail.messages == []
        assert world.folder.run("check").out == "peru: unchanged: 9 milestones, version 2\n"


IMPORTED = """
import sys
from page_watch.cli.main import main
status = main(["check", "--quiet"])
print(*sys.modules, file=sys.stderr)
sys.exit(status)
"""


def test_an_unchanged_page_imports_nothing_that_prints(world: World) -> None:
    folder = world.folder.path
    world.folder.run("check")
    ended = subprocess.run(
        [sys.executable, "-c", IMPORTED],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout == ""
    imported = set(ended.stderr.split())
    assert {name.removeprefix("page_watch.cli.") for name in imported if name.startswith("page_watch.cli.")} == set(
        "attention check commands dates logs main options progress sending session statuses".split()
    )
    assert "page_watch.matching.marks" not in imported
