"""Year labels: what they look like, the years they span, and what parts them from the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_watch.parsers import load
from page_watch.parsers.timeline.labels import Edge, leading, trailing, yearless
from page_watch.parsers.timeline.months import MONTHS, WEEKDAYS
from page_watch.parsers.timeline.months_generate import module

WHOLE = [
    ("2019", 2019, 2019),
    ("(1998)", 1998, 1998),
    ("2014–2016", 2014, 2016),
    ("1998 to 2004", 1998, 2004),
    ("de 1998 à 2004", 1998, 2004),
    ("1998年～2003年", 1998, 2003),
    ("1998年至2003年", 1998, 2003),
    ("1914-18", 1914, 1918),
    ("1998–02", 1998, 2002),
    ("2019/20", 2019, 2020),
    ("2019-03", 2019, 2019),
    ("2010-11", 2010, 2011),
    ("12/04/86", 1986, 1986),
    ("04.03.05", 2005, 2005),
    ("XVIe siècle", 1501, 1600),
    ("〜2026年初頭", 2026, 2026),
    ("1990年代後半", 1990, 1999),
    ("950 a.C. (circa)", -950, -950),
    ("575(circa)", 575, 575),
    ("1870 ca.", 1870, 1870),
    ("before 1850", 1850, 1850),
    ("fine febbraio 2024", 2024, 2024),
    ("昭和50年 1975年 8月28日", 1975, 1975),
    ("大正6年（1916）", 1917, 1917),
    ("平成16年4月 (2004)", 2004, 2004),
    ("1847年（清道光二十七年）", 1847, 1847),
    ("1952.5--1961.2", 1952, 1961),
    ("1979.11—1987.12", 1979, 1987),
    ("ENTRE OS ANOS 60 E 70", 1960, 1979),
    ("80er Jahre", 1980, 1989),
    ("1950s and 60s", 1950, 1969),
    ("1990s and 00s", 1990, 2009),
    ("’50s and ’60s", 1950, 1969),
    ("1960er und 70er Jahre", 1960, 1979),
    ("1970〜80年代", 1970, 1989),
    ("Bis 1960", 1960, 1960),
    ("1995, 1999", 1995, 1999),
    ("since 1997", 1997, None),
    ("Depuis 1997", 1997, None),
    ("2025 →", 2025, None),
    ("1998–present", 1998, None),
    ("1998 - heute", 1998, None),
    ("1998年から", 1998, None),
    ("FY2019/20", 2019, 2020),
    ("FY 2019", 2019, 2019),
    ("1950s", 1950, 1959),
    ("the early 1950s", 1950, 1959),
    ("1950年代", 1950, 1959),
    ("1950er Jahre", 1950, 1959),
    ("les années 1950", 1950, 1959),
    ("gli anni ’50", 1950, 1959),
    ("44 B.C.", -44, -44),
    ("300–200 BC", -300, -200),
    ("公元前221年", -221, -221),
    ("A.D. 79", 79, 79),
    ("c. 1820", 1820, 1820),
    ("16th century", 1501, 1600),
    ("XVI secolo", 1501, 1600),
    ("19世紀", 1801, 1900),
    ("March 2019", 2019, 2019),
    ("marzo de 2019", 2019, 2019),
    ("3 de marzo de 2019", 2019, 2019),
    ("1er janvier 2019", 2019, 2019),
    ("March 3rd, 2019", 2019, 2019),
    ("Tuesday, 3 March 2019", 2019, 2019),
    ("30 April – 2 May 2019", 2019, 2019),
    ("3. März 2019", 2019, 2019),
    ("5 марта 2019", 2019, 2019),
    ("03.05.2019", 2019, 2019),
    ("2019-05-03", 2019, 2019),
    ("2019. 3. 15", 2019, 2019),
    ("03/2019", 2019, 2019),
    ("Spring 2019", 2019, 2019),
    ("Summer 2012 – Winter 2013", 2012, 2013),
    ("Q3 2019", 2019, 2019),
    ("2020年", 2020, 2020),
    ("1998年3月15日", 1998, 1998),
    ("2020년 3월", 2020, 2020),
    ("１９９８年", 1998, 1998),
    ("昭和50年4月", 1975, 1975),
    ("平成元年", 1989, 1989),
    ("民國76年", 1987, 1987),
    ("中華民國101年5月", 2012, 2012),
    ("文政3年", 1820, 1820),
    ("2004年至今", 2004, None),
    ("Début des années 70", 1970, 1979),
    ("jusqu’en 1981", 1981, 1981),
    ("2000년대 이후", 2000, None),
    ("Siglo XVI -XVIII", 1501, 1800),
    ("1998 y 2001", 1998, 2001),
    ("anni ’40-’50", 1940, 1959),
    ("anni sessanta-settanta", 1960, 1979),
    ("anni 60-70", 1960, 1979),
    ("les années soixante-dix", 1970, 1979),
    ("les années quatre-vingt-dix", 1990, 1999),
    ("1975年（昭和50年）4月", 1975, 1975),
    ("2050", 2050, 2050),
]
CENTURIES_AND_DECADES: list[tuple[str, int, int | None]] = [
    ("20世纪80年代", 1980, 1989),
    ("二十世纪八十年代", 1980, 1989),
    ("20世纪初", 1901, 2000),
    ("紀元前5世紀", -500, -401),
    ("19세기 말", 1801, 1900),
    ("1980년대 초", 1980, 1989),
    ("17.–18. století", 1601, 1800),
    ("19. Jh.", 1801, 1900),
    ("19th c.", 1801, 1900),
    ("s. XIX", 1801, 1900),
    ("XIX sec.", 1801, 1900),
    ("II sec. a.C.", -200, -101),
    ("I secolo d.C.", 1, 100),
    ("XIX° siècle", 1801, 1900),
    ("19ème siècle", 1801, 1900),
    ("XVIII–XIX вв.", 1701, 1900),
    ("Finales del siglo XIX", 1801, 1900),
    ("Fine Ottocento", 1800, 1899),
    ("’800", 1800, 1899),
    ("80er Jahre", 1980, 1989),
    ("Anfang der 80er Jahre", 1980, 1989),
    ("década de los 80", 1980, 1989),
    ("Década de 1980", 1980, 1989),
    ("Anys 80", 1980, 1989),
    ("jaren 80", 1980, 1989),
    ("1980-talet", 1980, 1989),
    ("1980-luvulla", 1980, 1989),
    ("1980'erne", 1980, 1989),
    ("1980-е", 1980, 1989),
    ("AÑOS 1998-2000", 1998, 2000),
    ("Primi anni '80", 1980, 1989),
    ("final dos anos 80", 1980, 1989),
    ("5000-3000 BC", -5000, -3000),
    ("10,000 BC", -10000, -10000),
    ("1800 a.C.", -1800, -1800),
    ("52 avant Jésus-Christ", -52, -52),
    ("52 apr. J.-C.", 52, 52),
    ("3000 до н. э.", -3000, -3000),
]
PARTS_OF_YEARS: list[tuple[str, int, int | None]] = [
    ("一九四九年十月一日", 1949, 1949),
    ("二〇〇八年", 2008, 2008),
    ("光绪二十四年（1898年）", 1898, 1898),
    ("2019年3月15日（金）", 2019, 2019),
    ("2019.3.15(금)", 2019, 2019),
    ("2019년 3~5월", 2019, 2019),
    ("2019年1-6月", 2019, 2019),
    ("2019年3月期", 2019, 2019),
    ("2019.03.15 ~ 03.20", 2019, 2019),
    ("2019.01.01—2019.12.31", 2019, 2019),
    ("2019年第1四半期", 2019, 2019),
    ("2019年第三季度", 2019, 2019),
    ("2019년 1분기", 2019, 2019),
    ("1er semestre 2019", 2019, 2019),
    ("Segundo semestre de 2019", 2019, 2019),
    ("I Trimestre 2019", 2019, 2019),
    ("2. Halbjahr 1998", 1998, 1998),
    ("Second half of 2019", 2019, 2019),
    ("1Q 2019", 2019, 2019),
    ("FY19", 2019, 2019),
    ("Season 2019-20", 2019, 2020),
    ("Temporada 2019/20", 2019, 2020),
    ("Curso 2019-2020", 2019, 2020),
    ("Academic year 2019-20", 2019, 2020),
    ("Rentrée 2019", 2019, 2019),
    ("Christmas 1998", 1998, 1998),
    ("Pâques 1998", 1998, 1998),
    ("Spring/Summer 2019", 2019, 2019),
    ("Le 1er janvier 2019", 2019, 2019),
    ("Du 3 au 5 mars 2019", 2019, 2019),
    ("31-Dec-1999", 1999, 1999),
    ("1998 (März)", 1998, 1998),
    ("Sept. ’98", 1998, 1998),
    ("jan/98", 1998, 1998),
    ("’98", 1998, 1998),
]
OPEN_OR_VAGUE: list[tuple[str, int, int | None]] = [
    ("2020–současnost", 2020, None),
    ("1998 – obecnie", 1998, None),
    ("1998 – н.в.", 1998, None),
    ("1998 - a la fecha", 1998, None),
    ("2019 até o presente", 2019, None),
    ("2019 and beyond", 2019, None),
    ("Dal 2019 ad oggi", 2019, None),
    ("A partir de 1998", 1998, None),
    ("自2019年起", 2019, None),
    ("с 1998 года", 1998, None),
    ("od roku 1998", 1998, None),
    ("1998 r.", 1998, 1998),
    ("L'any 1998", 1998, 1998),
    ("Nell'anno 2019", 2019, 2019),
    ("После 1998", 1998, 1998),
    ("After 1945", 1945, 1945),
    ("après 1945", 1945, 1945),
    ("Pre-1900", 1900, 1900),
    ("Mi-2019", 2019, 2019),
    ("1900 aprox.", 1900, 1900),
    ("около 1820", 1820, 1820),
]


EVERY = WHOLE + CENTURIES_AND_DECADES + PARTS_OF_YEARS + OPEN_OR_VAGUE


@pytest.mark.parametrize("row", ["<h3>{}</h3><p>{}</p>", "<li><b>{}</b>: {}</li>", "<dt>{}</dt><dd>{}</dd>"])
@pytest.mark.parametrize(("text", "start", "end"), EVERY)
def test_a_label_among_others_on_a_page(text: str, start: int, end: int | None, row: str) -> None:
    rows = [("1850", "The mill was bought"), (text, "The bridge was rebuilt"), ("2030", "The hall will open")]
    page = "<title>History</title>" + "".join(row.format(*pair) for pair in rows)
    found = load("timeline").parse(page, "https://example.org/").milestones
    assert [(each.start, each.end, each.text) for each in found] == [
        (1850, 1850, "The mill was bought"),
        (start, end, "The bridge was rebuilt"),
        (2030, 2030, "The hall will open"),
    ]


@pytest.mark.parametrize(("text", "start", "end"), EVERY)
def test_a_label_alone(text: str, start: int, end: int | None) -> None:
    found = leading(text)
    assert found is not None
    assert (found.label.start, found.label.end) == (start, end)
    assert found.label.printed == (text[1:-1] if text[0] == "(" else text)
    assert found.edge is Edge.WHOLE


@pytest.mark.parametrize(
    ("text", "printed", "edge", "rest"),
    [
        ("2019 – Plan approved", "2019", Edge.SHARP, "Plan approved"),
        ("2019: 25 years", "2019", Edge.SHARP, "25 years"),
        ("3 mars 2019 : ouverture", "3 mars 2019", Edge.SHARP, "ouverture"),
        ("1998.- Fundación", "1998", Edge.SHARP, "Fundación"),
        ("Siglo XX - 5 fundaciones", "Siglo XX", Edge.SHARP, "5 fundaciones"),
        ("1998 – March 2003: war", "1998 – March 2003", Edge.SHARP, "war"),
        ("2015년 4월 - 1억불 달성", "2015년 4월", Edge.SHARP, "1억불 달성"),
        ("2022—150 Jahre Verein", "2022", Edge.SHARP, "150 Jahre Verein"),
        ("(1998) Foundation", "1998", Edge.SHARP, "Foundation"),
        ("1998年3月公司成立", "1998年3月", Edge.SUFFIX, "公司成立"),
        ("2019 was a good year", "2019", Edge.NONE, "was a good year"),
        ("En 1998, création", "1998", Edge.NONE, "création"),
    ],
)
def test_a_label_before_a_text(text: str, printed: str, edge: Edge, rest: str) -> None:
    found = leading(text)
    assert found is not None
    assert (found.label.printed, found.edge, text[found.rest :]) == (printed, edge, rest)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("2019 Spring festival", "Spring festival"),
        ("2019 May Day parade", "May Day parade"),
        ("2019 Quarter finals", "Quarter finals"),
        ("2019 – Currently 20 members", "Currently 20 members"),
    ],
)
def test_a_word_of_dates_after_the_end_of_the_label_begins_the_text(text: str, rest: str) -> None:
    found = leading(text, (4,))
    assert found is not None
    assert (found.label.printed, found.edge, text[found.rest :]) == ("2019", Edge.SHARP, rest)


def test_the_end_of_an_element_parts_label_and_text() -> None:
    found = leading("2019 Plan approved", (4,))
    assert found is not None
    assert found.edge is Edge.SHARP
    ongoing = leading("2021 → School telescope", (6,))
    assert ongoing is not None
    assert (ongoing.label.printed, ongoing.label.end) == ("2021 →", None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plan 2019",
        "1,500 staff",
        "12 May",
        "1948年の創業",
        "2019er",
        "19199",
        "0999",
        "2400",
        "3,2019",
        "2019%",
        "988年（昭和63年）",
        "Season 2",
        "Edition 5",
        "50 Jahre",
        "20 años de historia",
        "Year 10",
        "Second 1998",
        "S. 12",
        "(2019",
    ],
)
def test_no_label(text: str) -> None:
    assert leading(text) is None


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("March: Opening", "March"),
        ("4月1日", "4月1日"),
        ("12 May", "12 May"),
        ("03", "03"),
        ("Spring", "Spring"),
        ("3월 설립", "3월"),
    ],
)
def test_a_month_or_a_day_without_a_year(text: str, printed: str) -> None:
    found = yearless(text)
    assert found is not None
    assert (found.label.printed, found.label.start, found.label.end) == (printed, None, None)


@pytest.mark.parametrize("text", ["99", "0", "31/44", "Plan"])
def test_no_month(text: str) -> None:
    assert yearless(text) is None


@pytest.mark.parametrize(
    ("text", "title", "printed", "parted"),
    [
        ("Foundation (1998)", "Foundation", "1998", True),
        ("The founding, March 1998", "The founding", "March 1998", True),
        ("The beginnings – 1950–1960", "The beginnings", "1950–1960", True),
        ("Strategy 2020", "Strategy", "2020", False),
    ],
)
def test_a_label_at_the_end_of_a_heading(text: str, title: str, printed: str, parted: bool) -> None:
    found = trailing(text)
    assert found is not None
    assert (found[0], found[1].printed, found[2]) == (title, printed, parted)


def test_the_names_of_months_are_those_of_cldr() -> None:
    from page_watch.parsers.timeline import months

    assert months.__file__ is not None
    assert Path(months.__file__).read_text("utf-8") == module()
    assert (MONTHS["март"], MONTHS["août"], MONTHS["december"], WEEKDAYS["monday"]) == (3, 8, 12, 0)


PIECES = [
    "2019",
    "1975",
    "19",
    "5",
    "03",
    "昭和",
    "50",
    "年",
    "月",
    "日",
    "(",
    ")",
    "（",
    "）",
    "-",
    "–",
    "~",
    "/",
    ".",
    ",",
    " ",
]
PIECES += [
    "mars",
    "May",
    "s",
    "er",
    "年代",
    "of",
    "the",
    "c.",
    "ca",
    "circa",
    "since",
    "to",
    "bis",
    "XVI",
    "siècle",
    "B.C.",
    "頃",
]
PIECES += [
    "988",
    "988年",
    "昭和63年",
    "（昭和63年）",
    "(1988年)",
    "明治",
    "大正6年",
    "44",
    "90",
    "1990s",
    "0",
    "12/04/86",
]
PIECES += ["Q1", "spring", "FY", "today", "至今", "Monday", "→", "'", "•", "anni", "清道光二十七年", "year"]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join), st.lists(st.integers(0, 20), max_size=3))
def test_any_signs_are_a_label_or_none(text: str, ends: list[int]) -> None:
    for found in (leading(text, tuple(sorted(ends))), yearless(text)):
        if found is not None:
            label = found.label
            assert label.printed in text
            assert found.rest <= len(text)
            assert label.start is None or label.end is None or label.start <= label.end
