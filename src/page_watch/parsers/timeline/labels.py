"""Year labels: what a date looks like at the beginning (or the end) of a line, in any of some fifty languages.

The first signs of a line are turned into a *shape*, one letter for each token, and one pattern says which shapes are
labels. So "3 mars 2019 : Ouverture" has the shape ``DMY:x``, and ``DMY`` is a label:

    Y  year, four digits            M  month's name        K  年, 년       P  since, depuis, seit …
    D  number of one or two digits  W  weekday's name      G  月, 월       N  today, present, 至今 …
    H  number of three digits       S  season              J  日, 일       C  circa, early …
    T  the "s" of 1950s, 年代       F  fiscal year         Q  quarter      A  A.D., 西暦 …
    B  B.C.                         E  era (昭和)          y  year, año …  o  of, de, the …     t  to, bis, and …
    Z  century                      R  Roman number       i  in, on, en …
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple

from page_watch.parsers.timeline.months import MONTHS, WEEKDAYS

EARLIEST, LATEST = 1000, 2150
"""The years that four digits alone are taken for; earlier ones need B.C., A.D. or 年."""

_MOST_TOKENS = 24

LONGEST = 64
"""A label ends within so many characters."""

_WORDS: Final = {
    word: sign
    for sign, words in {
        "o": "gli of de del d di do da the le la el los les il lo au den der det dem du des al die das",
        "i": "on in im nel no na en em nell dans",
        "Z": "century centuries siglo siècle secolo século jahrhundert eeuw век 世紀 世纪 세기",
        "t": "to until till through bis a à au al até hasta jusqu'à jusqu’à fino tot и до and & et e und から 至 到",
        "S": "spring summer autumn fall winter printemps été automne hiver primavera verano otoño invierno estate"
        " autunno inverno verão outono frühling frühjahr sommer herbst lente zomer herfst"
        " 春 夏 秋 冬 春季 夏季 秋季 冬季",
        "F": "fy fiscal exercice ejercicio esercizio exercício geschäftsjahr",
        "P": "since from depuis desde dal dall dalla seit ab sinds sedan fra från starting dès",
        "U": "から onwards onward",
        "N": "present now today ongoing date aujourd'hui aujourd’hui présent hoy actualidad presente ahora oggi hoje"
        " atualidade heute gegenwart heden nu 至今 现在 現在 今 迄今 현재",
        "C": "c ca circa about around approx environ vers um hacia cerca verso intorno alrededor 约 約 頃 약 early"
        " late mid début fin principios mediados finales inizio fine anfang ende mitte inicio",
        "y": "năm tahun عام سنة שנת سال έτος yılı 西历 rok rok ár year years an année années año años anno anni ano"
        " anos jahr jahre jaar",
        "A": "ad a.d. ce c.e. d.c. n.chr. ap.j.-c. 西元 公元 西暦 서기",
        "B": "bc b.c. bce b.c.e. a.c. a.e.c. v.chr. av.j.-c. 公元前 紀元前 西元前 기원전",
        "T": "s 年代 년대 er",
        "Q": "quarter trimestre quartal q1 q2 q3 q4 h1 h2 上半年 下半年 上期 下期 상반기 하반기",
        "K": "年 년 年度 년도 г год года году r roku év aasta",
        "G": "月 월 月份",
        "J": "日 일 号",
        "E": "明治 大正 昭和 平成 令和",
    }.items()
    for word in words.split()
}
_ERAS: Final = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ORDINALS: Final = frozenset(["st", "nd", "rd", "th", "er", "º", "ª", "o", "ère"])
_PUNCTUATION: Final = {
    **dict.fromkeys("-‐‑‒–—―−－~〜～∼", "-"),
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
_EAST = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<number>\d+)"
    r"|(?P<era>b\.\s?c\.(?:\s?e\.)?|a\.\s?d\.|c\.\s?e\.|a\.\s?c\.|a\.\s?e\.\s?c\.|d\.\s?c\.|[vn]\.\s?chr\.?"
    r"|av\.?\s?j\.?-?\s?c\.?|ap\.?\s?j\.?-?\s?c\.?)"
    r"|(?P<east>公元前|紀元前|西元前|기원전|西元|公元|西暦|서기|明治|大正|昭和|平成|令和|年代|년대|世紀|世纪|세기|年度|년도|月份|至今|现在|現在|迄今|현재"
    r"|上半年|下半年|上期|下期|상반기|하반기|[春夏秋冬]季|から|より|元年)"
    rf"|(?P<word>[^\W\d_{_EAST}]+(?:['’][^\W\d_{_EAST}]+)?(?:\d(?!\d))?)|(?P<sign>.)",
    re.I | re.S,
)

_FIRST = re.compile(r"[^\W\d_]+")
_ABBREVIATED = frozenset(["q", "h", "t", "a", "b", "c", "d", "v", "n", "av", "ap"])
_NOTE = r"(?:\(YK?\))?"  # the year again, in the other reckoning: 1975年(昭和50年)
_YEAR = rf"(?:YK?{_NOTE}K?)"
_DATE = (
    r"(?:W[,.]?)?"
    r"(?:"
    rf"D\.?[-/t]D\.?o?M\.?o?,?{_YEAR}|D\.?o?M\.?[-t]D\.?o?M\.?o?,?{_YEAR}"  # 3-5 March 2019, 30 April - 2 May 2019
    rf"|D\.?o?M\.?[o,/-]{{0,2}}{_YEAR}"  # 3 March 2019, 3 de marzo de 2019, 1.März 2019
    rf"|M\.?o?D(?:[-t]D)?,?o?{_YEAR}"  # March 3, 2019
    rf"|M\.?[-/t,]M\.?[o,]{{0,2}}{_YEAR}"  # March-May 2019
    rf"|M\.?[o,/'-]{{0,3}}{_YEAR}"  # March 2019, marzo de 2019
    rf"|{_YEAR},?M\.?(?:D(?![DHYGM]))?(?!o?Y)"  # 2019 March
    r"|D[./-]D[./-]Y|D[./]Y(?![./-]?D)"  # 03.05.2019, 03/2019
    r"|Y[./-]D[./-]D\.?(?![./-]?[DHY])|Y\.D\.?(?![./-]?[DHY])"  # 2019-05-03, 2019. 5. 3., 2019.05
    rf"|{_YEAR},?DG(?:[-,t|]?DG|DJ(?:[-t]DJ|[-t]DGDJ)?)?"  # 2019年5月3日
    rf"|(?:So?,?{_YEAR}|{_YEAR}S)|(?:D?\.?Qo?[,/-]?{_YEAR}|{_YEAR}[,/-]?D?Q)"  # spring 2019, Q3 2019
    r"|F\.?y?\.?Y(?:[/-](?:Y|D))?"  # FY2019/20
    r"|o?C?\.?-?o{0,2}y?o?YTy?"  # the early 1950s
    rf"|(?:C\.?-?)?(?:o?yo?)?{_YEAR}"  # 2019, c. 1820
    r"|(?:C\.?-?)?o?(?:[DR]\.?Z|Z[DR])B?"  # the 16th century
    r"|o?y'?D(?![./-]?[DMYGK])|o?'DT"  # gli anni '50, the '60s
    r"|[DHY]-[DHY]K?B|(?:C\.?)?[DHY](?:K?B)|(?:C\.?)?B[DHY]K?|A[DHY]K?|[DHY]A|HK"  # 44 B.C., A.D. 79
    r")"
)
_RANGE = rf"(?:io?)?(?:Po?|o(?=YK?t))?{_DATE}(?:(?:[-t/]|P?t|->)(?:o?N|{_DATE}|D(?![./-]?[DGM])))?"
_ROMAN = re.compile(r"([ivx]{1,6})(?:e|ème|er|th|º)?")
_OPEN = r"(?:\.{0,3}(?:->?|>|U))"
_LABEL = re.compile(rf"(?P<open>\()?(?P<label>{_RANGE})(?P<ongoing>{_OPEN}(?=\)?$))?(?P<close>\))?")
_YEARLESS = re.compile(
    r"\(?(?P<label>(?:W[,.]?)?(?:D\.?[-t]D\.?o?M|D\.?o?M|M\.?o?D(?:[-t]D)?|M\.?[-/t,]M|M|DG(?:[-,t|]?DG"
    r"|DJ(?:[-t]DJ)?)?"
    r"|S|D?Q|D[./]D|D))\.?\)?"
)
_SEPARATOR = re.compile(r"[. ]{0,2}(?:[:：|｜•·・→►▶»>›]|[–—―]|[-‐‑‒−－~〜～](?=\s|\D))[\s:|–—-]*")
_PLAIN = re.compile(r"((?:1\d|20)\d\d)(?: ?: |:? [–—-] |:?$)(?![\d–—:-])(?=([^\W\d_]*))")
_LIGHT = re.compile(r"\s*[.,，、。;)）]+\s*")


_NUMERIC_DATE = re.compile(r"D[./]D[./-]Y|D-D-Y|Y[./-]D[./-]D")
_NUMERIC_MONTH = re.compile(r"(?:^|[^DM./-])D[./]Y|Y\.D")
_SHORT_END = re.compile(r"YK?[-/]D$")
_TAIL = re.compile(r"[YKGJD][-/t]D$")
_SHORT_DECADE = re.compile(r"o?y'?D|o?'DT")
_DECADES = re.compile(r"(?:les |los |gli |os )?(?:années|años|anni|anos|anys)\b", re.I)


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


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed, the years it spans (see ``Milestone``), and whether it names a day or a month."""

    printed: str
    start: int | None
    end: int | None
    day: bool = False
    month: bool = False


