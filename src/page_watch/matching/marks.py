"""Marks: what changed inside a text, word by word.

For terminal, mail and HTML alike: what is kept, deleted and inserted, in reading order, in any script.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from page_watch.matching.alignment import align
from page_watch.matching.telling import told

if TYPE_CHECKING:
    from collections.abc import Iterator


class Op(StrEnum):
    """What was done with a stretch of text."""

    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text and what was done with it; never empty."""

    op: Op
    text: str


def marks(old: str, new: str) -> tuple[Mark, ...]:
    """What is kept, deleted and inserted on the way from the old text to the new: by words, and by characters in
    scripts that do not part words (Han, kana, Thai …).

    What is same or deleted is the old text, what is same or inserted the new one, to the character. Where something
    was replaced, the deletion comes first.
    """
    if old == new:
        return (Mark(Op.SAME, old),) if old else ()
    return tuple(_joined(_raw(old, new)))


def headline(old: str, new: str) -> str | None:
    """The difference that tells, for a subject or a first line: a changed number, date or amount, a negation.

    "'by 2030' became 'by 2040'"; several are parted by "; ". None where nothing of that kind changed.
    """
    return told(align(old, new))


def _raw(old: str, new: str) -> Iterator[Mark]:
    for stretch in align(old, new):
        if stretch.same:
            for before, after in zip(stretch.old, stretch.new, strict=True):
                yield from _replaced(before.gap, after.gap)
                yield Mark(Op.SAME, after.text)
            continue
        before_text, after_text = ("".join(g + t for g, t in run) for run in (stretch.old, stretch.new))
        if stretch.old and stretch.new and stretch.old[0].gap == stretch.new[0].gap:
            gap = stretch.old[0].gap
            yield Mark(Op.SAME, gap)
            before_text, after_text = before_text[len(gap) :], after_text[len(gap) :]
        yield Mark(Op.DELETED, before_text)
        yield Mark(Op.INSERTED, after_text)
    yield from _replaced(old[len(old.rstrip()) :], new[len(new.rstrip()) :])


def _replaced(before: str, after: str) -> Iterator[Mark]:
    if before == after:
        yield Mark(Op.SAME, before)
    else:
        yield Mark(Op.DELETED, before)
        yield Mark(Op.INSERTED, after)


def _joined(raw: Iterator[Mark]) -> Iterator[Mark]:
    """Neighbours of one kind as one, deletions before insertions, nothing empty."""
    for same, run in groupby((mark for mark in raw if mark.text), key=lambda mark: mark.op is Op.SAME):
        of = list(run)
        for op in (Op.SAME,) if same else (Op.DELETED, Op.INSERTED):
            text = "".join(mark.text for mark in of if mark.op is op)
            if text:
                yield Mark(op, text)
