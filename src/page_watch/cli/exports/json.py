"""JSON: everything that is known, the milestones as they stand and every change, in the shapes of ``--json``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch.cli import shapes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from page_watch.cli.exports import History


def write(histories: Sequence[History]) -> str:
    """``{"schema": 1, "watches": [{"watch", "title", "url", "version", "seen_at", "milestones", "changes"}]}``."""
    return shapes.document(watches=[_watch(history) for history in histories])


def _watch(history: History) -> dict[str, object]:
    edition = history.edition
    return {
        "watch": history.watch,
        "title": history.title,
        "url": history.url,
        "version": edition.number if edition else None,
        "seen_at": shapes.time(edition.accepted_at) if edition else None,
        "milestones": [shapes.known(known) for known in edition.known] if edition else [],
        "changes": [shapes.logged(change) for change in history.changes],
    }
