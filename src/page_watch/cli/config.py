"""``page-watch config``: the configuration as it is understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from page_watch.cli.session import Session

DESCRIPTION = "Print the effective configuration, every default filled in, secrets hidden; or its JSON Schema."

EXAMPLES = """\
  page-watch config
  page-watch config --schema > page-watch.schema.json     for an editor that completes and checks YAML"""


def options(parser: ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of the configuration instead")


def run(args: Namespace, session: Session) -> int:
    """Print one or the other."""
    from page_watch import config

    if args.schema:
        import json

        session.terminal.data(json.dumps(config.schema(), ensure_ascii=False, indent=2) + "\n")
    else:
        session.terminal.data(config.effective(session.settings))
    return 0
