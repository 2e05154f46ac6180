"""Unpacking a body piece by piece."""

from __future__ import annotations

import zlib

from hypothesis import given
from hypothesis import strategies as st

from page_watch.fetch.inflate import Body

FORMS = st.sampled_from([("gzip", 31), ("deflate", 15), ("deflate", -15)])


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


def packed(data: bytes, bits: int) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, bits)
    return packer.compress(data) + packer.flush()


@given(st.binary(max_size=3000), FORMS, st.integers(1, 700))
def test_how_it_is_cut_up_does_not_matter(data: bytes, form: tuple[str, int], size: int) -> None:
    encoding, bits = form
    body = Body(encoding, limit=5000)
    for piece in pieces(packed(data, bits), size):
        body.feed(piece)
    assert body.finish() == data


@given(st.binary(min_size=1, max_size=3000), st.sampled_from([("gzip", 31), (None, 0)]), st.integers(1, 700), st.data())
def test_no_more_is_held_than_one_byte_above_the_limit(
    data: bytes, form: tuple[str | None, int], size: int, draw: st.DataObject
) -> None:
    encoding, bits = form
    limit = draw.draw(st.integers(0, len(data) - 1))
    body = Body(encoding, limit)
    for piece in pieces(packed(data, bits) if encoding else data, size):
        body.feed(piece)
        assert len(body.so_far()) <= limit
    assert body.full
    assert body.so_far() == data[:limit]
