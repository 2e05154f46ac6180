"""The commands by name. Each is a module, imported only when it is the one asked for."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from page_watch.cli.session import Session


class CommandModule(Protocol):
    """What the module of a command offers.

    ``run`` returns the exit status: 0 all is well, 1 something needs a person, 3 something changed (if asked).
    """

    DESCRIPTION: str
    EXAMPLES: str

    def options(self, parser: ArgumentParser) -> None:
        """Add the options of the command."""

    def run(self, args: Namespace, session: Session) -> int:
        """Carry the command out."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command's name as typed, and what it does in a line."""

    name: str
    summary: str

    def load(self) -> CommandModule:
        """The module that carries it out."""
        return cast("CommandModule", import_module(f"page_watch.cli.{self.name.replace('-', '_')}"))


COMMANDS = (
    Command("check", "check watches now and print what changed"),
    Command("run", "keep checking by the timetable (the daemon)"),
    Command("parse", "show what the parser sees in a page; store nothing"),
    Command("show", "print the milestones by year"),
    Command("log", "print the changes, newest first"),
    Command("diff", "compare two versions, with the words marked"),
    Command("status", "say how every watch is and what needs a person"),
    Command("accept", "accept the held page of a watch as a version"),
    Command("export", "write the milestones as CSV, JSON, Markdown or Atom"),
    Command("reparse", "read the stored pages again with today's parser"),
    Command("deliver", "send the notices that are due"),
    Command("test-notice", "send a test notice now and say what happened"),
    Command("config", "print the effective configuration, secrets hidden"),
    Command("init", "write a commented config.yaml"),
    Command("db", "upgrade, prune or back up the database"),
    Command("demo", "show the whole cycle on a page served from this machine"),
)
