"""Shapes: which of them are labels, and what the tokens of a label mean.

A shape has one letter for each token, those of ``tokens``: "3 mars 2019 : Ouverture" has the shape ``DMY:x``, and
``DMY`` is a label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from page_watch.parsers.timeline.tokens import EARLIEST

if TYPE_CHECKING:
    from page_watch.parsers.timeline.tokens import Token

_NOTE = r"(?:\(YK?\))?"  # the year again, in the other reckoning: 1975年(昭和50年)
_YEAR = rf"(?:YKYK|YK?{_NOTE}K?)"  # also 昭和50年 1975年
_DATE = (
    r"(?:W[,.]?)?(?:C\.?-?o{0,2}(?=[MSQ])|o(?=D))?"
    r"(?:"
    r"(?:C\.?)?[DHYL](?:-[DHYL])?K?B|(?:C\.?)?B[DHYL](?:-[DHYL])?K?(?!Z)"  # 44 B.C., 公元前221年, 5000-3000 B.C.
    r"|"
    rf"D\.?[-/t]D\.?o?M\.?o?,?{_YEAR}|D\.?o?M\.?[-t]D\.?o?M\.?o?,?{_YEAR}"  # 3-5 March 2019, 30 April - 2 May 2019
    rf"|D[.-]?o?M\.?[o,/-]{{0,2}}{_YEAR}"  # 3 March 2019, 3 de marzo de 2019, 1.März 2019
    rf"|M\.?o?D(?:[-t]D)?,?o?{_YEAR}"  # March 3, 2019
    rf"|M\.?[-/t,]M\.?[o,]{{0,2}}{_YEAR}"  # March-May 2019
    rf"|M\.?[o,/'-]{{0,3}}{_YEAR}"  # March 2019, marzo de 2019
    rf"|{_YEAR}\(o?M\)|{_YEAR},?M\.?(?:D(?![DHYGM]))?(?!o?Y)"  # 2019 March
    r"|D[./-]D[./-]Y|D[./]Y(?![./-]?D)|D/D/D(?!/)|D\.D\.D(?!\.)"  # 03.05.2019, 03/2019, 03/05/98
    r"|Y[./-]D[./-]D\.?(?![./]?[DHY]|-(?:H|D(?![./]D)))|Y\.D\.?(?![./]?[DHY]|-[DH])"  # 2019-05-03, 2019. 5. 3., 2019.05
    rf"|{_YEAR},?(?:D-)?DG(?:[-,t|]?DG|DJ(?:[-t]DJ|[-t]DGDJ)?)?"  # 2019年5月3日
    rf"|(?:S(?:[/-]S)?o?,?{_YEAR}|{_YEAR}S)|(?:[DRu]?\.?Qo?[,/-]?{_YEAR}|{_YEAR}[,/-]?D?Q)"  # spring 2019, Q3 2019
    r"|Y(?:[,|]Y)+|Y(?:/Y){2,}|Y(?:-Y){2,}"  # 1995, 1999
    r"|F\.?o?y?\.?Y(?:[/-](?:Y|D))?"  # FY2019/20
    r"|o?C?\.?-?o{0,2}y?o?YTy?"  # the early 1950s
    rf"|(?:C\.?-?o{{0,2}})?(?:o?yo{{0,2}})?{_YEAR}"  # 2019, c. 1820
    r"|(?:C\.?-?)?o{0,2}(?:DZo?DTy?|(?:[DR]\.?Z?[t-])?[DR]\.?Z|uo?Z|ZR(?:[t-]Z?R)?|ZD)[AB]?|B[DR]Z"  # the 16th century
    r"|(?:C\.?o{0,2})?o?yo{0,2}'?D(?:-'?D)?(?![./-]?[DMYGK])"  # gli anni '50
    r"|(?:C\.?-?o{0,2})?o?'?DTy?(?:[t-]o?'?DTy?)?"  # the '60s, 50s and 60s
    r"|A[DHY]K?|[DHY]A|HK"  # A.D. 79
    r"|C\.?H|H(?=\(C)"  # c. 575
    r"|r\(YK?\)|(?:C\.?-?o?)?(?:h|'H)|F'?D(?![./-]?[HMYGK])(?:[/-]D)?"  # 光绪二十四年（1898年）, fine Ottocento, FY19
    r"|M\.?[/-]?'D|M\.?[/-]D(?![./-]?[DHMYGK])|'D(?![./-]?[DHMYGKT])"  # Sept. '98, jan/98, '98
    r")"
    r"(?:V|C\.?(?=$|[:-])|\((?:C\.?|YK?|W)\))?"  # 1990年代後半, 1750 ca., 950 a.C. (circa), 平成16年4月 (2004)
)
_END = rf"(?:o?N|{_DATE}|D(?![./-]?[DGM])|D[./]D(?![./-]?[DHYG]))"
_RANGE = rf"(?:-(?=YK)|t(?=Y))?(?:io?)?(?:Po?|o(?=YK?t))?{_DATE}(?:(?:--?|-?[t/]|P?t|->|A(?=N)){_END})?"
_OPEN = r"(?:\.{0,3}(?:->?|>|i?U))"
LABEL = re.compile(rf"(?P<open>\()?(?P<label>{_RANGE})(?P<ongoing>{_OPEN}(?=\)?(?:$|:)))?(?P<close>\))?")
YEARLESS = re.compile(
    r"\(?(?P<label>(?:W[,.]?)?(?:D\.?[-t]D\.?o?M|D\.?o?M|M\.?o?D(?:[-t]D)?|M\.?[-/t,]M|M|DG(?:[-,t|]?DG"
    r"|DJ(?:[-t]DJ)?)?"
    r"|S|[DRu]?\.?Q|D[./]D|D))\.?\)?"
)
_NUMERIC_DATE = re.compile(r"D[./]D[./-]Y|D-D-Y|Y[./-]D[./-]D|D/D/D|D\.D\.D")
_SHORT_DATE = re.compile(r"D/D/D|D\.D\.D")
_NUMERIC_MONTH = re.compile(r"(?:^|[^DM./-])D[./]Y|Y\.D")
_SHORT_END = re.compile(r"YK?[-/]D$")
_COMING = 40
"""Two digits of a year from here on mean the century before."""
_SHORT_DECADE = re.compile(r"P?(?:C\.?)?o*yo*'?D(?:(?:to*y?|-)'?D)?|(?:C\.?-?o*)?o*'?DTy?(?:[t-]o*'?DTy?)?")
_TWO_DECADES = re.compile(r"[YT][-t/]o*'?DTy?$")
_DECADES = re.compile(
    r"(?:les |los |gli |os |la )?(?:années|años|anni|anos|anys|jaren|lata|d[éèe]cada|décennie|decennio|decade)\b", re.I
)
_ONE_YEAR = re.compile(r"(?:year|jahr|jaar|año|ano|anno|an|année|rok|rentrée) \d", re.I)
"""Year 10 of a school is no decade."""

_SHORT_YEAR = re.compile(r"(?:M\.?[/-]?)?'?D")


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed, the years it spans (see ``Milestone``), and whether it names a day or a month."""

    printed: str
    start: int | None
    end: int | None
    day: bool = False
    month: bool = False


