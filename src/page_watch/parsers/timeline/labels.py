"""Year labels: what a date looks like at the beginning (or the end) of a line, in any of some fifty languages.

The first signs of a line are turned into a *shape*, one letter for each token; ``shapes`` says which are labels, and
what they mean. Here a label is found on its line, and how it is parted from the text after it.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from page_watch.parsers.timeline.shapes import LABEL, YEARLESS, Label, meaning
from page_watch.parsers.timeline.tokens import EARLIEST, LATEST, Token, goes_on, read_tokens

LONGEST = 64
"""A label ends within so many characters."""

_SEPARATOR = re.compile(
    r"[. ]{0,2}(?:[:：／|｜•·・→►▶»>›]|[–—―]|[-‐‑‒−－~〜～](?=\s|\D)|(?<=\s)(?://?|=)(?=\s)|…)[\s:|–—-]*"
)
_PLAIN = re.compile(r"((?:1\d|20)\d\d)(?: ?: |:? [–—-] |:?$)(?![\d–—:-])(?=([^\W\d_]*))")
_REIGN = re.compile(r"\s*[（(][^()（）\d]{2,14}年(?:[^()（）\d]{1,4}月)?[)）]")
"""The year in the reckoning of a reign, in words: 1847年（清道光二十七年）."""

_LIGHT = re.compile(r"\s*[.,，、。;)）]+\s*")
_CLOSE = re.compile(r"[^\W\d_\u2e80-\uffff]{3}\d|\d[^\W\d_\u2e80-\uffff]{3}")
"""A month's name that touches a number."""

_LONG_VOWEL = "ー"
"""The Japanese sign for a long vowel: no dash, but some typists take it for one."""

_TAIL = re.compile(r"[YKGJDRZ][-/t]D$")
_PARTICLES = frozenset("のにはまをでと以来起現现기")
"""After a year in Chinese or Japanese these go on with a sentence: 1948年の創業, 2025年4月1日現在."""

_AS_OF = re.compile(r"\s*(?:기준|현재|現在|现在|時点|부터|이후|이래|以来|以降|至今|以來)")


class Edge(IntEnum):
    """How a label is parted from the text after it on the same line."""

    NONE = 0
    """By nothing but a space, or a comma: "2019 was dry", "2019, in spring"."""
    SUFFIX = 1
    """By its own last sign: "2019年上市"."""
    SHARP = 2
    """By a sign, a bracket, or the end of an element: "2019 – text", "(2019) text", "<b>2019</b> text"."""
    WHOLE = 3
    """There is no text after it."""


class Found(NamedTuple):
    """A label at the beginning of a line, how it is parted from what follows, and where that begins."""

    label: Label
    edge: Edge
    rest: int


@lru_cache(maxsize=8192)
def leading(text: str, ends: tuple[int, ...] = (), starts: tuple[int, ...] = ()) -> Found | None:
    """The label a line begins with. ``ends`` and ``starts`` are the offsets at which inline elements do so."""
    if not ends:
        plain = _PLAIN.match(text)  # most lines of most pages: read without a second look
        if plain is not None and not goes_on(plain[2]):
            return Found(_year(plain[1]), Edge.SHARP if plain.end() < len(text) else Edge.WHOLE, plain.end())
    return _read(text, LABEL, ends, starts)


@lru_cache(maxsize=512)
def _year(printed: str) -> Label:
    return Label(printed, int(printed), int(printed))


@lru_cache(maxsize=8192)
def yearless(text: str, ends: tuple[int, ...] = (), starts: tuple[int, ...] = ()) -> Found | None:
    """The month or day without a year that a line begins with: it needs the year around it."""
    return _read(text, YEARLESS, ends, starts)


def in_two_lines(first: str, second: str) -> str | None:
    """The label that two short lines make, one below the other; None if none.

    "Sep" and "2012", "20" and "18", "昭和38年" and "(1963年)".
    """
    if len(first) == len(second) == 2 and first.isdecimal() and second.isdecimal():
        both = first + second
        return both if EARLIEST <= int(both) <= LATEST else None
    if yearless(first) is None and leading(first) is None:
        return None
    found = leading(both := f"{first} {second}")
    if found is None or found.edge is not Edge.WHOLE:
        return None
    again = first[0].isdecimal() != second.lstrip("(（")[:1].isdecimal()  # the year once more, in the other reckoning
    dated = (found.label.month or found.label.day) and not (_names_the_month(first) and _names_the_month(second))
    return both if dated or again else None


