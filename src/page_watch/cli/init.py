"""``page-watch init``: a commented configuration to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch.errors import ConfigError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from page_watch.cli.session import Session

DESCRIPTION = "Write a commented config.yaml (or the file of --config) to start from. Never overwrites one."

EXAMPLES = """\
  page-watch init
  page-watch init --config ~/watches/config.yaml"""


def options(parser: ArgumentParser) -> None:
    """Add nothing: this command has the global options only."""


def run(args: Namespace, session: Session) -> int:
    """Write the file, unless there is one."""
    from page_watch.config import SAMPLE

    path = session.config_path
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(SAMPLE)
    except FileExistsError as error:
        raise ConfigError(f"{path} is there already and is left as it is; name another file with --config") from error
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from error
    if not session.quiet:
        session.terminal.line(f"wrote {path}; edit its watches, then run 'page-watch check'", hanging=2)
    return 0
