"""init, config, db and demo."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
import yaml

from page_watch.config import SAMPLE
from tests.cli.support import FIRST, Folder
from tests.support.command import page_watch


class TestInit:
    def test_writes_and_never_overwrites(self, folder: Folder) -> None:
        path = folder.path / "config.yaml"
        path.unlink()
        ended = folder.run("init")
        assert (ended.status, ended.out) == (0, "wrote config.yaml; edit its watches, then run 'page-watch check'\n")
        assert path.read_text(encoding="utf-8") == SAMPLE
        path.write_text("mine")
        ended = folder.run("init")
        assert ended.status == 2
        assert "config.yaml is there already" in ended.err
        assert path.read_text() == "mine"

    def test_what_it_writes_is_a_configuration(self, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
        (folder.path / "config.yaml").unlink()
        folder.run("init")
        assert folder.run("config").status == 0

    def test_where_it_is_told_to(self, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
        assert folder.run("init", "--config", "other.yaml", "--quiet").out == ""
        assert (folder.path / "other.yaml").exists()
        monkeypatch.setenv("PAGE_WATCH_CONFIG", "third.yaml")
        folder.run("init")
        assert (folder.path / "third.yaml").exists()
        assert folder.run("init", "--config", "nowhere/x.yaml").status == 2


class TestConfig:
    def test_effective_without_secrets(self, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TOKEN", "hush-hush-hush")
        folder.write(
            "channels: {hook: {kind: webhook, url: 'https://example.org/${TOKEN}', secret: '${TOKEN}'}}\n"
            "watches: [{name: progress, url: 'https://example.org/'}]\n"
        )
        ended = folder.run("config")
        assert ended.status == 0
        assert "hush" not in ended.out
        assert yaml.safe_load(ended.out)["watches"][0]["name"] == "progress"

    def test_schema_needs_no_configuration(self, folder: Folder) -> None:
        (folder.path / "config.yaml").unlink()
        schema = json.loads(folder.run("config", "--schema").out)
        assert "watches" in schema["properties"]

    def test_wrong(self, folder: Folder) -> None:
        folder.write("watches: [{name: progress, url: 'https://example.org/', evry: 6h}]\nfetch: {timeout: soon}\n")
        ended = folder.run("config")
        assert (ended.status, ended.out) == (2, "")
        assert all(line.startswith("page-watch: config.yaml:") for line in ended.err.splitlines())
        assert "watches[0].evry" in ended.err
        assert "fetch.timeout" in ended.err


class TestDb:
    def test_upgrade(self, folder: Folder) -> None:
        assert folder.run("db", "upgrade").out.startswith("the database was upgraded (schema none to ")
        assert folder.run("db", "upgrade").out.startswith("the database is up to date (schema ")

    def test_prune_keeps_versions(self, folder: Folder) -> None:
        long_ago = datetime.now(UTC) - timedelta(days=400)
        for days in range(5):
            folder.visit(FIRST, long_ago + timedelta(days=days))
        before = folder.run("show").out
        ended = folder.run("db", "prune")
        assert ended.status == 0
        assert ended.out.startswith("deleted ")
        assert not ended.out.startswith("deleted 0 checks")
        assert folder.run("show").out == before
        assert folder.run("db", "prune", "--quiet").out == ""

    def test_backup_is_a_whole_database(self, folder: Folder) -> None:
        folder.visit(FIRST, datetime.now(UTC))
        ended = folder.run("db", "backup", "copy.db")
        assert (ended.status, ended.out) == (0, "the database was copied to copy.db\n")
        copy = sqlite3.connect(folder.path / "copy.db")
        try:
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        finally:
            copy.close()
        shown = folder.run("show").out
        folder.write(f"database: sqlite:///copy.db\n{folder.config}")
        assert folder.run("show").out == shown

    def test_backup_nowhere(self, folder: Folder) -> None:
        folder.visit(FIRST, datetime.now(UTC))
        ended = folder.run("db", "backup", "nowhere/copy.db")
        assert ended.status in (1, 2)
        assert len(ended.err.splitlines()) == 1


def test_demo(folder: Folder) -> None:
    (folder.path / "config.yaml").unlink()
    ended = page_watch(folder.path, "demo", env={"http_proxy": "http://127.0.0.1:9", "PAGE_WATCH_CONFIG": "other.yaml"})
    assert (ended.status, ended.err) == (0, "")
    told = [
        "progress: baseline: 6 milestones, version 1",
        "progress: changed: 1 added, 1 reworded; 7 milestones, version 2",
        "    reworded  National policy for decent jobs approved, with green jobs by [-2030-]{+2040+}",
        "| Subject: Our progress: 1 new milestone (2025), 1 reworded (2021)",
        "progress: failed (blocked): ",
        "progress: unchanged: 7 milestones, version 2",
    ]
    places = [ended.out.index(line) for line in told]
    assert places == sorted(places)
    assert [path.name for path in folder.path.iterdir() if path.name != "cache"] == []
