"""CSV by RFC 4180, in UTF-8: the milestones as they stand, one a row."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from page_watch.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from page_watch.cli.exports import History

COLUMNS = ("watch", "version", "id", "year", "start", "end", "text", "links", "first_seen", "missing_since")

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")
"""What a spreadsheet may take for the beginning of a formula (or of a DDE command, or a macro)."""


def write(histories: Sequence[History]) -> str:
    """A header line and a row for each milestone. Addresses in ``links`` are parted by spaces."""
    text = io.StringIO(newline="")
    table = csv.writer(text, dialect="excel")
    table.writerow(COLUMNS)
    for history in histories:
        table.writerows(_rows(history))
    return text.getvalue()


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet runs: what looks like a formula gets an apostrophe before it."""
    safe = printable(text)
    return f"'{safe}" if safe.lstrip().startswith(FORMULA) else safe


def _rows(history: History) -> Iterable[tuple[str | int | None, ...]]:
    if history.edition is None:
        return
    for known in history.edition.known:
        milestone = known.milestone
        yield (
            harmless(history.watch),
            history.edition.number,
            known.id,
            None if milestone.year is None else harmless(milestone.year),
            milestone.start,
            milestone.end,
            harmless(milestone.text),
            harmless(" ".join(milestone.links)),
            known.first_seen.isoformat(),
            known.missing_since.isoformat() if known.missing_since else None,
        )
