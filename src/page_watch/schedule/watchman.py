"""The watchman's round: what the passing of time alone makes worth telling, told through the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch.model.notice import NoticeKind
from page_watch.notices import routing as notices
from page_watch.notices.vigil import Sighting, is_alive_due, stale

if TYPE_CHECKING:
    from page_watch.app import App

VIGIL = "(vigil)"
"""The lease under which one process looks around at a time; no watch can have this name."""


def look_around(app: App) -> bool:
    """Open incidents of stale watches, remind of them, and send proofs of life; True if there is something to send.

    Nothing is done where another process is at it. Raises StoreError.
    """
    now, store = app.clock(), app.store
    if not store.lease(VIGIL, app.owner, now):
        return False
    try:
        return _look_around(app)
    finally:
        store.release(app.owner, VIGIL)


def _look_around(app: App) -> bool:
    now, store, channels = app.clock(), app.store, app.settings.channels
    lasts = store.last_checks()
    sightings = {name: Sighting(last.first_check, last.last_good, last.milestones) for name, last in lasts.items()}
    tidings = stale(app.settings.watches, channels, sightings, store.incidents(), now)
    if tidings.notices:
        store.tell(tidings.notices, opened=tidings.opened, reminded=tidings.reminded)
    told = store.told(NoticeKind.ALIVE)
    proofs = []
    for watch in app.settings.watches:
        last = lasts.get(watch.name)
        if last is not None and is_alive_due(watch, told.get(watch.name), last.first_check, now):
            state = store.peek(watch.name, watch.limits.flapping, now)
            since = told.get(watch.name) or last.first_check
            proofs.append(notices.alive(watch, channels, state, store.checks(watch.name, since), now))
    if proofs:
        store.tell(proofs)
    return bool(proofs or tidings.notices)
