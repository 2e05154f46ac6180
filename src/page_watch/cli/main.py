"""From a command line to an exit status. Whatever goes wrong, a person reads one clear sentence."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, contextmanager
from errno import EBADF, EDQUOT, EFBIG, EIO, ENOSPC
from typing import TYPE_CHECKING

from page_watch.cli.options import Asked, read
from page_watch.cli.session import Session
from page_watch.cli.statuses import ATTENTION, INTERRUPTED, PIPE_CLOSED, TERMINATED, USAGE, WELL
from page_watch.errors import ConfigError, PageWatchError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType


UNWRITTEN = (EBADF, EDQUOT, EFBIG, EIO, ENOSPC)
"""What goes wrong with standard output that is no mistake of the program."""


class Terminated(BaseException):
    """SIGTERM came: what is under way is given up, leases are given back, and the process ends."""


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out a command line (``sys.argv`` without one) and give its exit status. Never raises an ``Exception``."""
    words = sys.argv[1:] if argv is None else argv
    trace = any(word == "--verbose" or (word.startswith("-v") and set(word[1:]) == {"v"}) for word in words)
    try:
        with _terminable():
            status = _carried_out(words)
            sys.stdout.flush()
            return status
    except PageWatchError as error:
        _tell(str(error))
        return USAGE if isinstance(error, ConfigError) else ATTENTION
    except BrokenPipeError:
        _leave_pipe()
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Terminated:
        return TERMINATED
    except Exception as error:  # noqa: BLE001  the last place where a person can be told instead of shown a traceback
        return _unknown(error, trace)


def _carried_out(words: Sequence[str]) -> int:
    try:
        asked = read(words)
    except SystemExit as end:  # argparse's --help prints and ends
        return end.code if isinstance(end.code, int) else WELL
    if isinstance(asked, str):
        from page_watch.cli.terminal import Terminal

        Terminal.of(sys.stdout, os.environ).text(asked)
        return WELL
    with _logging(asked):
        session = Session(config=asked.args.config, quiet=asked.args.quiet, env=os.environ)
        return asked.module.run(asked.args, session)


def _logging(asked: Asked) -> AbstractContextManager[None]:
    import logging

    from page_watch.cli.logs import logging_to

    quietest = logging.INFO if asked.command.name == "run" else logging.WARNING
    level = max(logging.DEBUG, quietest - 10 * asked.args.verbose)
    return logging_to(sys.stderr, form=asked.args.log_format, level=level)


@contextmanager
def _terminable() -> Iterator[None]:
    """SIGTERM unwinds the process like an interrupt does, so that nothing it holds is left behind."""
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def terminate(_signal: int, _frame: FrameType | None) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _tell(message: str) -> None:
    from page_watch.cli.terminal import say

    for line in message.splitlines():
        say(f"page-watch: {line}")


def _unknown(error: Exception, trace: bool) -> int:
    if isinstance(error, OSError) and error.errno in UNWRITTEN:
        _tell(f"the results could not be written: {error.strerror}")
        _leave_pipe()
        return ATTENTION
    if trace:
        import traceback

        from page_watch.cli.terminal import say

        for line in traceback.format_exception(error):
            say(line)
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    more = "" if trace else "; the same command with -v shows where"
    _tell(f"a mistake in page-watch itself, please report it: {what.splitlines()[0]}{more}")
    return ATTENTION


def _leave_pipe() -> None:
    """Nobody reads on: what is still buffered must not fail once more when the interpreter ends."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    except (OSError, ValueError):
        pass
