"""``page-watch check``: look now, store, deliver, and print what changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from page_watch.cli.attention import is_wrong, needs_attention
from page_watch.cli.progress import Progress
from page_watch.cli.sending import print_sent, send_pending
from page_watch.cli.session import Session, known
from page_watch.cli.statuses import ATTENTION, CHANGED, WELL
from page_watch.errors import ConfigError
from page_watch.model.state import Outcome

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from page_watch.app import App
    from page_watch.check import Report
    from page_watch.settings import Watch

DESCRIPTION = "Check the named watches now (all without a name), store, deliver what is due, print what changed."

EXAMPLES = """\
  page-watch check                              check every watch
  page-watch check page-peru                    check one
  page-watch check --quiet                      from cron: prints only what needs attention
  page-watch check page-peru --dry-run          what would a check say? Stores and delivers nothing
  page-watch check page-peru --html page.html   use a saved page instead of the network
  page-watch check --exit-code || echo news     status 3 if something changed"""


def options(parser: ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="a watch; all of them without a name")
    parser.add_argument("--html", type=Path, metavar="FILE", help="a saved page in place of the network (one NAME)")
    parser.add_argument("--dry-run", action="store_true", help="store and deliver nothing")
    parser.add_argument("--exit-code", action="store_true", help="exit with 3 if all is well and something changed")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: Namespace, session: Session) -> int:
    """Check, deliver, print."""
    watches = _asked_for(args.names, session)
    if args.html is not None and len(watches) != 1:
        raise ConfigError("--html is one page: name the one watch it belongs to")
    with session.open_to_look() if args.dry_run else session.open() as app:
        reports = _checked(args, app, watches, session)
        delivered = () if args.dry_run else send_pending(app)
        wrong = any(told.is_wrong for told in delivered) or any(is_wrong(report) for report in reports)
        if app.settings.heartbeat_url is not None and not args.names and not args.dry_run:
            from page_watch import heartbeat  # only those who have a dead man's switch need it

            heartbeat.ping(app.settings.heartbeat_url, well=not wrong)
    if args.json:
        from page_watch.cli import shapes

        session.terminal.data(shapes.document(checks=[shapes.check(report) for report in reports]))
    else:
        print_sent(session, delivered)
    if wrong:
        return ATTENTION
    return CHANGED if args.exit_code and any(report.outcome is Outcome.CHANGED for report in reports) else WELL


def _asked_for(names: Sequence[str], session: Session) -> tuple[Watch, ...]:
    watches = session.settings.watches
    known(names, [watch.name for watch in watches], "watch")
    if not watches:
        raise ConfigError(f"there is no watch in {session.config_path} yet: add one under 'watches'")
    return tuple(watch for watch in watches if not names or watch.name in names)


def _checked(args: Namespace, app: App, watches: Sequence[Watch], session: Session) -> tuple[Report, ...]:
    """Every report, each printed as it comes unless JSON is wanted at the end."""
    reports: list[Report] = []
    with Progress(len(watches), wanted=not session.quiet) as progress:
        for watch, report in zip(watches, _reports(args, app, watches), strict=True):
            reports.append(report)
            progress.wipe()
            if not args.json and (not session.quiet or needs_attention(report)):
                from page_watch.cli.report import print_report  # not where nothing is printed

                print_report(session.terminal, report, watch)
            progress.show(len(reports))
    if not args.json and not session.quiet:
        if len(reports) > 1:
            from page_watch.cli.report import print_tally

            print_tally(session.terminal, reports)
        if args.dry_run:
            session.terminal.line("a dry run: nothing was stored, nobody was told")
    return tuple(reports)


def _reports(args: Namespace, app: App, watches: Sequence[Watch]) -> Iterator[Report]:
    source = app.saved(watches[0], args.html) if args.html is not None else None
    if args.dry_run:
        return (app.rehearse(watch, source) for watch in watches)
    if source is not None:
        return iter([app.check(watches[0], source)])
    return app.check_all(watches)
