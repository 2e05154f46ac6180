"""Text: as it is shown, and as it is compared.

What people are shown is the text as printed (``clean``). What decides whether two texts are *the same* is their
``key``, which folds what a web editor or a content system changes without changing a word: case, quotes, dashes,
zero-width characters, white space, closing punctuation. Letters are never folded: a corrected letter is a rewording.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from page_watch.model.milestone import Milestone

# U+02BC and its kin are letters by category, but stand for an apostrophe in many orthographies.
_QUOTES = "'\"`´‘’‚‛“”„‟‹›«»′″‵‶ʼʹʻʽ＇＂「」『』《》〈〉﹁﹂﹃﹄〝〞〟❛❜❝❞"
_DASHES = "-‐‑‒–—―⁃−⸺⸻﹘﹣－"
_CLOSING = ".,;:!?…·。．，、；：！？｡､؛،؟۔।॥։။"

# Default-ignorable characters: they take no room on the page. The bidirectional controls are among them.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff" + "".join(map(chr, range(0xFE00, 0xFE10)))
)

_FOLDED = {**dict.fromkeys(_QUOTES, "'"), **dict.fromkeys(_DASHES, "-"), **dict.fromkeys(_INVISIBLE, "")}
# A regular expression visits only the few characters that fold; str.translate would look up every character.
_TO_FOLD = re.compile("[" + re.escape("".join(_FOLDED)) + "]")
_UNSEEN = re.compile("[" + _INVISIBLE + "]")
_GUILLEMETS = re.compile("(?<=[«‹])\\s+|\\s+(?=[»›])")
_REPEATED = re.compile("'{2,}|\\s*-[\\s-]*")
_NOTES = re.compile(r"(?<=[\w.,;:!?)'。，])(?:\[[0-9]{1,3}\])+(?=[\s.,;:!?)'。，]|$)")
"""The marks of footnotes: "opened.[3]". One more note on the page changes the numbers of all after it."""

_ASCII_QUOTES = str.maketrans('"`', "''")

_BRACKETS = dict.fromkeys(map(ord, "()[]{}<>（）［］【】〔〕〈〉《》「」"))
_YEAR_SUFFIX = re.compile(r"(?<=\d)\s*[年년]$")

_BREAKS = dict.fromkeys(map(ord, "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " ")
# Overrides, embeddings and isolates reorder what is around them; interlinear annotations hide it.
_REORDERING = dict.fromkeys(
    [*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)]
)
_CONTROLS = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
}
_UNSAFE: dict[int, str | None] = {**_CONTROLS, **_BREAKS, **_REORDERING}
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text as it is kept and shown: NFC, white space (no-break spaces too) collapsed, nothing at the ends.

    Zero-width characters stay, as printed. ``clean(clean(text)) == clean(text)``.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def visible(text: str) -> str:
    """The cleaned text without its invisible characters."""
    return clean(text if text.isascii() else _UNSEEN.sub("", text))


def key(text: str) -> str:
    """What two texts that say the same in the same words have in common; for comparing only, never for showing.

    Folds case (Unicode's full case folding), quotes of every kind to one, dashes of every kind and the space around
    them to one, white space, and drops zero-width characters, the numbers of footnotes and closing punctuation.
    ``key(key(text)) == key(text)``, and ``key(clean(text)) == key(text)``.
    """
    if text.isascii():
        folded = text.lower().translate(_ASCII_QUOTES)
    else:
        text = unicodedata.normalize("NFC", text).casefold()
        text = _GUILLEMETS.sub("", text)
        folded = unicodedata.normalize("NFC", _TO_FOLD.sub(lambda found: _FOLDED[found[0]], text))
    if "]" in folded:
        folded = _NOTES.sub("", folded)
    if "-" in folded or "''" in folded:
        folded = _REPEATED.sub(lambda found: found[0].strip()[0], folded)
    return " ".join(folded.split()).rstrip(_CLOSING + "' ")


@lru_cache(maxsize=4096)  # a page has few labels, each many times
def year_key(label: str | None) -> str | None:
    """What two labels of the same year have in common; None for an undated milestone.

    "2014–2016" is "2014 - 2016", "[2019]:" is "2019", "2019年" is "2019", "２０１９" is "2019", "MARCH 2019" is
    "March 2019" but not "2019".
    """
    if label is None:
        return None
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", label)).casefold()
    text = unicodedata.normalize("NFKC", _TO_FOLD.sub(lambda found: _FOLDED[found[0]], text).translate(_BRACKETS))
    text = "".join(str(unicodedata.decimal(sign, sign)) for sign in text)
    text = _REPEATED.sub(lambda found: found[0].strip()[0], text)
    return _YEAR_SUFFIX.sub("", " ".join(text.split()).strip(_CLOSING + "' "))


def join(title: str, body: str) -> str:
    """A title and a body that are one milestone, as one text: "title: body".

    Joined by a space where the title ends in punctuation of its own, be it inside a closing quote; the quote or a
    bracket alone is not that.
    """
    title, body = clean(title), clean(body)
    if not title or not body:
        return title or body
    ends = title.rstrip(_QUOTES + _INVISIBLE)[-1:]
    return f"{title} {body}" if ends and ends in _CLOSING + _DASHES else f"{title}: {body}"


def fingerprint(milestones: Iterable[Milestone]) -> str:
    """SHA-256, in hexadecimal, of what a list of milestones says: in any order, each as often as it is there."""
    from hashlib import sha256

    # The separators are white space to str.split, so that no key can hold them.
    lines = [
        ("\x1d" if milestone.year is None else f"{year_key(milestone.year)}") + "\x1f" + key(milestone.text)
        for milestone in milestones
    ]
    lines.sort()
    return sha256("\x1e".join([str(len(lines)), *lines]).encode("utf-8", "surrogatepass")).hexdigest()


def printable(text: str) -> str:
    """The text made safe for a terminal, a log line or a header: one line that shows what it is.

    Line breaks and tabs become spaces; escape and other control characters become visible signs; characters that
    reorder the text around them are dropped; half a surrogate pair becomes U+FFFD.
    """
    if text.isprintable():
        return text
    return _SURROGATES.sub("\ufffd", text.translate(_UNSAFE))
