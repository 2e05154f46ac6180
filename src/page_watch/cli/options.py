"""Reading the command line.

Global options may stand before or after the command: those before it are moved behind it, and one parser, that of
the command, reads them all. Wrong usage is a ``ConfigError`` of one sentence.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Never

from page_watch.cli.commands import COMMANDS, Command, CommandModule
from page_watch.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

GLOBAL = (
    "global options, before or after the command:\n"
    "  --config FILE           the configuration (else $PAGE_WATCH_CONFIG, else ./config.yaml)\n"
    "  --quiet                 print only what needs attention: fit for cron\n"
    "  -v, --verbose           log more to standard error (twice: more still)\n"
    "  --log-format text|json  how log lines look\n"
)

STATUS = (
    "exit status:\n"
    "  0  all is well, changed or not\n"
    "  1  something needs a person: a check failed or was held, a notice could not be delivered,\n"
    "     a watch is stale, the database cannot be used, no timeline was found\n"
    "  2  wrong usage or configuration\n"
    "  3  all is well and something changed (only with check --exit-code)\n"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A command line, read: the command, its module, and the values of its options."""

    command: Command
    module: CommandModule
    args: argparse.Namespace


class Parser(argparse.ArgumentParser):
    """A parser that does not end the process when the usage is wrong, and says it in one sentence."""

    def error(self, message: str) -> Never:
        """Raise ConfigError with the message, what was perhaps meant, and where help is."""
        prefix = "unrecognized arguments: "
        hint = ""
        if message.startswith(prefix):
            known = [name for name in self._option_string_actions if name.startswith("--")]
            hint = perhaps(message.removeprefix(prefix).split()[0].split("=")[0], known)
        raise ConfigError(f"{message[:1].lower()}{message[1:]}{hint}; '{self.prog} --help' tells more")


def perhaps(word: str, known: Sequence[str]) -> str:
    """``" (did you mean x?)"`` where a known word is near, else nothing."""
    from difflib import get_close_matches  # only a mistake needs it

    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f" (did you mean {near[0]}?)" if near else ""


def read(argv: Sequence[str]) -> Asked | str:
    """The command asked for, or the text to print when it was ``--help`` or ``--version``. Raises ConfigError."""
    before, name, after = split(argv)
    if name is None:
        return _without_command(before)
    command = next((command for command in COMMANDS if command.name == name), None)
    if command is None:
        hint = perhaps(name, [command.name for command in COMMANDS])
        raise ConfigError(f"there is no command {name!r}{hint}; 'page-watch --help' lists the commands")
    module = command.load()
    return Asked(command, module, parser(command, module).parse_intermixed_args([*before, *after]))


def split(argv: Sequence[str]) -> tuple[list[str], str | None, list[str]]:
    """What stands before the command, the command, and what stands behind it."""
    takes_value = False
    for place, word in enumerate(argv):
        if not takes_value and not word.startswith("-"):
            return list(argv[:place]), word, list(argv[place + 1 :])
        takes_value = word in ("--config", "--log-format")
    return list(argv), None, []


def parser(command: Command, module: CommandModule) -> Parser:
    """The parser of one command, the global options among its own."""
    made = Parser(
        prog=f"page-watch {command.name}",
        description=module.DESCRIPTION,
        epilog=f"examples:\n{module.EXAMPLES}\n\n{STATUS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    module.options(made)
    _add_global(made)
    return made


def overview() -> str:
    """The help of ``page-watch`` itself."""
    commands = "".join(f"  {command.name:<12} {command.summary}\n" for command in COMMANDS)
    return (
        "usage: page-watch [--config FILE] [--quiet] [-v] COMMAND …\n\n"
        "Hear which milestone on a watched page is new, reworded, moved or gone.\n\n"
        f"commands:\n{commands}\n{GLOBAL}"
        "  --version               print the version and exit\n"
        "  -h, --help              print this, or the help of a command, and exit\n\n"
        "examples:\n"
        "  page-watch demo                 see the whole cycle, without network or configuration\n"
        "  page-watch init                 write a commented config.yaml to start from\n"
        "  page-watch check                check every watch now\n"
        "  page-watch check --help         the help of one command\n\n"
        f"{STATUS}"
    )


def _add_global(made: Parser) -> None:
    group = made.add_argument_group("global options, before or after the command")
    group.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help="the configuration (else $PAGE_WATCH_CONFIG, else ./config.yaml)",
    )
    group.add_argument("--quiet", action="store_true", help="print only what needs attention: fit for cron")
    group.add_argument(
        "-v", "--verbose", action="count", default=0, help="log more to standard error (twice: more still)"
    )
    group.add_argument("--log-format", choices=("text", "json"), default="text", help="how log lines look")


def _without_command(words: Sequence[str]) -> str:
    """The answer to a line that names no command."""
    if "--help" in words or "-h" in words:
        return overview()
    if "--version" in words:
        from page_watch import __version__

        return f"page-watch {__version__}\n"
    if not words:
        raise ConfigError("which command? 'page-watch --help' lists them, 'page-watch demo' shows what it does")
    bare = Parser(prog="page-watch", add_help=False, allow_abbrev=False)
    _add_global(bare)
    bare.parse_args(words)
    raise ConfigError("the command is missing; 'page-watch --help' lists the commands")
