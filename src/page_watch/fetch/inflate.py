"""Content-Encoding undone as it arrives, with a cap on what comes out.

A compressed page may be a thousandth of its size, so the cap must hold while it unfolds, not after. And a stream
that ends early must be an error: the libraries hand over the first half of a page without a word.
"""

from __future__ import annotations

import zlib

from page_watch.errors import FetchError

ACCEPTED = "gzip, deflate"
"""The encodings to ask for: what can be undone piece by piece without a further library."""

_GZIP = 16 + zlib.MAX_WBITS


class Body:
    """The decoded bytes of a body of at most ``limit`` bytes. ``encoding`` is the Content-Encoding header."""

    def __init__(self, encoding: str | None, limit: int) -> None:
        name = (encoding or "").strip().lower()
        if name not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise FetchError("encoding", f'The page came compressed as "{name[:40]}", which was not asked for.')
        self._plain = name in ("", "identity")
        self._deflate = name == "deflate"
        self._stream = zlib.decompressobj(zlib.MAX_WBITS if self._deflate else _GZIP)
        self._begun = False
        self._limit = limit
        self._bytes = bytearray()

    @property
    def full(self) -> bool:
        """Did more come than the limit allows?"""
        return len(self._bytes) > self._limit

    def feed(self, data: bytes) -> None:
        """Takes in the next piece as received; stops one byte above the limit. Raises ``FetchError`` "encoding"."""
        if self._plain:
            self._bytes += data[: self._room()]
            return
        try:
            while data and not self.full:
                data = self._inflate(data)
        except zlib.error as error:
            raise FetchError("encoding", "The compressed page is damaged and cannot be unpacked.") from error

    def finish(self) -> bytes:
        """The whole body. Raises ``FetchError`` "encoding" if the compressed stream ended before its end."""
        if self._begun and not self._stream.eof:
            raise FetchError("encoding", "The compressed page broke off before its end.")
        return self.so_far()

    def so_far(self) -> bytes:
        """What has come, up to the limit."""
        return bytes(self._bytes[: self._limit])

    def _room(self) -> int:
        return self._limit + 1 - len(self._bytes)

    def _inflate(self, data: bytes) -> bytes:
        """Unpacks into the room that is left; gives what was not used yet."""
        if self._begun and self._stream.eof:
            if self._deflate or not data.startswith(b"\x1f\x8b"):
                return b""  # padding after the end, which every client passes over
            self._stream = zlib.decompressobj(_GZIP)  # a gzip file may hold several members (RFC 1952, 2.2)
        if not self._begun and self._deflate and not _zlib_header(data):
            # RFC 9110, 8.4.1.2: "deflate" means zlib, but some servers send the bare stream.
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
        self._begun = True
        self._bytes += self._stream.decompress(data, self._room())
        return self._stream.unused_data or self._stream.unconsumed_tail


def _zlib_header(data: bytes) -> bool:
    """Does it begin as RFC 1950 says? With one byte at hand, the method alone tells."""
    return data[0] & 0x0F == 8 and (len(data) < 2 or (data[0] << 8 | data[1]) % 31 == 0)
