"""Who is to be told what, and when. Pure: what a check decided goes in, notices come out.

    changes   ─► the watch's channels, of the kinds each wants
    incidents ─► the watch's operators (its channels, where it has none)

What one check has to say to a channel is one notice: the end of an incident carries the changes that came with
it, and an incident that opens carries the end of another. Notices are told apart by what they say, so that
channels that hear the same share one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from page_watch.model.incident import Incident, IncidentKind
from page_watch.model.notice import Addressee, Notice, NoticeKind
from page_watch.model.state import Outcome, State
from page_watch.notices.timing import due_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from page_watch.model.decision import Decision
    from page_watch.model.milestone import Change, Kind
    from page_watch.settings import Channel, Watch


def notices(
    watch: Watch, channels: Sequence[Channel], state: State, decision: Decision, now: datetime
) -> tuple[Notice, ...]:
    """What people are told of a check. A baseline is silent, as is a change of kinds nobody asked for."""
    if decision.is_quiet:
        return ()
    seen = _seen(watch, state, decision, now)
    changes = () if decision.outcome is Outcome.BASELINE else decision.changes
    hears = {channel.name for channel in audience(watch, channels)}
    told: dict[Notice, list[Addressee]] = {}
    for channel in channels:
        wanted = _wanted(changes, channel, watch)
        heard = _incidents(seen, decision, wanted, watch) if channel.name in hears else ()
        if wanted and channel.name in watch.channels and not any(notice.changes for notice in heard):
            heard = (*heard, replace(seen, changes=wanted))
        for notice in heard:
            told.setdefault(notice, []).append(addressee(channel, watch, now))
    return tuple(replace(notice, to=tuple(to)) for notice, to in told.items())


def incident_notice(
    kind: NoticeKind,
    incident: Incident,
    watch: Watch,
    channels: Sequence[Channel],
    now: datetime,
    *,
    last_good: datetime | None = None,
    milestones: int | None = None,
) -> Notice:
    """An incident of a watch that opened, goes on or closed outside of a check: nobody checked it for too long."""
    return Notice(
        kind=kind,
        watch=watch.name,
        title=watch.title,
        url=watch.url,
        created_at=now,
        to=tuple(addressee(channel, watch, now) for channel in audience(watch, channels)),
        incident=incident,
        advice=None if kind is NoticeKind.CLOSED else advice(incident, watch),
        milestones=milestones,
        last_good=last_good,
        timezone=watch.timezone.key,
    )


def alive(watch: Watch, channels: Sequence[Channel], state: State, checks: int, now: datetime) -> Notice:
    """A short proof of life for the watch's channels: so many ``checks`` since the last one, and how things stand."""
    return Notice(
        kind=NoticeKind.ALIVE,
        watch=watch.name,
        title=watch.title,
        url=watch.url,
        created_at=now,
        to=tuple(addressee(channel, watch, now) for channel in channels if channel.name in watch.channels),
        version=state.current.number if state.current else None,
        milestones=state.milestones,
        unchanged_since=state.unchanged_since,
        last_good=state.last_good,
        checks=checks,
        timezone=watch.timezone.key,
    )


def channel_notice(
    kind: NoticeKind, incident: Incident, watches: Sequence[Watch], channels: Sequence[Channel], now: datetime
) -> Notice:
    """A channel that takes no notices: told to those who can mend it, by every other way.

    These are the log, and the operators (else the channels) of every watch that uses the channel. Where that
    leaves only the log, every other channel is told.
    """
    dead = incident.channel
    users = [watch for watch in watches if dead in (*watch.channels, *watch.operators)]
    names = {name for watch in users for name in watch.operators or watch.channels} | {"log"}
    to = [channel for channel in channels if channel.name in names and channel.name != dead]
    if {channel.name for channel in to} <= {"log"}:
        to = [channel for channel in channels if channel.name != dead]
    mends = None if kind is NoticeKind.CLOSED else advice(incident, None)
    return Notice(
        kind=kind,
        watch=None,
        title=f"Channel {dead}",
        url=None,
        created_at=now,
        to=tuple(addressee(channel, None, now) for channel in to),
        incident=incident,
        advice=mends,
    )


