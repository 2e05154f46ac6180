"""The second start: nothing heavy imported, nothing secret kept, nothing stale believed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from page_watch.config import load
from page_watch.errors import ConfigError
from page_watch.settings import Secret, WebhookChannel
from tests.config.conftest import WATCH, Folder
from tests.config.test_settings import EVERYTHING, SECRETS, WHOLE

PROGRAM = """
import json, os, sys
from pathlib import Path
from page_watch.config import load
settings = load(Path(sys.argv[1]), os.environ)
heavy = ("pydantic", "pydantic_core", "yaml", "bs4", "lxml", "requests", "sqlalchemy", "email", "asyncio", "tempfile")
print(json.dumps([name for name in heavy if name in sys.modules]))
"""


def kept(folder: Folder) -> list[Path]:
    return sorted(Path(folder.env["XDG_CACHE_HOME"]).glob("page-watch/*"))


def started(folder: Folder, env: dict[str, str]) -> list[str]:
    """The heavy modules that a start brings in."""
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder.file)],
        env={"PATH": os.environ["PATH"], **folder.env, **env},
        capture_output=True,
        text=True,
        check=True,
    )
    modules: list[str] = json.loads(ended.stdout)
    return modules


def test_the_second_start_is_light(folder: Folder) -> None:
    folder.file.write_text(WHOLE)
    assert "pydantic" in started(folder, SECRETS)
    assert started(folder, SECRETS) == []


def test_it_is_kept_for_this_user_alone_and_without_secrets(folder: Folder) -> None:
    folder.load(f"heartbeat_url: https://hc.example.org/l1teral\n{WHOLE}", SECRETS)
    [file] = kept(folder)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    content = file.read_text()
    assert not [secret for secret in (*SECRETS.values(), "l1teral") if secret in content]
    assert "page-peru" in content


def test_a_secret_that_cannot_be_pointed_at_is_not_kept(folder: Folder) -> None:
    folder.load(WATCH + 'heartbeat_url: "https://hc.example.org/\\x41bc"')
    assert kept(folder) == []


def test_a_secret_that_stands_in_the_open_as_well_is_not_kept(folder: Folder) -> None:
    folder.load("heartbeat_url: http://hc/${X}\nwatches: [{name: a, url: 'http://x/${X}'}]", {"X": "hunter2"})
    assert kept(folder) == []


def test_everything_comes_back(folder: Folder, tmp_path: Path) -> None:
    """``Folder.load`` loads twice and compares; here that the second time was from the cache."""
    folder.load(EVERYTHING)
    [file] = kept(folder)
    before = file.stat().st_mtime_ns
    folder.load(EVERYTHING)
    assert file.stat().st_mtime_ns == before


class TestWhatItRestsOn:
    """A kept form is given up when something it rests on changes."""

    TEXT = WATCH + "channels: {h: {kind: webhook, url: '${HOOK}', secret_file: key}}\nfetch: {contact: '${WHO}'}"
    ENV = {"HOOK": "https://one/", "WHO": "a@b.org"}  # noqa: RUF012

    @pytest.fixture(autouse=True)
    def _kept(self, folder: Folder) -> None:
        (folder.path / "key").write_text("k1")
        folder.load(self.TEXT, self.ENV)

    def hook(self, folder: Folder, **env: str) -> WebhookChannel:
        hook = load(folder.file, {**folder.env, **self.ENV, **env}).channels[1]
        assert isinstance(hook, WebhookChannel)
        return hook

    def test_a_secret_variable(self, folder: Folder) -> None:
        assert self.hook(folder, HOOK="https://two/").url == Secret("https://two/")
        for value, words in [("", "HOOK, which is empty"), ("nonsense", "channels.h.url: is not a web address")]:
            with pytest.raises(ConfigError, match=words):
                self.hook(folder, HOOK=value)
        env = {**folder.env, "WHO": "a@b.org"}
        with pytest.raises(ConfigError, match="HOOK, which is not set"):
            load(folder.file, env)

    def test_an_open_variable(self, folder: Folder) -> None:
        env = {**folder.env, **self.ENV, "WHO": "c@d.org"}
        assert load(folder.file, env).fetch.contact == "c@d.org"
        with pytest.raises(ConfigError, match="WHO"):
            load(folder.file, {**env, "WHO": ""})

    def test_a_secrets_file(self, folder: Folder) -> None:
        (folder.path / "key").write_text("k2")
        assert self.hook(folder).secret == Secret("k2")
        (folder.path / "key").unlink()
        with pytest.raises(ConfigError, match="secret_file"):
            self.hook(folder)

    def test_a_folder_it_names(self, folder: Folder) -> None:
        (folder.path / "mine").mkdir()
        folder.load(f"{self.TEXT}\ntemplates: mine", self.ENV)
        (folder.path / "mine").rmdir()
        with pytest.raises(ConfigError, match='"mine" is not a folder'):
            self.hook(folder)

    def test_the_file_itself(self, folder: Folder) -> None:
        folder.file.write_text(self.TEXT.replace("https://un-page.org", "https://example.org"))
        assert load(folder.file, {**folder.env, **self.ENV}).watches[0].url == "https://example.org/countries/peru"

    @pytest.mark.parametrize("damage", [b"", b"{", b"x" * 70, b"\xff\xfe", b"\n\n\n", b"[]\n{}\n{}"])
    def test_a_damaged_form_is_read_anew(self, folder: Folder, damage: bytes) -> None:
        [file] = kept(folder)
        good = file.read_bytes()
        for content in (damage, good[:-9], good + damage + b" ", good.replace(b"h", b"j", 1)):
            file.write_bytes(content)
            assert self.hook(folder).url == Secret("https://one/")
            assert file.read_bytes() == good

    def test_a_well_sealed_form_of_something_else_is_read_anew(self, folder: Folder) -> None:
        import hashlib

        [file] = kept(folder)
        good = file.read_text()
        _, head, _ = good.split("\n")
        for body in ("null", "{}", '{"settings": 5, "database": null}', '{"settings": {"#": "Watch"}}', "[1"):
            text = f"{head}\n{body}"
            file.write_text(f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}")
            assert self.hook(folder).url == Secret("https://one/")
            assert file.read_text() == good

    def test_a_form_others_may_write_is_not_believed(self, folder: Folder) -> None:
        [file] = kept(folder)
        planted = file.read_bytes()
        file.chmod(0o666)
        self.hook(folder)
        assert file.read_bytes() == planted
        assert file.stat().st_mode & 0o777 == 0o600

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
    def test_a_form_of_another_user_is_not_believed(self, folder: Folder) -> None:
        [file] = kept(folder)
        os.chown(file, 12345, -1)
        self.hook(folder)
        assert file.stat().st_uid == os.getuid()

    def test_a_link_is_not_followed(self, folder: Folder, tmp_path: Path) -> None:
        [file] = kept(folder)
        file.rename(tmp_path / "elsewhere")
        file.symlink_to(tmp_path / "elsewhere")
        self.hook(folder)
        assert not file.is_symlink()


@pytest.mark.parametrize("env", [{}, {"HOME": ""}, {"HOME": "/dev/null"}, {"XDG_CACHE_HOME": "relative", "HOME": "x"}])
def test_without_a_place_to_keep_it(folder: Folder, env: dict[str, str]) -> None:
    folder.env = env
    assert folder.load(WATCH).watches[0].name == "peru"
    assert not Path("relative").exists()


def test_only_so_many_are_kept(folder: Folder) -> None:
    for number in range(70):
        file = folder.path / f"{number}.yaml"
        file.write_text(WATCH)
        load(file, folder.env)
    assert len(kept(folder)) == 64
