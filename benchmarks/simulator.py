"""Histories of pages with known edits: what truly happened to which milestone, at each step.

A page is changed as editors change pages: a typo corrected, a clause added, half a sentence rewritten, a year moved,
neighbours that differ in one name edited one by one, and several of it at once. All from a seed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from random import Random

from matching_edits import Change, half_rewritten, with_clause, with_other_number, with_other_word, with_typo
from matching_sentences import Language, a_language, a_sentence, siblings
from page_watch import text as texts
from page_watch.model.milestone import Kind, Milestone


class Edit(StrEnum):
    """What an editor did."""

    COSMETIC = "typography"
    TYPO = "typo"
    WORD = "word"
    NUMBER = "number"
    CLAUSE = "clause"
    HALF = "half rewritten"
    REWRITE = "full rewrite"
    MOVE = "move"
    MOVE_REWORD = "move and reword"
    ADD = "add"
    DELETE = "delete"
    RETURN = "return"
    DUPLICATE = "duplicate"
    REORDER = "reorder"
    MERGE = "merge of two"
    SPLIT = "split into two"
    NEIGHBOUR = "near-identical neighbours"


@dataclass(frozen=True, slots=True)
class Event:
    """What truly happened to one milestone: indices into old and new, and the kind where it is in both.

    Neither index: nothing happened that is to be told (a reordering).
    """

    edit: Edit
    old: int | None
    new: int | None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A page before and after, and the truth about it. What no event names is as it was."""

    old: tuple[Milestone, ...]
    new: tuple[Milestone, ...]
    events: tuple[Event, ...]
    ids: tuple[int, ...]
    """The true identity of each new milestone, for good."""


@dataclass(frozen=True, slots=True)
class _Entry:
    id: int
    milestone: Milestone
    language: Language
    family: int | None = None
    labelled: bool = False


