"""A page as a person sees it: boxes that stand below one another, and lines of text in them.

The document is parsed once and walked once, without recursion. What is never shown (scripts, templates, comments,
hidden elements) is left out; menus, footers and the like are kept apart as *chrome*.

    <li><h3>2019</h3><p>Plan <b>approved</b></p></li>        Box li
                                                             ├── Box h3 ── Line "2019"
                                                             └── Box p ─── Line "Plan approved"
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 200
"""Elements nested deeper than this stand in the box at this depth: no page a person reads comes near."""


class Span(NamedTuple):
    """An inline element in a line: where its text begins and ends, and what it is."""

    start: int
    end: int
    tag: str
    kind: str
    level: int
    href: str | None


class Box:
    """A block-level element that holds text.

    ``path`` is the same number for boxes reached by the same elements from the root. ``kind`` is the element and
    the one class that tells it from its siblings of another role. ``pictured`` says that a picture stands in it,
    outside the boxes in it, ``right`` that its lines end at the right. ``marks`` is a counter for who reads the tree.
    """

    __slots__ = ("children", "chrome", "depth", "kind", "marks", "parent", "path", "pictured", "place", "right", "tag")

    def __init__(self, tag: str, kind: str, parent: Box | None, path: int, *, chrome: bool) -> None:
        self.tag = tag
        self.kind = kind
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent is not None else 0
        self.path = path
        self.chrome = chrome
        self.children: list[Box | Line] = []
        self.pictured = False
        self.right = False
        self.marks = 0
        self.place = 0

    def around(self) -> Iterator[Box]:
        """This box and those around it, outwards."""
        box: Box | None = self
        while box is not None:
            yield box
            box = box.parent

    def lines(self) -> Iterator[Line]:
        """The lines in this box, in page order."""
        stack: list[Iterator[Box | Line]] = [iter(self.children)]
        while stack:
            child = next(stack[-1], None)
            if child is None:
                stack.pop()
            elif isinstance(child, Line):
                yield child
            else:
                stack.append(iter(child.children))


class Line:
    """A run of text without a break, white space collapsed.

    ``spans`` are its inline elements. ``soft`` says that only a ``<br>`` parts it from the line before in the same
    box. ``number`` counts the lines of the page.
    """

    __slots__ = ("number", "parent", "place", "soft", "spans", "text")

    def __init__(self, text: str, spans: tuple[Span, ...], parent: Box, *, soft: bool) -> None:
        self.text = text
        self.spans = spans
        self.parent = parent
        self.soft = soft
        self.number = 0
        self.place = 0

    @property
    def depth(self) -> int:
        """How many boxes are around it."""
        return self.parent.depth + 1

    @property
    def chrome(self) -> bool:
        """Whether it belongs to the site and not to the page."""
        return self.parent.chrome

    def covered(self, tags: frozenset[str], start: int = 0) -> bool:
        """Whether all of the text, from an offset on, stands in elements of these names."""
        reached = start
        for span in self.spans:  # by where they begin
            if span.tag in tags:
                if span.start > reached and self.text[reached : span.start].strip():
                    return False
                reached = max(reached, span.end)
        return reached > start and not self.text[reached:].strip(" :")

    @property
    def links(self) -> tuple[str, ...]:
        """The addresses as written, in order."""
        return tuple(span.href for span in self.spans if span.href is not None and span.tag == "a")


def tag_of(node: Box | Line) -> str:
    """The name of a node's element; that of a line is "line"."""
    return "line" if isinstance(node, Line) else node.tag


def lines_of(node: Box | Line) -> Iterator[Line]:
    """The lines of a node, in page order."""
    return iter((node,)) if isinstance(node, Line) else node.lines()


def is_row(node: Box | Line) -> bool:
    """Whether a node is the row of a table."""
    return isinstance(node, Box) and node.tag == "tr"


@dataclass
class Page:
    """The whole page: the tree, its lines in order, and what the head and the scripts tell of it.

    ``title`` is that of the head, ``named`` the boxes by their id, ``controls`` the id that a click on a box (by its
    ``id()``) shows, ``asked`` the lines of elements that selectors name, by their ``id()``, ``printed`` the dates that
    a style sheet may print at the head of boxes.
    """

    root: Box
    lines: list[Line] = field(default_factory=list)
    title: str = ""
    named: dict[str, Box] = field(default_factory=dict)
    controls: dict[int, str] = field(default_factory=dict)
    asked: dict[int, list[Line]] = field(default_factory=dict)
    printed: list[tuple[Box, str]] = field(default_factory=list)

    def number(self) -> None:
        """Find the lines below the root, and count them."""
        self.lines = list(self.root.lines())
        for number, line in enumerate(self.lines):
            line.number = number

    def shows(self, line: Line) -> bool:
        """Whether a line is one of the page, and not in a box that was taken out."""
        return line.number < len(self.lines) and self.lines[line.number] is line

    def print_dates(self) -> bool:
        """Put the dates a style sheet may print where it would. Whether there are any."""
        if not self.printed:
            return False
        for box, text in self.printed:
            box.children.insert(0, Line(text, (), box, soft=False))
        self.number()
        return True
