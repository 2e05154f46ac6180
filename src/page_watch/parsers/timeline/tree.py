"""The tree of a document: BeautifulSoup's own, over lxml's events, without what only other uses of it need.

BeautifulSoup takes elements from any parser, of HTML or XML, in any order. Here they come from lxml, balanced and in
page order, so that each is the last child of the element now open: that is all there is to be linked. The tree is the
same, every link and selector works, and it is built in less than half the time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from bs4 import BeautifulSoup
from bs4.builder._lxml import LXMLTreeBuilder
from bs4.element import CData, NavigableString, PageElement, Tag

if TYPE_CHECKING:
    from typing import Self

    from bs4._typing import _AttributeValues

_UNPARSABLE = re.compile("[\x00\ud800-\udfff]")
_DECLARATION = re.compile(r"\A\s*(?:<\?xml[^<>]*(?:>|(?=<)|\Z)\s*)+", re.I)


def soup(html: str) -> BeautifulSoup:
    """The parsed document. Characters no parser takes (NUL, lone surrogates) are replaced first."""
    html = _DECLARATION.sub("", _UNPARSABLE.sub("\ufffd", html))
    if "<" not in html:
        html = f"<body>{html}"  # else it might be taken for a file name or an address, with a warning
    # Classes are read as the one string they are: splitting each costs a tenth of the whole.
    return _Document(html, builder=_Builder(multi_valued_attributes=None))


class Text(NavigableString):
    """A run of text as it comes: white space is collapsed later, scripts are skipped by the name of their element."""

    hidden = False
    next_element = None
    previous_sibling = None
    next_sibling = None

    def __new__(cls, value: str | bytes) -> Self:
        """The text, not yet in a tree."""
        return str.__new__(cls, value)


class Element(Tag):
    """An element of a page in HTML: what is the same for all of them is said once, of the class."""

    parser_class = BeautifulSoup
    namespace = None
    prefix = None
    sourceline = None
    sourcepos = None
    known_xml = False
    hidden = False
    can_be_empty_element = False
    cdata_list_attributes = None
    preserve_whitespace_tags = None
    interesting_string_types = {Text, CData}  # noqa: RUF012 - as Tag has it
    _namespaces = {}  # noqa: RUF012 - as Tag has it
    next_element = None
    previous_sibling = None
    next_sibling = None

    def __init__(self, name: str, attributes: _AttributeValues) -> None:
        self.name = name
        self.attrs = attributes
        self.contents = []


class _Document(BeautifulSoup):
    """The document that lxml's events are told to."""

    def open(self, name: str, attributes: _AttributeValues) -> None:
        self.endData()
        element = Element(name, attributes)
        self.object_was_parsed(element)
        self.tagStack.append(element)
        self.currentTag = element

    def close(self) -> None:
        self.endData()
        self.tagStack.pop()
        self.currentTag = self.tagStack[-1]

    def endData(self, containerClass: type[NavigableString] | None = None) -> None:  # noqa: N802, N803 - its names
        if self.current_data:
            text = "".join(self.current_data)
            self.current_data = []
            self.object_was_parsed((containerClass or Text)(text))

    def object_was_parsed(
        self, o: PageElement, parent: Tag | None = None, most_recent_element: PageElement | None = None
    ) -> None:
        """Make a node the last child of the element now open."""
        parent, previous = self.currentTag, self._most_recent_element
        assert parent is not None
        o.parent = parent
        o.previous_element = previous
        if previous is not None:
            previous.next_element = o
        row = parent.contents
        if row:
            o.previous_sibling = row[-1]
            row[-1].next_sibling = o
        row.append(o)
        self._most_recent_element = o


class _Builder(LXMLTreeBuilder):
    """lxml's HTML parser for BeautifulSoup, without the bookkeeping of namespaces that only XML has."""

    def start(self, tag: str | bytes, attrib: dict[str | bytes, str | bytes], nsmap: object = None) -> None:
        cast(_Document, self.soup).open(cast(str, tag), cast("_AttributeValues", dict(attrib)))

    def end(self, tag: str | bytes) -> None:
        cast(_Document, self.soup).close()
