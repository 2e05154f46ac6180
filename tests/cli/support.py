"""A folder with a configuration and a history, made by the program's own judgement at times a test chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from page_watch.cli.main import main
from page_watch.errors import CheckError
from page_watch.judging.decide import decide, decide_failure
from page_watch.model.decision import Decision, Record
from page_watch.model.milestone import Milestone, Parsed
from page_watch.model.response import Response
from page_watch.notices.routing import notices
from page_watch.settings import LogChannel, Watch
from page_watch.store import Store

WINDOW = timedelta(hours=24)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str


def milestone(year: str | None, text: str, *links: str) -> Milestone:
    number = int(year) if year and year.isdecimal() else None
    return Milestone(year, number, number, text, links)


FIRST = (
    milestone("2021", "National policy for decent jobs approved, with green jobs by 2030"),
    milestone("2018", "Roadmap for a circular economy adopted", "https://example.org/roadmap"),
    milestone("2016", "Guidelines for green growth approved"),
    milestone(None, "Office opened"),
)
SECOND = (
    milestone("2025", "National taxonomy for green finance published"),
    milestone("2021", "National policy for decent jobs approved, with green jobs by 2040"),
    milestone("2018", "Roadmap for a circular economy adopted", "https://example.org/roadmap"),
    milestone("2017", "Guidelines for green growth approved"),
    milestone(None, "Office opened"),
)


@dataclass
class Folder:
    """Commands run in it, in this process."""

    path: Path
    capsys: pytest.CaptureFixture[str]
    config: str = "watches:\n  - {name: progress, title: Our progress, url: 'http://127.0.0.1:9/progress'}\n"
    watches: tuple[Watch, ...] = (Watch(name="progress", url="http://127.0.0.1:9/progress", title="Our progress"),)

    def __post_init__(self) -> None:
        self.write(self.config)

    def write(self, config: str) -> None:
        (self.path / "config.yaml").write_text(config, encoding="utf-8")

    def run(self, *arguments: str) -> Ended:
        """Run a command; it must say everything in clear sentences."""
        self.capsys.readouterr()
        status = main(arguments)
        said = self.capsys.readouterr()
        assert "Traceback" not in said.err
        assert "a mistake in page-watch itself" not in said.err, said.err
        return Ended(status, said.out, said.err)

    def store(self) -> Store:
        return Store.open(f"sqlite:///{self.path / 'page-watch.db'}")

    def visit(self, found: Sequence[Milestone] | CheckError, at: datetime, watch: str = "progress") -> Decision:
        """One check: these milestones, or this trouble, at this time."""
        configured = next((one for one in self.watches if one.name == watch), None)
        of = configured or Watch(name=watch, url=f"http://127.0.0.1:9/{watch}", title=watch)
        store = self.store()
        try:
            state = store.load(watch, WINDOW, at)
            if isinstance(found, CheckError):
                decision = decide_failure(state, found, of, at)
            else:
                decision = decide(state, Parsed(tuple(found), "made by a test"), of, at)
            body = f"{watch} {found}".encode()
            response = Response(of.url, of.url, 200, (("content-type", "text/html"),), body)
            told = notices(of, (LogChannel(name="log"),), state, decision, at)
            store.record(Record(watch, of.url, at, response, "timeline/1", decision, told))
        finally:
            store.close()
        return decision


def at(day: str, hour: int = 12) -> datetime:
    """A time of a day of 2026, ``03-04``."""
    return datetime.fromisoformat(f"2026-{day}T{hour:02}:00:00+00:00").astimezone(UTC)
