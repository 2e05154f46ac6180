"""Tokens: the signs at the beginning of a line, each turned into the letter that stands for its sort.

So "3 mars 2019 : Ouverture" has the shape ``DMY:x``:

    Y  year, four digits            M  month's name        K  年, 년       P  since, depuis, seit …
    D  number of one or two digits  W  weekday's name      G  月, 월       N  today, present, 至今 …
    H  number of three digits       S  season              J  日, 일       C  circa, early …
    T  the "s" of 1950s, 年代       F  fiscal year         Q  quarter      A  A.D., 西暦 …
    B  B.C.                         E  era (昭和)          y  year, año …  o  of, de, the …     t  to, bis, and …
    Z  century                      R  Roman number       i  in, on, en …
    V  early, late (初頭, 末)
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from page_watch.parsers.timeline.months import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

EARLIEST, LATEST = 1000, 2150
"""The years that four digits alone are taken for; earlier ones need B.C., A.D. or 年."""

_MOST_TOKENS = 24

_ERAS: Final = {
    word: before
    for before, words in {
        1595: "慶長", 1614: "元和", 1623: "寛永", 1643: "正保", 1647: "慶安", 1651: "承応", 1654: "明暦", 1657: "万治",
        1660: "寛文", 1672: "延宝", 1680: "天和", 1683: "貞享", 1687: "元禄", 1703: "宝永", 1710: "正徳", 1715: "享保",
        1735: "元文", 1740: "寛保", 1743: "延享", 1747: "寛延", 1750: "宝暦", 1763: "明和", 1771: "安永", 1780: "天明",
        1788: "寛政", 1800: "享和", 1803: "文化", 1817: "文政", 1829: "天保", 1843: "弘化", 1847: "嘉永", 1853: "安政",
        1859: "万延", 1860: "文久", 1863: "元治", 1864: "慶応", 1867: "明治", 1911: "大正 民國 民国 中華民國 中华民国",
        1925: "昭和", 1988: "平成", 2018: "令和",
    }.items()
    for word in words.split()
}  # fmt: skip
"""The eras of Japan since 1596 and that of the Republic of China, and the year before each began."""

_WORDS: Final = dict.fromkeys(_ERAS, "E") | {
    word: sign
    for sign, words in {
        "o": "gli of de del d di do da dos das os nos the le la el los les il lo au den der det dem du des al die das",
        "i": "on in im nel no na en em nell dans",
        "Z": "century centuries siglo siècle secolo século jahrhundert eeuw век 世紀 世纪 세기",
        "t": "to until till through + bis a à au al até hasta jusqu'à jusqu’à jusqu'en jusqu’en fino tot и до and &"
        " et e y und から 至 到",
        "S": "spring summer autumn fall winter printemps été automne hiver primavera verano otoño invierno estate"
        " autunno inverno verão outono frühling frühjahr sommer herbst lente zomer herfst"
        " 春 夏 秋 冬 春季 夏季 秋季 冬季",
        "F": "fy fiscal exercice ejercicio esercizio exercício geschäftsjahr",
        "P": "between entre tra fra zwischen since from depuis desde dal dall dalla seit ab sinds sedan från starting"
        " dès",
        "U": "から 以来 以後 以后 以降 以來 이후 이래 부터 onwards onward diante adelante poi ff",
        "N": "present jours now today ongoing date aujourd'hui aujourd’hui présent hoy actualidad presente ahora oggi"
        " hoje atualidade heute gegenwart heden nu 如今 今日 至今 现在 現在 今 迄今 현재",
        "C": "c ca circa abt about around approx environ vers um hacia cerca verso intorno alrededor 约 約 頃 약 early"
        " late mid début fin principios mediados finales inizio fine anfang ende mitte inicio"
        " fim começo meados before avant vor antes",
        "V": "初 初頭 前半 後半 半ば ごろ 末 底 초반 중반 후반",
        "y": "năm tahun عام سنة שנת سال έτος yılı 西历 rok rok ár year years an année années año años anno anni ano"
        " anos jahr jahre jaar",
        "A": "ad a.d. ce c.e. d.c. n.chr. ap.j.-c. 西元 公元 西暦 서기",
        "B": "bc b.c. bce b.c.e. a.c. a.e.c. v.chr. av.j.-c. 公元前 紀元前 西元前 기원전",
        "T": "s 年代 년대 er",
        "Q": "quarter trimestre quartal q1 q2 q3 q4 h1 h2 上半年 下半年 上期 下期 상반기 하반기",
        "K": "年 년 年度 년도 г год года году r roku év aasta",
        "G": "月 월 月份",
        "J": "日 일 号",
    }.items()
    for word in words.split()
}
_TENS: Final = {
    word: 10 * tens
    for tens, words in {
        2: "venti veinte vinte vingt",
        3: "trenta treinta trinta trente",
        4: "quaranta cuarenta quarenta quarante",
        5: "cinquanta cincuenta cinquenta cinquante",
        6: "sessanta sesenta sessenta soixante",
        7: "settanta setenta soixante-dix",
        8: "ottanta ochenta oitenta quatre-vingt quatre-vingts",
        9: "novanta noventa quatre-vingt-dix",
    }.items()
    for word in words.split()
}
"""Decades in words: anni Ottanta."""

_ORDINALS: Final = frozenset(["st", "nd", "rd", "th", "er", "º", "ª", "o", "ère"])
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
    **dict.fromkeys("|｜•·・●■◆▪‣∙*", "|"),
}
_ERA = "|".join(sorted(_ERAS, key=len, reverse=True))
_TO_THIS_DAY: Final = frozenset(["至今", "迄今"])
_EAST = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_HANGUL = "초중후"
_DECADE = r"(?:(?<=[0０])|(?<=[0０]\s))(?:年代(?!表)|년대(?![표전구만학]))"
"""No sign of a decade: 2014년대전 is Daejeon in 2014, 2010年代表 a representative in 2010."""

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<number>\d+)"
    r"|(?P<era>b\.\s?c\.(?:\s?e\.)?|a\.\s?d\.|c\.\s?e\.|a\.\s?c\.|a\.\s?e\.\s?c\.|d\.\s?c\.|[vn]\.\s?chr\.?"
    r"|av\.?\s?j\.?-?\s?c\.?|ap\.?\s?j\.?-?\s?c\.?)"
    rf"|(?P<east>公元前|紀元前|西元前|기원전|西元|公元|西暦|서기|{_ERA}|{_DECADE}|世紀|世纪|세기|年度|년도(?![쿄입시약])|月份|如今|今日|至今|现在|現在|迄今|현재"
    r"|上半年|下半年|上期|下期|상반기|하반기|[春夏秋冬]季|から|以[来後后降來]|이후|이래|부터|より|元年|初頭?(?!めて|[代期步级級])|前半|後半|半ば|ごろ|[末底](?!部)|초반|중반|후반)"
    r"|(?P<tens>soixante-dix|quatre-vingt-dix|quatre-vingts?)\b"
    rf"|(?P<word>[^\W\d_{_EAST}]+(?:['’][^\W\d_{_EAST}]+)?(?:\d(?!\d))?)|(?P<sign>.)",
    re.I | re.S,
)

_FIRST = re.compile(r"[^\W\d_]+")
_BEGINNINGS = frozenset(first[0] for word in _WORDS if (first := _FIRST.match(word)) is not None)
_EASTERN_BEGINNINGS = frozenset(word[0] for word in (*_WORDS, "ー") if word[0] > "\u2e7f")
_ABBREVIATED = frozenset(["q", "h", "t", "a", "b", "c", "d", "v", "n", "av", "ap"])
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
    return word is None or _begins(word[0])


@lru_cache(maxsize=4096)
def _begins(word: str) -> bool:
    folded = word.casefold()
    if folded in MONTHS or folded in _BEGINNINGS or folded in WEEKDAYS or _ROMAN.fullmatch(folded) is not None:
        return True
    return folded in _ABBREVIATED or folded[0] in _EASTERN_BEGINNINGS  # words in Chinese run on without a space


def goes_on(word: str) -> bool:
    """Whether the word after a dash is part of the label: "1998 – March 2003", "1998 – present"."""
    return bool(word) and (word.casefold() in MONTHS or word.casefold() in _WORDS or word.casefold() in WEEKDAYS)


def says_now(text: str) -> bool:
    """Whether a text says "today" and no more, as in the place of a year."""
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
            value = int(unicodedata.normalize("NFKC", word)) if len(word) < 9 else 0
            sign = "DDHY"[len(word) - 1] if len(word) < 5 else "x"
            if (sign == "Y" and not EARLIEST <= value <= LATEST) or (sign == "D" and value > 99):
                sign = "x"
        elif word == "元" and tokens and tokens[-1].sign == "E":
            sign, value = "D", 1  # 1989（平成元）年
        elif kind == "sign":
            sign = _PUNCTUATION.get(word) or _WORDS.get(word, "x")
            if unicodedata.category(word) == "Cf":
                continue
            sign = "x" if sign == "V" else sign  # 初 in 初めて is none
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
    if word in _TENS and any(token.sign == "y" for token in tokens[-4:]):
        return "D", _TENS[word]
    if word == "元年":
        if before == "E":
            era = tokens.pop()
            tokens.append(Token("Y", era.start, era.end + 1, era.value + 1))
        return "K", 0
    if word in MONTHS and not (before == "C" and word in _WORDS):  # début des années 70; "des" is December elsewhere
        return "M", MONTHS[word]
    folded = "".join(word.split())
    sign = _WORDS.get(folded, "")
    roman = _ROMAN.fullmatch(word)
    if roman and not sign:
        return "R", _roman(roman[1])
    if sign == "V" and not ((touching or word[0] in _HANGUL) and before and before in "KTG"):
        return "x", 0
    tens = before in {"Y", "D"} and tokens[-1].value % 10 == 0
    if word in _TO_THIS_DAY and touching and before and before in "KGJ":
        return "U", 0  # 2004年至今
    if sign == "T" and not ((touching and tens) or before == "'"):
        return "x", 0
    if sign:
        return sign, _ERAS.get(word, 0)
    return ("W", 0) if word in WEEKDAYS else ("x", 0)


def _roman(numeral: str) -> int:
    """The value of a Roman numeral below 40."""
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in numeral]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
