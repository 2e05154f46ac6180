"""What needs attention. Apart from how it is printed: a check of an unchanged page prints nothing to speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch.model.state import Outcome

if TYPE_CHECKING:
    from page_watch.check import Report


def is_wrong(report: Report) -> bool:
    """Whether the check itself needs a person."""
    return report.outcome in (Outcome.FAILED, Outcome.HELD)


def needs_attention(report: Report) -> bool:
    """Whether people want to hear of it: it went wrong, or something changed."""
    return is_wrong(report) or report.outcome is Outcome.CHANGED