@dataclass
class Page:
    """A page and its editor."""

    random: Random
    entries: list[_Entry] = field(default_factory=list)
    gone: list[_Entry] = field(default_factory=list)
    years: tuple[str | None, ...] = ()
    _next: int = 1
    _events: list[tuple[Edit, int | None, Kind | None]] = field(default_factory=list)
    _touched: set[int] = field(default_factory=set)
    _before: set[str] = field(default_factory=set)
    _was: dict[int, Milestone] = field(default_factory=dict)

    def __post_init__(self) -> None:
        random = self.random
        language = a_language(random)
        span = [str(year) for year in range(2008, 2025)]
        years: list[str | None] = [*random.sample(span, random.randint(5, 10))]
        if random.random() < 0.3:
            years.append(random.choice((None, "2014–2016", "March 2019", "since 1997")))
        self.years = tuple(years)
        for year in years:
            for _ in range(random.choice((1, 1, 2, 2, 3, 4, 5))):
                self._grow(year, language)
        for family in range(2):
            self._grow_family(random.choice(years), language, family)

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        return tuple(entry.milestone for entry in self.entries)

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(entry.id for entry in self.entries)

    def step(self, edits: Sequence[Edit]) -> Step:
        """Make the edits, each to milestones that no other one of them touches; those that cannot be are left out."""
        before = list(self.entries)
        self._events, self._touched = [], set()
        self._before = {texts.key(entry.milestone.text) for entry in before}
        self._was = {entry.id: entry.milestone for entry in before}
        for edit in edits:
            _EDITS[edit](self)
        if self.random.random() < 0.2 or Edit.REORDER in edits:
            self.random.shuffle(self.entries)
        old = {entry.id: index for index, entry in enumerate(before)}
        new = {entry.id: index for index, entry in enumerate(self.entries)}
        events = [
            Event(edit, old.get(of) if of else None, new.get(of) if of else None, kind)
            for edit, of, kind in self._events
        ]
        return Step(tuple(entry.milestone for entry in before), self.milestones, tuple(events), self.ids)

    # What editors do. Each notes the truth with _note.

    def _cosmetic(self) -> None:
        entry = self._any()
        text = entry.milestone.text if entry else ""
        if entry is None:
            return
        dressed = self.random.choice(
            (
                text + ".",
                text.upper(),
                text.replace("’", "'").replace("‘", "'") + "\u200b",
                "“" + text + "”" if text.startswith("'") else text[:1].lower() + text[1:] + ".",
                text.replace(" ", " \u200b", 1) + ";",
            )
        )
        if dressed != text and texts.key(dressed) == texts.key(text):
            self._reword(entry, dressed, Edit.COSMETIC, Kind.COSMETIC)

    def _typo(self) -> None:
        self._reword_any(Edit.TYPO, with_typo)

    def _word(self) -> None:
        self._reword_any(Edit.WORD, with_other_word)

    def _number(self) -> None:
        self._reword_any(Edit.NUMBER, with_other_number)

    def _clause(self) -> None:
        self._reword_any(Edit.CLAUSE, with_clause)

    def _half(self) -> None:
        self._reword_any(Edit.HALF, half_rewritten)

    def _rewrite(self) -> None:
        entry = self._any()
        if entry is None:
            return
        self._drop(entry, Edit.REWRITE)
        self._grow(entry.milestone.year, entry.language, Edit.REWRITE)

    def _move(self) -> None:
        entry = self._any()
        if entry is not None:
            self._put(replace(entry, milestone=self._elsewhere(entry.milestone)))
            self._note(Edit.MOVE, entry.id, Kind.MOVED)

    def _move_reword(self) -> None:
        entry = self._any()
        if entry is None:
            return
        change = self.random.choice((with_typo, with_other_word, with_clause, with_other_number))
        text = change(entry.milestone.text, entry.language, self.random)
        if text is not None and self._free(text):
            self._put(replace(entry, milestone=self._elsewhere(replace(entry.milestone, text=text))))
            self._note(Edit.MOVE_REWORD, entry.id, Kind.MOVED)

    def _add(self) -> None:
        self._grow(self.random.choice(self.years), self._language(), Edit.ADD)

    def _delete(self) -> None:
        entry = self._any()
        if entry is not None:
            self._drop(entry, Edit.DELETE)

    def _return(self) -> None:
        if not self.gone:
            return
        entry = self.gone.pop(self.random.randrange(len(self.gone)))
        if self._free(entry.milestone.text):
            self.entries.append(entry)
            self._note(Edit.RETURN, entry.id)

    def _duplicate(self) -> None:
        """One more of the same, or one less."""
        all_of_them = [entry.milestone for entry in self.entries]
        twins = [entry for entry in self._untouched() if all_of_them.count(entry.milestone) > 1]
        if twins and self.random.random() < 0.5:
            self._drop(twins[-1], Edit.DUPLICATE)
            return
        entry = self._any()
        if entry is not None:
            twin = replace(entry, id=self._new_id(), family=None)
            self.entries.insert(self.entries.index(entry), twin)
            self._note(Edit.DUPLICATE, twin.id)
            self._touched |= {other.id for other in self.entries if other.milestone == entry.milestone}

    def _reorder(self) -> None:
        self._events.append((Edit.REORDER, None, None))

    def _merge(self) -> None:
        one = self._any()
        if one is None:
            return
        beside = [
            entry
            for entry in self._untouched()
            if entry.milestone.year == one.milestone.year
            and entry.family is None
            and entry.id != one.id
            and _clearly_longer(entry.milestone.text, one.milestone.text)
        ]
        if not beside:
            return
        other = self.random.choice(beside)
        long, short = sorted((one, other), key=lambda entry: -len(entry.milestone.text))
        first, second = self.random.sample((long, short), 2)
        tail = second.milestone.text
        text = first.milestone.text + one.language.conjunction + tail[:1].lower() + tail[1:]
        self._reword(long, text, Edit.MERGE)
        self._drop(short, Edit.MERGE)
        self.gone.pop()  # it is not gone but part of the other: it will not return

    def _split(self) -> None:
        candidates = [(entry, cut) for entry in self._untouched() for cut in _cuts(entry)]
        if not candidates:
            return
        entry, (head, tail) = self.random.choice(candidates)
        tail = tail[:1].upper() + tail[1:]
        long, short = (head, tail) if len(head) > len(tail) else (tail, head)
        if not (self._free(long) and self._free(short)):
            return
        self._reword(entry, long, Edit.SPLIT)
        part = replace(entry, id=self._new_id(), milestone=replace(entry.milestone, text=short), family=None)
        self.entries.append(part)
        self._note(Edit.SPLIT, part.id)

    def _neighbour(self) -> None:
        """Neighbours are edited: one, or all alike, one goes while another is edited, one more comes."""
        family = self._family()
        if len(family) < 2:
            return
        random = self.random
        random.shuffle(family)
        change = random.choice((with_typo, with_other_word, with_clause))
        way = random.choice(("one", "all", "one and one gone", "one gone", "one gone and one come"))
        if way == "all":
            seed = random.random()
            for entry in family:
                self._reword_by(entry, Edit.NEIGHBOUR, change, Random(seed))
            return
        if way.startswith("one gone"):
            self._drop(family.pop(), Edit.NEIGHBOUR)
            if way.endswith("come") and family[0].labelled:
                frame = _LABEL.sub(r"\1 Z", family[0].milestone.text, count=1)
                if self._free(frame):
                    fresh = replace(family[0], id=self._new_id(), milestone=replace(family[0].milestone, text=frame))
                    self.entries.append(fresh)
                    self._note(Edit.NEIGHBOUR, fresh.id)
            return
        self._reword_by(family.pop(), Edit.NEIGHBOUR, change, random)
        if way == "one and one gone":
            self._drop(family.pop(), Edit.NEIGHBOUR)

    # Bookkeeping.

    def _note(self, edit: Edit, of: int, kind: Kind | None = None) -> None:
        """Note the truth. Twins of what was touched are left alone: which of them was edited, no one could tell."""
        self._events.append((edit, of, kind))
        was = self._was.get(of)
        self._touched |= {of} | {twin for twin, milestone in self._was.items() if milestone == was}

    def _new_id(self) -> int:
        self._next += 1
        return self._next - 1

    def _grow(self, year: str | None, language: Language, edit: Edit | None = None) -> None:
        for _ in range(20):
            text = a_sentence(language, self.random)
            if self._free(text):
                entry = _Entry(self._new_id(), _milestone(year, text), language)
                self.entries.insert(self.random.randint(0, len(self.entries)), entry)
                if edit is not None:
                    self._note(edit, entry.id)
                return

    def _grow_family(self, year: str | None, language: Language, family: int) -> None:
        for text in siblings(language, self.random, self.random.randint(2, 4)):
            if self._free(text):
                labelled = _LABEL.search(text) is not None
                self.entries.append(_Entry(self._new_id(), _milestone(year, text), language, family, labelled))

    def _family(self) -> list[_Entry]:
        families = {entry.family for entry in self._untouched() if entry.family is not None}
        if not families:
            return []
        family = self.random.choice(sorted(families))
        return [entry for entry in self._untouched() if entry.family == family]

    def _language(self) -> Language:
        return self.random.choice(self.entries).language if self.entries else a_language(self.random)

    def _untouched(self) -> list[_Entry]:
        return [entry for entry in self.entries if entry.id not in self._touched]

    def _any(self) -> _Entry | None:
        untouched = [entry for entry in self._untouched() if entry.family is None]
        return self.random.choice(untouched) if untouched else None

    def _free(self, text: str) -> bool:
        """Whether nothing on the page, before or now, says the same."""
        key = texts.key(text)
        return key not in self._before and all(texts.key(entry.milestone.text) != key for entry in self.entries)

    def _reword_any(self, edit: Edit, change: Change) -> None:
        for _ in range(8):
            entry = self._any()
            if entry is None or self._reword_by(entry, edit, change, self.random):
                return

    def _reword_by(self, entry: _Entry, edit: Edit, change: Change, random: Random) -> bool:
        text = change(entry.milestone.text, entry.language, random)
        if text is None or not self._free(text):
            return False
        self._reword(entry, text, edit)
        return True

    def _reword(self, entry: _Entry, text: str, edit: Edit, kind: Kind = Kind.REWORDED) -> None:
        self._put(replace(entry, milestone=replace(entry.milestone, text=text)))
        self._note(edit, entry.id, kind)

    def _put(self, entry: _Entry) -> None:
        self.entries = [entry if other.id == entry.id else other for other in self.entries]

    def _drop(self, entry: _Entry, edit: Edit) -> None:
        self.entries = [other for other in self.entries if other.id != entry.id]
        self.gone.append(entry)
        self._note(edit, entry.id)

    def _elsewhere(self, milestone: Milestone) -> Milestone:
        years = [year for year in self.years if year != milestone.year]
        return _milestone(self.random.choice(years), milestone.text)


