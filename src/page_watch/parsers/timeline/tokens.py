"""Tokens: the signs at the beginning of a line, each turned into the letter that stands for its sort.

So "3 mars 2019 : Ouverture" has the shape ``DMY:x``:

    Y  year, four digits            M  month's name        K  年, 년       P  since, depuis, seit …
    D  number of one or two digits  W  weekday's name      G  月, 월       N  today, present, 至今 …
    H  number of three digits       S  season              J  日, 일       C  circa, early …
    T  the "s" of 1950s, 年代       F  fiscal year         Q  quarter      A  A.D., 西暦 …
    B  B.C.                         E  era (昭和)          y  year, año …  o  of, de, the …     t  to, bis, and …
    Z  century                      R  Roman number       i  in, on, en …
    V  early, late (初頭, 末)        u  first, second …      L  number above all years
    r  reign and its year in words  h  the 1800s (Ottocento)
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from page_watch.parsers.timeline.months import MONTHS, WEEKDAYS
from page_watch.parsers.timeline.vocabulary import CENTURIES, ERAS, FIRST_TO_FOURTH, PHRASES, TENS, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

EARLIEST, LATEST = 1000, 2150
"""The years that four digits alone are taken for; earlier ones need B.C., A.D. or 年."""

_MOST_TOKENS = 24

_FIGURES: Final = "〇一二三四五六七八九"
_DAYS_OF_THE_WEEK: Final = frozenset("月火水木金土日一二三四五六화수목금토일월")
_HAN = r"[〇零一二三四五六七八九十]{1,4}(?=年|月|日|世[纪紀])|(?<=世[纪紀])[二三四五六七八九]十(?=年代)"
_ORDINALS: Final = frozenset(["st", "nd", "rd", "th", "er", "º", "ª", "o", "ère", "e", "ème", "eme", "ième"])
_DEGREES: Final = frozenset("°º")
_NO_POINTS: Final = str.maketrans("", "", ",.")
_PUNCTUATION: Final = {
    **dict.fromkeys("-‐‑‒–—―−－~〜～∼ー", "-"),
    **dict.fromkeys("([（［【〔〈<", "("),
    **dict.fromkeys(")]）］】〕〉", ")"),
    **dict.fromkeys("/／", "/"),
    **dict.fromkeys(".．。", "."),
    **dict.fromkeys(",，、", ","),
    **dict.fromkeys(":：", ":"),
    **dict.fromkeys("'’‘", "'"),
    **dict.fromkeys("→►▶»>›⟶➔➜", ">"),
    **dict.fromkeys("|｜•·・●■◆▪‣∙*★☆✓✔✦✧✪◎○◇□▲△▼▽❖➤✚✱❑◦", "|"),
}
_ERA = "|".join(sorted(ERAS, key=len, reverse=True))
_TO_THIS_DAY: Final = frozenset(["至今", "迄今"])
_EAST = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_HANGUL = "초중후말경"
_DECADE = r"(?:(?<=[0０十])|(?<=[0０]\s))(?:年代(?!表)|년대(?![표전구만학]))"
"""No sign of a decade: 2014년대전 is Daejeon in 2014, 2010年代表 a representative in 2010."""

_THOUSANDS = r"\d{1,3}[,.]\d{3}(?=\s?(?:b\.?\s?c|a\.?\s?c|v\.))"
_REIGN = r"[\u4e00-\u9fff]{2,4}[元一二三四五六七八九十]{1,3}年(?=[（(](?:公元)?\d{3,4}(?:年|[)）]))"
"""The year in the reckoning of a reign, in words, before the year: 光绪二十四年（1898年）."""

_TOKEN = re.compile(
    r"(?P<space>\s+)|"
    + "|".join(f"(?P<{sign}>{pattern})" for sign, pattern in PHRASES.items())
    + rf"|(?P<r>{_REIGN})|(?P<number>{_THOUSANDS}|\d+)|(?P<han>{_HAN})"
    rf"|(?P<east>公元前|紀元前|西元前|기원전|西元|公元|西暦|서기|{_ERA}|{_DECADE}|世紀|世纪|세기|年度|년도(?![쿄입시약])|月份|月期(?![间間])|如今|今日|至今|现在|現在|迄今|현재"
    r"|上半年|下半年|上期|下期|상반기|하반기|[春夏秋冬]季|から|以[来後后降來]|이후|이래|부터|より|元年|初頭?(?!めて|[代期步级級])|前半|後半|半ば|ごろ|頃|[上中下]旬"
    r"|[末底](?!部)|초반|중반|후반|[초말경](?!\w))"
    r"|(?P<tens>soixante-dix|quatre-vingt-dix|quatre-vingts?)\b"
    rf"|(?P<word>[^\W\d_{_EAST}]+(?:['’][^\W\d_{_EAST}]+)?(?:\d(?!\d))?)|(?P<sign>.)",
    re.I | re.S,
)

_REIGN_FIRST = re.compile(_REIGN)
_FIRST = re.compile(r"[^\W\d_]+")
_BEGINNINGS = frozenset(first[0] for word in WORDS if (first := _FIRST.match(word)) is not None)
_EASTERN_BEGINNINGS = frozenset(word[0] for word in (*WORDS, *_FIGURES, "十", "ー") if word[0] > "\u2e7f")
_HEADS_A_COLUMN = frozenset(["date", "fecha", "la fecha"])
"""Words of "to date" and "a la fecha" that alone are the head of a column."""

_OF_PHRASES = frozenset(["н", "наст", "настоящее", "nos"])
"""The first words of those that say "today" in several, and are no words of a label on their own."""

_ABBREVIATED = frozenset("q h t a b c d v n s sec av ap à academic school financial final mi pre".split())  # noqa: SIM905
_ROMAN = re.compile(r"([ivx]{1,6})(?:e|ème|er|th|º)?")


class Token(NamedTuple):
    """The letter of a token, where it begins and ends, and its number if it has one."""

    sign: str
    start: int
    end: int
    value: int


def may_begin(text: str) -> bool:
    """Whether the first sign or word of a line is one that labels begin with: most lines begin with another."""
    word = _FIRST.match(text)
    return word is None or _begins(word[0]) or (text[0] > "\u4e00" and _REIGN_FIRST.match(text) is not None)


@lru_cache(maxsize=4096)
def _begins(word: str) -> bool:
    folded = word.casefold()
    if folded in MONTHS or folded in _BEGINNINGS or folded in WEEKDAYS or _ROMAN.fullmatch(folded) is not None:
        return True
    return folded in _ABBREVIATED or folded[0] in _EASTERN_BEGINNINGS  # words in Chinese run on without a space


def goes_on(word: str) -> bool:
    """Whether the word after a dash is part of the label: "1998 – March 2003", "1998 – present"."""
    folded = word.casefold()
    return folded in WORDS or folded in MONTHS or folded in WEEKDAYS or folded in _OF_PHRASES


def says_now(text: str) -> bool:
    """Whether a text says "today" and no more, as in the place of a year."""
    if text.casefold().strip(" :") in _HEADS_A_COLUMN:
        return False
    signs = {token.sign for token in read_tokens(text)}
    return "N" in signs and signs <= {"N", "o"}


def read_tokens(text: str, edges: tuple[int, ...] = ()) -> list[Token]:
    """The tokens of the beginning of a line, spaces and invisible signs left out.

    None reaches across ``edges``, the offsets at which inline elements begin or end: 2014년 and 대전 are no decade.
    """
    tokens: list[Token] = []
    for found in _matches(text, edges):
        kind, word = found.lastgroup, found[0]
        if kind == "space":
            continue
        touching = bool(tokens) and tokens[-1].end == found.start()
        sign, value = "x", 0
        if kind == "number" and touching and tokens[-1].sign in "DHY" and found.start() in edges:
            tokens.append(Token("x", found.start(), found.start(), 0))
            break  # <span>2015.12</span>2015 is the year …: another text begins
        if kind == "number":
            value = int(unicodedata.normalize("NFKC", word).translate(_NO_POINTS)) if len(word) < 9 else 0
            sign = _number(word, value)
        elif kind == "han":
            value = _han(word)
            sign = "x" if not value else "Y" if EARLIEST <= value <= LATEST else "D" if value < 100 else "x"
        elif kind == "r" or kind in PHRASES:
            sign = kind
        elif word in _DEGREES and tokens and tokens[-1].sign in "DR":
            continue  # 1° marzo, XIX° secolo
        elif word == "元" and tokens and tokens[-1].sign == "E":
            sign, value = "D", 1  # 1989（平成元）年
        elif kind == "sign" and word in _DAYS_OF_THE_WEEK and tokens and tokens[-1].sign == "(":
            sign = "W"  # 2019年3月15日（金）
        elif kind == "sign":
            sign = _PUNCTUATION.get(word) or WORDS.get(word, "x")
            if unicodedata.category(word) == "Cf":
                continue
            sign = "x" if sign == "V" else sign  # 初 in 初めて is none
            if word in "~≈±" and not tokens and text[found.end() : found.end() + 1].isdigit():
                sign = "C"  # ~1890
        else:
            sign, value = _word(word.casefold(), tokens, touching=touching)
            if not sign:
                continue
        if sign in "DH" and tokens and tokens[-1].sign == "E":
            era = tokens.pop()
            tokens.append(Token("Y", era.start, found.end(), era.value + value))
        elif sign == "T" and tokens and tokens[-1].sign == "'":
            tokens[-1] = Token("T", tokens[-1].start, found.end(), 0)
        else:
            tokens.append(Token(sign, found.start(), found.end(), value))
        if sign == "x" or len(tokens) > _MOST_TOKENS:
            break  # no label has such a sign: what follows does not matter
    return tokens


def _number(word: str, value: int) -> str:
    """The sign of a number in figures."""
    if len(word) == 4 and EARLIEST <= value <= LATEST:
        return "Y"
    return {1: "D", 2: "D", 3: "H", 4: "L", 5: "L", 6: "L"}.get(len(word), "x")


def _han(numeral: str) -> int:
    """The value of a number in Chinese signs, written by figures (一九四九) or in words (二十八); 0 for none."""
    figures = [_FIGURES.index(sign) if sign in _FIGURES else 10 for sign in numeral.replace("零", "〇")]
    if 10 not in figures:
        return int("".join(map(str, figures))) if len(figures) in {1, 4} else 0
    tens, _, ones = numeral.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return 10 * (_FIGURES.index(tens) if tens else 1) + (_FIGURES.index(ones) if ones else 0)


def _in_a_year(text: str, at: int) -> bool:
    """Whether a place is between the figures of a number of four."""
    if not (text[at - 1].isdigit() and text[at].isdigit()):
        return False
    before = next((n for n in range(at) if not text[at - 1 - n].isdigit()), at)
    after = next((n for n in range(len(text) - at) if not text[at + n].isdigit()), len(text) - at)
    return before + after == 4


def _matches(text: str, edges: tuple[int, ...]) -> Iterator[re.Match[str]]:
    """The pieces of a text that are tokens. The four figures of a year are one whatever elements they stand in."""
    start = 0
    for edge in edges:
        if start < edge < len(text) and not _in_a_year(text, edge):
            yield from _TOKEN.finditer(text, start, edge)
            start = edge
    yield from _TOKEN.finditer(text, start)


def _word(word: str, tokens: list[Token], *, touching: bool) -> tuple[str, int]:
    """The sign and value of a word; no sign for one that only marks an ordinal."""
    before = tokens[-1].sign if tokens else ""
    decade = word == "er" and before == "D" and tokens[-1].value > 19 and tokens[-1].value % 10 == 0  # 80er
    if touching and before == "D" and word in _ORDINALS and not decade:
        return "", 0
    if word in TENS and any(token.sign == "y" for token in tokens[-4:]):
        return "D", TENS[word]
    if word == "元年":
        if before == "E":
            era = tokens.pop()
            tokens.append(Token("Y", era.start, era.end + 1, era.value + 1))
        return "K", 0
    if word in MONTHS and not (before == "C" and word in WORDS):  # début des années 70; "des" is December elsewhere
        return "M", MONTHS[word]
    folded = "".join(word.split())
    sign = WORDS.get(folded, "")
    roman = _ROMAN.fullmatch(word)
    if roman and not sign:
        return "R", _roman(roman[1])
    if sign == "V" and not ((touching or word[0] in _HANGUL) and before and before in "KTGZ"):
        return "x", 0
    tens = before in {"Y", "D"} and tokens[-1].value % 10 == 0
    if word in _TO_THIS_DAY and touching and before and before in "KGJ":
        return "U", 0  # 2004年至今
    if sign == "T" and not ((touching and tens) or before == "'"):
        return "x", 0
    if sign == "K" and (not before or before not in "YDHE"):
        return "y", 0  # rok 1998, År 1998
    if sign == "h":
        return "h", CENTURIES[word]
    if sign == "u":
        return "u", FIRST_TO_FOURTH[word]
    if sign:
        return sign, ERAS.get(word, 0)
    return ("W", 0) if word in WEEKDAYS else ("x", 0)


def _roman(numeral: str) -> int:
    """The value of a Roman numeral below 40."""
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in numeral]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
