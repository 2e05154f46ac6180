"""From the bytes of a page to its text: by header charset, byte order mark, meta, UTF-8, in that order.

``requests`` takes ``text/html`` without a charset for ISO-8859-1 and does not look at ``<meta charset>``; a page
read so changes every accented word at once. The rules here are those of browsers (WHATWG HTML, "determining the
character encoding"; WHATWG Encoding), and three cases in which a declaration is overruled by the bytes themselves:

- "ISO-8859-1" over a body that is UTF-8 beyond ASCII is the default of a server or an editor, not the truth: a text
  in Latin-1 does not happen to be valid UTF-8;
- a byte order mark that the whole body bears out beats a header that says otherwise, as in every browser: a server
  with a default charset sends that header with every file, the mark was written by whoever wrote this one;
- a header that says UTF-8 over a body that mostly is not, while the page itself names another encoding, is such a
  default too. One bad byte in a page of good UTF-8 does not suffice: it would turn the whole page into other words;
- Latin-1 over a body that is UTF-8 to the last byte, and not mere ASCII, is the other such default. No browser goes
  that far, but whoever watches a page must not hear "San MartÃ\xadn" as news, and text in Latin-1 that happens to be
  valid UTF-8 does not occur: every accented letter would have to stand before two signs.
"""

from __future__ import annotations

import re

from page_watch.encodings import codec

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"))
_XML_UTF16 = ((b"<\x00?\x00x\x00", "utf-16-le"), (b"\x00<\x00?\x00x", "utf-16-be"))
_UTF16 = frozenset({"utf-16-le", "utf-16-be"})

# The standard asks for the first 1024 bytes; browsers also obey a declaration that stands later in the head, and
# heads full of scripts and preload links are common.
_PRESCAN = 8192

_LATIN_1 = codec("iso-8859-1")

_HEADER_CHARSET = re.compile(r"""(?i);\s*charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"']+))""")
_CONTENT_CHARSET = re.compile(r"""(?i)charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"']+))""")
_XML_ENCODING = re.compile(rb"""\A<\?xml[^>]*?\sencoding\s*=\s*(?:"([^">]*)"|'([^'>]*)')""")
_MARKUP = re.compile(rb"(?is)<!--(?:>|->|.*?-->|.*)|<(/?[a-z][^\s/>]*)|<[!/?][^>]*>?")
_ATTRIBUTE = re.compile(rb"""[\s/]*([^\s/>=]+)\s*(?:=\s*("[^"]*"|'[^']*'|[^\s>"']*))?""")


def decode(body: bytes, content_type: str | None) -> str:
    """The text of a page.

    ``content_type`` is the Content-Type header as sent. Labels no browser knows are passed over. Never raises: bytes
    that make no sense in the encoding become U+FFFD. A byte order mark and NUL characters, which HTML does not
    allow and databases refuse, are dropped.
    """
    text = body.decode(_encoding(body, content_type), errors="replace")
    return text.removeprefix("\ufeff").replace("\0", "")


def _encoding(body: bytes, content_type: str | None) -> str:
    named = codec(_group(_HEADER_CHARSET.search(content_type or "")))
    marked = next((name for mark, name in _BOMS if body.startswith(mark)), None)
    if marked and (named is None or (marked != named and _decodes(body, marked))):
        return marked
    if named == "utf-8" and not _decodes(body, named):
        declared = _declared(body)
        if declared not in (None, "utf-8") and _mostly_broken(body):
            return declared
    named = named or _declared(body) or "utf-8"
    return "utf-8" if named == _LATIN_1 and _decodes(body, "utf-8") else named


def _declared(body: bytes) -> str | None:
    """What the page says of itself, in an XML declaration or a meta element."""
    head = body[:_PRESCAN]
    for pattern, name in _XML_UTF16:
        if head.startswith(pattern):
            return name
    xml = _XML_ENCODING.match(head)
    label = next((group for group in xml.groups() if group is not None), b"") if xml else b""
    name_in_xml = codec(label.decode("latin-1"))
    found = name_in_xml or _meta(head)
    # What could be read as ASCII to find the declaration cannot be UTF-16 (WHATWG, prescan, step 13).
    return "utf-8" if found in _UTF16 else found


def _meta(head: bytes) -> str | None:
    """The encoding named by the first meta element that names one (WHATWG, "prescan a byte stream")."""
    position = 0
    while markup := _MARKUP.search(head, position):
        position = markup.end()
        tag = (markup[1] or b"").lower()
        if tag == b"body":
            return None
        if not tag:
            continue
        attributes, position = _attributes(head, position)
        found = _charset(attributes) if tag == b"meta" else None
        if found:
            return found
    return None


def _attributes(head: bytes, position: int) -> tuple[dict[str, str], int]:
    """The attributes of the tag whose name ends at ``position``, and where they end. The first of a name counts."""
    attributes: dict[str, str] = {}
    while (attribute := _ATTRIBUTE.match(head, position)) and attribute.end() > position:
        position = attribute.end()
        value = (attribute[2] or b"").decode("latin-1")
        if value[:1] in ('"', "'"):
            value = value[1:-1]
        attributes.setdefault(attribute[1].decode("latin-1").lower(), value)
    return attributes, position


def _charset(attributes: dict[str, str]) -> str | None:
    if found := codec(attributes.get("charset")):
        return found
    if attributes.get("http-equiv", "").strip().lower() == "content-type":
        return codec(_group(_CONTENT_CHARSET.search(attributes.get("content", ""))))
    return None


def _group(match: re.Match[str] | None) -> str | None:
    return next((group for group in match.groups() if group is not None), None) if match else None


def _decodes(body: bytes, name: str) -> bool:
    try:
        body.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_broken(body: bytes) -> bool:
    """Read as UTF-8, are there more broken characters than good ones beyond ASCII?"""
    text = body.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return broken > sum(character > "\x7f" for character in text) - broken
