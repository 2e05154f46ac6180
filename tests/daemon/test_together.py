"""Daemons and one-off rounds together on one database: each due check once, each notice once.

``benchmarks/daemon_pair.py`` is the long form.
"""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from signal import SIGHUP

from tests.daemon.support import Place, Site, until
from tests.support.pages import PERU, first_layout
from tests.support.web import Answer

PAGES = [f"page-{number}" for number in range(24)]
NEWS = Answer.html(first_layout((("2026", ("A tax on plastic adopted",)), *PERU)))


def test_two_daemons_and_rounds_beside_them_make_each_check_once(any_place: Place, site: Site) -> None:
    any_place.configure(*PAGES, more="fetch: {per_host: 8}")
    with ExitStack() as stack:
        daemons = [stack.enter_context(any_place.daemon()) for _ in range(2)]
        rounds = []
        while len(site.asked) < len(PAGES):
            rounds.append(any_place.command("run", "--quiet", "--once"))
        until(lambda: len(any_place.checks()) == len(PAGES), "all are recorded")
        # Now all of them are due once more, and have something to tell.
        site.answers = {f"/{name}": NEWS for name in PAGES}
        any_place.query("UPDATE watches SET last_check = '2020-01-01 00:00:00'")
        for daemon in daemons:
            daemon.signal(SIGHUP)  # they look at the database again
        while sum(site.asked.values()) < 2 * len(PAGES):
            rounds.append(any_place.command("run", "--quiet", "--once"))
        until(lambda: sum(map(len, any_place.checks().values())) == 2 * len(PAGES), "all are recorded")
        until(lambda: any_place.status()["deliveries"]["pending"] == 0, "all is told")
        assert [daemon.stop() for daemon in daemons] == [0, 0]
    assert any_place.checks() == {name: ["baseline", "changed"] for name in PAGES}
    assert set(site.asked.values()) == {2}
    assert [ended for ended in rounds if ended.status or "WARN" in ended.err or "ERROR" in ended.err] == []
    (told,) = any_place.query("SELECT count(*), count(DISTINCT watch) FROM notices WHERE kind = 'changes'")
    assert told == (len(PAGES), len(PAGES))
    sent = Counter(status for (status,) in any_place.query("SELECT status FROM deliveries"))
    assert sent == {"sent": len(PAGES)}
    troubles = [line for daemon in daemons for line in daemon.log if line["level"] in ("warning", "error")]
    assert troubles == []
