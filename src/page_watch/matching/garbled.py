"""Garbled text: letters that come out wrong because a page was read in another encoding than it was written in.

A page of mostly English served once under a wrong charset edits only the few milestones with an accent or a curly
quote: too few for a mass change, but no editor wrote "BrasÃ­lia".
"""

from __future__ import annotations

import re

from page_watch.text import key

_REPLACEMENT = "\ufffd"
"""What decoders put for bytes that make no sense."""

_SINGLE_BYTE = ("cp1252", "latin-1", "cp1250", "cp1251", "cp1253", "cp1254", "mac-roman", "koi8-r", "cp437")
_MULTI_BYTE = ("gb18030", "shift_jis", "big5", "euc_kr", "euc_jp")

_BEYOND_ASCII = re.compile("[^\x00-\x7f]{2,}")
_PLAUSIBLE = re.compile(
    "[\xa0-\u024f\u0391-\u03c9\u0400-\u045f\u05d0-\u05ea\u0620-\u064a\u2010-\u203a\u20a0-\u20bf\u3000-\u9fff]+"
)
"""What UTF-8 that was read as something else most likely was: letters in use, quotes and dashes, currencies."""


def is_garbled(now: str, before: str | None = None) -> bool:
    """Whether a text is garbled, judged by itself or as what became of ``before``; not if that was so already."""
    if now.isascii() or (before is not None and _by_itself(before)):
        return False
    return _by_itself(now) or (before is not None and _became(before, now))


def _by_itself(text: str) -> bool:
    """UTF-8 read as windows-1252: letters that, as bytes, are UTF-8 again; or bytes that were none."""
    return _REPLACEMENT in text or any(map(_is_utf8_again, _BEYOND_ASCII.findall(text)))


def _is_utf8_again(run: str) -> bool:
    try:
        again = run.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return False
    return _PLAUSIBLE.fullmatch(again) is not None


def _became(before: str, now: str) -> bool:
    """Whether one text is the other with UTF-8 read as some other encoding, or that as UTF-8."""
    wanted = key(now)
    if before.isascii() or key(before) == wanted:
        return False
    return any(
        key(_browsers(before.encode("utf-8", "replace"), charset)) == wanted
        or key(before.encode(charset, "replace").decode("utf-8", "replace")) == wanted
        for charset in (*_SINGLE_BYTE, *_MULTI_BYTE)
    )


def _browsers(body: bytes, charset: str) -> str:
    """Bytes as browsers read them: what windows-1252 leaves undefined is a control character (WHATWG Encoding)."""
    if charset in _MULTI_BYTE:
        return body.decode(charset, "replace")
    text = body.decode(charset, "surrogateescape")
    return "".join(chr(ord(sign) - 0xDC00) if "\udc80" <= sign <= "\udcff" else sign for sign in text)
