"""False alarms: a page that changes now and then, on a site that is seldom well.

    python benchmarks/matching_alarms.py [CHECKS [SEED]]

The whole program looks at it, from the answer's bytes to the database, only the network and the clock are played:
the site blocks, answers with nothing, shows the page in its other layout, in another order, cut off after half of
its items, in a wrong charset, or from a server that does not have the last addition yet.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from html import escape
from pathlib import Path
from random import Random

from page_watch import text as texts
from page_watch.bench import Bench
from page_watch.check import Report, check
from page_watch.model.milestone import Change, Kind, Milestone
from page_watch.model.process import Owner
from page_watch.model.response import Response
from page_watch.model.state import Outcome
from page_watch.settings import LogChannel, Watch
from page_watch.store import Store
from simulator import Edit, Page

URL = "https://example.org/history"
EVERY = timedelta(hours=6)
WATCH = Watch(name="site", url=URL, title="Site")
EDITS = (
    Edit.TYPO, Edit.WORD, Edit.NUMBER, Edit.CLAUSE, Edit.MOVE, Edit.ADD, Edit.ADD, Edit.ADD, Edit.DELETE, Edit.RETURN,
    Edit.NEIGHBOUR,
)  # fmt: skip
"""No duplicates: which of two alike is which, no one could say, nor that an id stayed with the right one."""


class Trouble(StrEnum):
    """How a site can be unwell."""

    BLOCKED = "blocked"
    CHALLENGED = "bot challenge with status 200"
    EMPTY = "empty"
    DOWN = "server error"
    OTHER_LAYOUT = "other layout"
    REORDERED = "other order"
    TRUNCATED = "cut off after half"
    CHARSET = "wrong charset"
    STALE = "stale server"


UNREADABLE = frozenset({Trouble.BLOCKED, Trouble.CHALLENGED, Trouble.EMPTY, Trouble.DOWN})
MISLEADING = frozenset({Trouble.TRUNCATED, Trouble.CHARSET, Trouble.STALE})
"""The page can be read, but is not as the site's editors have it."""


@dataclass
class Account:
    """What was true and what was said. ``false`` are changes told that never were, ``delays`` counts good checks."""

    checks: int = 0
    troubles: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    true: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    false: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    delays: dict[str, Counter[int]] = field(default_factory=dict)
    reused: list[int] = field(default_factory=list)
    changed_id: list[str] = field(default_factory=list)


@dataclass
class _Awaited:
    kind: Kind
    milestone: Milestone
    identity: int
    good_checks: int = 0


