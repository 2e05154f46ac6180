"""One request and its answer over HTTP: the only place that knows the HTTP library."""

from __future__ import annotations

import os
import time
from contextlib import closing, contextmanager
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import requests
from requests.adapters import HTTPAdapter
from requests.cookies import extract_cookies_to_jar
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from page_watch.errors import FetchError
from page_watch.fetch.address import presentable
from page_watch.fetch.deadline import Deadline, current
from page_watch.fetch.inflate import Body
from page_watch.fetch.trouble import renamed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_CHUNK = 65_536
# Nothing is so large; and Python refuses to read numbers of thousands of digits.
_DIGITS = 18
# A name may have several addresses, tried one after the other, each with this share of the time.
_CONNECT_SHARE = 1 / 3
# Servers close idle connections after some seconds, and firewalls forget them without a word.
_IDLE = 60.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class _Connection(HTTPConnection):
    def request(self, *args: Any, **more: Any) -> None:
        super().request(*args, **more)
        _guard(self)


class _SecureConnection(HTTPSConnection):
    def request(self, *args: Any, **more: Any) -> None:
        super().request(*args, **more)
        _guard(self)


def _guard(connection: HTTPConnection) -> None:
    """Making the connection has a timeout that holds; it is what comes after that may drag on.

    The socket itself is guarded: the connection lets go of it when a body of unknown length begins.
    """
    if deadline := current():
        deadline.guard(connection.sock)


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class _Adapter(HTTPAdapter):
    """The usual adapter, with connections that keep to a deadline."""

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        super().init_poolmanager(*args, **more)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **more)
        manager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
        return manager


class Incoming:
    """An answer whose head has come and whose body may be read, within its exchange."""

    def __init__(self, response: requests.Response, url: str, deadline: Deadline) -> None:
        self._response = response
        self._url = url
        self._deadline = deadline
        self.url = presentable(response.url)
        self.status = response.status_code

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """The headers as received, but for cookies: they are this visit's secrets and no part of the page."""
        pairs = ((name.lower(), value) for name, value in self._response.raw.headers.items())
        return tuple((name, value) for name, value in pairs if name != "set-cookie")

    @property
    def location(self) -> str | None:
        """The absolute address a redirect leads to; None for any other answer, and for a redirect to nowhere."""
        place = self._response.headers.get("location")
        if self.status not in _REDIRECTS or not place:
            return None
        # Servers send UTF-8 here, which HTTP reads as ISO-8859-1.
        place = place.encode("latin-1", "replace").decode("utf-8", "replace")
        try:
            return presentable(urljoin(self._url, place.strip()))
        except ValueError as error:
            raise FetchError(
                "redirect", f"{self.url} leads to an address that is malformed.", transient=False
            ) from error

    def read(self, limit: int) -> bytes:
        """The whole body, decompressed. Raises ``FetchError`` "too-large" as soon as it is sure to be."""
        too_large = FetchError("too-large", f"{self.url} is larger than {limit:,} bytes.", transient=False)
        length = self._response.headers.get("content-length", "")
        if length.isdecimal() and (len(length) > _DIGITS or int(length) > limit):
            raise too_large
        body = self._body(limit)
        if body.full:
            raise too_large
        return body.finish()

    def beginning(self, limit: int) -> bytes:
        """The first ``limit`` bytes of the body, decompressed."""
        return self._body(limit).so_far()

    def _body(self, limit: int) -> Body:
        body = Body(self._response.headers.get("content-encoding"), limit)
        for piece in self._response.raw.stream(_CHUNK, decode_content=False):
            body.feed(piece)
            if body.full:
                break
        if self._deadline.passed:
            # The connection may have been shut down, which looks like the end of a body of unknown length.
            raise TimeoutError
        return body


class Line:
    """A line to servers: connections kept open between requests. For one exchange at a time."""

    def __init__(self, ca_file: str | None) -> None:
        self._session = requests.Session()
        # No credentials from ~/.netrc; what else the environment may say is taken up in ``_send``.
        self._session.trust_env = False
        self._ca_file = ca_file
        self._used = time.monotonic()
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _Adapter(pool_connections=4, pool_maxsize=1))

    @property
    def idle(self) -> bool:
        """Has it been unused for so long that its connections are likely dead?"""
        return time.monotonic() - self._used > _IDLE

    def forget(self) -> None:
        """Drops the cookies: every check begins as a stranger."""
        self._session.cookies.clear()

    def close(self) -> None:
        """Closes the connections."""
        self._session.close()

    @contextmanager
    def exchange(self, url: str, headers: Mapping[str, str], deadline: Deadline) -> Iterator[Incoming]:
        """Sends a GET and gives the answer, whatever its status, to be read inside. Follows no redirect.

        Raises ``FetchError`` for all trouble on the way.
        """
        try:
            with deadline, closing(self._send(url, headers, deadline)) as response:
                yield Incoming(response, url, deadline)
        except (requests.RequestException, HTTPError, HTTPException, OSError, ValueError) as error:
            raise renamed(error, presentable(url), deadline) from error
        finally:
            self._used = time.monotonic()

    def _send(self, url: str, headers: Mapping[str, str], deadline: Deadline) -> requests.Response:
        request = self._session.prepare_request(requests.Request("GET", url, headers=dict(headers)))
        # By the adapter, not by Session.send: that looks where a redirect leads even if told not to follow it, and
        # reads the whole of its body for that.
        response = self._session.get_adapter(url).send(
            request,
            stream=True,
            timeout=(deadline.left * _CONNECT_SHARE, deadline.left),
            proxies=requests.utils.get_environ_proxies(url),
            verify=self._ca_file or os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True,
        )
        extract_cookies_to_jar(self._session.cookies, request, response.raw)  # type: ignore[no-untyped-call]
        return response
