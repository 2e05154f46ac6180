"""From the bytes' text to a ``Page``: one parse by BeautifulSoup over lxml, one walk without recursion."""

from __future__ import annotations

import gc
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, cast

from bs4 import BeautifulSoup
from bs4.builder._lxml import LXMLTreeBuilder
from bs4.element import NavigableString, Tag

from page_watch.parsers.timeline.page import DEEPEST, Box, Line, Page, Span

INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "button",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "ruby",
        "rb",
    ]
)
UNSEEN: Final = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "title",
        "meta",
        "link",
        "svg",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "map",
        "select",
        "datalist",
        "option",
        "textarea",
        "progress",
        "meter",
        "rt",
        "rp",
        "figcaption",
        "caption",
        "noframes",
        "address",
        "applet",
    ]
)
CHROME: Final = frozenset(["nav", "footer", "aside", "menu", "search"])
CHROME_ROLES: Final = frozenset(
    [
        "navigation",
        "contentinfo",
        "banner",
        "search",
        "complementary",
        "menu",
        "menubar",
        "dialog",
        "alertdialog",
        "tooltip",
    ]
)
# Many pages do not use the elements made for it. Whole words of class and id only: "has-sidebar" is none of them.
CHROME_WORDS: Final = frozenset(
    [
        "footer",
        "site-footer",
        "page-footer",
        "nav",
        "navbar",
        "menu",
        "main-menu",
        "breadcrumb",
        "breadcrumbs",
        "sidebar",
        "comment-list",
        "commentlist",
        "widget-area",
        "cookie-banner",
        "cookie-notice",
        "share",
        "social-share",
        "sharing",
        "toc",
        "pagination",
    ]
)
CLONES: Final = frozenset(
    ["slick-cloned", "swiper-slide-duplicate", "cloned", "bx-clone", "flickity-clone", "splide__slide--clone"]
)
CAPTIONS: Final = frozenset(
    ["caption", "wp-caption-text", "image-caption", "photo-caption", "img-caption", "photo-credit", "credit"]
)
UNSIGHTED: Final = frozenset(
    ["sr-only", "visually-hidden", "screen-reader-text", "visuallyhidden", "screen-reader-only", "screenreader"]
)
ENTRIES: Final = frozenset(["article", "section", "main", "li", "details", "td", "blockquote"])
CELLS: Final = frozenset({"td", "th"})
APART: Final = frozenset(["span", "time", "small", "label", "button"])
STATES: Final = frozenset(
    [
        "active",
        "current",
        "selected",
        "show",
        "shown",
        "open",
        "in",
        "fade",
        "odd",
        "even",
        "left",
        "right",
        "first",
        "last",
        "hidden",
        "hide",
        "is-active",
        "visible",
        "clearfix",
        "animated",
        "wow",
    ]
)

_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_ENDS_IN_YEAR = re.compile(r"(?<!\d)\d{4}$")
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.I)
_UNPARSABLE = re.compile("[\x00\ud800-\udfff]")
_DECLARATION = re.compile(r"\A\s*(?:<\?xml[^>]*>\s*)+", re.I)
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def soup(html: str) -> BeautifulSoup:
    """The parsed document. Characters no parser takes (NUL, lone surrogates) are replaced first."""
    html = _DECLARATION.sub("", _UNPARSABLE.sub("\ufffd", html))
    if "<" not in html:
        html = f"<body>{html}"  # else it might be taken for a file name or an address, with a warning
    # Classes are read as the one string they are: splitting each costs a tenth of the whole.
    builder = LXMLTreeBuilder(multi_valued_attributes=None)
    # A tree that only grows is searched for garbage again and again: a third of the time, and nothing found.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return BeautifulSoup(html, builder=builder)
    finally:
        if collecting:
            gc.enable()


def read(document: BeautifulSoup, within: Sequence[Tag] = (), asked: frozenset[int] = frozenset()) -> Page:
    """The page of a document, or of some of its elements.

    ``asked`` are the ``id()`` of elements whose lines the caller wants to find again in ``Page.asked``.
    """
    return _Walk(asked).run(document, within)


