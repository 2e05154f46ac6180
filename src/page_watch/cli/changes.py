"""Changes and milestones for people: years as headings, newest first, the words marked that differ."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from page_watch.cli.dates import counted
from page_watch.cli.layout import Span, Style
from page_watch.model.milestone import Change, Kind, Known, Milestone

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from page_watch.cli.terminal import Terminal

UNDATED = "undated"
"""The heading over milestones that have no year label."""

_WORD = max(len(kind) for kind in Kind) + 2
_STYLES = {Kind.ADDED: Style.GOOD, Kind.RESTORED: Style.GOOD, Kind.REMOVED: Style.BAD, Kind.COSMETIC: Style.DIM}


def print_changes(terminal: Terminal, changes: Iterable[Change], indent: int = 2) -> None:
    """Print changes under their years, the newest year first, undated ones last."""
    ordered = sorted(changes, key=lambda change: _newest_first(change.now))
    for label, group in groupby(ordered, key=lambda change: change.now.year):
        terminal.line(_heading(label), indent=indent)
        for change in group:
            _print_change(terminal, change, indent + 2)


def print_milestones(terminal: Terminal, known: Iterable[Known]) -> None:
    """Print what a version holds, in page order; see ``print_parsed``."""
    entries = tuple(known)
    missing = {place for place, entry in enumerate(entries) if entry.missing_since is not None}
    print_parsed(terminal, [entry.milestone for entry in entries], missing)


def print_parsed(terminal: Terminal, milestones: Iterable[Milestone], missing: Container[int] = ()) -> None:
    """Print milestones in page order, each run of one year label under it; those at ``missing`` places say so."""
    for label, group in groupby(enumerate(milestones), key=lambda numbered: numbered[1].year):
        for first, (place, milestone) in enumerate(group):
            if first == 0:
                if place:
                    terminal.gap()
                terminal.line(_heading(label))
            note = (Span("  (missing)", Style.WARN),) if place in missing else ()
            terminal.line(milestone.text, *note, indent=2, hanging=4)


def print_missing(terminal: Terminal, missing: Sequence[Known], removals: int, indent: int = 2) -> None:
    """Print what is missing, but not yet in so many good checks in a row that it is taken for removed."""
    for entry in missing:
        label = entry.milestone.year or UNDATED
        seen = f"  (in {counted(entry.missing_checks, 'good check')}; removed when in {removals} in a row)"
        terminal.line(
            Span("missing".ljust(_WORD), Style.WARN),
            f"{label}: {entry.milestone.text}",
            Span(seen, Style.DIM),
            indent=indent,
            hanging=indent + _WORD,
        )


def counts(changes: Iterable[Change]) -> str:
    """How many of each kind: ``1 added, 2 reworded``."""
    kinds = [change.kind for change in changes]
    return ", ".join(f"{kinds.count(kind)} {kind.value}" for kind in Kind if kind in kinds)


def marked(old: str, new: str) -> Iterator[Span]:
    """A new text with what was deleted as ``[-words-]`` and what was inserted as ``{+words+}``."""
    from page_watch.matching.marks import Op, marks  # only a reworded text needs it

    for mark in marks(old, new):
        said = mark.text.lstrip()
        space = mark.text[: len(mark.text) - len(said)]
        if mark.op is Op.SAME or not said:
            yield Span(mark.text)
        elif mark.op is Op.DELETED:
            yield from (Span(space), Span(f"[-{said}-]", Style.BAD))
        else:
            yield from (Span(space), Span(f"{{+{said}+}}", Style.GOOD))


def _print_change(terminal: Terminal, change: Change, indent: int) -> None:
    word = Span(change.kind.value.ljust(_WORD), _STYLES.get(change.kind, Style.WARN))
    hanging = indent + _WORD
    terminal.line(word, *_told(change), indent=indent, hanging=hanging)
    if change.kind is Kind.REWORDED and change.before:
        from page_watch.matching.marks import headline

        telling = headline(change.before.text, change.now.text)
        if telling:
            terminal.line(Span(telling, Style.DIM), indent=hanging)


def _told(change: Change) -> Iterator[Span]:
    """What a change says, behind its kind."""
    if change.before is None:
        yield Span(change.now.text)
        return
    if change.before.year != change.now.year:
        yield Span(f"(from {change.before.year or UNDATED}) ")
    if change.before.text == change.now.text:
        yield Span(change.now.text)
    else:
        yield from marked(change.before.text, change.now.text)


def _heading(label: str | None) -> Span:
    return Span(label or UNDATED, Style.BOLD)


def _newest_first(milestone: Milestone) -> tuple[bool, int, str]:
    return (milestone.start is None, -(milestone.start or 0), milestone.year or "")
