"""The whole way of a notice, under fire: the real command is killed, and mail and web servers do their worst.

Each round changes the page and runs ``page-watch check``, which SIGKILL may end at any instant: at a random one, or
just when a server has said yes and the command has not marked it. Then it is run again. Every change must arrive at
both channels, and a message that comes twice must be the same message twice.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.notices.far_ends import Mail, MailHost, Posted, free_port, mail_host, receiver
from tests.support.command import environment, page_watch
from tests.support.pages import first_layout
from tests.support.web import Answer, WebServer

MOODS = ("well", "refusing", "hanging", "dropping", "slow", "busy", "never")
"""What a server does for a round; ``never`` is a refusal for good (550, 410), given up and tried with ``--retry``."""

CONFIG = """
database: {database}
channels:
  mail: {{kind: email, host: 127.0.0.1, port: {mail}, security: none, from: watcher@example.org, to: [team@example.org],
         timeout: 1s, max_per_hour: 1000000}}
  hook: {{kind: webhook, url: "http://127.0.0.1:{hook}/", secret: drill, timeout: 1s, max_per_hour: 1000000}}
fetch: {{timeout: 5s}}
watches:
  - {{name: drill, title: "Drill", url: "{page}", channels: [mail, hook]}}
"""


@dataclass
class Figures:
    """What a drill showed."""

    rounds: int = 0
    kills: int = 0
    kills_after_a_yes: int = 0
    runs: int = 0
    moods: Counter[str] = field(default_factory=Counter)
    mails: int = 0
    posts: int = 0
    repeated: int = 0
    """Messages that a channel took once more than once, each the same one again."""
    unseen: list[int] = field(default_factory=list)
    """Changes that no check recorded: nothing could be told of them."""
    lost: list[str] = field(default_factory=list)
    """What did not arrive: the channel and the number of the change."""
    doubled: list[str] = field(default_factory=list)
    """Changes that arrived in two different messages."""

    def __str__(self) -> str:
        return (
            f"{self.rounds} changes, {self.runs} runs, {self.kills} killed ({self.kills_after_a_yes} just after a "
            f"channel's yes); servers: {dict(sorted(self.moods.items()))}; {self.mails} mails and {self.posts} posts "
            f"taken, {self.repeated} of them repetitions with the same id; not recorded: {len(self.unseen)}; "
            f"lost: {len(self.lost)}; "
            f"told in two different messages: {len(self.doubled)}"
        )


class Moody(MailHost):
    """A mail server that does what its mood is, in the middle of a mail."""

    def __init__(self, drill: Drill) -> None:
        super().__init__(port=free_port())
        self._drill = drill

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        match self._drill.mail_mood:
            case "hanging":
                await asyncio.sleep(30)
            case "dropping":
                assert isinstance(server.transport, asyncio.WriteTransport)
                server.transport.abort()
                return "421 dropped"
            case "slow":
                await asyncio.sleep(0.3)
            case "busy":
                return "451 come back later"
            case "never":
                return "554 not this one"
        answer = await super().handle_DATA(server, session, envelope)
        self._drill.said_yes()
        return answer


class Drill:
    """One page, one command, two channels, and a database."""

    def __init__(self, folder: Path, database: str, seed: int) -> None:
        self._folder = folder
        self._database = database
        self._chance = Random(seed)
        self._process: subprocess.Popen[bytes] | None = None
        self._kill_at_yes = False
        self._hook_mood = "well"
        self._typical = 0.8
        self.mail_mood = "well"
        self.figures = Figures()

    def run(self, rounds: int, kills: int) -> Figures:
        """Make so many changes, and kill so often on the way."""
        with ExitStack() as stack:
            web = stack.enter_context(WebServer())
            hook = stack.enter_context(receiver())
            hook.answer = self._answer
            host = Moody(self)
            config = CONFIG.format(database=self._database, mail=host.port, hook=hook.port, page=web.url)
            (self._folder / "config.yaml").write_text(config, encoding="utf-8")
            web.answer = Answer.html(page(0))
            self._check(host)
            for number in range(1, rounds + 1):
                self.figures.rounds += 1
                web.answer = Answer.html(page(number))
                self._choose_moods()
                while self.figures.kills * rounds < kills * number and self._killed(host):
                    self._choose_moods()
                self._check(host)
            self.mail_mood = self._hook_mood = "well"
            self._check(host, "deliver", "--retry")
            recorded = {change["text"] for change in page_watch(self._folder, "log", "--json").json["changes"]}
            self.figures.unseen = [number for number in range(1, rounds + 1) if measure(number) not in recorded]
            self._judge(rounds, host.mails, hook.taken)
        return self.figures

    def _choose_moods(self) -> None:
        self.mail_mood, self._hook_mood = self._chance.choices(MOODS, [8, 2, 1, 2, 2, 2, 1], k=2)
        self.figures.moods[f"mail {self.mail_mood}"] += 1
        self.figures.moods[f"hook {self._hook_mood}"] += 1

    def _check(self, host: Moody, *command: str) -> None:
        """Run the command to its end."""
        with ExitStack() as stack:
            if self.mail_mood != "refusing":
                stack.enter_context(mail_host(host=host))
            began = time.monotonic()
            ended = page_watch(self._folder, *(command or ("check", "--quiet")))
            if self.mail_mood == self._hook_mood == "well" and not command:
                self._typical = time.monotonic() - began
        self.figures.runs += 1
        assert ended.status in (0, 1), ended

    def _killed(self, host: Moody) -> bool:
        """Run the command and kill it. True, as one more kill may be wanted."""
        with ExitStack() as stack:
            if self.mail_mood != "refusing":
                stack.enter_context(mail_host(host=host))
            self._kill_at_yes = self._chance.random() < 0.3
            self._process = subprocess.Popen(
                [sys.executable, "-m", "page_watch", "check", "--quiet"],
                cwd=self._folder,
                env=environment(self._folder),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            self.figures.runs += 1
            patience = 3 * self._typical if self._kill_at_yes else self._chance.uniform(0.1, 1.1) * self._typical
            try:
                self._process.wait(patience)
            except subprocess.TimeoutExpired:
                self._process.kill()
            if self._process.wait() < 0:
                self.figures.kills += 1
            self._kill_at_yes = False
        return True

    def said_yes(self) -> None:
        """A server has just said yes: the instant at which a kill must repeat a message, and may lose none."""
        if self._kill_at_yes and self._process is not None:
            self._kill_at_yes = False
            self.figures.kills_after_a_yes += 1
            delay = self._chance.uniform(0, 0.01)
            threading.Timer(delay, self._process.kill).start()

    def _answer(self, _: Posted) -> tuple[int, dict[str, str]]:
        match self._hook_mood:
            case "hanging":
                time.sleep(1.5)
                return 0, {}
            case "dropping" | "refusing":
                return 0, {}
            case "slow":
                time.sleep(0.3)
            case "busy":
                return self._chance.choice([(429, {"retry-after": "1"}), (503, {}), (500, {})])
            case "never":
                return 410, {}
        self.said_yes()
        return 204, {}

    def _judge(self, rounds: int, mails: list[Mail], posts: list[Posted]) -> None:
        figures = self.figures
        figures.mails, figures.posts = len(mails), len(posts)
        by_mail = [
            (str(mail.message["Message-ID"]), mail.message.get_body(("plain",)).get_content())  # type: ignore[union-attr]
            for mail in mails
        ]
        by_post = [(posted.headers["webhook-id"], posted.body.decode()) for posted in posts]
        for channel, taken in (("mail", by_mail), ("hook", by_post)):
            figures.repeated += len(taken) - len({id for id, _ in taken})
            told: defaultdict[int, set[str]] = defaultdict(set)
            for id, text in taken:
                flat = " ".join(text.split())
                for number in range(1, rounds + 1):
                    if f"Measure {number:04} " in flat:
                        told[number].add(id)
            figures.lost += [f"{channel} {number}" for number in range(1, rounds + 1) if not told[number]]
            figures.doubled += [f"{channel} {number}" for number, ids in told.items() if len(ids) > 1]


def page(number: int) -> str:
    """The page after so many changes."""
    measures = tuple(measure(one) for one in range(number, 0, -1))
    return first_layout((("2024", measures), *FIRST) if measures else FIRST)


def measure(number: int) -> str:
    """The milestone that a change adds."""
    return f"Measure {number:04} of the {word(number)} plan is adopted"


def word(number: int) -> str:
    """One of a hundred words, so that no measure reads like another."""
    return f"{_WORDS[number % 10]} {_WORDS[number // 10 % 10][::-1]} {'xyzw'[number // 100 % 4] * 9}"


_WORDS = "forest finance water energy transport tourism mining housing fishery education".split()

FIRST = (
    ("2014", ("National Steering Committee established",)),
    ("2013", ("Peru joined the partnership", "First assessment of green growth published")),
)