def dated(text: str) -> bool:
    """Whether a text is a date and nothing else, with the month in words, with or without a year: "04 ene"."""
    found = leading(text) or yearless(text)
    if found is None or found.edge is not Edge.WHOLE:
        return False
    return any(map(str.isalpha, text)) and (found.label.month or text[-1] in ")）")


def _names_the_month(text: str) -> bool:
    found = leading(text)
    return found is not None and found.label.month


def trailing(text: str) -> tuple[str, Label, bool] | None:
    """The label a heading ends with, the title before it, and whether a sign parts them ("Founding (1998)")."""
    for found in re.finditer(r"\s*[(（\[【:：|,，–—-]\s*|\s+", text[-LONGEST:]):
        at = found.end() + max(0, len(text) - LONGEST)
        tail = text[at:].rstrip(" )）]】.")
        whole = leading(tail)
        if whole is not None and whole.edge is Edge.WHOLE and found.start() + max(0, len(text) - LONGEST) > 0:
            title = text[: found.start() + max(0, len(text) - LONGEST)].rstrip(" ,:–—-(（[")
            return (title, whole.label, bool(found[0].strip())) if title else None
    return None


def _read(text: str, pattern: re.Pattern[str], ends: tuple[int, ...], starts: tuple[int, ...]) -> Found | None:
    edges = tuple(sorted({*ends, *starts})) if ends or starts else ()
    tokens = _said_once(text, _behind_a_bullet(text, read_tokens(text[: LONGEST + 8], edges)))
    shape = "".join(token.sign for token in tokens)
    found = pattern.match(shape)
    if found is None:
        return None
    inside = tokens[found.start("label") : found.end("label")]
    if _TAIL.search(found["label"]) and not _touching(text, tokens, found.end("label")):
        found = pattern.match(shape[: found.end("label") - 2])  # "2015 - 1 million": no range
        if found is None:
            return None
        inside = tokens[found.start("label") : found.end("label")]
    groups = found.groupdict()
    ongoing = groups.get("ongoing") is not None
    last = found.end("ongoing") if ongoing else found.end("label")
    end = tokens[last - 1].end
    if (
        not ongoing
        and shape[last : last + 1] == ">"
        and (tokens[last].end in ends or shape[last + 1 : last + 2] in "-:")
    ):
        ongoing, end = True, tokens[last].end  # <b>2021 →</b> text
    if inside[-1].sign in "ZK" and text[end : end + 1] == "." and _abbreviated(text[inside[-1].start : end]):
        end += 1
    if groups.get("open") and not groups.get("close"):
        return None
    reign = _REIGN.match(text, end)
    if reign is not None and text[end - 1] in "年月日":
        end = reign.end()
    closed = max(tokens[found.end() - 1].end, end)
    if (
        end > LONGEST
        or (end not in edges and _sentence_goes_on(text, end))
        or _runs_on(text, closed, parted=closed in ends)
    ):
        return None
    first = 1 if inside[0].sign == "i" else 0  # "En 1998," as a label is 1998
    printed = _parted(text, inside[first].start, end, edges).strip()
    if inside[-1].sign == "." and inside[-2].sign != "C":  # but "1750 ca."
        printed = printed.rstrip(". ")
    label = meaning(printed, inside, found["label"], ongoing=ongoing)
    if label is None:
        return None
    read = _edge(text, label, closed, ends, eastern=inside[-1].sign in "KGJTV" and not text[end - 1].isascii())
    return read if read.edge is not Edge.NONE else _shorter(text, pattern, inside, ends) or read


