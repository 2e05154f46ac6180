"""Processes killed with SIGKILL at random instants of a check: no change is lost, none is told twice."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.support.command import environment, page_watch
from tests.support.pages import first_layout
from tests.support.story import story as open_story
from tests.support.web import Answer

KILLS = 25
BEFORE = (
    ("2014", ("National Steering Committee established",)),
    ("2013", ("Peru joined the partnership", "First assessment of green growth published")),
)


def test_a_kill_at_any_instant_neither_loses_nor_repeats_a_change(tmp_path: Path) -> None:
    chance = random.Random(20260301)
    texts = [f"Measure {number} of the national plan: {word} adopted" for number, word in enumerate(WORDS)]
    with open_story(tmp_path) as story:
        story.check(first_layout(BEFORE))
        killed = 0
        for number in range(KILLS):
            page = first_layout([("2015", tuple(texts[: number + 1])), *BEFORE])
            story.web.answer = Answer.html(page)
            process = subprocess.Popen(
                [sys.executable, "-m", "page_watch", "check", "--quiet"],
                cwd=tmp_path,
                env=environment(tmp_path),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            try:
                process.wait(chance.uniform(0.15, 0.75))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                killed += 1
        assert killed > KILLS / 4, "too few were killed for this to mean anything"
        # A killed process leaves a claim on what it was about to send; its death frees it at once.
        assert page_watch(tmp_path, "check", "--json").status == 0

        changes = page_watch(tmp_path, "log", "--json").json["changes"]
        assert Counter(change["text"] for change in changes) == Counter(texts[:KILLS])
        assert {change["kind"] for change in changes} == {"added"}
        mails = {str(message["Message-ID"]): message for message in story.mail.messages}
        told = "".join(str(message.get_body(("plain",)).get_content()) for message in mails.values())  # type: ignore[union-attr]
        flat = " ".join(told.split())
        assert [text for text in texts[:KILLS] if flat.count(text) != 1] == []


WORDS = """
    biodiversity finance taxonomy transport housing forestry mining water soil recycling tourism trade energy
    fisheries labour education procurement statistics agriculture manufacturing insurance banking textiles cities
    climate
""".split()
