"""When a watch is due: the laws of it, and a year of it in seconds."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from page_watch import cron
from page_watch.settings import Watch
from page_watch.timetable import PATIENCE, RETRIES, RUSH, SKEW, Past, agenda, due, longest_wait

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)


def watch(
    name: str = "page",
    *,
    every: timedelta | None = 6 * HOUR,
    cron: str | None = None,
    jitter: timedelta = 10 * MINUTE,
    zone: str = "UTC",
) -> Watch:
    return Watch(
        name=name,
        url=f"https://{name}.example/",
        title=name,
        every=None if cron else every,
        cron=cron,
        jitter=jitter,
        timezone=ZoneInfo(zone),
    )


moments = st.integers(0, 10**9).map(lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
spans = st.integers(1, 10**7).map(lambda seconds: timedelta(seconds=seconds))
names = st.text("abcdefgh-", min_size=1, max_size=8)


@given(names, moments, spans, spans)
def test_every_keeps_its_distance_and_its_jitter(
    name: str, last: datetime, every: timedelta, jitter: timedelta
) -> None:
    page = watch(name, every=every, jitter=jitter)
    planned = due(page, Past(last), last)
    assert last + every <= planned <= last + every + min(jitter, every / 2)
    assert planned == due(page, Past(last.astimezone(ZoneInfo("America/Lima"))), last + every)


@given(moments, spans, st.integers(1, 10))
def test_a_failing_watch_is_never_tried_later_than_its_schedule_says(
    last: datetime, every: timedelta, failures: int
) -> None:
    page = watch(every=every)
    healthy, failing = due(page, Past(last), last), due(page, Past(last, failures), last)
    assert last < failing <= healthy
    if failures > len(RETRIES):
        assert failing == healthy


@given(moments, spans, st.integers(1, 10), spans)
def test_retry_after_is_honoured_up_to_a_day(last: datetime, every: timedelta, failures: int, wait: timedelta) -> None:
    page = watch(every=every)
    planned = due(page, Past(last, failures, last + wait), last)
    assert planned == max(due(page, Past(last, failures), last), last + min(wait, PATIENCE))


@given(moments, spans)
def test_a_watch_never_checked_is_due_now(now: datetime, every: timedelta) -> None:
    assert due(watch(every=every), Past(), now) == now
    assert due(watch(cron="0 6 * * 1"), Past(), now) == now


@given(moments, spans)
def test_a_clock_that_was_wrong_stops_no_watch(now: datetime, ahead: timedelta) -> None:
    page = watch()
    planned = due(page, Past(now + ahead), now)
    assert planned == now if ahead > SKEW else planned > now


def test_the_longest_wait_of_a_schedule() -> None:
    waits = {
        "0 6 * * 1-5": 3 * 24 * HOUR,
        "0 6 * * *": 24 * HOUR,
        "30 * * * *": HOUR,
        "0 6 1 * *": 31 * 24 * HOUR,
        "0 0 29 2 *": 1461 * 24 * HOUR,
        "* 22-23 * * 1": 7 * 24 * HOUR - 119 * MINUTE,
    }
    assert {expression: longest_wait(watch(cron=expression)) for expression in waits} == waits
    assert longest_wait(watch(every=6 * HOUR, jitter=10 * MINUTE)) == 6 * HOUR + 10 * MINUTE
    assert longest_wait(watch(every=SECOND, jitter=10 * MINUTE)) == 1.5 * SECOND


def test_jitter_looks_like_chance() -> None:
    shares = [(due(watch(f"page-{n}"), Past(NOW), NOW) - NOW - 6 * HOUR) / (10 * MINUTE) for n in range(500)]
    assert [sum(low / 4 <= share < (low + 1) / 4 for share in shares) > 90 for low in range(4)] == [True] * 4


@given(st.integers(0, 2000), st.sampled_from([timedelta(0), 10 * SECOND, 10 * MINUTE]))
def test_what_is_overdue_comes_at_once_but_not_all_at_once(count: int, jitter: timedelta) -> None:
    pages = [watch(f"page-{number}", jitter=jitter) for number in range(count)]
    late = {page.name: Past(NOW - 7 * 24 * HOUR + number * SECOND) for number, page in enumerate(pages)}
    plan = agenda([*pages, watch("later")], late | {"later": Past(NOW)}, NOW)
    assert plan.pop("later") == due(watch("later"), Past(NOW), NOW)
    times = sorted(plan.values())
    assert len(times) == count
    assert all(NOW <= moment <= NOW + min(RUSH, jitter) for moment in times)
    if count:
        assert times[0] == NOW
    if jitter:
        assert sum(moment < NOW + SECOND for moment in times) <= max(1, count // 30 + 1) or jitter < RUSH


# A year. The daemon below is the real plan (agenda at each start, due after each check) driven by a heap; the
# expectations are reckoned the other way round, from the calendar.


@dataclass
class Simulation:
    """A daemon that is up in ``spans`` of time, and pages that fail when ``fails`` says so."""

    watches: Sequence[Watch]
    spans: Sequence[tuple[datetime, datetime]]
    fails: Callable[[str, datetime], bool] = lambda name, moment: False
    checks: dict[str, list[datetime]] = field(default_factory=dict)
    pasts: dict[str, Past] = field(default_factory=dict)

    def run(self) -> Simulation:
        pages = {page.name: page for page in self.watches}
        self.checks = {name: [] for name in pages}
        for since, until in self.spans:
            queue = [(moment, name) for name, moment in agenda(self.watches, self.pasts, since).items()]
            heapq.heapify(queue)
            while queue and queue[0][0] < until:
                moment, name = heapq.heappop(queue)
                self.checks[name].append(moment)
                failures = self.pasts.get(name, Past()).failures + 1 if self.fails(name, moment) else 0
                self.pasts[name] = Past(moment, failures)
                ended = moment + 3 * SECOND
                heapq.heappush(queue, (max(ended, due(pages[name], self.pasts[name], ended)), name))
        return self


YEAR = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe")


def slots(page: Watch, since: datetime, until: datetime) -> list[datetime]:
    """What the calendar says, wall-clock day by wall-clock day: one check at each time of day named."""
    assert page.cron is not None
    parsed, found, zone = cron.parse(page.cron), set(), page.timezone
    day = since.astimezone(zone).replace(hour=0, minute=0, tzinfo=None) - timedelta(days=1)
    while day < until.astimezone(zone).replace(tzinfo=None) + timedelta(days=1):
        if day.isoweekday() % 7 in parsed.weekdays:
            for hour in parsed.hours:
                for minute in parsed.minutes:
                    wall = day.replace(hour=hour, minute=minute)
                    moment = wall.replace(tzinfo=zone).astimezone(UTC)
                    while moment.astimezone(zone).replace(tzinfo=None) > wall and jumped(moment, zone):
                        moment -= MINUTE
                    found.add(moment)
        day += timedelta(days=1)
    return sorted(moment for moment in found if since < moment < until)


def jumped(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether the clocks still show the offset of after the jump a minute before."""
    hours_ago = (moment - 2 * HOUR).astimezone(zone).utcoffset()
    return (moment - MINUTE).astimezone(zone).utcoffset() != hours_ago