class Found(NamedTuple):
    """A label at the beginning of a line, how it is parted from what follows, and where that begins."""

    label: Label
    edge: Edge
    rest: int


class _Token(NamedTuple):
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
    if folded in MONTHS or folded in _WORDS or folded in WEEKDAYS or _ROMAN.fullmatch(folded) is not None:
        return True
    return any(key.startswith(folded[0]) for key in _WORDS if not key.isascii()) or folded in _ABBREVIATED


@lru_cache(maxsize=8192)
def leading(text: str, ends: tuple[int, ...] = ()) -> Found | None:
    """The label a line begins with. ``ends`` are the offsets at which inline elements end."""
    if not ends:
        plain = _PLAIN.match(text)  # most lines of most pages: read without a second look
        if plain is not None and not _goes_on(plain[2]):
            return Found(_year(plain[1]), Edge.SHARP if plain.end() < len(text) else Edge.WHOLE, plain.end())
    return _read(text, _LABEL, ends)


def _goes_on(word: str) -> bool:
    """Whether the word after a dash is part of the label: "1998 – March 2003", "1998 – present"."""
    return bool(word) and (word.casefold() in MONTHS or word.casefold() in _WORDS or word.casefold() in WEEKDAYS)


@lru_cache(maxsize=512)
def _year(printed: str) -> Label:
    return Label(printed, int(printed), int(printed))


