"""How a check went, for people: one line a watch, and under it what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch.cli.dates import counted
from page_watch.cli.layout import Span, Style
from page_watch.model.state import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from page_watch.check import Report
    from page_watch.cli.terminal import Terminal
    from page_watch.settings import Watch

_STYLES = {
    Outcome.BASELINE: Style.GOOD,
    Outcome.UNCHANGED: Style.PLAIN,
    Outcome.CHANGED: Style.GOOD,
    Outcome.HELD: Style.WARN,
    Outcome.FAILED: Style.BAD,
    Outcome.SKIPPED: Style.DIM,
}


def print_report(terminal: Terminal, report: Report, watch: Watch) -> None:
    """Print a line that says how the check went, what changed, and what is missing."""
    outcome = Span(report.outcome.value, _STYLES[report.outcome])
    terminal.line(Span(report.watch, Style.BOLD), ": ", outcome, _told(report), hanging=2)
    if report.changes:
        from page_watch.cli.changes import print_changes

        print_changes(terminal, report.changes)
    if report.missing:
        from page_watch.cli.changes import print_missing

        print_missing(terminal, report.missing, watch.confirm.removals)


def print_tally(terminal: Terminal, reports: Sequence[Report]) -> None:
    """Print how many checks ended how."""
    outcomes = [report.outcome for report in reports]
    tally = ", ".join(f"{outcomes.count(one)} {one.value}" for one in Outcome if one in outcomes)
    terminal.line(f"{counted(len(reports), 'watch')}: {tally}")


def _told(report: Report) -> str:
    """What is said behind the outcome."""
    standing = f"{counted(report.milestones, 'milestone')}, version {report.version}"
    if report.problem is not None:
        return f" ({report.problem.code}): {report.problem.detail}"
    if report.changes:
        from page_watch.cli.changes import counts

        return f": {counts(report.changes)}; {standing}"
    return f": {standing}" if report.version is not None else ""
