"""Traits of elements: what their name, attributes and classes say of how a person meets them.

Classes serve only where the elements made for the purpose are not used, and as whole words: "has-sidebar" is no
sidebar. A page reads the same with its classes renamed, but for what only they tell: a clone, a caption.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

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
"""Elements within a line."""

UNSEEN: Final = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
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
        "applet",
        "address",
        "img",
        "input",
    ]
)
"""Elements that are not text, or not of the text: captions, contact addresses."""

CHROME: Final = frozenset(["nav", "footer", "aside", "menu", "search"])
ENTRIES: Final = frozenset(["article", "section", "main", "li", "details", "td", "blockquote"])
"""Elements whose header is their own and not the page's."""

APART: Final = frozenset(["span", "time", "small", "label", "button"])
"""Inline elements that stand for blocks where they make up a whole line."""

RANKED: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
"""Headings of a rank."""

CELLS: Final = frozenset(["td", "th"])
_KEPT_EMPTY: Final = frozenset(["td", "th", "dt", "dd"])
_WHOLE_PAGE: Final = frozenset(["body", "html", "main"])

_CHROME_ROLES: Final = frozenset(
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
_CHROME_WORDS: Final = frozenset(
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
_DROPPED: Final = frozenset(
    # clones that carousels make of their slides
    [
        "slick-cloned",
        "swiper-slide-duplicate",
        "cloned",
        "bx-clone",
        "flickity-clone",
        "splide__slide--clone",
        "sr-only",
        "visually-hidden",
        "screen-reader-text",
        "visuallyhidden",
        "screen-reader-only",
        "screenreader",
        "caption",
        "wp-caption-text",
        "image-caption",
        "photo-caption",
        "img-caption",
        "photo-credit",
        "credit",
    ]
)
_STATES: Final = frozenset(
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
_TARGETS: Final = ("aria-controls", "data-bs-target", "data-target", "href")
_PRINTED: Final = ("data-date", "data-year")
_TELLING: Final = frozenset([*_TARGETS, *_PRINTED, "hidden", "style", "align", "aria-hidden", "role", "id"])
_GONE = re.compile(r"(?<![\w-])display\s*:\s*none", re.I)
_UNSHOWN = re.compile(r"(?<![\w-])visibility\s*:\s*hidden", re.I)
"""Not the "backface-visibility" of an element that turns."""

_MOTION = re.compile(
    r"(?:^|\s)(?:\S*-)?(?:wow|animated?|animation|aos|reveal|fade\S*|slide(?:In|Up|Left|Right)\S*)(?:\s|$)"
)
_MOVING = re.compile(r"data-(?:anim|aos|wow|sal|scroll|sr-|delay)")
_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)", re.I)
_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.I)


class Classes(NamedTuple):
    """What the name and the classes of an element say: its kind, and whether it is chrome or never read."""

    kind: str
    chrome: bool
    dropped: bool


@lru_cache(maxsize=4096)
def classes(name: str, text: str) -> Classes:
    """The traits of an element's name and classes. The kind is the name and the class that tells the role."""
    words = text.split()
    role = next((word for word in words if word not in _STATES and not any(map(str.isdigit, word))), "")
    kind = f"{name}.{role}" if role else name
    return Classes(kind, not _CHROME_WORDS.isdisjoint(words), not _DROPPED.isdisjoint(words))


def plain(attributes: Mapping[str, str]) -> bool:
    """Whether the attributes, but for the class, say nothing that matters."""
    return _TELLING.isdisjoint(attributes)


def hidden(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether the element is not shown, at least until a click."""
    return attributes.get("aria-hidden") == "true" or unseen(name, attributes)


def unseen(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether the element is not even seen; what is hidden from screen readers only may be."""
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    if style is not None and (_GONE.search(style) or (_UNSHOWN.search(style) and not _moves(attributes))):
        return True
    return name == "dialog" and "open" not in attributes


def _moves(attributes: Mapping[str, str]) -> bool:
    """Whether a script shows the element with some motion as soon as a person comes to it."""
    return _MOTION.search(attributes.get("class", "")) is not None or any(map(_MOVING.match, attributes))


def blocked(attributes: Mapping[str, str]) -> bool:
    """Whether an inline element is shown as a block."""
    style = attributes.get("style")
    return style is not None and _BLOCK.search(style) is not None


def flushed_right(attributes: Mapping[str, str]) -> bool:
    """Whether the lines of the element end at the right: as those of a signature do."""
    return attributes.get("align") == "right" or _RIGHT.search(attributes.get("style", "")) is not None


def chrome(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether the element belongs to the site and not to the page."""
    if name in _WHOLE_PAGE:
        return False
    return attributes.get("role") in _CHROME_ROLES or attributes.get("id") in _CHROME_WORDS


def printed(attributes: Mapping[str, str]) -> str:
    """The date that a style sheet may print before the element, or an empty text."""
    return next((attributes[name].strip() for name in _PRINTED if attributes.get(name)), "")


def target(attributes: Mapping[str, str]) -> str:
    """The id of the element on this page that a click on the element shows, or an empty text."""
    for name in _TARGETS:
        value = attributes.get(name)
        if value and (value[0] == "#" or name == "aria-controls"):
            return value.lstrip("#")
    return ""


def kept_empty(name: str) -> bool:
    """Whether an element without text still has a place: an empty cell is a cell."""
    return name in _KEPT_EMPTY