@lru_cache(maxsize=8192)
def yearless(text: str, ends: tuple[int, ...] = ()) -> Found | None:
    """The month or day without a year that a line begins with: it needs the year around it."""
    return _read(text, _YEARLESS, ends)


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


def _read(text: str, pattern: re.Pattern[str], ends: tuple[int, ...]) -> Found | None:
    tokens = _tokens(text[: LONGEST + 8])
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
    if groups.get("open") and not groups.get("close"):
        return None
    closed = max(tokens[found.end() - 1].end, end)
    if (
        end > LONGEST
        or text[end : end + 1] in _PARTICLES
        or _AS_OF.match(text, end)
        or _runs_on(text, closed, tokens, found.end())
    ):
        return None
    first = 1 if inside[0].sign == "i" else 0  # "En 1998," as a label is 1998
    printed = text[inside[first].start : end].strip()
    if inside[-1].sign == ".":
        printed = printed.rstrip(". ")
    label = _label(printed, inside, found["label"], ongoing=ongoing)
    if label is None:
        return None
    return _edge(text, label, closed, ends, eastern=inside[-1].sign in "KGJT" and not text[end - 1].isascii())


def _touching(text: str, tokens: list[_Token], end: int) -> bool:
    """Whether a number after a dash belongs to the label: "2019–20", "2019 – 20", but not "2019 - 20 years"."""
    before, dash, number = tokens[end - 3 : end]
    rest = text[number.end :]
    if rest[:1].isalpha():
        return False
    return (before.end == dash.start and dash.end == number.start) or not rest.strip(" .:")


def _runs_on(text: str, end: int, tokens: list[_Token], after: int) -> bool:
    """Whether a word goes on where the label would end ("2019er", "2019-20x", "3,000")."""
    if end >= len(text):
        return False
    before, behind = text[end - 1], text[end]
    if behind.isdigit() or (behind in ".,'" and text[end + 1 : end + 2].isdigit()) or behind in "%‰°€$£":
        return True
    return behind.isalpha() and before.isalnum() and behind.isascii() == before.isascii() and before.isascii()


def _edge(text: str, label: Label, end: int, ends: tuple[int, ...], *, eastern: bool) -> Found:
    rest = text[end:]
    if not rest.strip(" .:：,;|–—-→>›»•·・、。~〜"):
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


def _tokens(text: str) -> list[_Token]:
    """The tokens of the beginning of a line, spaces and invisible signs left out."""
    tokens: list[_Token] = []
    for found in _TOKEN.finditer(text):
        kind, word = found.lastgroup, found[0]
        if kind == "space":
            continue
        touching = bool(tokens) and tokens[-1].end == found.start()
        sign, value = "x", 0
        if kind == "number":
            value = int(unicodedata.normalize("NFKC", word)) if len(word) < 9 else 0
            sign = "DDHY"[len(word) - 1] if len(word) < 5 else "x"
            if (sign == "Y" and not EARLIEST <= value <= LATEST) or (sign == "D" and value > 99):
                sign = "x"
        elif kind == "sign":
            sign = _PUNCTUATION.get(word) or _WORDS.get(word, "x")
            if unicodedata.category(word) == "Cf":
                continue
        else:
            sign, value = _word(word.casefold(), tokens, touching=touching)
            if not sign:
                continue
        if sign == "D" and tokens and tokens[-1].sign == "E":
            era = tokens.pop()
            tokens.append(_Token("Y", era.start, found.end(), era.value + value))
        elif sign == "T" and tokens and tokens[-1].sign == "'":
            tokens[-1] = _Token("T", tokens[-1].start, found.end(), 0)
        else:
            tokens.append(_Token(sign, found.start(), found.end(), value))
        if sign == "x" or len(tokens) > _MOST_TOKENS:
            break  # no label has such a sign: what follows does not matter
    return tokens


