"""What templates see: notices made ready to be read, every text of a page already safe to print.

These names are what a template of one's own may use; they are described in ``docs/operations.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from page_watch.model.milestone import Change, Kind
from page_watch.model.notice import Notice, NoticeKind
from page_watch.render import phrases
from page_watch.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from page_watch.model.incident import Incident

BUDGET = 30_000
"""So many characters of milestones stand in one message: mail programs cut longer ones off, and nobody reads on."""

LONGEST = 2_000
"""So many characters of one milestone stand in a message."""

MARKED = 20_000
"""Longer texts are not marked word by word."""

CONTEXT = 160
"""So many characters around a marked word stay, where the rest of a long text did not change."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. ``op`` is ``same``, ``deleted`` or ``inserted``."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One change. ``kind`` is its kind, ``label`` that in a word for people.

    ``pieces`` is the text as it stands, what was deleted and inserted marked; ``before`` the old text, where so
    much differs that it is better read apart. ``telling`` is the difference that matters most, if one stands out.
    """

    kind: str
    label: str
    pieces: tuple[Piece, ...]
    before: tuple[Piece, ...] = ()
    telling: str | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Year:
    """The changes under one year label."""

    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One notice. ``facts`` are sentences about the watch, ``problems`` about its incidents.

    ``tone`` is ``change``, ``problem`` or ``good``. ``omitted`` is the number of changes left out of ``years``.
    """

    kind: str
    tone: str
    watch: str | None
    title: str
    url: str | None
    headline: str
    years: tuple[Year, ...]
    omitted: int
    problems: tuple[str, ...]
    advice: str | None
    facts: tuple[str, ...]

    @property
    def marked(self) -> bool:
        """Whether any word is marked as deleted or inserted."""
        return any(
            piece.op != "same" for year in self.years for item in year.items for piece in (*item.pieces, *item.before)
        )


def views(notices: Sequence[Notice]) -> tuple[Told, ...]:
    """The views of one message's notices. They share the room there is: what is left out is counted."""
    left = BUDGET
    told = []
    for notice in notices:
        view, used = _view(notice, left)
        left = max(0, left - used)
        told.append(view)
    return tuple(told)


def _view(notice: Notice, budget: int) -> tuple[Told, int]:
    zone = _zone(notice.timezone)
    years, omitted, used = _years(notice.changes, budget)
    view = Told(
        kind=notice.kind.value,
        tone=_tone(notice),
        watch=None if notice.watch is None else phrases.cut(notice.watch, 100),
        title=phrases.title(notice),
        url=_address(notice.url),
        headline=phrases.headline(notice),
        years=years,
        omitted=omitted,
        problems=tuple(_problems(notice, zone)),
        advice=None if notice.advice is None else printable(notice.advice),
        facts=tuple(_facts(notice, zone)),
    )
    return view, used


def _tone(notice: Notice) -> str:
    if notice.kind in (NoticeKind.OPENED, NoticeKind.REMINDER):
        return "problem"
    return "change" if notice.changes else "good"


def _years(changes: Sequence[Change], budget: int) -> tuple[tuple[Year, ...], int, int]:
    """Changes under their years, the newest first, new text before what was only edited; at most ``budget`` long."""
    used, shown = 0, 0
    years: dict[str, list[Item]] = {}
    for change in sorted(changes, key=_newest_first):
        if used >= budget:
            break
        item = _item(change)
        used += sum(len(piece.text) for piece in (*item.pieces, *item.before))
        years.setdefault(phrases.label(change.now), []).append(item)
        shown += 1
    return tuple(Year(label, tuple(items)) for label, items in years.items()), len(changes) - shown, used


def _newest_first(change: Change) -> tuple[bool, int, str, int]:
    start = change.now.start
    return (start is None, -(start or 0), change.now.year or "", phrases.ORDER.index(change.kind))


_LABELS = {
    Kind.ADDED: "New",
    Kind.RESTORED: "Back",
    Kind.MOVED: "Moved",
    Kind.REWORDED: "Reworded",
    Kind.REMOVED: "Removed",
    Kind.COSMETIC: "In print only",
}


def _item(change: Change) -> Item:
    label, old, new = _LABELS[change.kind], change.before, change.now
    if old is not None and old.year != new.year:
        label = f"{label} from {phrases.label(old)}"
    links = tuple(link for link in map(_address, new.links[:5]) if link is not None)
    if old is None or old.text == new.text:
        return Item(change.kind.value, label, (_whole(new.text),), links=links)
    if max(len(old.text), len(new.text)) > MARKED:
        return Item(change.kind.value, label, (_whole(new.text),), (_whole(old.text),), links=links)
    from page_watch.matching.marks import headline  # only a text that differs needs it

    pieces = tuple(_marked(old.text, new.text))
    telling = headline(old.text, new.text)
    telling = None if telling is None else phrases.cut(telling, 200)
    same = sum(len(piece.text) for piece in pieces if piece.op == "same")
    if 2 * same < min(len(old.text), len(new.text)):
        now = _shortened([piece for piece in pieces if piece.op != "deleted"])
        before = _shortened([piece for piece in pieces if piece.op != "inserted"])
        return Item(change.kind.value, label, now, before, telling, links)
    return Item(change.kind.value, label, _shortened(tuple(_apart(pieces))), (), telling, links)


