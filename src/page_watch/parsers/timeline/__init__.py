"""The ``timeline`` parser: reads any page that a person would read as milestones by year. How: docs/parser.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch.settings import Select

if TYPE_CHECKING:
    from page_watch.model.milestone import Parsed

REVISION = 4
"""Rises with any change of what is read from a page."""


def parse(html: str, base_url: str, select: Select = Select()) -> Parsed:  # noqa: B008 - frozen
    """The milestones of a page.

    ``html`` is the decoded page, whole or a fragment, ``base_url`` its address, to which links are made absolute;
    ``select`` pins the timeline, the year labels and the items by CSS selectors.

    Raises ``NotThePage`` where the page holds no timeline or a selector matches nothing, ``Blocked`` where it turns
    out to be a gatekeeper's, ``ConfigError`` for a selector that is none.
    """
    # Loading BeautifulSoup takes longer than all else an unchanged page needs: it waits until a page is to be read.
    from page_watch.parsers.timeline.reader import parse as read

    return read(html, base_url, select)
