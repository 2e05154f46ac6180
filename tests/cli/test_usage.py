"""What is typed wrong, and what help says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from page_watch import __version__
from page_watch.cli.commands import COMMANDS, Command
from page_watch.cli.main import main
from page_watch.cli.options import read, split
from page_watch.errors import ConfigError
from tests.cli.support import Folder

HELP = Path(__file__).parent / "help"


@pytest.mark.parametrize(
    ("typed", "before", "command", "after"),
    [
        ("check", [], "check", []),
        ("--config c.yaml check a", ["--config", "c.yaml"], "check", ["a"]),
        ("--config=c.yaml --quiet check a -v", ["--config=c.yaml", "--quiet"], "check", ["a", "-v"]),
        ("--log-format json -v run", ["--log-format", "json", "-v"], "run", []),
        ("--config check", ["--config", "check"], None, []),
        ("", [], None, []),
    ],
)
def test_the_command_is_the_first_word_that_is_no_option(
    typed: str, before: list[str], command: str | None, after: list[str]
) -> None:
    assert split(typed.split()) == (before, command, after)


@pytest.mark.parametrize(
    "typed",
    [
        "--config other.yaml --quiet -vv --log-format json init",
        "init --config other.yaml --quiet -vv --log-format json",
        "--quiet init -v --log-format=json -v --config=other.yaml",
    ],
)
def test_global_options_stand_before_or_after(typed: str) -> None:
    asked = read(typed.split())
    assert not isinstance(asked, str)
    args = asked.args
    assert (args.config, args.quiet, args.verbose, args.log_format) == (Path("other.yaml"), True, 2, "json")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "which command?"),
        ("chekc", "there is no command 'chekc' (did you mean check?)"),
        ("xyzzy", "there is no command 'xyzzy'; 'page-watch --help' lists the commands"),
        ("--quiet", "the command is missing"),
        ("--qiet check", "unrecognized arguments: --qiet (did you mean --quiet?)"),
        ("init --replace", "unrecognized arguments: --replace; 'page-watch init --help' tells more"),
        ("init now", "unrecognized arguments: now"),
        ("config --schem", "unrecognized arguments: --schem (did you mean --schema?)"),
        ("--config", "argument --config: expected one argument"),
        ("config --log-format xml", "invalid choice: 'xml'"),
        ("db", "the following arguments are required: upgrade|prune|backup"),
        ("db vacuum", "invalid choice: 'vacuum'"),
        ("db backup", "where shall the backup go?"),
        ("db prune file", "'page-watch db prune' takes no file"),
        ("show --version one", "argument --version: invalid int value: 'one'"),
        ("show --version 1 --as-of 2026-01-01", "not allowed with argument"),
        ("export --format xls", "invalid choice: 'xls'"),
    ],
)
def test_wrong_usage_is_one_clear_sentence(folder: Folder, typed: str, said: str) -> None:
    ended = folder.run(*typed.split())
    assert (ended.status, ended.out) == (2, "")
    (line,) = ended.err.splitlines()
    assert line.startswith("page-watch: ")
    assert said in line


def test_version(folder: Folder) -> None:
    ended = folder.run("--version")
    assert (ended.status, ended.out, ended.err) == (0, f"page-watch {__version__}\n", "")


@pytest.mark.parametrize("name", ["", *(command.name for command in COMMANDS)])
def test_help_is_as_it_was_last_read(name: str, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a change of an option: ``PAGE_WATCH_WRITE_HELP=1 pytest tests/cli/test_usage.py``, and read the diff."""
    monkeypatch.setenv("COLUMNS", "100")
    ended = folder.run(*name.split(), "--help")
    assert (ended.status, ended.err) == (0, "")
    snapshot = HELP / f"{name or 'page-watch'}.txt"
    if os.environ.get("PAGE_WATCH_WRITE_HELP"):
        HELP.mkdir(exist_ok=True)
        snapshot.write_text(ended.out, encoding="utf-8")
    assert ended.out == snapshot.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_explains_itself_with_examples_that_can_be_typed(command: Command) -> None:
    module = command.load()
    examples = [line.strip() for line in module.EXAMPLES.splitlines()]
    assert examples
    for example in examples:
        assert example.startswith(f"page-watch {command.name}")
        words = example.split("  ")[0].split(" | ")[0].split(" > ")[0].split(" || ")[0].replace("'", "").split()
        asked = read(words[1:])
        assert not isinstance(asked, str)


def test_help_of_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-h"]) == 0
    first = capsys.readouterr().out
    assert main(["--help"]) == 0
    assert capsys.readouterr().out == first
    assert all(f"  {command.name} " in first for command in COMMANDS)


def test_what_is_wrong_is_raised_for_who_calls() -> None:
    with pytest.raises(ConfigError):
        read(["nonsense"])
