"""What a page would make of the history, were it believed: ids, changes, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from page_watch import text
from page_watch.matching.diff import diff
from page_watch.model.milestone import Change, Kind, Known, Milestone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from page_watch.model.state import State
    from page_watch.settings import Confirm


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a page would make of the history, were it believed.

    ``known`` is the whole list afterwards, what is missing but not yet removed at its end; ``changes`` are in page
    order, removals last. ``newly_missing`` says that something is missing that was there at the last good check.
    """

    known: tuple[Known, ...]
    changes: tuple[Change, ...]
    next_id: int
    newly_missing: bool

    @property
    def fingerprint(self) -> str:
        """The fingerprint of what would stand."""
        return text.fingerprint(entry.milestone for entry in self.known)

    @property
    def cosmetic(self) -> bool:
        """Whether it differs, but in print only."""
        return bool(self.changes) and all(change.kind is Kind.COSMETIC for change in self.changes)

    @property
    def touched(self) -> int:
        """How many old milestones are missing, gone, or say something else."""
        edited = sum(change.kind in (Kind.REWORDED, Kind.MOVED, Kind.REMOVED) for change in self.changes)
        return edited + sum(entry.missing_since is not None for entry in self.known)

    def confirmed(self) -> Candidate:
        """The same, with everything that is missing removed."""
        gone = tuple(Change(Kind.REMOVED, entry.id, entry.milestone) for entry in missing_from(self.known))
        left = tuple(entry for entry in self.known if entry.missing_since is None)
        return replace(self, known=left, changes=self.changes + gone)


def candidate_of(state: State, milestones: Sequence[Milestone], confirm: Confirm, now: datetime) -> Candidate:
    """Match a page with the history: give lasting ids, name the changes, count what is missing."""
    former = _Former(state.removed)
    returned = _returned(state, milestones, former)
    rest = [index for index in range(len(milestones)) if index not in returned]
    difference = diff([entry.milestone for entry in state.known], [milestones[index] for index in rest])

    known: dict[int, Known] = {}
    changed: dict[int, Change] = {}
    for pair in difference.pairs:
        index, entry = rest[pair.new], state.known[pair.old]
        known[index] = replace(entry, milestone=milestones[index], missing_since=None, missing_checks=0)
        if pair.kind is not None:
            changed[index] = Change(pair.kind, entry.id, milestones[index], entry.milestone, pair.similarity)

    next_id = state.next_id
    for index in sorted({*returned, *(rest[new] for new in difference.added)}):
        milestone = milestones[index]
        again = returned.get(index) or former.take(milestone)
        if again is None:
            known[index] = Known(next_id, milestone, first_seen=now)
            changed[index] = Change(Kind.ADDED, next_id, milestone)
            next_id += 1
        else:
            known[index] = Known(again.id, milestone, again.first_seen)
            changed[index] = Change(Kind.RESTORED, again.id, milestone)

    waiting: list[Known] = []
    removed: list[Change] = []
    for index in difference.missing:
        entry = state.known[index]
        checks = entry.missing_checks + 1
        if checks >= confirm.removals:
            removed.append(Change(Kind.REMOVED, entry.id, entry.milestone))
        else:
            waiting.append(replace(entry, missing_since=entry.missing_since or now, missing_checks=checks))

    present = [known[index] for index in sorted(known)]
    newly_missing = any(state.known[index].missing_since is None for index in difference.missing)
    changes = (*(changed[index] for index in sorted(changed)), *removed)
    return Candidate((*present, *waiting), changes, next_id, newly_missing)


def _returned(state: State, milestones: Sequence[Milestone], former: _Former) -> dict[int, Known]:
    """The removed milestones that stand on the page again, by their place in it.

    They are known by what they say, before anything is compared by likeness: else one that returns while one
    like it goes would be told as that one's rewording.
    """
    if not state.removed:
        return {}
    present = {text.key(entry.milestone.text) for entry in state.known}
    found: dict[int, Known] = {}
    for index, milestone in enumerate(milestones):
        if text.key(milestone.text) not in present and (entry := former.take(milestone)) is not None:
            found[index] = entry
    return found


class _Former:
    """Removed milestones by what they said, so that one that returns gets its old id back."""

    def __init__(self, removed: Sequence[Known]) -> None:
        self._by_key: defaultdict[str, list[Known]] = defaultdict(list)
        for entry in removed:
            self._by_key[text.key(entry.milestone.text)].append(entry)

    def take(self, milestone: Milestone) -> Known | None:
        """The removed milestone of the same key, of the same year if there is one; each is given once."""
        if not self._by_key:
            return None
        entries = self._by_key.get(text.key(milestone.text))
        if not entries:
            return None
        year = text.year_key(milestone.year)
        same_year = [entry for entry in entries if text.year_key(entry.milestone.year) == year]
        chosen = (same_year or entries)[-1]
        entries.remove(chosen)
        return chosen


def missing_from(known: Iterable[Known]) -> tuple[Known, ...]:
    """The part of a list that is missing now."""
    return tuple(entry for entry in known if entry.missing_since is not None)