def meaning(printed: str, tokens: list[Token], shape: str, *, ongoing: bool) -> Label | None:
    """What the tokens of a label mean, or None where they mean nothing (2019–1234)."""
    signs = set(shape)
    month = bool(signs & set("MG"))
    dated = _NUMERIC_DATE.search(shape) is not None
    day = dated or (month and re.search(r"D\.?o?M|M\.?o?D|DJ", shape) is not None)
    if shape[-2:] == "'H" or "h" in signs:
        years = _hundreds(tokens)
    elif "F" in signs and "Y" not in signs:
        years = [2000 + token.value for token in tokens if token.sign == "D"] if printed[1] in "yY" else []
    elif "Z" in signs:
        years = _centuries(tokens, before="B" in signs)
    elif _SHORT_DATE.fullmatch(shape):
        years = _short_date(tokens)
    elif _SHORT_YEAR.fullmatch(shape) and (shape[-2:] == "'D" or month):
        years = _short_year(tokens)
    elif _SHORT_DECADE.fullmatch(shape):
        years = [1900 + token.value for token in tokens if token.sign == "D" and token.value % 10 == 0]
        years = [years[0], years[-1] + 9] if years and not _ONE_YEAR.match(printed) else []
    else:
        sort = next((sort for sort in ("Y", "H", "D") if sort in signs), "")
        years = [token.value for token in tokens if token.sign == sort or (token.sign in "DHYL" and "B" in signs)]
        if sort == "Y" and "KY" in shape.replace("(", ""):
            years = _in_one_reckoning(tokens)
            if not years:
                return None
        if sort in {"", "D"} and not signs & set("AB"):
            return _without_year(printed, shape, years, day=day, month=month)
        month = month or (not dated and _NUMERIC_MONTH.search(shape) is not None)
        short = _SHORT_END.search(shape)
        if short and not month and not dated and len(years) == 1:
            end, month = _short_end(years[0], tokens[-1].value, dashed="–" in printed)
            years.append(end)
        if "B" in signs:
            years = [-year for year in years]
        if sort == "Y" and _TWO_DECADES.search(shape):
            years.append(_decade_after(years[-1], next(token.value for token in reversed(tokens) if token.sign == "D")))
        if "T" in signs or (years[0] % 10 == years[-1] % 10 == 0 and _DECADES.match(printed)):
            years.append(years[-1] + 9)
    if not years or years[-1] < years[0]:
        return None
    open_ended = ongoing or shape[-1] == "N" or ("P" in signs and len(years) == 1)
    return Label(printed, years[0], None if open_ended else years[-1], day=day, month=month or dated)


