"""The service manager's protocol over a real socket, and what systemd itself says of the unit."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from page_watch.schedule.systemd import Manager

UNIT = Path(__file__).parents[2] / "deploy" / "page-watch.service"
HARDENED = 2.0
"""The exposure that systemd calls OK is up to 4.9, and "SAFE" begins below 2."""

ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")


@pytest.mark.parametrize("abstract", [False, True])
def test_the_manager_hears_the_states(tmp_path: Path, abstract: bool) -> None:
    name = f"@page-watch-test-{os.getpid()}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(name.replace("@", "\0", 1))
        listener.settimeout(10)
        manager = Manager({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "180000000", "WATCHDOG_PID": str(os.getpid())})
        manager.ready("watching 2 pages")
        manager.alive()
        manager.reloading()
        manager.stopping()
        heard = [listener.recv(4096).decode() for _ in range(4)]
    assert manager.watchdog == timedelta(minutes=3)
    assert heard[:2] == ["READY=1\nSTATUS=watching 2 pages", "WATCHDOG=1"]
    assert re.fullmatch(r"RELOADING=1\nMONOTONIC_USEC=\d+", heard[2])
    assert heard[3] == "STOPPING=1"


def test_nobody_listens(tmp_path: Path) -> None:
    for env in ({}, {"NOTIFY_SOCKET": str(tmp_path / "gone")}, {"NOTIFY_SOCKET": "odd", "WATCHDOG_USEC": "odd"}):
        manager = Manager(env)
        manager.ready("here")
        manager.alive()
        assert manager.watchdog is None


def test_another_process_is_watched() -> None:
    assert Manager({"WATCHDOG_USEC": "1000000", "WATCHDOG_PID": "1"}).watchdog is None
    assert Manager({"WATCHDOG_USEC": "1000000"}).watchdog == timedelta(seconds=1)


@needs_systemd
def test_systemd_finds_no_fault_with_the_unit(tmp_path: Path) -> None:
    assert ANALYZE
    # The command it names is not installed here; any that exists stands in for it.
    text = re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", UNIT.read_text())
    unit = tmp_path / UNIT.name
    unit.write_text(text)
    verdict = subprocess.run([ANALYZE, "verify", str(unit)], capture_output=True, text=True, timeout=60)
    assert (verdict.returncode, verdict.stderr) == (0, "")
    exposure = subprocess.run(
        [ANALYZE, "security", "--offline=true", "--no-pager", str(unit)], capture_output=True, text=True, timeout=60
    )
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", exposure.stdout)
    assert found, exposure
    assert float(found[1]) <= HARDENED