def _word(word: str, tokens: list[_Token], *, touching: bool) -> tuple[str, int]:
    """The sign and value of a word; no sign for one that only marks an ordinal."""
    before = tokens[-1].sign if tokens else ""
    if touching and before == "D" and word in _ORDINALS:
        return "", 0
    if word == "元年":
        if before == "E":
            era = tokens.pop()
            tokens.append(_Token("Y", era.start, era.end + 1, era.value + 1))
        return "K", 0
    if word in MONTHS:
        return "M", MONTHS[word]
    folded = "".join(word.split())
    sign = _WORDS.get(folded, "")
    roman = _ROMAN.fullmatch(word)
    if roman and not sign:
        return "R", _roman(roman[1])
    if sign == "T" and not ((touching and before == "Y" and tokens[-1].value % 10 == 0) or before == "'"):
        return "x", 0
    if sign:
        return sign, _ERAS.get(word, 0)
    return ("W", 0) if word in WEEKDAYS else ("x", 0)


def _roman(numeral: str) -> int:
    """The value of a Roman numeral below 40."""
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in numeral]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def _label(printed: str, tokens: list[_Token], shape: str, *, ongoing: bool) -> Label | None:
    """What the tokens of a label mean, or None where they mean nothing (2019–1234)."""
    signs = set(shape)
    month = bool(signs & set("MG"))
    dated = _NUMERIC_DATE.search(shape) is not None
    day = dated or (month and re.search(r"D\.?o?M|M\.?o?D|DJ", shape) is not None)
    if "Z" in signs:
        years = _centuries(tokens, before="B" in signs)
    elif _SHORT_DECADE.fullmatch(shape):
        years = [1900 + token.value for token in tokens if token.sign == "D" and token.value % 10 == 0]
        years += [year + 9 for year in years]
    else:
        sort = next((sort for sort in ("Y", "H", "D") if sort in signs), "")
        years = [token.value for token in tokens if token.sign == sort]
        if sort in {"", "D"} and not signs & set("AB"):
            return _without_year(printed, shape, years, day=day, month=month)
        month = month or (not dated and _NUMERIC_MONTH.search(shape) is not None)
        short = _SHORT_END.search(shape)
        if short and not month and not dated and len(years) == 1:
            end, month = _short_end(years[0], tokens[-1].value, dashed="–" in printed)
            years.append(end)
        if "B" in signs:
            years = [-year for year in years]
        if "T" in signs or (years[-1] % 10 == 0 and _DECADES.match(printed)):
            years.append(years[-1] + 9)
    if not years or years[-1] < years[0]:
        return None
    open_ended = ongoing or shape[-1] == "N" or ("P" in signs and len(years) == 1)
    return Label(printed, years[0], None if open_ended else years[-1], day=day, month=month or dated)


def _without_year(printed: str, shape: str, numbers: list[int], *, day: bool, month: bool) -> Label | None:
    if shape in {"D", "DG", "D/D", "D.D", "D-D"} and not all(1 <= number <= 31 for number in numbers):
        return None
    return Label(printed, None, None, day=day, month=month)


def _short_end(start: int, tail: int, *, dashed: bool) -> tuple[int, bool]:
    """The end of "2019–20" or "1999–02", and whether the second number is a month instead, as in "2019-03".

    A number that no month has, or the one that follows, is a year; one that is lower is a year only after a dash
    that is no hyphen.
    """
    tens = start % 100
    if tail > tens and (tail > 12 or tail == tens + 1):
        return start - tens + tail, False
    if tail < tens and tens >= 95 and dashed:
        return start - tens + 100 + tail, False
    return (start, True) if 1 <= tail <= 12 else (start - 1, False)


def _centuries(tokens: list[_Token], *, before: bool) -> list[int]:
    numbers = [token.value for token in tokens if token.sign in "DR"]
    if not numbers or not 0 < numbers[0] < 22:
        return []
    first, last = (numbers[0] - 1) * 100 + 1, numbers[-1] * 100
    return [-last, -first] if before else [first, last]
