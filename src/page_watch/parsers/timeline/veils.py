"""Veils: what hides an element, and which of what is hidden a click shows."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from page_watch.parsers.timeline import traits
from page_watch.parsers.timeline.page import Box

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from bs4.element import Tag

_YEAR = re.compile(r"\s*\d{4}\s*[年년]?\s*")


def reveal(veiled: Iterable[tuple[Box, str]], targets: Collection[str]) -> None:
    """Take out what is hidden; what waits behind a tab, a fold or in a carousel stays: a click shows it.

    ``veiled`` are the hidden boxes and their ids, ``targets`` the ids that a click on something shows.
    """
    waiting: dict[int, list[Box]] = {}
    for box, name in veiled:
        if not name or name not in targets:
            waiting.setdefault(id(box.parent), []).append(box)
    for boxes in waiting.values():
        parent = boxes[0].parent
        assert parent is not None
        hidden = Counter(box.kind for box in boxes)
        every = Counter(child.kind for child in parent.children if isinstance(child, Box))
        # One of a row is shown and most are not: the slides of a carousel, the panels of a fold. No two are alike.
        row = {kind for kind, count in hidden.items() if every[kind] > count > every[kind] / 2}
        said = Counter((box.kind, _text(box)) for box in boxes if box.kind in row)
        row -= {kind for (kind, _), count in said.items() if count > 1}
        gone = {id(box) for box in boxes if parent.tag in {"", "html", "body"} or box.kind not in row}
        parent.children = [child for child in parent.children if id(child) not in gone]


def shows_a_year(node: Tag, attributes: Mapping[str, str]) -> bool:
    """Whether an element is kept from screen readers only, and says a year: it is seen as any other is."""
    return not traits.unseen(node.name, attributes) and _YEAR.fullmatch(node.get_text()) is not None


def _text(box: Box) -> str:
    return "\n".join(line.text for line in box.lines())