class _Walk:
    """The state of the one walk: the box and the line under way, the open inline elements, what hides what."""

    def __init__(self, asked: frozenset[int]) -> None:
        self.asked = asked
        self.found: dict[int, tuple[int, int]] = {}
        self.emitted: list[Line] = []
        self.within: list[int] = []
        self.root = Box("", "", None, 0, chrome=False)
        self.page = Page(self.root)
        self.box = self.root
        self.outer: list[Box] = []
        self.paths: dict[tuple[int, str], int] = {}
        self.parts: list[str] = []
        self.length = 0
        self.spaced = True
        self.soft = False
        self.open: list[tuple[int, Tag]] = []
        self.spans: list[Span] = []
        self.hidden: list[tuple[Box, str]] = []
        self.grids: dict[int, dict[int, int]] = {}
        self.rows: dict[int, _Row] = {}
        self.targets: set[str] = set()

    def run(self, document: BeautifulSoup, within: Sequence[Tag]) -> Page:
        frames: list[tuple[Iterator[object], bool]] = [(iter(within or document.contents), False)]
        while frames:
            contents, inline = frames[-1]
            node = next(contents, None)
            if node is None:
                frames.pop()
                if frames:
                    self.leave(inline=inline)
            elif type(node) is NavigableString:
                self.add(node)
            elif isinstance(node, Tag):
                name = node.name
                if name in INLINE and not _blocked(node):
                    if not self.unseen(node):
                        if name == "sup" and self.length < 40 and _ENDS_IN_YEAR.search("".join(self.parts)):
                            self.add(" ")  # a footnote's number is none of the year's
                        self.open.append((self.length, node))
                        self.begin(node)
                        frames.append((iter(node.contents), True))
                elif name in UNSEEN:
                    self.glance(node)
                elif name == "br":
                    self.flush()
                    self.soft = True
                elif name == "hr":
                    self.flush()
                    self.box.children.append(Box("hr", "hr", self.box, 0, chrome=self.box.chrome))
                elif self.enter(node):
                    frames.append((iter(node.contents), False))
        self.flush()
        self.reveal()
        self.number()
        return self.page

    def glance(self, node: Tag) -> None:
        """What is worth knowing of an element that is not read."""
        if node.name == "head":
            for child in node.contents:
                if isinstance(child, Tag) and child.name == "title":
                    self.glance(child)
        elif node.name == "title" and not self.page.title:
            self.page.title = " ".join("".join(text for text in node.contents if isinstance(text, str)).split())

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
        if node[0].isspace() and not self.spaced:
            text = " " + text
        self.spaced = node[-1].isspace()
        if self.spaced:
            text += " "
        self.parts.append(text)
        self.length += len(text)

    def unseen(self, node: Tag) -> bool:
        """Whether an inline element is hidden. Notes on the way what it points at."""
        attributes = _attributes(node)
        if not attributes:
            return False
        target = _target(node)
        if target:
            self.targets.add(target)
        style = attributes.get("style")
        return bool(
            "hidden" in attributes
            or (style and _INVISIBLE.search(style))
            or attributes.get("aria-hidden") == "true"
            or not UNSIGHTED.isdisjoint(attributes.get("class", "").split())
        )

    def enter(self, node: Tag) -> bool:
        """Open the box of a block-level element, unless it is never read."""
        attributes = _attributes(node)
        name = node.name
        words: list[str] = []
        chrome = self.box.chrome or name in CHROME or (name == "header" and self.heads_the_page())
        hiding = False
        if attributes:
            hiding = self.unseen(node) or (name == "dialog" and "open" not in attributes)
            words = attributes.get("class", "").split()
            if not (CLONES.isdisjoint(words) and UNSIGHTED.isdisjoint(words) and CAPTIONS.isdisjoint(words)):
                return False
            if not chrome:
                chrome = (
                    attributes.get("role") in CHROME_ROLES
                    or not CHROME_WORDS.isdisjoint(words)
                    or attributes.get("id") in CHROME_WORDS
                ) and name not in {"body", "html", "main"}
        self.flush()
        self.outer.append(self.box)
        parent = self.box
        if parent.depth < DEEPEST:
            step = self.column(node, parent) if name in CELLS else name
            path = self.paths.setdefault((parent.path, step), len(self.paths) + 1)
            self.box = Box(name, _kind(name, words), parent, path, chrome=chrome)
            parent.children.append(self.box)
            if name == "tr":
                self.row(parent)
        if hiding and self.box is not parent and attributes.get("role") != "tabpanel":
            self.hidden.append((self.box, attributes.get("id", "")))
        if attributes and self.box is not parent:
            if "id" in attributes:
                self.page.named[attributes["id"]] = self.box
            target = _target(node)
            if target:
                self.page.controls[id(self.box)] = target
        self.begin(node)
        return True

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

    def heads_the_page(self) -> bool:
        """Whether a header here is the page's own, and not that of an entry."""
        return self.box.depth < 6 and not any(box.tag in ENTRIES for box in self.box.around())

    def row(self, parent: Box) -> None:
        """Begin a table row: the columns into which cells reach down from the rows before are taken."""
        table = next((box for box in parent.around() if box.tag == "table"), parent)
        grid = self.grids.setdefault(id(table), {})
        taken = frozenset(grid)
        for column in taken:
            grid[column] -= 1
            if not grid[column]:
                del grid[column]
        self.rows[self.box.depth] = _Row(grid, taken)

    def column(self, node: Tag, parent: Box) -> str:
        """The step to a cell is its column: what stands in one column is alike."""
        row = self.rows.get(parent.depth) if parent.tag == "tr" else None
        if row is None:
            return "cell"
        column = row.column
        while column in row.taken:
            column += 1
        wide, deep = _count(node, "colspan", 100), _count(node, "rowspan", 1000)
        row.column = column + wide
        if deep > 1:
            row.grid.update(dict.fromkeys(range(column, column + wide), deep - 1))
        return f"cell {column}"

    def leave(self, *, inline: bool) -> None:
        """Close an element: note the span of an inline one, go back to the box around a block-level one."""
        if inline:
            self.end()
            start, node = self.open.pop()
            self.note(start, node)
            return
        self.flush()
        self.end()
        box = self.box
        self.box = self.outer.pop()
        if not box.children and box is not self.box and box.tag not in {"td", "th", "dt", "dd"}:
            self.box.children.pop()

    def note(self, start: int, node: Tag) -> None:
        if self.length > start:
            attributes = _attributes(node)
            kind = _kind(node.name, attributes.get("class", "").split()) if attributes else node.name
            href = attributes.get("href") if node.name == "a" else None
            target = _target(node)
            if target:
                href = "#" + target
            self.spans.append(Span(start, self.length, node.name, kind, len(self.open), href))

    def flush(self) -> None:
        """End the line under way. Inline elements that are open go on in the next."""
        soft, self.soft = self.soft, False
        if self.length:
            for start, node in self.open:
                self.note(start, node)
            text = "".join(self.parts)
            if not text.isspace():
                for line in _parted(text, sorted(self.spans), self.box, soft=soft):
                    self.box.children.append(line)
                    if self.asked:
                        self.emitted.append(line)
            else:
                self.soft = soft
            self.parts.clear()
            self.spans.clear()
            self.length = 0
            self.open = [(0, node) for _, node in self.open]
        self.spaced = True

    def reveal(self) -> None:
        """Take out what is hidden; what waits behind a tab, a fold or in a carousel stays: a click shows it."""
        waiting: dict[int, list[Box]] = {}
        for box, name in self.hidden:
            if not name or name not in self.targets:
                waiting.setdefault(id(box.parent), []).append(box)
        for boxes in waiting.values():
            parent = boxes[0].parent
            assert parent is not None
            hidden = Counter(box.kind for box in boxes)
            every = Counter(child.kind for child in parent.children if isinstance(child, Box))
            # One of a row is shown and most are not: the slides of a carousel, the panels of a fold.
            gone = {
                id(box)
                for box in boxes
                if parent.tag in {"", "html", "body"} or not every[box.kind] > hidden[box.kind] > every[box.kind] / 2
            }
            parent.children = [child for child in parent.children if id(child) not in gone]

    def number(self) -> None:
        lines = self.page.lines
        for line in self.root.lines():
            line.number = len(lines)
            lines.append(line)
        shown = {id(line) for line in lines} if self.found else set()
        for name, (first, last) in self.found.items():
            self.page.asked[name] = [line for line in self.emitted[first:last] if id(line) in shown]


