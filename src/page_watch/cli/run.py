"""``page-watch run``: the daemon, or one round of what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from page_watch.cli.session import Session

DESCRIPTION = """\
Check every watch when it is due and send notices as they come, until SIGTERM or SIGINT. SIGHUP reads the
configuration again; a wrong one is refused and the one in force stays."""

EXAMPLES = """\
  page-watch run
  page-watch run --log-format json
  page-watch run --watch-config     takes a changed configuration over by itself
  page-watch run --once             one round of what is due, for those who let cron call"""


def options(parser: ArgumentParser) -> None:
    """Add the options of this command."""
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help="check what is due, deliver, and exit")
    how.add_argument(
        "--watch-config", action="store_true", help="also read the configuration again when its file changes"
    )


def run(args: Namespace, session: Session) -> int:
    """Run until told to stop, or make one round."""
    return _round(session) if args.once else _daemon(args, session)


def _daemon(args: Namespace, session: Session) -> int:
    from page_watch import config
    from page_watch.schedule import daemon

    watched = session.config_path if args.watch_config else None
    daemon.run(lambda: config.load(session.config, session.env), session.env, watched)
    return 0


def _round(session: Session) -> int:
    from page_watch.cli.attention import is_wrong, needs_attention
    from page_watch.cli.report import print_report, print_tally
    from page_watch.cli.sending import print_sent, send_pending
    from page_watch.schedule.once import give_sign, once

    with session.open() as app:
        reports = []
        for report in once(app):
            reports.append(report)
            watch = app.settings.watch(report.watch)
            if watch is not None and (not session.quiet or needs_attention(report)):
                print_report(session.terminal, report, watch)
        delivered = send_pending(app)
        well = not any(is_wrong(report) for report in reports) and not any(told.is_wrong for told in delivered)
        give_sign(app, well=well)
    if not session.quiet:
        if reports:
            print_tally(session.terminal, reports)
        else:
            session.terminal.line("no watch is due")
    print_sent(session, delivered)
    return 0 if well else 1