def _apart(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, with a space between a deleted word and the one in its place: ``by [-2030-] {+2040+}``."""
    before, spaced = Piece("same", ""), True  # the piece before this one, and whether a space came before that
    for piece in pieces:
        if piece.op == "inserted" and before.op == "deleted" and spaced:
            yield Piece("same", " ")
        if piece.op == "same":
            spaced = piece.text[-1:].isspace()
        yield piece
        before = piece


def _whole(text: str) -> Piece:
    return Piece("same", phrases.cut(text, LONGEST))


def _marked(old: str, new: str) -> Iterator[Piece]:
    """The marks between two texts, the space around a word outside of its mark."""
    from page_watch.matching.marks import marks

    for mark in marks(old, new):
        yield from _unspaced(mark.op.value, printable(mark.text))


def _unspaced(op: str, text: str) -> Iterator[Piece]:
    bare = text.strip()
    head, _, tail = text.partition(bare) if bare else (text, "", "")
    if head:
        yield Piece("same", head)
    if bare:
        yield Piece(op, bare)
    if tail:
        yield Piece("same", tail)


def _shortened(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces, long ones cut: what is the same keeps what stands next to a mark."""
    short: list[Piece] = []
    room = LONGEST
    for place, piece in enumerate(pieces):
        if room <= 0:
            short.append(Piece("same", "…"))
            break
        text = piece.text
        if piece.op == "same" and len(text) > 3 * CONTEXT and len(pieces) > 1:
            head = "" if place == 0 else text[:CONTEXT].rpartition(" ")[0] or text[:CONTEXT]
            tail = "" if place == len(pieces) - 1 else text[-CONTEXT:].partition(" ")[2] or text[-CONTEXT:]
            text = f"{head} … {tail}" if head and tail else f"{head} …" if head else f"… {tail}"
        if len(text) > room:
            text = text[:room] + "…"
        room -= len(text)
        short.append(Piece(piece.op, text))
    return tuple(short)


def _problems(notice: Notice, zone: ZoneInfo) -> Iterator[str]:
    """What is wrong, or was, in sentences."""
    incident = notice.incident
    if incident is None:
        return
    since = f"Since {phrases.at(incident.opened_at, zone)}"
    detail = phrases.with_stop(phrases.cut(incident.detail, 600))
    if notice.kind is NoticeKind.CLOSED:
        yield _over(incident, notice, zone)
    else:
        lasted = notice.created_at - incident.opened_at
        so_far = f" {since}, for {phrases.lasting(lasted)} now." if lasted.total_seconds() >= 60 else ""
        yield f"{detail}{so_far}"
    for other in notice.also:
        yield _over(other, notice, zone)


def _over(incident: Incident, notice: Notice, zone: ZoneInfo) -> str:
    said = phrases.sentence(phrases.ended(incident, bool(notice.changes)))
    began = phrases.at(incident.opened_at, zone)
    had_been = phrases.with_stop(phrases.cut(incident.detail, 600))
    return f"{said}, after {phrases.lasted(incident, notice.created_at)} (since {began}). It had been: {had_been}"


def _facts(notice: Notice, zone: ZoneInfo) -> Iterator[str]:
    """How things stand with the watch."""
    seen = phrases.at(notice.created_at, zone)
    if notice.kind is NoticeKind.TEST:
        yield f"Sent {seen} ({notice.timezone}). If you can read this, the channel works."
        return
    if notice.kind is NoticeKind.ALIVE and notice.checks is not None:
        yield f"{phrases.counted(notice.checks, 'check')} since the last report of this kind."
    if notice.unchanged_since is not None and notice.kind is not NoticeKind.REMINDER:
        lasted = phrases.lasting(notice.created_at - notice.unchanged_since)
        before = "The page had been" if notice.changes else "The accepted content has been"
        yield f"{before} unchanged for {lasted}, since {phrases.at(notice.unchanged_since, zone)}."
    if notice.kind is NoticeKind.CLOSED and notice.watch is not None and not notice.changes:
        yield "Nothing that you would be told of changed meanwhile."
    if notice.last_good is not None:
        yield (
            f"Last good check before: {phrases.at(notice.last_good, zone)}."
            if notice.changes
            else (f"Last good check: {phrases.at(notice.last_good, zone)}.")
        )
    yield f"Noticed {seen} ({notice.timezone})" + (
        f"; {phrases.counted(notice.milestones, 'milestone')} in version {notice.version}."
        if notice.milestones is not None and notice.version is not None
        else "."
    )


def _address(url: str | None) -> str | None:
    """An address that is safe to follow: a page may link to a script, or to anything else."""
    if url is None or len(url) > 2_000:
        return None
    try:
        scheme = urlsplit(url).scheme.lower()
    except ValueError:
        return None
    safe = scheme in ("http", "https", "mailto") and url == printable(url) and not any(map(str.isspace, url))
    return url if safe else None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # written where the zone was known
        return ZoneInfo("UTC")


def moment(when: datetime, name: str) -> str:
    """A time by the clock of the named zone, for templates."""
    return phrases.at(when, _zone(name))
