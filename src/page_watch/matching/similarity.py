"""Similarity: whether two texts are one milestone in other words, or two milestones.

Both are compared twice, by words and by characters, and the better measure counts: words stand a clause moved or
added, characters stand typos, inflection and scripts without spaces. From that is taken what says that they are two:

* a *label* differs: "Plan A" and "Plan B", "Phase 1" and "Phase 2", "the first course" and "the second course";
* a *name* differs, and little but the name: "National Plan for Energy" and "National Plan for Water".

A number that is no label (a target year, an amount) is a word like any other, of more weight.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import sqrt
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from page_watch import text as texts
from page_watch.matching.vocabulary import LABELLED, ORDINALS, ROMAN
from page_watch.matching.words import has_digit, is_unspaced, is_word, pieces

if TYPE_CHECKING:
    from collections.abc import Iterable

_WEIGHT_SHORT, _WEIGHT_WORD, _WEIGHT_NUMBER = 2, 5, 8
_SHORT = 3
"""Words of up to so many letters are mostly articles and prepositions, in most languages."""

_CONTAINED = 0.3
"""The share that containment has in the measure by words, beside the share of words in common (Dice)."""

_CHANCE = 0.5
"""The character measure of unrelated sentences of one language; it counts from there."""

_NOT_EQUAL = 0.99
"""As alike as different texts can be: the same words in another order are not the same text."""

_LONG = 5_000
"""Texts of more characters are compared by words alone: their characters would take as long as a page of others."""

_LABEL_DIFFERS = 0.35
"""What is left of the similarity when a label differs."""

_NAME_DIFFERS = 0.9
"""What is taken when names differ, nothing but names differ, and all names differ."""

_NUMBER_DIFFERS = 0.15
"""What is taken when numbers differ, and nothing but numbers."""

_BOTH_DIFFER = 0.75
"""What is left when a name and a number differ both: the same is said of another place, or of other people."""

_FRAME = 60
"""The weight of common words (a dozen) from which on a differing name is rather a corrected one."""

_SAME_WORD = 0.6
"""From this character measure on, two words are one word, corrected or inflected."""

_TITLED = 0.85
"""From this share of capitals on, they are a style, and no sign of names."""

_CJK_ORDINAL = "第"
"""Chinese and Japanese write "the first" as this and a number."""

_YEAR_DIGITS = 4


@dataclass(frozen=True)
class Profile:
    """A text made ready to be compared, once for all comparisons.

    ``words`` are folded. ``labels`` and ``names`` are those of the words that tell one of a kind from another.
    """

    key: str
    words: frozenset[str]
    labels: frozenset[str]
    names: frozenset[str]

    @cached_property
    def weight(self) -> int:
        """The weight of all words."""
        return weight_of(self.words)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The words that are numbers, or hold one."""
        return frozenset(filter(has_digit, self.words))


@lru_cache(maxsize=1 << 15)
def _weight(word: str) -> int:
    if has_digit(word):
        return _WEIGHT_NUMBER
    return _WEIGHT_SHORT if len(word) <= _SHORT and word.isascii() else _WEIGHT_WORD


def weight_of(words: Iterable[str]) -> int:
    """What words weigh together: numbers more than words, little words less. Whole numbers, so in any order."""
    return sum(map(_weight, words))


def profile(text: str) -> Profile:
    """Prepare a text."""
    words: list[str] = []
    labels: set[str] = set()
    names: set[str] = set()
    lower = 0
    previous, starts = "", True
    for _, piece in pieces(texts.visible(text)):
        if not is_word(piece):
            starts = piece in ".!?:" or (starts and piece not in ",;")
            previous = previous if piece in ".#°" else ""  # "No. 7", "N° 7"
            continue
        folded = piece.casefold()
        if is_unspaced(piece):
            # Two characters side by side stand for a word.
            words.append(previous + folded if is_unspaced(previous[-1:]) else folded)
            if previous.endswith(_CJK_ORDINAL):
                labels.add(words[-1])
            previous, starts = folded, False
            continue
        if _is_label(piece, folded, previous, starts):
            # Marked, for the "A" of "Plan A" is not the article "a".
            labels.add("#" + folded)
            words.append("#" + folded)
            previous, starts = folded, False
            continue
        words.append(folded)
        if piece[:1].isupper() and (not starts or (piece.isupper() and len(piece) > 1)):
            names.add(folded)
        elif not starts and piece[:1].islower() and len(piece) > _SHORT:
            lower += 1
        previous, starts = folded, False
    if len(names) >= _TITLED * (len(names) + lower):
        names.clear()
    return Profile(texts.key(text), frozenset(words), frozenset(labels), frozenset(names))


def _is_label(piece: str, folded: str, previous: str, starts: bool) -> bool:
    if folded in ORDINALS:
        return True
    if has_digit(piece):
        looks_like_a_year = len(piece) == _YEAR_DIGITS and piece.isdecimal()
        return (previous in LABELLED and not looks_like_a_year) or not piece[0].isdigit()
    if starts or not piece.isupper():
        return False
    return len(piece) == 1 or piece in ROMAN


def similarity(one: Profile, other: Profile, least: float = 0.0) -> float:
    """How alike two texts are, 0 to 1; the same whichever comes first. 1 only for texts of one key.

    What is below ``least`` is 0: sooner known.
    """
    if one.key == other.key:
        return 1.0
    common = one.words & other.words
    shared = weight_of(common)
    by_words = 0.0
    if shared:
        dice = 2 * shared / (one.weight + other.weight)
        contained = shared / min(one.weight, other.weight)
        by_words = (1 - _CONTAINED) * dice + _CONTAINED * contained
    alike = min(max(by_words, _by_characters(one.key, other.key, max(by_words, least))), _NOT_EQUAL)
    if alike < least:
        return 0.0
    alike = round(alike * _distinction(one, other, common, shared), 4)
    return alike if alike >= least else 0.0


def _by_characters(one: str, other: str, least: float) -> float:
    if min(len(one), len(other)) > _LONG:
        return 0.0
    needed = _CHANCE + (1 - _CHANCE) * least
    return (Indel.normalized_similarity(one, other, score_cutoff=needed) - _CHANCE) / (1 - _CHANCE)


def _distinction(one: Profile, other: Profile, common: frozenset[str], shared: int) -> float:
    """The factor that says whether the words not in common make two milestones of them."""
    left, right = one.words - common, other.words - common
    if not left or not right:
        return 1.0  # something was added or taken away, nothing replaced
    if left & one.labels and right & other.labels:
        return _LABEL_DIFFERS
    numbers = min(_share(left, left & one.numbers), _share(right, right & other.numbers))
    factor = 1 - _NUMBER_DIFFERS * numbers**2
    left_names, right_names = left & one.names, right & other.names
    if left_names and right_names:
        left_names, right_names = _unlike(left_names, right_names), _unlike(right_names, left_names)
    if not left_names or not right_names:
        return factor
    only = min(_share(left, left_names), _share(right, right_names))
    of_all = min(_share(one.names, left_names), _share(other.names, right_names))
    frame = max(0.5, 1 - shared / (2 * _FRAME))
    if numbers:
        factor *= _BOTH_DIFFER
    return factor * (1 - _NAME_DIFFERS * only**2 * sqrt(of_all) * frame)


def _share(words: frozenset[str], part: frozenset[str]) -> float:
    return weight_of(part) / weight_of(words)


def _unlike(words: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """The words that have no counterpart that could be the same word, corrected or inflected."""
    return frozenset(
        word
        for word in words
        if all(Indel.normalized_similarity(word, other, score_cutoff=_SAME_WORD) < _SAME_WORD for other in others)
    )
