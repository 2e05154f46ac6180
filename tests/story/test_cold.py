"""A check of an unchanged page pays for nothing that page does not need."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.support.command import environment, page_watch
from tests.support.pages import PERU, first_layout
from tests.support.story import story as open_story

UNNEEDED = {
    "alembic",
    "apprise",
    "apscheduler",
    "babel",
    "bs4",
    "concurrent.futures.thread",
    "email.mime",
    "jinja2",
    "lxml",
    "page_watch.render",
    "protego",
    "pydantic",
    "rapidfuzz",
    "smtplib",
    "sqlalchemy.orm",
    "yaml",
}


def test_second_check_of_an_unchanged_page_is_silent_and_imports_nothing_it_does_not_need(tmp_path: Path) -> None:
    with open_story(tmp_path) as story:
        story.check(first_layout(PERU))
        ended = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "page_watch", "check", "--quiet"],
            cwd=tmp_path,
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            check=True,
        )
        assert ended.stdout == ""
        imported = set(re.findall(r"^import time:.*\| +(\S+)$", ended.stderr, re.MULTILINE))
        assert "requests" in imported, "the measurement itself is broken"
        assert imported & UNNEEDED == set()
        (report,) = page_watch(tmp_path, "check", "--json").json["checks"]
        assert (report["outcome"], report["version"]) == ("unchanged", 1)