def _in_one_reckoning(tokens: list[Token]) -> list[int]:
    """The years of a label that names each in two reckonings; none where two side by side are not the same.

    People who count back are often wrong by one: 大正6年（1916）. A year is believed before a note in brackets.
    """
    years: list[int] = []
    apart, bracketed = True, False
    for token in tokens:
        if token.sign in "YH" and not apart:
            if abs(token.value - years[-1]) > 1:
                return years if bracketed and len(years) == 1 and years[0] >= EARLIEST else []
        elif token.sign in "YH":
            years.append(token.value)
        apart = token.sign not in "YHK("
        bracketed = token.sign == "("
    return years


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
    return [_of_two_digits(year)]


def _short_year(tokens: list[Token]) -> list[int]:
    """The year of "'98" or "Jan-98"; none where the number may be a day."""
    last = tokens[-1]
    told = any(token.sign == "'" for token in tokens) or last.value > 31
    return [_of_two_digits(last.value)] if told and last.end - last.start == 2 else []


def _decade_after(year: int, tens: int) -> int:
    """The second decade of "1950s and 60s" or "1990s and 00s"."""
    return year - year % 100 + tens + (100 if tens < year % 100 else 0)


def _of_two_digits(year: int) -> int:
    return year + (2000 if year < _COMING else 1900)


def _hundreds(tokens: list[Token]) -> list[int]:
    """The years of "Ottocento" or "'800"."""
    last = tokens[-1]
    first = last.value if last.sign == "h" else 1000 + last.value
    return [first, first + 99] if first % 100 == 0 else []


def _centuries(tokens: list[Token], *, before: bool) -> list[int]:
    numbers = [token.value for token in tokens if token.sign in "DRu"]
    if any(token.sign == "T" for token in tokens):  # 20世纪80年代
        return [100 * numbers[0] - 100 + numbers[1], 100 * numbers[0] - 91 + numbers[1]] if numbers[1] % 10 == 0 else []
    if not numbers or not 0 < numbers[0] < 22:
        return []
    first, last = (numbers[0] - 1) * 100 + 1, numbers[-1] * 100
    return [-last, -first] if before else [first, last]