@dataclass(slots=True)
class _Row:
    """The table row under way: how far cells reach down, the columns taken by them, the next column."""

    grid: dict[int, int]
    taken: frozenset[int]
    column: int = 0


def _count(node: Tag, name: str, most: int) -> int:
    """An attribute that holds a number from 1 to ``most``; 1 where it holds none."""
    value = str(node.attrs.get(name, "1")).strip()
    return min(max(int(value), 1), most) if value.isdecimal() and len(value) < 6 else 1


def _target(node: Tag) -> str:
    """The id of the element on this page that an element shows when it is clicked on, or an empty text."""
    attributes = _attributes(node)
    for name in ("aria-controls", "data-bs-target", "data-target", "href"):
        value = attributes.get(name)
        if value and (value[0] == "#" or name == "aria-controls"):
            return str(value).lstrip("#")
    return ""


def _attributes(node: Tag) -> dict[str, str]:
    """The attributes of an element: read without lists of words, each is one text."""
    return cast("dict[str, str]", node.attrs)


def _blocked(node: Tag) -> bool:
    """Whether an inline element is shown as a block."""
    style = _attributes(node).get("style") if node.attrs else None
    return style is not None and _BLOCK_STYLE.search(style) is not None


def _kind(name: str, words: list[str]) -> str:
    """The element and its first class that is neither a state nor a number of its own."""
    for word in words:
        if word not in STATES and not any(sign.isdigit() for sign in word):
            return f"{name}.{word}"
    return name


