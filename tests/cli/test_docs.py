"""README.md and docs/cli.md: every example is run, in order, in one folder, and must print what the page says.

After a change, ``PAGE_WATCH_WRITE_DOCS=1 pytest tests/cli/test_docs.py`` writes the outputs anew; read the diff.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from page_watch.cli.demo.pages import CHALLENGE, EDITED, FIRST, Groups, page
from tests.cli.support import Folder
from tests.support.mail import MailServer
from tests.support.web import Answer, WebServer

PROJECT = Path(__file__).parents[2]
DOCS = PROJECT / "docs" / "cli.md"
PORT = 2525
"""The mail server's port in the text."""

FEWER: Groups = {year: texts for year, texts in EDITED.items() if year in ("2025", "2023", "2014")}
PAGES = {"first": page(FIRST), "edited": page(EDITED), "challenge": CHALLENGE, "fewer": page(FEWER)}

BLOCK = re.compile(r"<!-- (?P<directive>[a-z]+) (?P<value>\S+) -->\n|```(?P<kind>\w+)\n(?P<text>.*?)```\n", re.DOTALL)


@dataclass(frozen=True)
class Typed:
    """A line that is typed, and what is printed then."""

    line: str
    printed: str


def typed(block: str) -> Iterator[Typed]:
    if block.startswith("$ page-watch demo\n"):  # which shows commands itself
        yield Typed(*block.removeprefix("$ ").split("\n", 1))
        return
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        line, _, printed = part.partition("\n")
        yield Typed(line, printed)


def lasting(text: str, web: WebServer, mail: MailServer, folder: Path) -> str:
    """What is printed without what differs from one run to the next: addresses, times, ids, the folder."""
    for pattern, steady in (
        (re.escape(web.url), "https://example.org/progress"),
        (r"http://127\.0\.0\.1:\d+/progress", "http://127.0.0.1:8000/progress"),
        (re.escape(str(mail.port)), str(PORT)),
        (re.escape(str(folder)), "/home/ana"),
        (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)", "2026-03-04T17:05:09+00:00"),
        (r"\d{4}-\d\d-\d\d \d\d:\d\d", "2026-03-04 17:05"),
        (r"\b\d+ (second|minute)s?\b", "5 seconds"),
        (r"urn:uuid:[0-9a-f-]+", "urn:uuid:8c5b6f3e-…"),
        (r'"similarity": 0\.\d+', '"similarity": 0.82'),
        (r"(\| Subject: .*\n)(\|.*\n)+", r"\1| …\n"),
    ):
        text = re.sub(pattern, steady, text)
    return text.replace("\r\n", "\n")


class Reader:
    """Someone who types in what the page shows."""

    def __init__(self, folder: Folder, web: WebServer, mail: MailServer) -> None:
        self.folder, self.web, self.mail = folder, web, mail

    def read(self, text: str) -> str:
        """Do all of it, and give the page as it should be."""
        return BLOCK.sub(self._block, text)

    def _block(self, found: re.Match[str]) -> str:
        if found["directive"] == "page":
            self.web.answer = Answer.html(PAGES[found["value"]])
        elif found["directive"] == "save":
            (self.folder.path / "page.html").write_text(PAGES[found["value"]], encoding="utf-8")
        elif found["kind"] == "yaml":
            config = found["text"].replace("https://example.org/progress", self.web.url)
            self.folder.write(config.replace(str(PORT), str(self.mail.port)))
        elif found["kind"] == "console":
            done = "".join(f"$ {one.line}\n{self._type(one)}" for one in typed(found["text"]))
            return f"```console\n{done}```\n"
        return found[0]

    def _type(self, one: Typed) -> str:
        command, _, then = one.line.partition("; ")
        words = shlex.split(command.replace("https://example.org/progress", self.web.url))
        assert words[0] == "page-watch", one.line
        if words[1] == "init":
            (self.folder.path / "config.yaml").unlink(missing_ok=True)
        ended = self.folder.run(*words[1:])
        status = f"{ended.status}\n" if then == "echo $?" else ""
        assert then in ("", "echo $?")
        return lasting(ended.out + ended.err, self.web, self.mail, self.folder.path) + status


@pytest.mark.parametrize("document", [PROJECT / "README.md", DOCS], ids=lambda path: path.name)
def test_every_example_does_what_the_page_says(folder: Folder, document: Path) -> None:
    told = document.read_text(encoding="utf-8")
    with WebServer() as web, MailServer() as mail:
        done = Reader(folder, web, mail).read(told)
    if os.environ.get("PAGE_WATCH_WRITE_DOCS"):
        document.write_text(done, encoding="utf-8")
    assert done == document.read_text(encoding="utf-8")


def test_every_command_is_there() -> None:
    from page_watch.cli.commands import COMMANDS

    text = DOCS.read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"\n## {command.name}\n" in text
        assert f"$ page-watch {command.name}" in text
