"""What is to be told that no check tells: that a watch was not looked at for too long, and that all is alive. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from page_watch.model.incident import Incident, IncidentKind
from page_watch.model.notice import Notice, NoticeKind
from page_watch.notices.routing import incident_notice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from page_watch.settings import Channel, Watch


@dataclass(frozen=True, slots=True)
class Sighting:
    """When a watch was first checked, when last to some purpose (None: never yet), and how much was seen then."""

    first_check: datetime
    last_good: datetime | None
    milestones: int


@dataclass(frozen=True, slots=True)
class Tidings:
    """Incidents that opened, or of which people are reminded, and the notices that say so."""

    notices: tuple[Notice, ...] = ()
    opened: tuple[Incident, ...] = ()
    reminded: tuple[Incident, ...] = ()


def stale(
    watches: Sequence[Watch],
    channels: Sequence[Channel],
    sightings: Mapping[str, Sighting],
    incidents: Sequence[Incident],
    now: datetime,
) -> Tidings:
    """The watches whose last good check is older than their ``stale_after``.

    Each is told once, and again every ``remind_every``. One that is known to be failing, held or flapping is not
    told twice. The next good check ends it. ``incidents`` are those that are open.
    """
    opened, reminded, notices = [], [], []
    troubles = {(incident.watch, incident.kind): incident for incident in incidents}
    for watch in watches:
        sighting = sightings.get(watch.name)
        if sighting is None or now - (sighting.last_good or sighting.first_check) <= watch.stale_after:
            continue
        if any((watch.name, kind) in troubles for kind in _KNOWN_OTHERWISE):
            continue
        before = troubles.get((watch.name, IncidentKind.STALE))
        if before is None:
            detail = _detail(sighting, watch)
            told = Incident(IncidentKind.STALE, watch.name, None, opened_at=now, reminded_at=now, detail=detail)
            opened.append(told)
        elif now - before.reminded_at >= watch.remind_every:
            told = replace(before, reminded_at=now)
            reminded.append(told)
        else:
            continue
        notices.append(
            incident_notice(
                NoticeKind.OPENED if before is None else NoticeKind.REMINDER,
                told,
                watch,
                channels,
                now,
                last_good=sighting.last_good,
                milestones=sighting.milestones,
            )
        )
    return Tidings(tuple(notices), tuple(opened), tuple(reminded))


def _detail(sighting: Sighting, watch: Watch) -> str:
    since = (sighting.last_good or sighting.first_check).astimezone(watch.timezone)
    what = "The last good check was on" if sighting.last_good else "There was no good check since the first try on"
    return f"{what} {since:%Y-%m-%d at %H:%M} ({watch.timezone.key})."


def is_alive_due(watch: Watch, told: datetime | None, first_check: datetime | None, now: datetime) -> bool:
    """Whether a watch's channels are to hear that all is alive: ``alive`` after the last time, or the first check."""
    since = told or first_check
    return watch.alive is not None and since is not None and now - since >= watch.alive


_KNOWN_OTHERWISE = (IncidentKind.FAILING, IncidentKind.HELD, IncidentKind.FLAPPING)
