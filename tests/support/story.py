"""A watched page, the command that checks it, and the people who are told: everything real, nothing remote."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.command import page_watch
from tests.support.mail import MailServer
from tests.support.web import Answer, WebServer

CONFIG = """
database: sqlite:///watch.db
channels:
  mail: {{kind: email, host: 127.0.0.1, port: {port}, security: none, from: watcher@example.org, to: team@example.org}}
fetch: {{timeout: 2s}}
watches:
  - {{name: page-peru, title: "PAGE Peru", url: "{url}", channels: [mail]}}
"""


class Story:
    """The server's page, the command, and what came of it."""

    def __init__(self, folder: Path, web: WebServer, mail: MailServer) -> None:
        self.folder, self.web, self.mail = folder, web, mail
        (folder / "config.yaml").write_text(CONFIG.format(port=mail.port, url=web.url), encoding="utf-8")

    def check(self, page: str | Answer, status: int = 0) -> Any:
        """Serve a page, check it, and give the report; the exit status must be right."""
        self.web.answer = page if isinstance(page, Answer) else Answer.html(page)
        ended = page_watch(self.folder, "check", "--json")
        assert ended.status == status, ended
        (report,) = ended.json["checks"]
        return report

    def new_mail(self) -> list[str]:
        """The subjects of what came since the last look."""
        subjects = self.mail.subjects
        self.mail.messages.clear()
        return subjects

    def incidents(self) -> list[str]:
        return [incident["kind"] for incident in page_watch(self.folder, "status", "--json").json["incidents"]]


def kinds(report: Any) -> list[tuple[str, str]]:
    return [(change["kind"], change["year"]) for change in report["changes"]]


@contextmanager
def story(folder: Path) -> Iterator[Story]:
    """One watch of one page, in a folder of its own."""
    with WebServer() as web, MailServer() as mail:
        yield Story(folder, web, mail)
