"""The real command, run as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def environment(home: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """An environment that knows nothing of the person who runs the tests."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "PYTHONUTF8": "1",
        "PYTHONWARNINGS": "error",
        **(extra or {}),
    }


def page_watch(folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> Ended:
    """Run ``page-watch`` in a folder, to its end."""
    ended = subprocess.run(
        [sys.executable, "-m", "page_watch", *arguments],
        cwd=folder,
        env=environment(folder, env),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    return Ended(ended.returncode, ended.stdout, ended.stderr)