def _parted(text: str, spans: list[Span], box: Box, *, soft: bool) -> Iterator[Line]:
    """The lines a run of text is seen as: inline elements that abut, or that make up the whole run, stand apart."""
    cuts = sorted(set(_cuts(text, spans))) if len(spans) > 1 else []
    if not cuts and text[0] != " ":
        yield Line(text.rstrip(), tuple(spans), box, soft=soft)
        return
    start = 0
    for cut in [*cuts, len(text)]:
        piece = text[start:cut].strip()
        if piece:
            lead = text.index(piece[0], start)
            inside = tuple(
                span._replace(start=max(span.start, lead) - lead, end=min(span.end, cut) - lead)
                for span in spans
                if span.start < cut and span.end > lead
            )
            yield Line(piece, inside, box, soft=soft and not start)
        start = cut


def _cuts(text: str, spans: list[Span]) -> Iterator[int]:
    """Where inline elements on one level begin that are seen as lines of their own."""
    for level in {span.level for span in spans if span.tag in APART}:
        row = [span for span in spans if span.level == level]
        covering = all(span.tag in APART for span in row) and len({span.kind for span in row}) > 1
        reached = 0
        for span in row:
            covering = covering and not text[reached : span.start].strip()
            reached = span.end
        covering = covering and not text[reached:].strip()
        for before, after in pairwise(row):
            if text[before.end - 1].isdigit() and text[after.start].isdigit():
                continue  # "19" and "61" are one year
            if covering or (before.end == after.start and _abut(text, before, after)):
                yield after.start


def _abut(text: str, before: Span, after: Span) -> bool:
    """Whether two neighbours without a space between would run into one word: then they are seen apart."""
    if before.tag not in APART or after.tag not in APART or min(_size(before), _size(after)) < 2:
        return False
    left, right = text[before.end - 1], text[after.start]
    if left.isspace() or not right.isalnum() or (left.isdigit() and right.isdigit()):
        return False
    return before.kind != after.kind or not (_CJK.match(left) or _CJK.match(right))


def _size(span: Span) -> int:
    return span.end - span.start
