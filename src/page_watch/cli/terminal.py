"""Where results are printed for people: colours, width, and nothing that a hostile page could make of them."""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from page_watch.cli.layout import Line, Span, Style, wrap
from page_watch.text import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

PLAINER = {
    "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "−": "-",
    "…": "...", "→": "->", "•": "*", "·": "-",
}  # fmt: skip
"""What stands for a character that the terminal's encoding lacks."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Standard output as people read it.

    ``columns`` is where lines are broken, None for not at all (a pipe or a file). ``colours`` says whether
    styles are shown.
    """

    stream: TextIO
    columns: int | None
    colours: bool

    @classmethod
    def of(cls, stream: TextIO, env: Mapping[str, str]) -> Terminal:
        """The terminal a stream leads to, by what it is and by ``NO_COLOR``, ``TERM`` and ``COLUMNS``."""
        _never_refuse(stream)
        live = stream.isatty()
        colours = live and not env.get("NO_COLOR") and env.get("TERM") != "dumb"
        return cls(stream, _columns(stream, env, live), colours)

    def line(self, *parts: str | Span, indent: int = 0, hanging: int | None = None) -> None:
        """Print one paragraph, broken to the width.

        Every part goes through ``printable``: whatever a page holds, no escape sequence, control or
        text-direction character reaches the terminal. ``hanging`` indents the lines after the first.
        """
        spans = [Span(" " * indent)] if indent else []
        for part in parts:
            span = part if isinstance(part, Span) else Span(part)
            spans.append(Span(printable(span.text), span.style))
        for line in wrap(spans, self.columns, indent if hanging is None else hanging):
            self.stream.write(self._styled(line).rstrip() + "\n")

    def gap(self) -> None:
        """Print an empty line."""
        self.stream.write("\n")

    def text(self, text: str) -> None:
        """Write a text of our own as it is."""
        self.stream.write(text)

    def data(self, text: str) -> None:
        """Write data for programs (JSON, CSV …) as it is, in UTF-8 whatever the locale says."""
        utf8(self.stream)
        self.stream.write(text)

    def _styled(self, line: Line) -> str:
        if not self.colours:
            return "".join(span.text for span in line)
        return "".join(
            span.text if span.style is Style.PLAIN else f"\x1b[{span.style}m{span.text}\x1b[0m" for span in line
        )


def utf8(stream: TextIO) -> None:
    """Make a stream write UTF-8 with the line ends it is given, where it can be told so."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="strict", newline="")


def plainer(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: a character that the encoding lacks becomes a plainer one, in the end a ``?``."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_plainer(character, error.encoding) for character in lacking), error.end


def _plainer(character: str, encoding: str) -> str:
    stand_in = PLAINER.get(character) or unicodedata.normalize("NFKD", character)
    fitting = stand_in.encode(encoding, "ignore").decode(encoding)
    return fitting or "?"


codecs.register_error("page-watch-plainer", plainer)


def _never_refuse(stream: TextIO) -> None:
    """No text may end a command because the terminal's encoding lacks a character."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="page-watch-plainer")


def _columns(stream: TextIO, env: Mapping[str, str], live: bool) -> int | None:
    told = env.get("COLUMNS", "")
    if told.isdecimal() and int(told) > 0:
        return int(told)
    if not live:
        return None
    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except OSError:
        return 80


def say(message: str) -> None:
    """Print a message for people to standard error: one line for each of its lines, safe to show."""
    _never_refuse(sys.stderr)
    for line in message.splitlines():
        sys.stderr.write(printable(line) + "\n")
