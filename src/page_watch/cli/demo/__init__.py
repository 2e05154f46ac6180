"""``page-watch demo``: the whole cycle on a page served from this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from page_watch.cli.session import Session

DESCRIPTION = """\
Show the whole cycle on a page served from this machine, in a temporary folder: the first check, an added and a
reworded milestone and the mail they make, a bot challenge that changes nothing, the recovery. Needs no network and
no configuration, takes seconds, and leaves nothing behind."""

EXAMPLES = """\
  page-watch demo"""


def options(parser: ArgumentParser) -> None:
    """Add nothing: this command has the global options only."""


def run(args: Namespace, session: Session) -> int:
    """Tell the story."""
    from page_watch.cli.demo.story import tell

    return tell(session.terminal)
