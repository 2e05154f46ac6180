"""How a text is edited: each takes a text, its language and a source of chance, and gives the new text.

None where the text does not lend itself to the edit.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from matching_sentences import Language, a_sentence

Change = Callable[[str, Language, Random], str | None]

_AMOUNT = re.compile(r"(?<![\w.,'’])(?:\d+(?:[.,]\d+)*)(?![\w.,'’]*\d)")
_LABEL_NUMBER = re.compile(r"(?:Law No\.|Ley N\.º|Phase|Cohort|Chapter|Module|workshop) \S+", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]{5,}")


def with_typo(text: str, language: Language, random: Random) -> str | None:
    """A letter changed, doubled, dropped or swapped with the next."""
    places = [at for at in range(1, len(text) - 1) if text[at].isalpha() and text[at + 1].isalpha()]
    if not places:
        return None
    at = random.choice(places)
    letters = [sign for sign in text if sign.isalpha()]
    return random.choice(
        (
            text[:at] + random.choice(letters) + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + text[at + 1 :],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        )
    )


def with_other_word(text: str, language: Language, random: Random) -> str | None:
    """A verb, or for want of one any word that is no name, replaced by another verb."""
    verbs = [verb for verb in language.verbs if verb in text]
    if verbs:
        old = random.choice(verbs)
    else:
        words = [
            word for word in _WORDS.findall(text)[1:] if word.islower() or (not word.isupper() and word == word.lower())
        ]
        if not words:
            return None
        old = random.choice(words)
    new = random.choice([verb for verb in language.verbs if verb != old and verb not in text] or [""])
    return text.replace(old, new, 1) if new else None


def with_other_number(text: str, language: Language, random: Random) -> str | None:
    """An amount or a target year changed; numbers that are names (Law No. 29783, Phase 2) are not."""
    names = [found.span() for found in _LABEL_NUMBER.finditer(text)]
    numbers = [
        found for found in _AMOUNT.finditer(text) if not any(start <= found.start() < end for start, end in names)
    ]
    if not numbers:
        return None
    found = random.choice(numbers)
    old = found[0]
    is_year = len(old) == 4 and old.isdigit()
    choices = ("2025", "2030", "2035", "2045", "2055") if is_year else ("10", "35", "90", "150", "500", "3,000", "7.5")
    new = random.choice([number for number in choices if number != old])
    return text[: found.start()] + new + text[found.end() :]


def with_clause(text: str, language: Language, random: Random) -> str | None:
    """A clause added at the end, or the one there taken away."""
    for clause in language.clauses:
        if clause in text and len(text) > 2 * len(clause):
            return text.replace(clause, "").replace("  ", " ").strip()
    clause = random.choice(language.clauses)
    gap = " " if language.spaced and clause[0] not in ",،" else ""
    return text + gap + clause


def half_rewritten(text: str, language: Language, random: Random) -> str | None:
    """The first or the second half replaced by half of another sentence."""
    other = a_sentence(language, random)
    if language.spaced:
        mine, theirs = text.split(), other.split()
        if len(mine) < 4 or len(theirs) < 4:
            return None
        middle, half = len(mine) // 2, len(theirs) // 2
        pieces = (
            (mine[: -(-len(mine) // 2)] + theirs[half:]) if random.random() < 0.5 else (theirs[:half] + mine[middle:])
        )
        return " ".join(pieces)
    middle, half = len(text) // 2, len(other) // 2
    return text[: -(-len(text) // 2)] + other[half:] if random.random() < 0.5 else other[:half] + text[middle:]