def test_a_year_of_cron_in_three_zones_has_exactly_the_checks_of_the_calendar() -> None:
    pages = [
        watch(f"{zone} {expression}", cron=expression, zone=zone)
        for zone in ZONES
        for expression in ("0 6 * * 1-5", "30 2 * * *", "15 1,2,3 * * *", "0 0 * * 0")
    ]
    done = Simulation(pages, [YEAR]).run().checks
    for page in pages:
        # The first check comes at the start, since the watch is new; all others are the calendar's.
        assert done[page.name][1:] == slots(page, *YEAR), page.name
    days = {page.name: len(done[page.name]) - 1 for page in pages if page.cron == "30 2 * * *"}
    assert set(days.values()) <= {364, 365}  # a year of days, less the one that the zone's own new year cuts off


def test_a_year_of_hourly_cron_has_as_many_checks_as_hours() -> None:
    pages = [watch(zone, cron="0 * * * *", zone=zone) for zone in ZONES[1:]]
    for name, checks in Simulation(pages, [YEAR]).run().checks.items():
        hours = {after - before for before, after in pairwise(checks[1:])}
        # Lord Howe moves its clocks by half an hour.
        assert hours <= ({HOUR} if name != "Australia/Lord_Howe" else {HOUR, HOUR / 2, 1.5 * HOUR}), name
        assert abs(len(checks) - 365 * 24) <= 1


def test_a_year_with_reboots_and_outages() -> None:
    reboots = [YEAR[0] + timedelta(days=9 * number, hours=number % 24, minutes=7) for number in range(1, 40)]
    # Off for between three minutes and a week.
    gaps = [
        (moment, moment + (timedelta(days=7) if number % 13 == 0 else 3 * MINUTE))
        for number, moment in enumerate(reboots)
    ]
    edges = [YEAR[0], *(edge for gap in gaps for edge in gap), YEAR[1]]
    up = list(zip(edges[::2], edges[1::2], strict=True))
    outage = (datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 6, 3, 7, tzinfo=UTC))
    pages = [
        *(watch(f"every {zone}", zone=zone) for zone in ZONES),
        *(watch(f"cron {zone}", cron="0 6 * * 1-5", zone=zone) for zone in ZONES),
        watch("down", every=6 * HOUR, jitter=timedelta(0)),
    ]
    done = Simulation(pages, up, lambda name, moment: name == "down" and outage[0] <= moment < outage[1]).run().checks
    for page in pages[:3]:
        for before, after in pairwise(done[page.name]):
            late = before + 6 * HOUR
            restart = next((start for start, _ in up if before < start <= after), None)
            on_time = late <= after <= late + page.jitter
            caught_up = restart is not None and restart >= late and after - restart <= RUSH
            assert on_time or caught_up, (page.name, before, after)
    for page in pages[3:6]:
        expected = [YEAR[0]]
        for since, until in up:
            missed = slots(page, expected[-1], since)
            expected += [since] if missed else []
            expected += slots(page, since, until)
        assert [near(moment, expected) for moment in done[page.name]] == expected, page.name
    inside = [moment for moment in done["down"] if outage[0] <= moment < outage[1]]
    waits = [after - before for before, after in pairwise(inside)]
    assert waits == [*RETRIES, *[6 * HOUR] * (len(waits) - 3)]
    assert len(waits) == 3 + (outage[1] - inside[3]) // (6 * HOUR)


def near(moment: datetime, expected: Sequence[datetime]) -> datetime:
    """The expected moment that a check belongs to: its own, or the restart within whose rush it came."""
    return next((wanted for wanted in expected if wanted <= moment <= wanted + RUSH), moment)


def test_restarted_every_minute_it_checks_as_seldom_as_ever() -> None:
    since = YEAR[0]
    up = [(since + number * MINUTE, since + number * MINUTE + 50 * SECOND) for number in range(3 * 24 * 60)]
    pages = [watch(f"page-{number}", every=HOUR, jitter=2 * MINUTE) for number in range(40)]
    for checks in Simulation(pages, up).run().checks.values():
        assert all(HOUR <= after - before <= HOUR + 4 * MINUTE for before, after in pairwise(checks))
        assert 3 * 24 - 5 <= len(checks) <= 3 * 24
