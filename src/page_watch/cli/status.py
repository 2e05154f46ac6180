"""``page-watch status``: how every watch is, and what needs a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from page_watch.cli import shapes
from page_watch.cli.dates import ago, counted, shown
from page_watch.cli.layout import Span, Style, padded, width
from page_watch.model.state import Outcome

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from page_watch.app import App
    from page_watch.cli.session import Session
    from page_watch.cli.terminal import Terminal
    from page_watch.model.incident import Incident
    from page_watch.model.process import Daemon
    from page_watch.settings import Watch
    from page_watch.store import Counts, Standing

DESCRIPTION = """\
Say for every watch how its last check ended, when the last good one was, what stands and when the next one is due;
then what is wrong, what waits to be sent, and whether a daemon runs. Exits with 1 if something needs a person."""

EXAMPLES = """\
  page-watch status
  page-watch status --quiet          prints only what needs a person
  page-watch status --json | jq -r '.watches[] | select(.stale) | .watch'"""

SOON = timedelta(minutes=1)
"""What is due within this is said to be due now."""

_STYLES = {Outcome.HELD: Style.WARN, Outcome.FAILED: Style.BAD}


@dataclass(frozen=True, slots=True)
class Health:
    """How one watch is. ``standing`` is None for one that was never checked; ``next_run`` is when it is due."""

    watch: Watch
    standing: Standing | None
    next_run: datetime
    stale: bool

    @property
    def is_wrong(self) -> bool:
        """Whether it needs a person."""
        return self.stale or (self.standing is not None and self.standing.outcome in (Outcome.FAILED, Outcome.HELD))


@dataclass(frozen=True, slots=True)
class Overview:
    """How everything is at one time."""

    now: datetime
    watches: tuple[Health, ...]
    incidents: tuple[Incident, ...]
    deliveries: Counts
    daemon: Daemon | None

    @property
    def is_wrong(self) -> bool:
        """Whether anything needs a person."""
        return bool(self.incidents or self.deliveries.dead) or any(health.is_wrong for health in self.watches)


def options(parser: ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: Namespace, session: Session) -> int:
    """Read how everything is, and print it."""
    with session.open() as app:
        overview = look(app)
    if args.json:
        session.terminal.data(shapes.document(**_shape(overview)))
    else:
        _print(session.terminal, overview, quiet=session.quiet)
    return 1 if overview.is_wrong else 0


def look(app: App) -> Overview:
    """How everything is now. What only the history knows, and the configuration no more, is nobody's concern."""
    from page_watch.timetable import Past, agenda, living

    now = app.clock()
    settings, standings = app.settings, app.store.last_checks()
    pasts = {name: Past(one.last_check, one.failures, one.retry_after) for name, one in standings.items()}
    due = agenda(settings.watches, pasts, now)
    return Overview(
        now=now,
        watches=tuple(_health(watch, standings.get(watch.name), due[watch.name], now) for watch in settings.watches),
        incidents=tuple(
            incident
            for incident in app.store.incidents()
            if (incident.watch is None or settings.watch(incident.watch))
            and (incident.channel is None or settings.channel(incident.channel))
        ),
        deliveries=app.store.pending(),
        daemon=living(app.store.daemon(), now),
    )


def _health(watch: Watch, standing: Standing | None, due: datetime, now: datetime) -> Health:
    since = (standing.last_good or standing.first_check) if standing else None
    return Health(watch, standing, due, stale=since is not None and now - since > watch.stale_after)


def _shape(overview: Overview) -> dict[str, object]:
    return {
        "watches": [_watch_shape(health) for health in overview.watches],
        "incidents": [shapes.incident(incident) for incident in overview.incidents],
        "deliveries": {"pending": overview.deliveries.pending, "dead": overview.deliveries.dead},
        "daemon": shapes.daemon(overview.daemon),
    }


def _watch_shape(health: Health) -> dict[str, object]:
    standing = health.standing
    return {
        "watch": health.watch.name,
        "outcome": standing.outcome.value if standing and standing.outcome else None,
        "last_check": shapes.time_or_null(standing.last_check if standing else None),
        "last_good_check": shapes.time_or_null(standing.last_good if standing else None),
        "version": standing.version if standing else None,
        "milestones": standing.milestones if standing else 0,
        "failures": standing.failures if standing else 0,
        "stale": health.stale,
        "next_run": shapes.time(health.next_run),
    }


def _print(terminal: Terminal, overview: Overview, *, quiet: bool) -> None:
    told = [health for health in overview.watches if health.is_wrong or not quiet]
    name_columns = max((width(health.watch.name) for health in told), default=0) + 2
    for health in told:
        _print_watch(terminal, health, name_columns, overview.now)
    for incident in overview.incidents:
        about = incident.watch or incident.channel or "page-watch"
        since = ago(overview.now - incident.opened_at)
        terminal.line(Span(f"{incident.kind.value} for {since}", Style.BAD), f": {about}: {incident.detail}", hanging=2)
    deliveries = overview.deliveries
    if deliveries.dead:
        retry = "'page-watch deliver --retry' tries them again"
        terminal.line(Span(f"{counted(deliveries.dead, 'notice')} given up", Style.BAD), f"; {retry}", hanging=2)
    if quiet:
        return
    if deliveries.pending:
        terminal.line(f"{counted(deliveries.pending, 'notice')} waiting to be sent")
    if overview.daemon is None:
        terminal.line(Span("no daemon runs: watches are checked by 'page-watch check' only", Style.DIM))
    else:
        daemon = overview.daemon
        terminal.line(f"daemon {daemon.pid} on {daemon.host}, seen {ago(overview.now - daemon.seen_at)} ago")


def _print_watch(terminal: Terminal, health: Health, name_columns: int, now: datetime) -> None:
    standing = health.standing
    outcome = standing.outcome if standing else None
    outcome_columns = max(len(one) for one in Outcome) + 2
    terminal.line(
        Span(padded(health.watch.name, name_columns), Style.BOLD),
        Span(
            padded(outcome.value if outcome else "never", outcome_columns),
            Style.PLAIN if outcome is None else _STYLES.get(outcome, Style.PLAIN),
        ),
        ", ".join(_said(health, now)),
        hanging=name_columns + outcome_columns,
    )
    if standing is not None and standing.problem is not None:
        terminal.line(standing.problem.detail, indent=name_columns + outcome_columns)


def _said(health: Health, now: datetime) -> Iterator[str]:
    """What is said of a watch behind its outcome."""
    standing, zone = health.standing, health.watch.timezone
    if standing is not None:
        if standing.version is not None:
            yield f"version {standing.version} with {counted(standing.milestones, 'milestone')}"
        if standing.last_check is not None:
            yield f"checked {ago(now - standing.last_check)} ago"
        if health.is_wrong or standing.failures:
            good = f"last good check {shown(standing.last_good, zone)}" if standing.last_good else "no good check yet"
            yield f"{good}, stale" if health.stale else good
        if standing.failures:
            yield f"{counted(standing.failures, 'failure')} in a row"
    yield "due now" if health.next_run < now + SOON else f"next {shown(health.next_run, zone)}"
