"""A saved page in the place of one from a server."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from page_watch.errors import ConfigError, FetchError
from page_watch.fetch import saved


def test_a_file_answers_like_a_server(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(b"<p>2019</p>")
    response = saved(tmp_path / "page.html", "https://example.org/history")
    assert (response.status, response.url, response.body) == (200, "https://example.org/history", b"<p>2019</p>")


def test_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="There is no file"):
        saved(tmp_path / "gone.html", "https://example.org/")
    with pytest.raises(ConfigError, match="is a folder"):
        saved(tmp_path, "https://example.org/")
    with pytest.raises(ConfigError, match="cannot be read"):
        saved(Path("a\0b"), "https://example.org/")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "page.html").touch(mode=0o000)
    with pytest.raises(ConfigError, match="cannot be read"):
        saved(tmp_path / "page.html", "https://example.org/")


def test_one_that_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(b"x" * 101)
    assert len(saved(tmp_path / "page.html", "https://example.org/", max_bytes=101).body) == 101
    with pytest.raises(FetchError, match="larger than 100 bytes") as caught:
        saved(tmp_path / "page.html", "https://example.org/", max_bytes=100)
    assert caught.value.code == "too-large"
