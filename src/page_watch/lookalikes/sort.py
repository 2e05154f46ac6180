"""A sort of page that comes in the place of the page, and the words it is known by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from page_watch.errors import Blocked, NotThePage


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of page, by words in its source, in its title and headings, or in what it shows if that is little."""

    problem: type[Blocked] | type[NotThePage]
    sentence: str
    source: re.Pattern[str] | None = None
    head: re.Pattern[str] | None = None
    few: re.Pattern[str] | None = None


def any_of(*words: str) -> re.Pattern[str]:
    """The pattern of some words, in small letters or capitals."""
    return re.compile("|".join(words), re.I)
