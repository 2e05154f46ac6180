"""What the passing of time alone makes worth telling."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_watch.model.incident import Incident, IncidentKind
from page_watch.model.notice import NoticeKind
from page_watch.notices.vigil import Sighting, is_alive_due, stale
from page_watch.settings import EmailChannel, LogChannel, Watch

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LOG = LogChannel(name="log")
OPS = EmailChannel(
    name="ops", host="mail.example", port=587, security="starttls", sender="a@b.example", to=("c@d.example",)
)


def page(name: str = "page", **changes: object) -> Watch:
    fields: dict[str, object] = {"name": name, "url": "https://page.example/", "title": "The page", **changes}
    return Watch(**fields)  # type: ignore[arg-type]


def incident(kind: IncidentKind, reminded: datetime = NOW) -> Incident:
    return Incident(kind, "page", None, opened_at=reminded, reminded_at=reminded, detail="as it was", id=7)


def seen(ago: timedelta) -> dict[str, Sighting]:
    return {"page": Sighting(NOW - 100 * DAY, NOW - ago, 27)}


def test_a_stale_watch_is_told_to_its_operators() -> None:
    watch = page(operators=("ops",), timezone=ZoneInfo("America/Lima"))
    tidings = stale([watch], [LOG, OPS], seen(4 * DAY), [], NOW)
    (opened,) = tidings.opened
    assert (opened.kind, opened.watch, opened.opened_at) == (IncidentKind.STALE, "page", NOW)
    assert opened.detail == "The last good check was on 2026-11-20 at 07:00 (America/Lima)."
    (notice,) = tidings.notices
    assert (notice.kind, notice.incident, notice.milestones) == (NoticeKind.OPENED, opened, 27)
    assert [addressee.channel for addressee in notice.to] == ["ops"]


def test_a_watch_that_was_never_good_is_stale_from_its_first_check_on() -> None:
    never = {"page": Sighting(NOW - 4 * DAY, None, 0)}
    (opened,) = stale([page()], [LOG], never, [], NOW).opened
    assert opened.detail.startswith("There was no good check since the first try on 2026-11-20 at 12:00")
    assert not stale([page()], [LOG], {}, [], NOW).opened


@given(st.integers(0, 10 * 86400), st.integers(1, 10 * 86400))
def test_it_is_stale_exactly_when_its_last_good_check_is_older(ago: int, limit: int) -> None:
    watch = page(stale_after=timedelta(seconds=limit))
    assert bool(stale([watch], [LOG], seen(timedelta(seconds=ago)), [], NOW).opened) == (ago > limit)


@pytest.mark.parametrize("kind", [IncidentKind.FAILING, IncidentKind.HELD, IncidentKind.FLAPPING])
def test_what_is_known_to_be_wrong_is_not_told_twice(kind: IncidentKind) -> None:
    assert stale([page()], [LOG], seen(4 * DAY), [incident(kind)], NOW).notices == ()


def test_a_stale_watch_is_told_once_and_reminded_of() -> None:
    fresh, old = incident(IncidentKind.STALE, NOW - 6 * DAY), incident(IncidentKind.STALE, NOW - 7 * DAY)
    assert stale([page()], [LOG], seen(4 * DAY), [fresh], NOW).notices == ()
    tidings = stale([page()], [LOG], seen(4 * DAY), [old], NOW)
    assert tidings.opened == ()
    ((again,), (notice,)) = tidings.reminded, tidings.notices
    assert (again.id, again.reminded_at, again.detail) == (7, NOW, "as it was")
    assert notice.kind is NoticeKind.REMINDER


def test_a_proof_of_life_comes_as_often_as_wanted() -> None:
    weekly = page(alive=7 * DAY)
    assert not is_alive_due(weekly, None, NOW - 6 * DAY, NOW)
    assert is_alive_due(weekly, None, NOW - 7 * DAY, NOW)
    assert not is_alive_due(weekly, NOW - 6 * DAY, NOW - 70 * DAY, NOW)
    assert is_alive_due(weekly, NOW - 7 * DAY, NOW - 70 * DAY, NOW)
    assert not is_alive_due(weekly, None, None, NOW)
    assert not is_alive_due(page(), None, NOW - 70 * DAY, NOW)
