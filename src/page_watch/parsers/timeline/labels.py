"""Year labels: what a date looks like at the beginning (or the end) of a line, in any of some fifty languages.

The first signs of a line are turned into a *shape*, one letter for each token, and one pattern says which shapes are
labels. So "3 mars 2019 : Ouverture" has the shape ``DMY:x``, and ``DMY`` is a label.
The letters are those of ``tokens``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from page_watch.parsers.timeline.tokens import EARLIEST, LATEST, Token, goes_on, read_tokens

LONGEST = 64
"""A label ends within so many characters."""

_NOTE = r"(?:\(YK?\))?"  # the year again, in the other reckoning: 1975年(昭和50年)
_YEAR = rf"(?:YKYK|YK?{_NOTE}K?)"  # also 昭和50年 1975年
_DATE = (
    r"(?:W[,.]?)?(?:C\.?-?o{0,2}(?=[MSQ]))?"
    r"(?:"
    rf"D\.?[-/t]D\.?o?M\.?o?,?{_YEAR}|D\.?o?M\.?[-t]D\.?o?M\.?o?,?{_YEAR}"  # 3-5 March 2019, 30 April - 2 May 2019
    rf"|D\.?o?M\.?[o,/-]{{0,2}}{_YEAR}"  # 3 March 2019, 3 de marzo de 2019, 1.März 2019
    rf"|M\.?o?D(?:[-t]D)?,?o?{_YEAR}"  # March 3, 2019
    rf"|M\.?[-/t,]M\.?[o,]{{0,2}}{_YEAR}"  # March-May 2019
    rf"|M\.?[o,/'-]{{0,3}}{_YEAR}"  # March 2019, marzo de 2019
    rf"|{_YEAR},?M\.?(?:D(?![DHYGM]))?(?!o?Y)"  # 2019 March
    r"|D[./-]D[./-]Y|D[./]Y(?![./-]?D)|D/D/D(?!/)|D\.D\.D(?!\.)"  # 03.05.2019, 03/2019, 03/05/98
    r"|Y[./-]D[./-]D\.?(?![./-]?[DHY])|Y\.D\.?(?![./]?[DHY]|-[DH])"  # 2019-05-03, 2019. 5. 3., 2019.05
    rf"|{_YEAR},?DG(?:[-,t|]?DG|DJ(?:[-t]DJ|[-t]DGDJ)?)?"  # 2019年5月3日
    rf"|(?:So?,?{_YEAR}|{_YEAR}S)|(?:D?\.?Qo?[,/-]?{_YEAR}|{_YEAR}[,/-]?D?Q)"  # spring 2019, Q3 2019
    r"|F\.?y?\.?Y(?:[/-](?:Y|D))?"  # FY2019/20
    r"|o?C?\.?-?o{0,2}y?o?YTy?"  # the early 1950s
    rf"|(?:C\.?-?o{{0,2}})?(?:o?yo?)?{_YEAR}"  # 2019, c. 1820
    r"|(?:C\.?-?)?o?(?:[DR]\.?Z|Z[DR])B?"  # the 16th century
    r"|(?:C\.?o{0,2})?o?y'?D(?![./-]?[DMYGK])|o?'DT"  # gli anni '50, the '60s, fim dos anos 40
    r"|[DHY]-[DHY]K?B|(?:C\.?)?[DHY](?:K?B)|(?:C\.?)?B[DHY]K?|A[DHY]K?|[DHY]A|HK"  # 44 B.C., A.D. 79
    r"|C\.?H|H(?=\(C)"  # c. 575
    r")"
    r"(?:V|C\.?(?=$|[:-])|\((?:C\.?|YK?)\))?"  # 1990年代後半, 1750 ca., 950 a.C. (circa), 平成16年4月 (2004)
)
_RANGE = rf"(?:-(?=YK))?(?:io?)?(?:Po?|o(?=YK?t))?{_DATE}(?:(?:--?|[t/]|P?t|->)(?:o?N|{_DATE}|D(?![./-]?[DGM])))?"
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


_NUMERIC_DATE = re.compile(r"D[./]D[./-]Y|D-D-Y|Y[./-]D[./-]D|D/D/D|D\.D\.D")
_SHORT_DATE = re.compile(r"D/D/D|D\.D\.D")
_NUMERIC_MONTH = re.compile(r"(?:^|[^DM./-])D[./]Y|Y\.D")
_SHORT_END = re.compile(r"YK?[-/]D$")
_TAIL = re.compile(r"[YKGJD][-/t]D$")
_COMING = 40
"""Two digits of a year from here on mean the century before."""

_SHORT_DECADE = re.compile(r"P?(?:C\.?)?o*y'?D(?:to*y?'?D)?|o?'DT")
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


@lru_cache(maxsize=8192)
def leading(text: str, ends: tuple[int, ...] = (), starts: tuple[int, ...] = ()) -> Found | None:
    """The label a line begins with. ``ends`` and ``starts`` are the offsets at which inline elements do so."""
    if not ends:
        plain = _PLAIN.match(text)  # most lines of most pages: read without a second look
        if plain is not None and not goes_on(plain[2]):
            return Found(_year(plain[1]), Edge.SHARP if plain.end() < len(text) else Edge.WHOLE, plain.end())
    return _read(text, _LABEL, ends, starts)


@lru_cache(maxsize=512)
def _year(printed: str) -> Label:
    return Label(printed, int(printed), int(printed))


@lru_cache(maxsize=8192)
def yearless(text: str, ends: tuple[int, ...] = (), starts: tuple[int, ...] = ()) -> Found | None:
    """The month or day without a year that a line begins with: it needs the year around it."""
    return _read(text, _YEARLESS, ends, starts)


def in_two_lines(first: str, second: str) -> str | None:
    """The label that two short lines make, one below the other: "Sep" and "2012", "20" and "18"; None if none."""
    if len(first) == len(second) == 2 and first.isdecimal() and second.isdecimal():
        both = first + second
        return both if EARLIEST <= int(both) <= LATEST else None
    if yearless(first) is None and leading(first) is None:
        return None
    found = leading(both := f"{first} {second}")
    whole = found is not None and found.edge is Edge.WHOLE and (found.label.month or found.label.day)
    return both if whole and not (_names_the_month(first) and _names_the_month(second)) else None


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
    tokens = _behind_a_bullet(read_tokens(text[: LONGEST + 8], edges))
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
        or (end not in edges and _sentence_goes_on(text, end))
        or _runs_on(text, closed, tokens, found.end(), parted=closed in ends)
    ):
        return None
    first = 1 if inside[0].sign == "i" else 0  # "En 1998," as a label is 1998
    printed = text[inside[first].start : end].strip()
    if inside[-1].sign == "." and inside[-2].sign != "C":  # but "1750 ca."
        printed = printed.rstrip(". ")
    label = _label(printed, inside, found["label"], ongoing=ongoing)
    if label is None:
        return None
    return _edge(text, label, closed, ends, eastern=inside[-1].sign in "KGJTV" and not text[end - 1].isascii())


def _behind_a_bullet(tokens: list[Token]) -> list[Token]:
    """The tokens without the bullet they begin with; a dash is one where a space follows it."""
    if len(tokens) > 1 and (tokens[0].sign == "|" or (tokens[0].sign == "-" and tokens[1].start > tokens[0].end)):
        return tokens[1:]
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
    return (before.end == dash.start and dash.end == number.start) or not rest.strip(" .:")


def _runs_on(text: str, end: int, tokens: list[Token], after: int, *, parted: bool) -> bool:
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


def _label(printed: str, tokens: list[Token], shape: str, *, ongoing: bool) -> Label | None:
    """What the tokens of a label mean, or None where they mean nothing (2019–1234)."""
    signs = set(shape)
    month = bool(signs & set("MG"))
    dated = _NUMERIC_DATE.search(shape) is not None
    day = dated or (month and re.search(r"D\.?o?M|M\.?o?D|DJ", shape) is not None)
    if "Z" in signs:
        years = _centuries(tokens, before="B" in signs)
    elif _SHORT_DATE.fullmatch(shape):
        years = _short_date(tokens)
    elif "KY" in shape and len({token.value for token in tokens if token.sign == "Y"}) > 1:
        return None  # 2019年 2020年: two years are no year in two reckonings
    elif _SHORT_DECADE.fullmatch(shape):
        years = [1900 + token.value for token in tokens if token.sign == "D" and token.value % 10 == 0]
        years = [years[0], years[-1] + 9] if years else []
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


def _short_date(tokens: list[Token]) -> list[int]:
    """The year of "12/04/86": of the century before where two digits would be a year yet to come."""
    written = [token for token in tokens if token.sign == "D"]
    day, month, year = (token.value for token in written)
    if any(token.end - token.start != 2 for token in written) or not (0 < day <= 31 and 0 < min(month, day) <= 12):
        return []
    return [year + (2000 if year < _COMING else 1900)]


def _centuries(tokens: list[Token], *, before: bool) -> list[int]:
    numbers = [token.value for token in tokens if token.sign in "DR"]
    if not numbers or not 0 < numbers[0] < 22:
        return []
    first, last = (numbers[0] - 1) * 100 + 1, numbers[-1] * 100
    return [-last, -first] if before else [first, last]