class Site:
    """The page, its editor, and its web server."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.page = Page(random)
        while any(one.year is None or not one.year.isdigit() for one in self.page.milestones):
            self.page = Page(random)
        self.stale = self.page.milestones
        self.gone: dict[str, int] = {}
        self.same: dict[int, int] = {}

    def edit(self) -> list[_Awaited]:
        """One to three edits; what people should be told of them."""
        before = self.page.milestones
        ids = self.page.ids
        step = self.page.step(self.random.choices(EDITS, k=self.random.choice((1, 1, 2, 3))))
        self.stale = (
            tuple(one for identity, one in zip(ids, before, strict=True) if identity in step.ids)
            if all(event.old is None for event in step.events)
            else step.new
        )
        awaited = []
        for event in step.events:
            if event.new is None and event.old is not None:
                identity = self._identity(ids[event.old])
                awaited.append(_Awaited(Kind.REMOVED, step.old[event.old], identity))
                self.gone[texts.key(step.old[event.old].text)] = identity
            elif event.new is not None and event.old is None:
                # Whoever says again what is gone brings it back, whether the editor knows or not.
                returned = self.gone.get(texts.key(step.new[event.new].text))
                if returned is not None:
                    self.same[step.ids[event.new]] = returned
                kind = Kind.ADDED if returned is None else Kind.RESTORED
                awaited.append(_Awaited(kind, step.new[event.new], self._identity(step.ids[event.new])))
            elif event.new is not None and event.kind is not None:
                awaited.append(_Awaited(event.kind, step.new[event.new], self._identity(step.ids[event.new])))
        return awaited

    def _identity(self, of: int) -> int:
        return self.same.get(of, of)

    def answer(self, trouble: Trouble | None) -> Response:
        """What the site sends."""
        if trouble is Trouble.BLOCKED:
            return _response(403, b"<html><title>Access denied</title><h1>Access denied</h1></html>")
        if trouble is Trouble.CHALLENGED:
            return _response(200, _CHALLENGE)
        if trouble is Trouble.DOWN:
            return _response(503, b"<html><title>Service unavailable</title></html>")
        if trouble is Trouble.EMPTY:
            return _response(200, b"")
        milestones = list(self.stale if trouble is Trouble.STALE else self.page.milestones)
        if trouble is Trouble.REORDERED:
            self.random.shuffle(milestones)
        if trouble is Trouble.TRUNCATED:
            milestones = _in_order(milestones)[: len(milestones) // 2]
        layout = _second_layout if trouble is Trouble.OTHER_LAYOUT else _first_layout
        body = layout(milestones).encode()
        charset = "iso-8859-1" if trouble is Trouble.CHARSET else "utf-8"
        return _response(200, body, f"text/html; charset={charset}")


def _in_order(milestones: Sequence[Milestone]) -> list[Milestone]:
    return sorted(milestones, key=lambda one: -(one.start or 0))


def _groups(milestones: Sequence[Milestone]) -> dict[str, list[str]]:
    """Texts by year, years in the order of their first milestone."""
    groups: dict[str, list[str]] = {}
    for one in milestones:
        groups.setdefault(one.year or "", []).append(one.text)
    return groups


def _first_layout(milestones: Sequence[Milestone]) -> str:
    items = "".join(
        f"<li><h3>{year}</h3>{''.join(f'<p>{escape(text)}</p>' for text in of)}</li>"
        for year, of in _groups(milestones).items()
    )
    return _html(f"<ol>{items}</ol><p>Share this</p>")


def _second_layout(milestones: Sequence[Milestone]) -> str:
    groups = _groups(milestones)
    contents = "".join(f'<li><a href="#{year}">{year}</a></li>' for year in groups)
    entries = "".join(f"<ul><li>{year}</li></ul>{'<br>'.join(map(escape, of))}" for year, of in groups.items())
    return _html(f"<nav><ul>{contents}</ul></nav><h2>Milestones</h2><div>{entries}</div>")


def _html(main: str) -> str:
    return (
        "<!DOCTYPE html><html><head><title>History</title></head><body><nav><a href='/news'>News 2024</a></nav>"
        f"<main><h1>History</h1><p>In pursuit of a greener economy since 1990.</p>{main}</main>"
        "<footer>© 2026</footer></body></html>"
    )


_CHALLENGE = b"""<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h2 id="challenge-running">
Checking if the site connection is secure</h2><form id="challenge-form" action="/?__cf_chl_f_tk=a" method="POST"></form>
<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>"""


def _response(status: int, body: bytes, content_type: str = "text/html; charset=utf-8") -> Response:
    return Response(URL, URL, status, (("content-type", content_type),), body)


class Vigil:
    """The checks of one site, and the account kept of them."""

    def __init__(self, store: Store, seed: int) -> None:
        self.random = Random(seed)
        self.site = Site(self.random)
        self.account = Account()
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.awaited: list[_Awaited] = []
        self.ids: dict[int, int] = {}
        self.bench = Bench(store, (LogChannel(name="log"),), Owner("here", 1, "benchmark"), lambda: self.now)

    def run(self, checks: int) -> Account:
        """So many checks: now and then an edit, more often a trouble; what is awaited at the end must be told."""
        self._check(None)
        misled = False
        quiet = 0
        for _ in range(checks):
            quiet += 1
            if quiet > 8:
                self._give_up()
            if quiet > 8 and self.random.random() < 0.25:
                self.awaited = self.site.edit()
                self.account.true.update(str(awaited.kind) for awaited in self.awaited)
                quiet = 0
            trouble = self.random.choice(tuple(Trouble)) if self.random.random() < 0.35 else None
            if misled and trouble in MISLEADING:
                trouble = None  # now and then: what misleads twice in a row is believed, and is meant to be
            self._check(trouble)
            if trouble not in UNREADABLE:
                misled = trouble in MISLEADING
        for _ in range(8):
            self._check(None)
        self._give_up()
        return self.account

    def _give_up(self) -> None:
        """What was not told by now will not be."""
        self.account.untold += [f"{awaited.kind}: {awaited.milestone.text}" for awaited in self.awaited]
        self.awaited = []

    def _check(self, trouble: Trouble | None) -> None:
        self.now += EVERY
        answer = self.site.answer(trouble)
        report = check(WATCH, lambda _validators: answer, self.bench)
        self.account.checks += 1
        self.account.troubles[str(trouble or "none")] += 1
        self.account.outcomes[f"{trouble or 'none'}: {report.outcome}"] += 1
        if report.outcome is Outcome.BASELINE:
            return
        if trouble not in UNREADABLE | MISLEADING:
            for awaited in self.awaited:
                awaited.good_checks += 1
        for change in report.changes:
            self._judge(change, report, trouble)

    def _judge(self, change: Change, report: Report, trouble: Trouble | None) -> None:
        for awaited in self.awaited:
            if awaited.kind is change.kind and _says(awaited.milestone, change.now):
                self.awaited.remove(awaited)
                self.account.told[str(change.kind)] += 1
                delay = max(awaited.good_checks - 1, 0)
                self.account.delays.setdefault(str(change.kind), Counter())[delay] += 1
                self._identify(awaited, change)
                return
        self.account.false.append(f"{trouble or 'none'}: {change.kind}: {change.now.year} {change.now.text}")

    def _identify(self, awaited: _Awaited, change: Change) -> None:
        """One true identity has one id for good, and no id is given twice."""
        known = self.ids.setdefault(awaited.identity, change.milestone)
        if known != change.milestone:
            self.account.changed_id.append(f"{known} became {change.milestone}: {change.now.text}")
        others = [identity for identity, given in self.ids.items() if given == change.milestone]
        if len(others) > 1:
            self.account.reused.append(change.milestone)


def _says(one: Milestone, other: Milestone) -> bool:
    return one.year == other.year and texts.key(one.text) == texts.key(other.text)


def vigil(folder: Path, checks: int, seed: int) -> Account:
    """So many checks of one site, with a database in a folder."""
    store = Store.open(f"sqlite:///{folder / f'{seed}.db'}")
    try:
        return Vigil(store, seed).run(checks)
    finally:
        store.close()


def main() -> None:
    checks = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as folder:
        account = vigil(Path(folder), checks, seed)
    print(f"{account.checks} checks, {sum(account.true.values())} true changes ({dict(account.true)})")
    for outcome, count in sorted(account.outcomes.items()):
        print(f"  {outcome}: {count}")
    print(f"false: {len(account.false)}, untold: {len(account.untold)}, delays in good checks: {account.delays}")
    print(f"ids reused: {len(account.reused)}, ids changed: {len(account.changed_id)}")
    for line in (*account.false, *account.untold, *account.changed_id):
        print("  !", line)


if __name__ == "__main__":
    main()
