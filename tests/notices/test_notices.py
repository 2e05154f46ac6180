"""Who is told what of a check, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_watch.model.decision import Decision, Version
from page_watch.model.incident import Incident, IncidentKind
from page_watch.model.milestone import Change, Kind, Known
from page_watch.model.notice import Addressee, Notice, NoticeKind
from page_watch.model.state import Accepted, Outcome, State
from page_watch.notices.routing import alive, channel_notice, incident_notice, notices
from page_watch.settings import NOTICED, Channel, Confirm, Digest, LogChannel, Quiet, Watch
from tests.notices.samples import DAY, HOUR, NOW, added, law, milestone, reworded

LIMA = ZoneInfo("America/Lima")  # five hours behind UTC, all year
COSMETIC = Change(Kind.COSMETIC, 3, milestone("2017", "A “study”."), milestone("2017", 'A "study".'))

STATE = State(
    watch="page-peru",
    recent=(Accepted(3, "f", NOW - 200 * DAY),),
    milestones=22,
    last_good=NOW - 6 * HOUR,
    unchanged_since=NOW - 200 * DAY,
)


def watch(*channels: str, **more: object) -> Watch:
    return Watch(name="page-peru", url="https://x.example/", title="PAGE Peru", channels=channels, **more)  # type: ignore[arg-type]


def named(*names: str, **more: object) -> tuple[Channel, ...]:
    return tuple(LogChannel(name=name, **more) for name in names)  # type: ignore[arg-type]


def changed(*changes: Change, closed: tuple[Incident, ...] = ()) -> Decision:
    known = tuple(Known(change.milestone, change.now, NOW) for change in changes)
    return Decision(Outcome.CHANGED, known, version=Version(4, "g", known), changes=changes, closed=closed)


def incident(kind: IncidentKind, *, open_for: timedelta = 3 * HOUR) -> Incident:
    return Incident(kind, "page-peru", None, NOW - open_for, NOW - open_for, "The server answered 503.")


def opened(*incidents: Incident, closed: tuple[Incident, ...] = ()) -> Decision:
    return Decision(Outcome.FAILED, (), opened=incidents, closed=closed)


def told(these: tuple[Notice, ...]) -> dict[str, list[tuple[NoticeKind, tuple[Kind, ...]]]]:
    """What each channel hears: the kind of each notice, and the kinds of its changes."""
    heard: dict[str, list[tuple[NoticeKind, tuple[Kind, ...]]]] = {}
    for notice in these:
        for addressee in notice.to:
            heard.setdefault(addressee.channel, []).append((notice.kind, tuple(one.kind for one in notice.changes)))
    return heard


def test_a_change_is_told_to_the_channels_of_the_watch_in_one_notice() -> None:
    (notice,) = notices(watch("log", "mail"), named("log", "mail", "other"), STATE, changed(added(), reworded()), NOW)
    assert notice == Notice(
        kind=NoticeKind.CHANGES,
        watch="page-peru",
        title="PAGE Peru",
        url="https://x.example/",
        created_at=NOW,
        to=(Addressee("log", NOW), Addressee("mail", NOW)),
        changes=(added(), reworded()),
        version=4,
        milestones=2,
        unchanged_since=NOW - 200 * DAY,
        last_good=NOW - 6 * HOUR,
    )


def test_a_baseline_is_silent() -> None:
    decision = replace(changed(added()), outcome=Outcome.BASELINE)
    assert notices(watch("log"), named("log"), STATE, decision, NOW) == ()


def test_nothing_decided_nothing_told() -> None:
    assert notices(watch("log"), named("log"), STATE, Decision(Outcome.UNCHANGED, ()), NOW) == ()


def test_each_channel_hears_the_kinds_it_wants() -> None:
    channels = (
        LogChannel(name="all"),
        LogChannel(name="news", notify=frozenset({Kind.ADDED})),
        LogChannel(name="print", notify=frozenset({Kind.COSMETIC})),
        LogChannel(name="gone", notify=frozenset({Kind.REMOVED})),
    )
    these = notices(watch("all", "news", "print", "gone"), channels, STATE, changed(added(), reworded(), COSMETIC), NOW)
    assert told(these) == {
        "all": [(NoticeKind.CHANGES, (Kind.ADDED, Kind.REWORDED))],
        "news": [(NoticeKind.CHANGES, (Kind.ADDED,))],
        "print": [(NoticeKind.CHANGES, (Kind.COSMETIC,))],
    }


def test_differences_in_print_are_told_only_where_that_was_asked_for() -> None:
    assert notices(watch("log"), named("log"), STATE, changed(COSMETIC), NOW) == ()
    asked = watch("log", notify=NOTICED | {Kind.COSMETIC})
    assert len(notices(asked, named("log"), STATE, changed(COSMETIC), NOW)) == 1


def test_incidents_go_to_the_operators_if_there_are_any() -> None:
    decision = opened(incident(IncidentKind.FAILING))
    assert set(told(notices(watch("mail"), named("mail", "ops"), STATE, decision, NOW))) == {"mail"}
    with_operators = watch("mail", operators=("ops",))
    (notice,) = notices(with_operators, named("mail", "ops"), STATE, decision, NOW)
    assert [one.channel for one in notice.to] == ["ops"]
    assert (notice.kind, notice.incident, notice.milestones) == (NoticeKind.OPENED, decision.opened[0], 22)


def test_the_end_of_an_incident_carries_what_changed_in_one_notice_a_channel() -> None:
    closed = replace(incident(IncidentKind.HELD), closed_at=NOW)
    decision = changed(added(), reworded(), closed=(closed,))
    heard = told(notices(watch("log", "mail"), named("log", "mail"), STATE, decision, NOW))
    both = [(NoticeKind.CLOSED, (Kind.ADDED, Kind.REWORDED))]
    assert heard == {"log": both, "mail": both}


def test_readers_hear_the_change_and_operators_the_end_of_the_incident() -> None:
    closed = replace(incident(IncidentKind.FAILING), closed_at=NOW)
    with_operators = watch("mail", operators=("ops",))
    heard = told(notices(with_operators, named("mail", "ops"), STATE, changed(added(), closed=(closed,)), NOW))
    assert heard == {"mail": [(NoticeKind.CHANGES, (Kind.ADDED,))], "ops": [(NoticeKind.CLOSED, (Kind.ADDED,))]}


def test_the_end_of_an_incident_without_a_wanted_change_is_told_all_the_same() -> None:
    closed = replace(incident(IncidentKind.FAILING), closed_at=NOW)
    channels = (LogChannel(name="log", notify=frozenset({Kind.REMOVED})),)
    heard = told(notices(watch("log"), channels, STATE, changed(added(), closed=(closed,)), NOW))
    assert heard == {"log": [(NoticeKind.CLOSED, ())]}


def test_incidents_that_end_together_are_one_notice_about_the_longest() -> None:
    failing, stale = incident(IncidentKind.FAILING, open_for=9 * HOUR), incident(IncidentKind.STALE)
    (notice,) = notices(watch("log"), named("log"), STATE, changed(added(), closed=(stale, failing)), NOW)
    assert (notice.incident, notice.also) == (failing, (stale,))


def test_an_incident_that_opens_carries_the_end_of_another() -> None:
    held, failing = incident(IncidentKind.HELD), incident(IncidentKind.FAILING)
    (notice,) = notices(watch("log"), named("log"), STATE, opened(held, closed=(failing,)), NOW)
    assert (notice.kind, notice.incident, notice.also) == (NoticeKind.OPENED, held, (failing,))


def test_a_reminder_is_told() -> None:
    decision = Decision(Outcome.FAILED, (), reminded=(incident(IncidentKind.FAILING),))
    assert told(notices(watch("log"), named("log"), STATE, decision, NOW)) == {"log": [(NoticeKind.REMINDER, ())]}


def test_what_is_held_says_what_to_do() -> None:
    one = watch("log", confirm=Confirm(held=5))
    (notice,) = notices(one, named("log"), STATE, opened(incident(IncidentKind.HELD)), NOW)
    assert notice.advice is not None
    assert "page-watch accept page-peru" in notice.advice
    assert "5 checks in a row" in notice.advice


@pytest.mark.parametrize("kind", IncidentKind)
def test_every_incident_has_an_advice_while_it_is_open(kind: IncidentKind) -> None:
    one = replace(incident(kind), channel="mail")
    for said in (NoticeKind.OPENED, NoticeKind.REMINDER):
        assert incident_notice(said, one, watch("log"), named("log"), NOW).advice
    assert incident_notice(NoticeKind.CLOSED, one, watch("log"), named("log"), NOW).advice is None


# When


def due(zone_now: datetime, **more: object) -> datetime:
    (notice,) = notices(watch("log", timezone=LIMA, **more), named("log"), STATE, changed(added()), zone_now)
    return notice.to[0].due_at


def test_a_digest_waits_for_its_hour_in_the_zone_of_the_watch() -> None:
    digest = Digest(time(8))
    assert due(datetime(2026, 3, 3, 12, 59, tzinfo=UTC), digest=digest) == datetime(2026, 3, 3, 13, tzinfo=UTC)
    assert due(datetime(2026, 3, 3, 13, 0, tzinfo=UTC), digest=digest) == datetime(2026, 3, 4, 13, tzinfo=UTC)


def test_a_weekly_digest_waits_for_its_day() -> None:
    monday = Digest(time(8), weekday=0)  # 3 March 2026 is a Tuesday
    assert due(NOW, digest=monday) == datetime(2026, 3, 9, 13, tzinfo=UTC)
    assert due(datetime(2026, 3, 9, 3, tzinfo=UTC), digest=monday) == datetime(2026, 3, 9, 13, tzinfo=UTC)
    assert due(datetime(2026, 3, 9, 14, tzinfo=UTC), digest=monday) == datetime(2026, 3, 16, 13, tzinfo=UTC)


def test_what_comes_in_quiet_hours_is_held_not_dropped() -> None:
    night = Quiet(time(22), time(7))
    assert due(datetime(2026, 3, 3, 4, tzinfo=UTC), quiet=night) == datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert due(datetime(2026, 3, 3, 7, tzinfo=UTC), quiet=night) == datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert due(datetime(2026, 3, 3, 12, tzinfo=UTC), quiet=night) == datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert due(NOW, quiet=night) == NOW


def test_quiet_hours_within_a_day() -> None:
    siesta = Quiet(time(13), time(15))
    assert due(datetime(2026, 3, 3, 18, 30, tzinfo=UTC), quiet=siesta) == datetime(2026, 3, 3, 20, tzinfo=UTC)
    assert due(datetime(2026, 3, 3, 17, 59, tzinfo=UTC), quiet=siesta) == datetime(2026, 3, 3, 17, 59, tzinfo=UTC)


def test_a_digest_in_quiet_hours_waits_for_their_end() -> None:
    assert due(NOW, digest=Digest(time(6)), quiet=Quiet(time(22), time(7))) == datetime(2026, 3, 4, 12, tzinfo=UTC)


def test_the_channels_own_times_go_before_the_watches_and_bind_operators_alone() -> None:
    channels = (
        LogChannel(name="own", digest=Digest(time(9))),
        LogChannel(name="plain"),
        LogChannel(name="ops"),
    )
    one = watch("own", "plain", operators=("ops", "own"), timezone=LIMA, digest=Digest(time(8)))
    these = (
        *notices(one, channels, STATE, changed(added()), NOW),
        *notices(one, channels, STATE, opened(incident(IncidentKind.FAILING)), NOW),
    )
    when = {(notice.kind, to.channel): (to.due_at, to.gathered) for notice in these for to in notice.to}
    assert when == {
        (NoticeKind.CHANGES, "own"): (datetime(2026, 3, 4, 14, tzinfo=UTC), True),
        (NoticeKind.CHANGES, "plain"): (datetime(2026, 3, 4, 13, tzinfo=UTC), True),
        (NoticeKind.OPENED, "own"): (datetime(2026, 3, 4, 14, tzinfo=UTC), True),
        (NoticeKind.OPENED, "ops"): (NOW, False),
    }


@law
@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["UTC", "America/Lima", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia"]),
    st.times(),
    st.none() | st.integers(0, 6),
)
def test_a_digest_always_comes_within_its_day_or_week_at_its_hour(
    now: datetime, zone: str, at: time, weekday: int | None
) -> None:
    where = ZoneInfo(zone)
    one = watch("log", timezone=where, digest=Digest(at, weekday))
    (notice,) = notices(one, named("log"), STATE, changed(added()), now)
    sent = notice.to[0].due_at
    assert timedelta(0) < sent - now <= timedelta(days=8 if weekday is not None else 1, hours=2)
    local = sent.astimezone(where)
    # Where the clock jumps over the hour, the jump is all that it may be off.
    assert abs(datetime.combine(local.date(), local.time()) - datetime.combine(local.date(), at)) <= timedelta(hours=1)
    assert weekday is None or local.weekday() == weekday


# Of a channel, and proofs of life


def test_a_dead_channel_is_told_of_to_those_who_use_it_by_every_other_way() -> None:
    dead = Incident(IncidentKind.UNDELIVERABLE, None, "hook", NOW, NOW, "It answered 410.")
    channels = named("log", "hook", "mail", "ops", "elsewhere")
    readers = watch("hook", "mail")
    assert [to.channel for to in channel_notice(NoticeKind.OPENED, dead, (readers,), channels, NOW).to] == [
        "log",
        "mail",
    ]
    with_operators = watch("hook", "mail", operators=("ops",))
    assert [to.channel for to in channel_notice(NoticeKind.OPENED, dead, (with_operators,), channels, NOW).to] == [
        "log",
        "ops",
    ]
    alone = watch("hook")
    told_of = channel_notice(NoticeKind.OPENED, dead, (alone,), channels, NOW)
    assert [to.channel for to in told_of.to] == ["log", "mail", "ops", "elsewhere"]
    assert (told_of.watch, told_of.title) == (None, "Channel hook")
    assert "page-watch deliver --retry" in (told_of.advice or "")


def test_a_proof_of_life_says_how_things_stand() -> None:
    notice = alive(watch("mail", operators=("ops",)), named("mail", "ops"), STATE, 28, NOW)
    assert [to.channel for to in notice.to] == ["mail"]
    assert (notice.checks, notice.milestones, notice.version) == (28, 22, 3)
    assert (notice.last_good, notice.unchanged_since) == (STATE.last_good, STATE.unchanged_since)
