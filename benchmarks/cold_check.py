"""What a cold ``page-watch check`` of one unchanged page costs, beside the least any such program could cost.

    python benchmarks/cold_check.py

The least: a program that only imports requests and SQLAlchemy Core, does one request and one commit. The two
run in turn against one local server; the figure is the ratio of their medians of whole-process time.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.support.command import environment
from tests.support.pages import PERU, first_layout
from tests.support.web import Answer, WebServer

LEAST = """
import sys
import requests
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, insert

checks = Table("checks", MetaData(), Column("id", Integer, primary_key=True))
requests.get(sys.argv[1], timeout=30)
with create_engine("sqlite:///least.db").begin() as connection:
    checks.create(connection, checkfirst=True)
    connection.execute(insert(checks))
"""
RUNS = 31


def main() -> None:
    with tempfile.TemporaryDirectory() as name, WebServer() as web:
        folder = Path(name)
        web.answer = Answer.html(first_layout(PERU))
        (folder / "config.yaml").write_text(f"watches: [{{name: peru, url: '{web.url}'}}]\nfetch: {{robots: true}}\n")
        (folder / "least.py").write_text(LEAST)
        least = [sys.executable, "least.py", web.url]
        whole = [sys.executable, "-m", "page_watch", "check", "--quiet"]
        seconds: dict[str, list[float]] = {"least": [], "page-watch": []}
        for run in range(RUNS + 2):
            for what, command in (("least", least), ("page-watch", whole)):
                began = time.perf_counter()
                subprocess.run(command, cwd=folder, env=environment(folder), check=True)
                if run >= 2:
                    seconds[what].append(time.perf_counter() - began)
    medians = {what: statistics.median(runs) for what, runs in seconds.items()}
    for what, median in medians.items():
        print(f"{what:<12} {median * 1000:6.0f} ms  (median of {RUNS}, least {min(seconds[what]) * 1000:.0f} ms)")
    print(f"{'ratio':<12} {medians['page-watch'] / medians['least']:6.2f}")


if __name__ == "__main__":
    main()
