"""The command as a process: signals, pipes, locales, full disks, mistakes."""

from __future__ import annotations

import io
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from page_watch.cli.main import main
from tests.cli import contract
from tests.cli.support import FIRST, Folder, at, milestone
from tests.support.command import environment
from tests.support.pages import PERU, first_layout
from tests.support.web import Answer, WebServer


@contextmanager
def started(
    folder: Path, *arguments: str, env: Mapping[str, str] | None = None, stdout: int | None = subprocess.PIPE
) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [sys.executable, "-m", "page_watch", *arguments],
        cwd=folder,
        env=environment(folder, env),
        stdout=stdout,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for what must come, and fail if it does not."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


@pytest.fixture
def many(folder: Folder) -> Folder:
    """A history whose ``log`` is longer than a pipe holds."""
    folder.visit([milestone("2000", "It began")], at("01-01"))
    folder.visit(
        [milestone("2000", "It began"), *(milestone(str(1000 + n), f"Milestone {n} " + "x" * 400) for n in range(400))],
        at("01-02"),
    )
    return folder


def test_a_reader_that_leaves_is_no_trouble(many: Folder) -> None:
    with started(many.path, "log") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said(many: Folder) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        with started(many.path, "log", stdout=full) as process:
            assert process.stderr is not None
            assert process.stderr.read() == (b"page-watch: the results could not be written: No space left on device\n")
            assert process.wait() == 1
    finally:
        os.close(full)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("watches", [1, 3])
def test_a_signal_ends_it_quietly_at_once_and_it_never_happened(
    folder: Folder, watches: int, number: int, status: int
) -> None:
    with WebServer() as web:
        web.answer = Answer(hang=True)
        entries = "".join(f"  - {{name: w{n}, url: '{web.url}?{n}'}}\n" for n in range(watches))
        folder.write(f"fetch: {{timeout: 1h, per_host: 9}}\nwatches:\n{entries}")
        with started(folder.path, "check") as process:
            until(lambda: web.requests == watches)
            process.send_signal(number)
            assert process.stderr is not None
            assert process.stderr.read() == b""
            assert process.wait(30) == status
        found = contract.valid(folder.run("status", "--json").out, contract.STATUS)
        assert [watch["last_check"] for watch in found["watches"]] == [None] * watches
        web.answer = Answer.html("<p>nothing")
        checks = contract.valid(folder.run("check", "--json").out, contract.CHECK)["checks"]
        assert {check["outcome"] for check in checks} == {"failed"}, "not skipped: the leases were given back"


def test_latin_1_and_ascii_locales(folder: Folder) -> None:
    folder.visit([milestone("2019–2020", "‘Plan’ für 年")], at("01-01"))
    for encoding, expected in (("latin-1", "2019-2020\n  'Plan' für ?"), ("ascii", "2019-2020\n  'Plan' fur ?")):
        with started(folder.path, "show", env={"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding}) as process:
            assert process.stdout is not None
            assert expected in process.stdout.read().decode(encoding)
    with started(folder.path, "show", "--json", env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}) as process:
        assert process.stdout is not None
        assert '"text": "‘Plan’ für 年"' in process.stdout.read().decode("utf-8")


def on_a_terminal(folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> str:
    """All that a command writes to the terminal it runs on, line ends made plain."""
    ours, theirs = pty.openpty()
    shown = b""
    with subprocess.Popen(
        [sys.executable, "-m", "page_watch", *arguments],
        cwd=folder,
        env=environment(folder, {"TERM": "xterm", **(env or {})}),
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # what Linux says when the other end is closed
                break
            if not piece:
                break
            shown += piece
        process.wait()
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def test_on_a_terminal_there_are_colours_and_lines_fit(folder: Folder) -> None:
    folder.visit([milestone("2019", "Plan " * 40)], at("01-01"))
    lines = on_a_terminal(folder.path, "show", env={"COLUMNS": "40"}).split("\n")
    assert "\x1b[1m2019\x1b[0m" in lines
    assert max(len(line) for line in lines if "Plan" in line) <= 40
    assert "\x1b" not in on_a_terminal(folder.path, "show", env={"NO_COLOR": "1"})


def test_on_a_terminal_there_is_progress_which_leaves_no_trace(folder: Folder) -> None:
    with WebServer() as web:
        web.answer = Answer.html(first_layout(PERU))
        entries = "".join(f"  - {{name: w{n}, url: '{web.url}?{n}'}}\n" for n in range(3))
        folder.write(f"watches:\n{entries}")
        shown = on_a_terminal(folder.path, "check", env={"NO_COLOR": "1"})
        quiet = on_a_terminal(folder.path, "check", "--quiet")
    for done in range(4):
        assert f"\r{done} of 3 checked\r\x1b[K" in shown
    left = "".join(line.rpartition("\x1b[K")[2] + "\n" for line in shown.split("\n")[:-1])
    assert left == (
        "w0: baseline: 17 milestones, version 1\n"
        "w1: baseline: 17 milestones, version 1\n"
        "w2: baseline: 17 milestones, version 1\n"
        "3 watches: 3 baseline\n"
    )
    assert quiet == ""


class Unforeseen(io.StringIO):
    """A standard output that breaks in a way nobody thought of."""

    def write(self, text: str) -> int:
        raise LookupError("no such \x1b[31mthing")


def test_a_mistake_of_ours_is_one_sentence_and_with_v_a_traceback(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", Unforeseen())
    assert main(["--version"]) == 1
    assert folder.capsys.readouterr().err == (
        "page-watch: a mistake in page-watch itself, please report it: LookupError: no such ␛[31mthing; "
        "the same command with -v shows where\n"
    )
    assert main(["-v", "config", "--schema"]) == 1
    shown = folder.capsys.readouterr().err.splitlines()
    assert shown[0] == "Traceback (most recent call last):"
    assert shown[-1] == "page-watch: a mistake in page-watch itself, please report it: LookupError: no such ␛[31mthing"


def test_what_goes_wrong_with_the_database_is_status_1(folder: Folder) -> None:
    folder.visit(FIRST, at("01-01"))
    (folder.path / "page-watch.db").write_bytes(b"not a database at all, " * 500)
    ended = folder.run("show")
    assert (ended.status, ended.out) == (1, "")
    assert len(ended.err.splitlines()) == 1
