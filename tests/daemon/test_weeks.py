"""Weeks of the real program in seconds: real store, real server, and a clock that is passed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from tests.daemon.support import Place, Site
from tests.support.web import Answer

from page_watch import cron
from page_watch.app import App
from page_watch.model.incident import IncidentKind
from page_watch.model.notice import Notice, NoticeKind
from page_watch.notices import codec
from page_watch.schedule.once import once
from page_watch.schedule.watchman import look_around
from page_watch.settings import LogChannel, Settings, Watch

START = datetime(2026, 10, 20, 12, tzinfo=UTC)
"""A Tuesday; the clocks of Berlin go back on the Sunday after, those of New York a week later."""

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
ROUND = 3 * HOUR
BROKEN = Answer.html("<h1>Internal error</h1>", 500)


@dataclass
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


def page(name: str, server: str, **changes: object) -> Watch:
    fields: dict[str, object] = {"name": name, "title": name, "url": f"{server}/{name}", "jitter": timedelta(0)}
    return Watch(**{**fields, **changes})  # type: ignore[arg-type]


@contextmanager
def opened(place: Place, clock: Clock, *watches: Watch) -> Iterator[App]:
    settings = Settings(database=place.database, channels=(LogChannel(name="log"),), watches=watches)
    with App.open(settings, clock) as app:
        yield app


def times(place: Place, name: str) -> list[datetime]:
    rows = place.query(
        "SELECT checked_at FROM checks JOIN watches ON watches.id = watch_id WHERE name = :name ORDER BY checks.id",
        name=name,
    )
    return [datetime.fromisoformat(moment).replace(tzinfo=UTC) for (moment,) in rows]


def told(place: Place, kind: NoticeKind) -> list[Notice]:
    rows = place.query("SELECT content FROM notices WHERE kind = :kind ORDER BY id", kind=kind.value)
    return [codec.load(content) for (content,) in rows]


def test_weeks_of_rounds_make_exactly_the_checks_of_the_schedules(place: Place) -> None:
    zones = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe")
    clock = Clock()
    pages = [
        *(
            page(zone.rpartition("/")[2], place.server, every=None, cron="30 6,18 * * *", timezone=ZoneInfo(zone))
            for zone in zones
        ),
        page("six-hours", place.server),
    ]
    # It is away for three days. Rounds are made every three hours, which all the schedules meet.
    off = (START + 6 * DAY, START + 9 * DAY)
    while clock.now < START + 13 * DAY:
        clock.now = off[1] if clock.now == off[0] else clock.now
        with opened(place, clock, *pages) as app:
            for _ in range(4):
                list(once(app))
                clock.now += ROUND
    for watch in pages[:3]:
        parsed, expected, moment = cron.parse(str(watch.cron)), [START], START
        while (moment := _next_round(parsed.after(moment, watch.timezone))) < clock.now:
            if not off[0] <= moment <= off[1]:
                expected.append(moment)
        expected.append(off[1])
        assert times(place, watch.name) == sorted(expected), watch.name
    gaps = [after - before for before, after in pairwise(times(place, "six-hours"))]
    assert gaps.count(6 * HOUR) == len(gaps) - 1
    assert max(gaps) == 3 * DAY + 6 * HOUR


def _next_round(moment: datetime) -> datetime:
    """When the round comes in which what is due at a moment is checked."""
    return START + -((START - moment) // ROUND) * ROUND


def test_a_failing_watch_is_tried_after_a_minute_five_thirty_and_then_on_schedule(place: Place, site: Site) -> None:
    clock = Clock()
    with opened(place, clock, page("peru", place.server)) as app:
        site.answers["/peru"] = BROKEN
        for minute in (*range(37), *range(48, 400, 12)):
            clock.now = START + minute * MINUTE
            list(once(app))
        tries = times(place, "peru")
        assert [after - before for before, after in pairwise(tries)][:4] == [MINUTE, 5 * MINUTE, 30 * MINUTE, 6 * HOUR]
        site.answers["/peru"] = Answer(b"", 503, {"Retry-After": "7200"})
        app.check(page("peru", place.server))
        busy = clock.now
        clock.now += HOUR + 59 * MINUTE
        assert list(once(app)) == []
        clock.now = busy + 6 * HOUR
        assert len(list(once(app))) == 1


def test_retry_after_holds_the_first_tries_back(place: Place, site: Site) -> None:
    clock = Clock()
    with opened(place, clock, page("peru", place.server)) as app:
        site.answers["/peru"] = Answer(b"", 503, {"Retry-After": "7200"})
        assert len(list(once(app))) == 1
        clock.now += 2 * HOUR - MINUTE
        assert list(once(app)) == []
        clock.now += MINUTE
        assert len(list(once(app))) == 1


def test_a_stale_watch_opens_an_incident_once_and_the_next_good_check_ends_it(place: Place, site: Site) -> None:
    clock = Clock()
    with opened(place, clock, page("peru", place.server)) as app:
        list(once(app))
        clock.now += 3 * DAY + MINUTE
        assert [look_around(app), look_around(app)] == [True, False]
        assert [incident.kind for incident in app.store.incidents()] == [IncidentKind.STALE]
        clock.now += 7 * DAY
        assert look_around(app)
        assert [notice.kind for notice in told(place, NoticeKind.REMINDER)] == [NoticeKind.REMINDER]
        (report,) = once(app)
        assert app.store.incidents() == ()
    (opened_once,) = told(place, NoticeKind.OPENED)
    assert opened_once.incident is not None
    assert opened_once.incident.detail == "The last good check was on 2026-10-20 at 12:00 (UTC)."
    assert len(told(place, NoticeKind.CLOSED)) == 1
    assert report.outcome == "unchanged"


def test_a_failing_watch_is_not_called_stale_too(place: Place, site: Site) -> None:
    clock = Clock()
    with opened(place, clock, page("peru", place.server)) as app:
        list(once(app))
        site.answers["/peru"] = BROKEN
        while clock.now < START + 6 * DAY:
            clock.now += ROUND
            list(once(app))
        assert [incident.kind for incident in app.store.incidents()] == [IncidentKind.FAILING]
    assert len(told(place, NoticeKind.OPENED)) == 1


def test_a_proof_of_life_comes_once_a_week_by_whichever_process(place: Place) -> None:
    clock = Clock()
    watch = page("peru", place.server, alive=7 * DAY)
    with opened(place, clock, watch) as one, opened(place, clock, watch) as other:
        while clock.now < START + 22 * DAY:
            list(once(one))
            list(once(other))
            clock.now += 6 * HOUR
    proofs = told(place, NoticeKind.ALIVE)
    assert [notice.created_at - START for notice in proofs] == [7 * DAY, 14 * DAY, 21 * DAY]
    assert {notice.milestones for notice in proofs} == {17}
    # Four a day for a week; the clock stands still while a round is made, so both ends of a week count.
    assert [notice.checks for notice in proofs[1:]] == [29, 29]


@pytest.mark.parametrize("ahead", [timedelta(days=400), timedelta(minutes=2)])
def test_a_clock_that_was_ahead_stops_nothing(place: Place, site: Site, ahead: timedelta) -> None:
    clock = Clock(START + ahead)
    with opened(place, clock, page("peru", place.server)) as app:
        list(once(app))
        clock.now = START
        assert len(list(once(app))) == (1 if ahead > HOUR else 0)