_EDITS: dict[Edit, Callable[[Page], None]] = {
    Edit.COSMETIC: Page._cosmetic,
    Edit.TYPO: Page._typo,
    Edit.WORD: Page._word,
    Edit.NUMBER: Page._number,
    Edit.CLAUSE: Page._clause,
    Edit.HALF: Page._half,
    Edit.REWRITE: Page._rewrite,
    Edit.MOVE: Page._move,
    Edit.MOVE_REWORD: Page._move_reword,
    Edit.ADD: Page._add,
    Edit.DELETE: Page._delete,
    Edit.RETURN: Page._return,
    Edit.DUPLICATE: Page._duplicate,
    Edit.REORDER: Page._reorder,
    Edit.MERGE: Page._merge,
    Edit.SPLIT: Page._split,
    Edit.NEIGHBOUR: Page._neighbour,
}

_LABEL = re.compile(r"\b(Plan|Phase|Module|Cohort|Chapter|workshop) ([A-EZ]|[1-5]|I{1,3}|IV|V)\b")


def histories(seed: int, edits: int, per_history: int = 25) -> Iterator[Step]:
    """Steps of as many pages as it takes to make so many edits; a sixth of the steps makes two to five at once."""
    random = Random(seed)
    kinds = tuple(Edit)
    made = 0
    while made < edits:
        page = Page(Random(random.randrange(1 << 40)))
        for _ in range(per_history):
            count = random.choice((2, 3, 4, 5)) if random.random() < 1 / 6 else 1
            step = page.step(random.choices(kinds, k=count))
            made += len(step.events)
            yield step


def _milestone(year: str | None, text: str) -> Milestone:
    digits = re.findall(r"\d{4}", year or "")
    start = int(digits[0]) if digits else None
    end = int(digits[-1]) if digits and not (year or "").startswith("since") else None
    return Milestone(year, start, end, text)


def _clearly_longer(one: str, other: str) -> bool:
    """Whether it is out of the question which of two is the greater part."""
    return max(len(one), len(other)) >= 1.3 * min(len(one), len(other))


def _cuts(entry: _Entry) -> list[tuple[str, str]]:
    """The places where a sentence falls into two that could each stand alone."""
    if entry.family is not None:
        return []
    text = entry.milestone.text
    least = 12 if entry.language.spaced else 5
    cuts = []
    for sign in (", ", entry.language.conjunction, "，", "، "):
        head, found, tail = text.partition(sign)
        if found and min(len(head), len(tail)) >= least and _clearly_longer(head, tail):
            cuts.append((head, tail))
    return cuts