def _parted(text: str, start: int, end: int, edges: tuple[int, ...]) -> str:
    """A label as printed, with a space where a style sheet parts two elements that touch: <i>Mars</i><b>1984</b>."""
    inside = [edge for edge in edges if start < edge < end]
    places = [edge for edge in inside if _CLOSE.fullmatch(text[edge - 3 : edge + 1]) or _CLOSE.match(text, edge - 1)]
    pieces = [text[before:after] for before, after in pairwise([start, *places, end])]
    return " ".join(pieces)


def _abbreviated(word: str) -> bool:
    """Whether the dot after a word belongs to it: 19. Jh., 1998 г."""
    return len(word) < 3 and word.isalpha() and word < "\u2e80"


def _shorter(text: str, pattern: re.Pattern[str], inside: list[Token], ends: tuple[int, ...]) -> Found | None:
    """The part of a label that a sign or the end of an element parts from the rest, where nothing parts the whole.

    "<b>2019</b> Spring festival", "1985 – Now 20 members".
    """
    places = [end for end in ends if inside[0].start < end < inside[-1].end]
    if inside[-1].sign == "N":
        places += [token.start for token in inside[1:] if token.sign == "-"]
    for place in sorted(places, reverse=True):
        part = _read(text[:place], pattern, (), ())
        if part is not None and part.edge is Edge.WHOLE:
            return _edge(text, part.label, len(text[:place].rstrip()), ends, eastern=False)
    return None


def _behind_a_bullet(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens without the bullet they begin with; a dash or an arrow is one where a space follows it."""
    if len(tokens) < 2:
        return tokens
    first, second = tokens[:2]
    apart = first.sign in "->" and (second.start > first.end or text[first.start] == _LONG_VOWEL)
    return tokens[1:] if first.sign == "|" or apart else tokens


def _said_once(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens without a year that is said once more right after, alone and then with its month: 2014年2014年7月."""
    if len(tokens) > 4 and "".join(token.sign for token in tokens[:4]) == "YKYK":
        first, again = text[tokens[0].start : tokens[1].end], text[tokens[2].start : tokens[3].end]
        return tokens[2:] if first == again else tokens
    return tokens


def _sentence_goes_on(text: str, end: int) -> bool:
    """Whether a label in Chinese, Japanese or Korean is part of a sentence. A new element begins a new text."""
    return text[end : end + 1] in _PARTICLES or _AS_OF.match(text, end) is not None


def _touching(text: str, tokens: list[Token], end: int) -> bool:
    """Whether a number after a dash belongs to the label: "2019–20", "2019 – 20", but not "2019 - 20 years"."""
    before, dash, number = tokens[end - 3 : end]
    rest = text[number.end :]
    if rest[:1].isalpha():
        return False
    return (before.end == dash.start and dash.end == number.start) or not rest.strip(" .:") or rest.lstrip()[0] in ":："


def _runs_on(text: str, end: int, *, parted: bool) -> bool:
    """Whether a word goes on where the label would end ("2019er", "2019-20x", "3,000"); ``parted`` by an element."""
    if end >= len(text):
        return False
    before, behind = text[end - 1], text[end]
    if (
        (behind.isdigit() and not parted)
        or (behind in ".,'" and text[end + 1 : end + 2].isdigit())
        or behind in "%‰°€$£"
    ):
        return True
    return (
        not parted
        and behind.isalpha()
        and before.isalnum()
        and behind.isascii() == before.isascii()
        and before.isascii()
    )


def _edge(text: str, label: Label, end: int, ends: tuple[int, ...], *, eastern: bool) -> Found:
    rest = text[end:]
    if not rest.strip(" .…?*†:：,;|–—-→>›»•·・、。~〜"):
        return Found(label, Edge.WHOLE, len(text))
    sign = _SEPARATOR.match(rest)
    if sign is not None:
        return Found(label, Edge.SHARP, end + sign.end())
    light = _LIGHT.match(rest)
    after = end + (light.end() if light is not None else len(rest) - len(rest.lstrip()))
    boundary = any(end <= place <= after for place in ends)
    bracket = text[end - 1] in ")）]】"
    if boundary or bracket:
        return Found(label, Edge.SHARP, after)
    return Found(label, Edge.SUFFIX if eastern else Edge.NONE, after)
