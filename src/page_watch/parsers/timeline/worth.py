"""What a reading is worth: what makes one way to take a page better than another.

A reading is worth one for each label that tells something of some length, and a little for every further milestone
under it. It is worth less

- where labels stand without text (a menu of years, years whose texts are still to come),
- where its text is all links (an archive, a list of downloads), or says the same again and again,
- where it is dated to the day, above all within a year or two (news, events),
- where every label only says since when (people and their offices),
- where items have no label, or end with it (books, sources),
- under a heading that says news; and more under one that says history.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from page_watch.model.milestone import Milestone
    from page_watch.parsers.timeline.page import Line, Page
    from page_watch.parsers.timeline.records import Row

_NEWS = re.compile(
    r"\b(?:news|latest|blog|press|events?|agenda|posts?|articles?|comments?|actualités?|noticias|notícias|novedades|eventos?"
    r"|notizie|aktuelles|nachrichten|recent|upcoming|calendar|publications?|documents?|downloads?|newsletters?|archives?"
    r"|references|bibliography|sources|footnotes|publicaciones|publicações|pubblicazioni|veröffentlichungen"
    r"|bibliograph\w+)\b|ニュース|お知らせ|新着|新闻|新聞|资讯|最新消息|公告|뉴스|공지",
    re.I,
)
_HISTORY = re.compile(
    r"hist[oó]r|histoire|timeline|time line|milestone|chronolog|chronicle|our (?:story|journey)|key dates"
    r"|through the years"
    r"|dates[ -]clés|temps forts|faits marquants|jalons|\bfrise\b|\bhitos\b|línea del? tiempo|linha do tempo|storia"
    r"|cronolog|cronistoria|trayectoria|trajetória|efemérides|geschichte|geschiedenis|chronik|zeitleiste|zeittafel"
    r"|meilenstein|kalendarium|истори|хронолог|tarihçe|沿革|歴史|あゆみ|歩み|年表|ヒストリー|历程|歷程|大事[记記]"
    r"|历史|歷史|里程碑|校史|简史|簡史|编年|연혁|발자취|역사|걸어온|히스토리",
    re.I,
)
_ERA = re.compile(
    r"\d|year|era\b|age\b|decade|century|ann[ée]|años|anos|anni|jahr|époque|période|época|年代|[時时][期代]|期$|世[紀纪]|년대|시기",
    re.I,
)
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_HEADS = frozenset(["h1", "h2", "h3", "h4", "h5"])
_UNIT = 3
"""So few letters are a unit, not a text: "6,015 kt"."""

_DAILY = 0.6
"""So great a share of labels that name a day makes a reading one of news rather than of milestones."""

_STANDING = 0.05
"""What all labels that only say since when leave of the worth: people and their offices, not what happened."""

_BEFORE = 60
"""The heading above a timeline stands within so many lines before it."""

_TOLD = 12
"""A milestone of so many letters counts in full."""

_GLANCE = 32
"""A look at so many signs most often finds letters enough."""

_FURTHER = 0.3
"""What a further milestone under the same label adds,"""

_MOST = 2.0
"""and what all of them add at most: one label above the rest of a page is no timeline."""


def worth(milestones: Sequence[Milestone], lines: Sequence[Line], filled: float, ending: float = 0.0) -> float:
    """The worth of milestones read from these lines.

    ``filled`` is the share of labels that have text, ``ending`` that of labels which end lines that are no headings.
    """
    dated = [milestone for milestone in milestones if milestone.year is not None]
    if not dated:
        return 0.0
    value = _told(dated) * filled * filled * len(dated) / len(milestones)
    value *= len({milestone.text for milestone in milestones}) / len(milestones)
    value *= (1 - 0.7 * _linked(lines) ** 2) * (1 - 0.85 * ending)
    years = [milestone.start for milestone in dated if milestone.start is not None]
    if years and min(years) == max(years):
        value *= 0.4 if len(dated) > 2 else 0.8
    if len(dated) > 2 and all(milestone.start is not None and milestone.end is None for milestone in dated):
        value *= _STANDING
    if sum(map(_to_the_day, dated)) > _DAILY * len(dated):
        value *= 0.3 if not years or max(years) - min(years) <= 1 else 0.7
    return value


def _told(dated: Sequence[Milestone]) -> float:
    by_label: defaultdict[str | None, list[float]] = defaultdict(list)
    for milestone in dated:
        by_label[milestone.year].append(min(1.0, _size(milestone.text) / _TOLD))
    return sum(max(sizes) + min(_MOST, _FURTHER * (sum(sizes) - max(sizes))) for sizes in by_label.values())


def _size(text: str) -> int:
    """The number of letters in a text; a sign of an East Asian script says as much as three. Figures say nothing."""
    some = sum(map(str.isalpha, text[:_GLANCE]))
    if some >= _TOLD:
        return some  # more count no more
    letters = sum(map(str.isalpha, text))
    if not text.isascii():
        letters += 2 * len(_WIDE.findall(text))
    return letters if letters > _UNIT else 0


def _linked(lines: Sequence[Line]) -> float:
    """The share of the text that is links."""
    linked = sum(span.end - span.start for line in lines for span in line.spans if span.href is not None)
    return min(1.0, linked / max(1, sum(len(line.text) for line in lines)))


def _to_the_day(milestone: Milestone) -> bool:
    parts = re.findall(r"\d+|[^\W\d_]{3,}", milestone.year or "")
    return len(parts) > 2 and milestone.start == milestone.end


def context(page: Page, rows: Sequence[Row]) -> float:
    """What the nearest heading before says: history is worth more, news less."""
    above = heading_above(page, rows)
    if above is None:
        return 1.0
    if _HISTORY.search(above.text):
        return 1.5
    return 0.3 if _NEWS.search(above.text) else 1.0


def heading_above(page: Page, rows: Sequence[Row]) -> Line | None:
    """The nearest heading before the first record of rows."""
    first = next((line.number for row in rows for record in row.records for line in record.lines()), 0)
    before = reversed(page.lines[max(0, first - _BEFORE) : first])
    return next((line for line in before if line.parent.tag in _HEADS), None)


def belongs(page: Page, row: Row, history: Line, chapter: range) -> bool:
    """Whether a row is part of the timeline whose heading says history: not where a heading as high says another thing.

    A heading that names an era ("The 1990s", "The early years") goes on with the same, and so does any heading in the
    ``chapter`` of the page that calls itself a history.
    """
    above = heading_above(page, [row])
    if above is None or above is history or above.parent.tag > history.parent.tag or above.number in chapter:
        return True
    return _ERA.search(above.text) is not None or _HISTORY.search(above.text) is not None


def chapter_around(page: Page, history: Line) -> range:
    """The lines under the next higher heading above one that says history, if that does so too: "Our timeline"."""
    heads = [line for line in page.lines if line.parent.tag < history.parent.tag and line.parent.tag in _HEADS]
    higher = max((line for line in heads if line.number < history.number), key=_number, default=None)
    if higher is None or higher.chrome or _HISTORY.search(higher.text) is None:
        return range(0)
    end = min((line.number for line in heads if line.number > history.number), default=len(page.lines))
    return range(higher.number, end)


def _number(line: Line) -> int:
    return line.number


def told_by(page: Page) -> bool:
    """Whether the page calls itself a history."""
    heads = [line.text for line in page.lines if line.parent.tag in {"h1", "h2"} and not line.chrome]
    return any(_HISTORY.search(text) for text in [page.title, *heads])
