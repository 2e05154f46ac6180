"""Logging for people and for machines, on standard error, one line a record.

Text of pages gets into log lines: it goes through ``printable``, so that no page can forge a line or act on a terminal.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

from page_watch.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTICES = "page_watch.notices"
"""The logger of the ``log`` channel: what is sent to it must arrive, however little else is logged."""


class Handler(logging.StreamHandler[TextIO]):
    """What ``set_up`` adds, to be told from handlers that others added."""


class TextFormatter(logging.Formatter):
    """``2026-03-04T17:05:09.123Z WARNING page_watch.fetch: message``; a traceback follows, indented."""

    def format(self, record: logging.LogRecord) -> str:
        """One record: one line, and the lines of its traceback, if it has one."""
        head = f"{_time(record)} {record.levelname} {record.name}: {printable(record.getMessage())}"
        return "\n".join([head, *(f"    {printable(line)}" for line in _trace(self, record))])


class JsonFormatter(logging.Formatter):
    """One JSON object a line: ``time``, ``level``, ``logger``, ``message``, and ``trace`` if there is one.

    What a record was given as ``extra`` under the name ``fields``, a mapping, is added.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One record, on one line."""
        import json

        line: dict[str, object] = {
            **getattr(record, "fields", {}),
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": printable(record.getMessage()),
        }
        trace = _trace(self, record)
        if trace:
            line["trace"] = [printable(one) for one in trace]
        return json.dumps(line, ensure_ascii=True)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _trace(formatter: logging.Formatter, record: logging.LogRecord) -> list[str]:
    return formatter.formatException(record.exc_info).splitlines() if record.exc_info else []


@contextmanager
def logging_to(stream: TextIO, *, form: str, level: int) -> Iterator[None]:
    """Send the records of the project of at least ``level`` to a stream, as ``text`` or ``json``.

    Other libraries' records pass from WARNING on (from ``level`` on where it is DEBUG), so that nothing of theirs
    is lost and nothing of theirs is in the way; notices pass always. Inside another such block it changes nothing.
    """
    root, project, notices = (logging.getLogger(name) for name in (None, "page_watch", NOTICES))
    if any(isinstance(handler, Handler) for handler in root.handlers):
        yield
        return
    before = root.level, project.level, notices.level
    handler = Handler(stream)
    handler.setFormatter(JsonFormatter() if form == "json" else TextFormatter())
    root.addHandler(handler)
    root.setLevel(level if level == logging.DEBUG else max(level, logging.WARNING))
    project.setLevel(level)
    notices.setLevel(min(level, logging.INFO))
    try:
        yield
    finally:
        root.removeHandler(handler)
        for logger, was in zip((root, project, notices), before, strict=True):
            logger.setLevel(was)
