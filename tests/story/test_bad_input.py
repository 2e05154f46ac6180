"""Bad input of every kind: one clear sentence, the right exit status, nothing lost, no traceback.

``page_watch`` itself asserts that there is no traceback.
"""

from __future__ import annotations

import gzip
import os
import sqlite3
from pathlib import Path

import pytest
from tests.support.command import Ended, page_watch
from tests.support.pages import PERU, first_layout
from tests.support.story import Story
from tests.support.story import story as open_story
from tests.support.web import Answer

SMALL = "watches: [{name: peru, url: 'http://127.0.0.1:9/page'}]\n"


def sentence(ended: Ended) -> str:
    """The one line that was said on standard error."""
    (line,) = ended.err.strip().splitlines()
    return line


class TestConfiguration:
    def test_missing(self, tmp_path: Path) -> None:
        ended = page_watch(tmp_path, "check")
        assert ended.status == 2
        assert "config.yaml" in sentence(ended)
        assert "page-watch init" in sentence(ended)

    def test_a_directory(self, tmp_path: Path) -> None:
        ended = page_watch(tmp_path, "check", "--config", str(tmp_path))
        assert ended.status == 2
        assert str(tmp_path) in sentence(ended)

    @pytest.mark.skipif(os.geteuid() == 0, reason="root can read everything")
    def test_unreadable(self, tmp_path: Path) -> None:
        (tmp_path / "config.yaml").write_text(SMALL)
        (tmp_path / "config.yaml").chmod(0)
        ended = page_watch(tmp_path, "check")
        assert ended.status == 2
        assert "config.yaml" in sentence(ended)

    def test_every_mistake_at_once_with_path_and_line(self, tmp_path: Path) -> None:
        (tmp_path / "config.yaml").write_text(
            "watches:\n  - {name: peru, url: 'ftp://example.org'}\n  - {name: peru, url: 'https://e.org', evry: 6h}\n"
            "fetch:\n  timeout: soon\n"
        )
        ended = page_watch(tmp_path, "check")
        assert ended.status == 2
        for told in ("watches[0].url", "watches[1].evry", "fetch.timeout", ":2", ":3", ":5"):
            assert told in ended.err

    def test_unset_variable(self, tmp_path: Path) -> None:
        (tmp_path / "config.yaml").write_text("heartbeat_url: ${NOWHERE_SET}\n" + SMALL)
        ended = page_watch(tmp_path, "check")
        assert ended.status == 2
        assert "NOWHERE_SET" in sentence(ended)

    def test_unknown_watch(self, tmp_path: Path) -> None:
        (tmp_path / "config.yaml").write_text(SMALL)
        ended = page_watch(tmp_path, "check", "preu")
        assert ended.status == 2
        assert "preu" in sentence(ended)
        assert "peru" in sentence(ended)


class TestDatabase:
    def check(self, folder: Path, database: str) -> Ended:
        (folder / "config.yaml").write_text(f"database: {database}\n{SMALL}")
        return page_watch(folder, "check")

    def test_a_directory(self, tmp_path: Path) -> None:
        (tmp_path / "folder").mkdir()
        ended = self.check(tmp_path, "sqlite:///folder")
        assert ended.status == 1
        assert "folder" in sentence(ended)

    def test_not_a_database(self, tmp_path: Path) -> None:
        (tmp_path / "page.db").write_text("Dear diary, " * 1000)
        ended = self.check(tmp_path, "sqlite:///page.db")
        assert ended.status == 1
        assert "page.db" in sentence(ended)
        assert (tmp_path / "page.db").read_text() == "Dear diary, " * 1000

    def test_in_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        ended = self.check(tmp_path, "sqlite:///nowhere/page.db")
        assert ended.status == 1
        assert "nowhere" in sentence(ended)

    def test_from_a_newer_program(self, tmp_path: Path) -> None:
        self.check(tmp_path, "sqlite:///page.db")
        with sqlite3.connect(tmp_path / "page.db") as database:
            database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.close()
        ended = self.check(tmp_path, "sqlite:///page.db")
        assert ended.status == 1
        assert "newer" in sentence(ended)


class TestPage:
    def test_a_host_that_does_not_resolve(self, tmp_path: Path) -> None:
        (tmp_path / "config.yaml").write_text("watches: [{name: peru, url: 'https://no-such-host.invalid/page'}]")
        ended = page_watch(tmp_path, "check", "--json")
        assert ended.status == 1
        (report,) = ended.json["checks"]
        assert report["problem"]["code"] == "dns"
        assert "no-such-host.invalid" in report["problem"]["detail"]

    def test_nobody_listens(self, tmp_path: Path) -> None:
        (tmp_path / "config.yaml").write_text(SMALL)
        (report,) = page_watch(tmp_path, "check", "--json").json["checks"]
        assert report["problem"]["code"] == "connection"

    @pytest.fixture
    def watched(self, tmp_path: Path):  # type: ignore[no-untyped-def]
        with open_story(tmp_path) as story:
            story.check(first_layout(PERU))
            yield story
            report = story.check(first_layout(PERU))
            assert (report["outcome"], report["version"], report["milestones"]) == ("unchanged", 1, 17)

    def test_100_megabytes(self, watched: Story) -> None:
        report = watched.check(Answer(b"<p>2019</p>" * 9_100_000), status=1)
        assert report["problem"]["code"] == "too-large"

    def test_gzip_bomb(self, watched: Story) -> None:
        bomb = gzip.compress(b"\0" * 200_000_000, 1)
        headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
        assert watched.check(Answer(bomb, 200, headers), status=1)["problem"]["code"] == "too-large"

    def test_not_gzip_at_all(self, watched: Story) -> None:
        headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
        assert watched.check(Answer(b"no gzip", 200, headers), status=1)["outcome"] == "failed"

    def test_nested_100_000_levels_deep(self, watched: Story) -> None:
        assert watched.check("<div>" * 100_000 + "2019" + "</div>" * 100_000, status=1)["outcome"] == "failed"

    def test_nul_bytes(self, watched: Story) -> None:
        report = watched.check(first_layout(PERU).replace("Roadmap", "Road\0map"))
        assert report["version"] == 1

    def test_not_html(self, watched: Story) -> None:
        answer = Answer(b"%PDF-1.7", 200, {"Content-Type": "application/pdf"})
        assert watched.check(answer, status=1)["problem"]["code"] == "not-html"


def test_a_default_charset_of_the_server_is_no_news(tmp_path: Path) -> None:
    with open_story(tmp_path) as story:
        story.check(first_layout(PERU))
        wrong = Answer(first_layout(PERU).encode(), 200, {"Content-Type": "text/html; charset=iso-8859-1"})
        assert story.check(wrong)["outcome"] == "unchanged"


def test_a_page_in_a_wrong_charset_adds_and_removes_nothing(tmp_path: Path) -> None:
    with open_story(tmp_path) as story:
        story.check(first_layout(PERU))
        wrong = Answer(first_layout(PERU).encode(), 200, {"Content-Type": "text/html; charset=koi8-r"})
        report = story.check(wrong)
        assert {change["kind"] for change in report["changes"]} <= {"reworded", "cosmetic"}
        assert report["milestones"] == 17
