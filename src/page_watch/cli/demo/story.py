"""The story the demo tells: one page's life, through the real commands."""

from __future__ import annotations

import os
import tempfile
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from page_watch.cli.demo.pages import CHALLENGE, EDITED, FIRST, page
from page_watch.cli.demo.servers import Mailbox, Site, running
from page_watch.cli.layout import Span, Style
from page_watch.cli.statuses import INTERRUPTED, TERMINATED
from page_watch.errors import PageWatchError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from page_watch.cli.terminal import Terminal

CONFIG = """\
database: sqlite:///page-watch.db
channels:
  mail: {{kind: email, host: 127.0.0.1, port: {port}, security: none, from: watcher@example.org, to: team@example.org}}
watches:
  - {{name: progress, title: Our progress, url: "{url}", channels: [mail]}}
"""


def tell(terminal: Terminal) -> int:
    """Tell it all, in a temporary folder that is gone afterwards. Gives 0 when everything went as it must."""
    site, mailbox = Site(), Mailbox()
    with tempfile.TemporaryDirectory(prefix="page-watch-demo-") as folder, running(site, mailbox):
        Path(folder, "config.yaml").write_text(CONFIG.format(port=mailbox.port, url=site.url), encoding="utf-8")
        with chdir(folder), _direct():
            _Story(terminal, site, mailbox).tell()
    return 0


class _Story:
    def __init__(self, terminal: Terminal, site: Site, mailbox: Mailbox) -> None:
        self._terminal = terminal
        self._site = site
        self._mailbox = mailbox

    def tell(self) -> None:
        self._say(f"A page that lists milestones by year is served at {self._site.url}, only for this machine.")
        self._site.html = page(FIRST)
        self._say("The first check accepts what it finds as the baseline. Nobody is told: nothing has changed.")
        self._run("check")

        self._say("The page's editors add a milestone, and in another one 2030 becomes 2040.")
        self._site.html = page(EDITED)
        self._run("check")
        self._show_mail()

        self._say(
            "Now the site answers with a bot challenge in place of the page, and calls that a success (HTTP 200)."
        )
        self._site.html = CHALLENGE
        self._run("check", status=1)
        self._say(
            "The exit status is 1, and nothing was taken for removed. Mail comes at the third such failure in a row."
        )
        self._run("status", status=1)

        self._say("The page is back. What stood before still stands.")
        self._site.html = page(EDITED)
        self._run("check")
        self._run("status")
        self._say("The history, newest first:")
        self._run("log")
        self._say(
            "That was all, and nothing is left of it. 'page-watch init' writes a configuration for your own pages."
        )

    def _say(self, text: str) -> None:
        self._terminal.line(Span(text, Style.BOLD))
        self._terminal.gap()

    def _run(self, *words: str, status: int = 0) -> None:
        """Run a command as it is shown, and see that it ends as it must."""
        from page_watch.cli.main import main

        self._terminal.line(Span(f"$ page-watch {' '.join(words)}", Style.DIM))
        ended = main([*words, "--config", "config.yaml"])
        if ended in (INTERRUPTED, TERMINATED):
            raise KeyboardInterrupt
        if ended != status:
            raise PageWatchError(f"the demo went wrong: 'page-watch {' '.join(words)}' ended with {ended}")
        self._terminal.gap()

    def _show_mail(self) -> None:
        if not self._mailbox.messages:
            raise PageWatchError("the demo went wrong: no mail came")
        for message in self._mailbox.messages:
            self._say("A mail came at once:")
            for header in ("From", "To", "Subject"):
                self._terminal.line(f"| {header}: {message[header]}")
            body = message.get_body(("plain",))
            for line in str(body.get_content() if body else "").splitlines():
                self._terminal.line(f"| {line}", hanging=2)
            self._terminal.gap()
        self._mailbox.messages.clear()


@contextmanager
def _direct() -> Iterator[None]:
    """No proxy stands between this machine and itself, whatever the environment says."""
    names = ("no_proxy", "NO_PROXY")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "127.0.0.1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
