"""From the tree of a document to a ``Page``: one walk without recursion."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, cast

from page_watch.parsers.timeline import traits
from page_watch.parsers.timeline.columns import Columns
from page_watch.parsers.timeline.labels import in_two_lines
from page_watch.parsers.timeline.lines import gap, parted, unite
from page_watch.parsers.timeline.page import DEEPEST, Box, Line, Page, Span
from page_watch.parsers.timeline.traits import CELLS, CHROME, ENTRIES, INLINE, UNSEEN
from page_watch.parsers.timeline.tree import Element, Text
from page_watch.parsers.timeline.veils import reveal, shows_a_year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bs4 import BeautifulSoup
    from bs4.element import Tag

_ENDS_IN_YEAR = re.compile(r"(?<!\d)\d{4}$")
_NESTED = 32
"""Inline elements nested deeper than this are passed over, but for their text: no page a person reads comes near."""

_LABEL_LENGTH = 40
_OUTER = 6
_CONTENTS = ["main", "article", "footer"]  # what no header of a page holds
_FIGURE = re.compile(r"\d\d")
_BADGE = 16
"""The lines of a label that is broken over two are shorter than this."""


def read(document: BeautifulSoup, within: Sequence[Tag] = (), asked: frozenset[int] = frozenset()) -> Page:
    """The page of a document, or of some of its elements.

    ``asked`` are the ``id()`` of elements whose lines the caller wants to find again in ``Page.asked``.
    """
    return _Walk(asked).run(document, within)


class _Walk:
    """The state of the one walk: the box and the line under way, the open inline elements, what hides what."""

    def __init__(self, asked: frozenset[int]) -> None:
        self.page = Page(Box("", "", None, 0, chrome=False))
        self.box = self.page.root
        self.outer: list[Box] = []
        self.paths: dict[tuple[int, str], int] = {}
        self.columns = Columns()
        self.hidden: list[tuple[Box, str]] = []
        self.targets: set[str] = set()
        self.pinned = False
        # the line under way
        self.parts: list[str] = []
        self.length = 0
        self.spaced = True
        self.soft = False
        self.open: list[tuple[int, Tag]] = []
        self.spans: list[Span] = []
        # the elements asked for: where their lines begin and end among all
        self.asked = asked
        self.within: list[int] = []
        self.found: dict[int, tuple[int, int]] = {}
        self.emitted: list[Line] = []
        self.united: dict[Line, Box | Line] = {}

    def run(self, document: BeautifulSoup, within: Sequence[Tag]) -> Page:
        self.pinned = bool(within)
        frames: list[tuple[Iterator[object], Callable[[], None]]] = [(iter(within or document.contents), self.flush)]
        while frames:
            contents, leave = frames[-1]
            for node in contents:
                if type(node) is Text:
                    if "\n" in node and self.box.tag == "pre":
                        self.add_preformatted(node)
                    else:
                        self.add(node)
                elif type(node) is Element:
                    name = node.name
                    if name in UNSEEN:
                        self.glance(node)
                    elif name == "br":
                        self.flush()
                        self.soft = True
                    elif name in INLINE and not (node.attrs and traits.blocked(_attributes(node))):
                        if len(self.open) == _NESTED:
                            frames.append((iter(node.contents), _pass))
                            break
                        if self.enter_inline(node):
                            frames.append((iter(node.contents), self.leave_inline))
                            break
                    elif self.enter(node):
                        frames.append((iter(node.contents), self.leave))
                        break
            else:
                frames.pop()
                leave()
        reveal(self.hidden, self.targets)
        self.number()
        return self.page

    def glance(self, node: Tag) -> None:
        """What is worth knowing of an element that is not read."""
        if node.name == "img":
            self.box.pictured = True
        elif node.name == "title" and not self.page.title:
            self.page.title = " ".join("".join(text for text in node.contents if isinstance(text, str)).split())

    def add_preformatted(self, node: str) -> None:
        """Text in which a line break is one."""
        first, *others = node.split("\n")
        self.add(first)
        for line in others:
            self.flush()
            self.soft = True
            self.add(line)

    def add(self, node: str) -> None:
        """Text goes on with the line under way, its white space collapsed."""
        words = node.split()
        if not words:
            if node and not self.spaced:
                self.parts.append(" ")
                self.length += 1
                self.spaced = True
            return
        text = " ".join(words)
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        if not self.length and not node.isascii():
            self.spans += gap(node, len(self.open))
        if node[0].isspace() and not self.spaced:
            text = " " + text
        self.spaced = node[-1].isspace()
        if self.spaced:
            text += " "
        self.parts.append(text)
        self.length += len(text)

    def enter_inline(self, node: Tag) -> bool:
        """Open an inline element, unless it is hidden."""
        attributes = _attributes(node)
        if attributes:
            if not traits.plain(attributes):
                if traits.hidden(node.name, attributes) and not shows_a_year(node, attributes):
                    return False
                target = traits.target(attributes)
                if target:
                    self.targets.add(target)
            if traits.classes(node.name, attributes.get("class", "")).dropped:
                return False
        if node.name == "sup" and self.length < _LABEL_LENGTH and _ENDS_IN_YEAR.search("".join(self.parts)):
            self.add(" ")  # a footnote's number is none of the year's
        self.open.append((self.length, node))
        self.begin(node)
        return True

    def enter(self, node: Tag) -> bool:
        """Open the box of a block-level element, unless it is never read."""
        name, attributes, parent = node.name, _attributes(node), self.box
        named = traits.classes(name, attributes.get("class", ""))
        if named.dropped:
            return False
        telling = not traits.plain(attributes)
        chosen = self.pinned and parent is self.page.root  # a pinned element is read, whatever it is
        chrome = parent.chrome or name in CHROME or (name == "header" and self.heads_the_page(node))
        chrome = not chosen and (chrome or named.chrome or (telling and traits.chrome(name, attributes)))
        self.flush()
        self.outer.append(parent)
        if parent.depth < DEEPEST:
            step = self.columns.step(attributes, parent) if name in CELLS else name
            path = self.paths.setdefault((parent.path, step), len(self.paths) + 1)
            self.box = Box(name, named.kind, parent, path, chrome=chrome)
            parent.children.append(self.box)
            if name == "tr":
                self.columns.begin(self.box)
            if telling and not chosen:
                self.note_box(node)
        self.begin(node)
        return True

    def note_box(self, node: Tag) -> None:
        """Note what hides a box, what shows it, and what it shows."""
        attributes = _attributes(node)
        hidden = traits.hidden(node.name, attributes) and attributes.get("role") != "tabpanel"
        if hidden and not shows_a_year(node, attributes):
            self.hidden.append((self.box, attributes.get("id", "")))
        self.box.right = traits.flushed_right(attributes)
        if "id" in attributes:
            self.page.named[attributes["id"]] = self.box
        printed = traits.printed(attributes)
        if printed:
            self.page.printed.append((self.box, printed))
        target = traits.target(attributes)
        if target:
            self.targets.add(target)
            self.page.controls[id(self.box)] = target

    def heads_the_page(self, node: Tag) -> bool:
        """Whether a header is the page's own: not that of an entry, and not one never closed around the page."""
        own = self.box.depth < _OUTER and not any(box.tag in ENTRIES for box in self.box.around())
        return own and node.find(_CONTENTS) is None

    def leave_inline(self) -> None:
        """Close an inline element: note its span."""
        self.end()
        start, node = self.open.pop()
        self.note_span(start, node)

    def leave(self) -> None:
        """Close a block-level element: go back to the box around it."""
        self.flush()
        self.end()
        box = self.box
        self.box = self.outer.pop()
        if not box.children and box is not self.box and box.tag != "hr" and not traits.kept_empty(box.tag):
            self.box.children.pop()
        elif 1 < len(box.children) < 4:
            for line in unite(box):
                self.united[line] = box.children[0]

    def note_span(self, start: int, node: Tag) -> None:
        if self.length > start:
            kind, href = node.name, None
            if node.attrs:
                attributes = _attributes(node)
                kind = traits.classes(kind, attributes.get("class", "")).kind
                href = attributes.get("href") if node.name == "a" else None
                target = traits.target(attributes)
                href = f"#{target}" if target else href
            self.spans.append(Span(start, self.length, node.name, kind, len(self.open), href))

    def flush(self) -> None:
        """End the line under way. Inline elements that are open go on in the next."""
        soft, self.soft = self.soft, False
        if self.length:
            for start, node in self.open:
                self.note_span(start, node)
            text = "".join(self.parts)
            if text.isspace():
                self.soft = soft
            elif soft and self.length < _BADGE and self.completes_a_label(text.strip()):
                pass
            elif len(self.spans) < 2 and text[0] != " " and not self.asked:
                self.box.children.append(Line(text.rstrip(), tuple(self.spans), self.box, soft=soft))
            else:
                if len(self.spans) > 1:
                    self.spans.sort(key=lambda span: span[:2])
                for line in parted(text, self.spans, self.box, soft=soft):
                    self.box.children.append(line)
                    if self.asked:
                        self.emitted.append(line)
            self.parts.clear()
            self.spans.clear()
            self.length = 0
            if self.open:
                self.open = [(0, node) for _, node in self.open]
        self.spaced = True

    def completes_a_label(self, text: str) -> bool:
        """Whether a short line makes one label with that above it; then they are one line."""
        before = self.box.children[-1] if self.box.children else None
        if not isinstance(before, Line) or len(before.text) >= _BADGE or not _FIGURE.search(before.text + text):
            return False
        label = in_two_lines(before.text, text)
        if label is not None:
            whole = len(before.text)
            before.spans = tuple(s._replace(end=len(label)) if s.end == whole else s for s in before.spans)
            before.text = label
        return label is not None

    def begin(self, node: Tag) -> None:
        """Note where an element that was asked for begins."""
        if self.asked:
            if id(node) in self.asked:
                self.found[id(node)] = (len(self.emitted), len(self.emitted))
            self.within.append(id(node))

    def end(self) -> None:
        """Note where it ends: a line under way is in it too."""
        if self.asked:
            name = self.within.pop()
            if name in self.found:
                self.found[name] = (self.found[name][0], len(self.emitted) + (self.length > 0))

    def number(self) -> None:
        self.page.number()
        shown = set(self.page.lines) if self.found else set()
        for name, (first, last) in self.found.items():
            here = dict.fromkeys(self.united.get(line, line) for line in self.emitted[first:last])
            self.page.asked[name] = [line for line in here if line in shown]


def _pass() -> None:
    """Leave an element that was passed over."""


def _attributes(node: Tag) -> dict[str, str]:
    """The attributes of an element: read without lists of words, each is one text."""
    return cast("dict[str, str]", node.attrs)
