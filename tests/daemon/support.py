"""A real daemon in a folder of its own, watching pages of a real server, and what can be asked about both."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGTERM, Signals
from typing import Any

from sqlalchemy import create_engine, text
from tests.support.command import Ended, environment, page_watch
from tests.support.pages import PERU, first_layout
from tests.support.web import Answer

PATIENCE = 60.0
PAGE = first_layout(PERU)


def until(condition: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Wait for what must come, and fail if it does not."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.02)


@dataclass
class Site:
    """Pages by their paths; counts who asked for what. Give it to a ``WebServer`` as its answer."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)

    def __call__(self, path: str) -> Answer:
        self.asked[path] += 1
        return self.answers.get(path, Answer.html(PAGE))

    def until(self, path: str, times: int) -> None:
        """Wait for a page to be asked for so often."""
        until(lambda: self.asked[path] >= times, f"{path} is asked for {times} times")


@dataclass
class Place:
    """A folder with a configuration, and a database of any kind."""

    folder: Path
    database: str
    server: str
    env: dict[str, str] = field(default_factory=dict)

    def configure(self, *watches: str, more: str = "", **defaults: str) -> None:
        """Write a configuration. A watch is its name, with ``: key: value, …`` behind it where it has settings."""
        settings = {"every": "6h", "jitter": "0s", **defaults}
        lines = [f"database: {json.dumps(self.database)}", more]
        lines.append(f"defaults: {{{', '.join(f'{key}: {value}' for key, value in settings.items())}}}")
        lines.append("watches:" if watches else "watches: []")
        for watch in watches:
            name, _, own = watch.partition(": ")
            lines.append(f"  - {{name: {name}, title: The {name}, {self._url(name, own)}{own}}}")
        draft = self.folder / "config.yaml.new"
        draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
        draft.replace(self.folder / "config.yaml")

    def _url(self, name: str, own: str) -> str:
        return "" if "url: " in own else f'url: "{self.server}/{name}"' + (", " if own else "")

    def command(self, *arguments: str) -> Ended:
        return page_watch(self.folder, *arguments, env=self.env)

    def status(self) -> Any:
        return self.command("status", "--json").json

    def watch(self, name: str) -> Any:
        return next(one for one in self.status()["watches"] if one["watch"] == name)

    def query(self, statement: str, **values: object) -> list[tuple[Any, ...]]:
        """Look into the database as nobody else does."""
        engine = create_engine(self.database.replace("postgresql://", "postgresql+psycopg://"))
        try:
            with engine.begin() as connection:
                result = connection.execute(text(statement), values)
                return [tuple(row) for row in result] if result.returns_rows else []
        finally:
            engine.dispose()

    def checks(self) -> dict[str, list[str]]:
        """The outcomes of all checks, by watch, oldest first."""
        found: dict[str, list[str]] = {}
        for name, outcome in self.query(
            "SELECT name, checks.outcome FROM checks JOIN watches ON watches.id = watch_id ORDER BY checks.id"
        ):
            found.setdefault(name, []).append(outcome)
        return found

    def leases(self) -> int:
        return int(self.query("SELECT count(*) FROM leases")[0][0])

    @contextmanager
    def daemon(self, *arguments: str, env: Mapping[str, str] | None = None) -> Iterator[Running]:
        """A running ``page-watch run``; killed at the end of the block if it still runs."""
        log = self.folder / f"daemon-{time.monotonic_ns()}.log"
        with log.open("wb") as sink:
            process = subprocess.Popen(
                [sys.executable, "-m", "page_watch", "--log-format", "json", "run", *arguments],
                cwd=self.folder,
                env={**environment(self.folder, self.env), **(env or {})},
                stdout=sink,
                stderr=sink,
            )
        running = Running(process, log)
        try:
            yield running
            assert "Traceback" not in running.text, running.text
        except BaseException:
            print(running.text[-8000:])  # shown where a test fails
            raise
        finally:
            process.kill()
            process.wait()


@dataclass
class Running:
    """A daemon's process and its log."""

    process: subprocess.Popen[bytes]
    file: Path

    @property
    def text(self) -> str:
        return self.file.read_text(encoding="utf-8")

    @property
    def log(self) -> list[dict[str, Any]]:
        whole = self.text.rpartition("\n")[0]
        return [json.loads(line) for line in whole.splitlines() if line.startswith("{")]

    def said(self, part: str, level: str | None = None) -> int:
        """How many lines of the log hold a text."""
        return sum(part in line["message"] and level in (None, line["level"]) for line in self.log)

    def until_said(self, part: str, times: int = 1) -> None:
        until(lambda: self.said(part) >= times or "Traceback" in self.text or self.process.poll() is not None, part)
        assert self.said(part) >= times, self.text

    def signal(self, number: Signals) -> None:
        os.kill(self.process.pid, number)

    def stop(self, number: Signals = SIGTERM) -> int:
        self.signal(number)
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
