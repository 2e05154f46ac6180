"""Web addresses: what may be shown of them, and which server they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit, urlunsplit

from page_watch.errors import FetchError

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Origin:
    """The server an address belongs to."""

    scheme: str
    host: str
    port: int

    @property
    def text(self) -> str:
        """``scheme://host:port``."""
        return f"{self.scheme}://{self._bracketed}:{self.port}"

    @property
    def url(self) -> str:
        """The same as people write it: without the port that the scheme implies."""
        return f"{self.scheme}://{self._bracketed}" if self.port == _PORTS[self.scheme] else self.text

    @property
    def _bracketed(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host


def origin(url: str) -> Origin:
    """The server of an http or https address. Raises ``FetchError`` for any other."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise FetchError(
            "connection", "This is not a valid URL: its host or port is malformed.", transient=False
        ) from error
    if parts.scheme not in _PORTS or not host:
        raise FetchError(
            "connection",
            f"{presentable(url)} is not a web address; write it in full, as in https://example.org/page.",
            transient=False,
        )
    return Origin(parts.scheme, host, port or _PORTS[parts.scheme])


def presentable(url: str) -> str:
    """An address as it may be shown and stored: without a fragment, a user name or a password."""
    parts = urlsplit(urldefrag(url).url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
