"""Whether a process that holds something still lives.

A process id alone does not tell: ids are used again, and another container counts its own. So beside the id
goes a *birthmark*: the place (the host, this start of its kernel, and the process-id namespace) and the process's
start time in it. Only a process of the same place can be judged; of any other, only its silence tells.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path

_PROC = Path("/proc")


def birthmark(pid: int) -> str:
    """The place and start time of a living process; empty where they cannot be told, or there is no such process."""
    start = _start(pid)
    return f"{_place()}/{start}" if start else ""


def is_gone(pid: int, mark: str) -> bool:
    """Whether the process that had this id and birthmark has certainly ended; never so without a birthmark."""
    if os.name != "posix" or not mark or mark.rpartition("/")[0] != _place():
        return False  # on Windows, os.kill would not ask but end the process
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass  # it is another user's, whose start time may still be readable
    if _is_zombie(pid):
        return True
    now = birthmark(pid)
    return now not in ("", mark)


@lru_cache(maxsize=1)
def _place() -> str:
    host = os.uname().nodename if os.name == "posix" else ""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
        return f"{host}:{boot}:{(_PROC / 'self/ns/pid').readlink()}"
    except OSError:
        return f"{host}:{sys.platform}"


def _stat(pid: int) -> list[str]:
    """The fields of proc(5)'s stat after the command name, whose own blanks and brackets would confuse."""
    try:
        return (_PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _is_zombie(pid: int) -> bool:
    fields = _stat(pid)
    return bool(fields) and fields[0] in ("Z", "X")


def _start(pid: int) -> str:
    fields = _stat(pid)
    if fields:
        return fields[19]  # starttime, field 22 of proc(5)
    if os.name != "posix" or _PROC.joinpath("self/stat").exists():
        return ""
    return _start_by_ps(pid)


def _start_by_ps(pid: int) -> str:
    """The start time as ps(1) prints it, for systems without /proc."""
    import subprocess  # only where there is no /proc

    command = ["ps", "-o", "lstart=", "-p", str(pid)]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=5, env={**os.environ, "LC_ALL": "C"})
    except (OSError, subprocess.SubprocessError):
        return ""
    return " ".join(answer.stdout.split())
