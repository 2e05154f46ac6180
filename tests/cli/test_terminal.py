from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_watch.cli.layout import Span, Style
from page_watch.cli.terminal import Terminal

HOSTILE = "Plan\x1b[2J\x1b]0;owned\x07 \u202eapproved\u202c\x9b31m\r\nFAKE line\x08\x7f\ud800"


def terminal(encoding: str = "utf-8", *, colours: bool = False, columns: int | None = None) -> Terminal:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")
    made = Terminal.of(stream, {})
    return Terminal(made.stream, columns, colours)


def written(terminal: Terminal) -> bytes:
    terminal.stream.flush()
    assert isinstance(terminal.stream, io.TextIOWrapper)
    buffer = terminal.stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue()


def test_hostile_text_does_nothing() -> None:
    page = terminal()
    page.line(HOSTILE)
    assert written(page).count(b"\n") == 1
    assert not set(written(page)) & (set(range(0x20)) - {0x0A} | {0x7F})
    text = written(page).decode()
    assert not set(text) & {"\u202e", "\u202c", "\x9b"}


@given(st.text())
def test_no_text_at_all_reaches_the_terminal_as_a_control(text: str) -> None:
    page = terminal(columns=40)
    page.line("show ", Span(text, Style.BAD), indent=2)
    shown = written(page).decode()
    assert all(character == "\n" or not (ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0) for character in shown)


def test_colours_are_closed_and_only_where_wanted() -> None:
    page = terminal(colours=True)
    page.line("a ", Span("b", Style.GOOD), " c")
    assert written(page) == b"a \x1b[32mb\x1b[0m c\n"
    plain = terminal()
    plain.line("a ", Span("b", Style.GOOD), " c")
    assert written(plain) == b"a b c\n"


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "‘Plan’ – 2019年 → naïve…\n"),
        ("latin-1", "'Plan' - 2019? -> naïve...\n"),
        ("ascii", "'Plan' - 2019? -> naive...\n"),
        ("cp1252", "‘Plan’ – 2019? -> naïve…\n"),
    ],
)
def test_what_the_encoding_lacks_becomes_plainer(encoding: str, expected: str) -> None:
    page = terminal(encoding)
    page.line("‘Plan’ – 2019年 → naïve…")
    assert written(page).decode(encoding) == expected


def test_data_is_utf_8_whatever_the_locale() -> None:
    page = terminal("latin-1")
    page.data('{"text": "2019年"}\r\n')
    assert written(page) == '{"text": "2019年"}\r\n'.encode()


@pytest.mark.parametrize(
    ("env", "columns"), [({}, None), ({"COLUMNS": "72"}, 72), ({"COLUMNS": "0"}, None), ({"COLUMNS": "wide"}, None)]
)
def test_a_pipe_is_not_broken_into_lines_unless_it_is_told_so(env: dict[str, str], columns: int | None) -> None:
    made = Terminal.of(io.TextIOWrapper(io.BytesIO()), env)
    assert made.columns == columns
    assert not made.colours


class Live(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("env", "colours"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colours_only_where_they_are_wanted(env: dict[str, str], colours: bool) -> None:
    assert Terminal.of(Live(io.BytesIO()), {"COLUMNS": "80", **env}).colours is colours
