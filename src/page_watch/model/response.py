"""What a server answers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class Response:
    """An HTTP answer as received, or a saved page in its place. ``headers`` names are lower-case."""

    requested: str
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first value of a header, by its lower-case name."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def content_type(self) -> str | None:
        """The Content-Type header as sent."""
        return self.header("content-type")

    @property
    def not_modified(self) -> bool:
        """True for a 304: the page is as it was when the validators were given."""
        return self.status == 304

    @cached_property
    def sha256(self) -> str:
        """The body's SHA-256 in hexadecimal: the name of its snapshot."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Validators:
    """What makes the next request conditional (RFC 9110, section 13), and the hash of the body they stand for."""

    etag: str | None
    last_modified: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Robots:
    """A host's robots.txt as last read; empty ``rules`` allow everything (RFC 9309)."""

    fetched_at: datetime
    rules: str