def trial(channel: str, now: datetime) -> Notice:
    """A test notice for one channel."""
    return Notice(NoticeKind.TEST, None, f"Channel {channel}", None, now, (Addressee(channel, now),))


def audience(watch: Watch, channels: Sequence[Channel]) -> tuple[Channel, ...]:
    """The channels that hear of a watch's incidents."""
    names = watch.operators or watch.channels
    return tuple(channel for channel in channels if channel.name in names)


def addressee(channel: Channel, watch: Watch | None, now: datetime) -> Addressee:
    """A channel, and when it is to be told of something that is known ``now``.

    The channel's own digest and quiet hours go before the watch's, which bind only the watch's own channels:
    operators are told at once unless their channel says otherwise.
    """
    digest, quiet = channel.digest, channel.quiet
    if watch is None:
        from zoneinfo import ZoneInfo

        zone = ZoneInfo("UTC")
    else:
        zone = watch.timezone
        if channel.name in watch.channels:
            digest, quiet = digest or watch.digest, quiet or watch.quiet
    return Addressee(channel.name, due_at(now, zone, digest, quiet), gathered=digest is not None)


def advice(incident: Incident, watch: Watch | None) -> str:
    """What a person can do about an open incident."""
    match incident.kind:
        case IncidentKind.FAILING:
            return (
                "Open the page in a browser. If it has moved, change its url in the configuration; if it looks "
                f"as ever, 'page-watch parse URL' shows what is read from it. {_KEEPS_TRYING}"
            )
        case IncidentKind.HELD:
            return f"Look at the page. If it is right, run 'page-watch accept {incident.watch}'. {_waits(watch)}"
        case IncidentKind.FLAPPING:
            return f"There is nothing to do but to wait. {_waits(watch)}"
        case IncidentKind.STALE:
            return (
                "See whether page-watch is still running, and whether 'page-watch status' names a problem; "
                f"'page-watch check {incident.watch}' checks the page now."
            )
        case IncidentKind.UNDELIVERABLE:
            return (
                f"Mend the channel, try it with 'page-watch test-notice {incident.channel}', then send what had "
                "given up with 'page-watch deliver --retry'."
            )


_KEEPS_TRYING = "The checks go on, and you will hear when they succeed again."


def _waits(watch: Watch | None) -> str:
    if watch is None:
        return ""
    checks = "check shows it" if watch.confirm.held == 1 else f"{watch.confirm.held} checks in a row show the same"
    return f"Whatever the page settles on is accepted by itself as soon as {checks}."


def _seen(watch: Watch, state: State, decision: Decision, now: datetime) -> Notice:
    """What every notice of a check says about the watch."""
    version, current = decision.version, state.current
    return Notice(
        kind=NoticeKind.CHANGES,
        watch=watch.name,
        title=watch.title,
        url=watch.url,
        created_at=now,
        to=(),
        version=version.number if version else current.number if current else None,
        milestones=len(version.known) if version else state.milestones,
        unchanged_since=state.unchanged_since,
        last_good=state.last_good,
        timezone=watch.timezone.key,
    )


def _wanted(changes: Iterable[Change], channel: Channel, watch: Watch) -> tuple[Change, ...]:
    kinds: frozenset[Kind] = watch.notify if channel.notify is None else channel.notify
    return tuple(change for change in changes if change.kind in kinds)


def _incidents(seen: Notice, decision: Decision, changes: tuple[Change, ...], watch: Watch) -> tuple[Notice, ...]:
    """The notices of a check's incidents: what opened (with what closed at once), else what closed, with changes."""
    told = [
        replace(seen, kind=NoticeKind.OPENED, incident=incident, advice=advice(incident, watch))
        for incident in decision.opened
    ]
    if decision.closed and told:
        told[0] = replace(told[0], also=decision.closed, changes=changes)
    elif decision.closed:
        first, *others = sorted(decision.closed, key=lambda incident: incident.opened_at)
        told.append(replace(seen, kind=NoticeKind.CLOSED, incident=first, also=tuple(others), changes=changes))
    told.extend(
        replace(seen, kind=NoticeKind.REMINDER, incident=incident, advice=advice(incident, watch))
        for incident in decision.reminded
    )
    return tuple(told)
