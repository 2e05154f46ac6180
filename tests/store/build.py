"""Small pieces to write into a store: milestones, checks, notices."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from page_watch.model.decision import Decision, Record, Version
from page_watch.model.incident import Incident, IncidentKind, Problem
from page_watch.model.milestone import Change, Kind, Known, Milestone
from page_watch.model.notice import Addressee, Notice, NoticeKind
from page_watch.model.process import Owner
from page_watch.model.response import Response
from page_watch.model.state import Outcome

NOW = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
WINDOW = timedelta(hours=24)
URL = "https://example.org/history"


def me(token: str = "me") -> Owner:
    """This process, as an owner of leases."""
    return Owner(socket.gethostname(), os.getpid(), token)


def elsewhere(token: str = "far") -> Owner:
    """A process of another machine, of which nothing but its silence can be known."""
    return Owner("another.example.org", 4242, token)


def known(*ids: int, text: str = "Milestone {}", at: datetime = NOW) -> tuple[Known, ...]:
    return tuple(Known(id, Milestone(str(2000 + id), 2000 + id, 2000 + id, text.format(id)), at) for id in ids)


def page(body: str = "<ol>…</ol>", status: int = 200, **headers: str) -> Response:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Response(URL, URL + "/", status, pairs, body.encode())


def not_modified() -> Response:
    return Response(URL, URL, 304, (), b"")


def check(
    watch: str = "a",
    decision: Decision | None = None,
    *,
    at: datetime = NOW,
    response: Response | None = None,
    notices: Iterable[Notice] = (),
    reading: str = "timeline/1",
) -> Record:
    return Record(watch, URL, at, response, reading, decision or unchanged(), tuple(notices), took=0.25)


def baseline(stands: Sequence[Known], fingerprint: str = "f1") -> Decision:
    stands = tuple(stands)
    return Decision(
        Outcome.BASELINE,
        stands,
        version=Version(1, fingerprint, stands),
        next_id=max((one.id for one in stands), default=0) + 1,
        keep=True,
    )


def changed(
    number: int, stands: Sequence[Known], changes: Iterable[Change], *, next_id: int, missing: Iterable[Known] = ()
) -> Decision:
    stands = tuple(stands)
    return Decision(
        Outcome.CHANGED,
        stands,
        version=Version(number, f"f{number}", stands),
        changes=tuple(changes),
        next_id=next_id,
        missing=tuple(missing),
        keep=True,
    )


def unchanged(missing: Iterable[Known] = ()) -> Decision:
    return Decision(Outcome.UNCHANGED, (), missing=tuple(missing))


def failed(code: str = "timeout", *, failures: int = 1, keep: bool = False) -> Decision:
    return Decision(Outcome.FAILED, (), problem=Problem(code, "No answer came."), failures=failures, keep=keep)


def held() -> Decision:
    return Decision(Outcome.HELD, (), problem=Problem("suspicious", "All would change."), keep=True)


def added(one: Known) -> Change:
    return Change(Kind.ADDED, one.id, one.milestone)


def absent(one: Known, since: datetime, checks: int = 1) -> Known:
    return replace(one, missing_since=since, missing_checks=checks)


def incident(kind: IncidentKind = IncidentKind.FAILING, watch: str | None = "a", at: datetime = NOW) -> Incident:
    return Incident(kind, watch, None, at, at, "It fails.")


def notice(
    *channels: str, watch: str | None = "a", at: datetime = NOW, due: datetime | None = None, gathered: bool = False
) -> Notice:
    to = tuple(Addressee(channel, due or at, gathered) for channel in channels)
    return Notice(NoticeKind.CHANGES, watch, "A", URL, at, to, changes=(added(known(1)[0]),), version=2)
