"""What the HTTP library, the TLS library and the system say of trouble, in one sentence for people and one code."""

from __future__ import annotations

import errno
import socket
import ssl
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import requests
import urllib3.exceptions as urllib3

from page_watch.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from page_watch.fetch.deadline import Deadline

_E = TypeVar("_E", bound=BaseException)

_CERTIFICATES = {
    # OpenSSL's X509_V_ERR_… numbers
    9: "the certificate is not valid yet",
    10: "the certificate has expired",
    18: "the certificate is self-signed",
    19: "the certificate is signed by an authority that is not trusted here",
    20: "the certificate is signed by an authority that is not trusted here, or a part of the chain was not sent",
    21: "the certificate could not be verified, because the server left out a part of the chain",
    23: "the certificate was revoked",
    62: "the certificate is for another host",
    64: "the certificate is for another address",
}
_NO_CERTIFICATES = "The file of trusted certificates is missing, or holds none."
_SYSTEM = {
    errno.ECONNREFUSED: "refused the connection",
    errno.ECONNRESET: "broke off the connection",
    errno.EPIPE: "broke off the connection",
    errno.ECONNABORTED: "broke off the connection",
    errno.EHOSTUNREACH: "cannot be reached from here",
    errno.ENETUNREACH: "cannot be reached from here: there is no network",
    errno.EADDRNOTAVAIL: "cannot be reached from here",
}


def renamed(error: Exception, url: str, deadline: Deadline) -> FetchError:
    """The trouble in the project's terms. ``url`` must be fit to be shown."""
    host = urlsplit(url).netloc or url
    causes = tuple(_causes(error))
    if deadline.passed:
        return FetchError("timeout", f"{host} did not send the page within {deadline.seconds:g} seconds.")
    if _any(causes, urllib3.ProxyError, requests.exceptions.ProxyError):
        return FetchError("connection", f"The proxy on the way to {host} could not be used.")
    if _any(causes, urllib3.NameResolutionError, socket.gaierror):
        return FetchError("dns", f"The name {host} could not be resolved: it is misspelt or gone, or DNS is down.")
    if secure := _first(causes, ssl.SSLError):
        return _tls(secure, host)
    if _any(causes, requests.exceptions.SSLError, urllib3.SSLError):
        return FetchError("tls", f"No secure connection to {host} could be made.", transient=False)
    if _any(causes, urllib3.NewConnectionError):
        return FetchError("connection", f"{host} {_system(causes)}.")
    if _any(causes, TimeoutError, requests.Timeout, urllib3.TimeoutError):
        return FetchError("timeout", f"{host} did not answer in time.")
    if _any(causes, IncompleteRead, urllib3.IncompleteRead, urllib3.InvalidChunkLength):
        return FetchError("connection", f"{host} broke off in the middle of the page.")
    if _any(causes, RemoteDisconnected):
        return FetchError("connection", f"{host} closed the connection without an answer.")
    if _any(causes, HTTPException):
        return FetchError("connection", f"{host} gave an answer that is not HTTP.")
    if isinstance(error, ValueError):
        return FetchError("connection", f"{url} is not a URL that can be asked for.", transient=False)
    if "CA certificate bundle" in str(error):
        return FetchError("tls", _NO_CERTIFICATES, transient=False)
    return FetchError("connection", f"{host} {_system(causes)}.")


def _tls(error: ssl.SSLError, host: str) -> FetchError:
    if isinstance(error, ssl.SSLCertVerificationError):
        why = _CERTIFICATES.get(error.verify_code, f"the certificate was not accepted ({error.verify_message})")
        return FetchError("tls", f"The connection to {host} is not trusted: {why}.", transient=False)
    if error.reason in ("NO_CERTIFICATE_OR_CRL_FOUND", "NO_START_LINE", "BAD_BASE64_DECODE"):
        return FetchError("tls", _NO_CERTIFICATES, transient=False)
    reason = (error.reason or "").lower().replace("_", " ")
    # A server that goes away in the middle of the handshake may be back at once; one that cannot agree will not.
    broke_off = isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError))
    told = f": {reason}" if reason else ""
    return FetchError("tls", f"No secure connection to {host} could be made{told}.", transient=broke_off)


def _system(causes: tuple[BaseException, ...]) -> str:
    """What the system said of the connection, as the rest of a sentence about the host."""
    for cause in causes:
        if isinstance(cause, OSError) and cause.errno in _SYSTEM:
            return _SYSTEM[cause.errno]
    return "broke off in the middle of the page" if _any(causes, urllib3.ProtocolError) else "could not be reached"


def _first(causes: tuple[BaseException, ...], kind: type[_E]) -> _E | None:
    return next((cause for cause in causes if isinstance(cause, kind)), None)


def _any(causes: tuple[BaseException, ...], *kinds: type[BaseException]) -> bool:
    return any(isinstance(cause, kinds) for cause in causes)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception and everything it was raised from, by whatever way it is attached."""
    waiting, seen = [error], set()
    while waiting:
        cause = waiting.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        attached = (cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args)
        waiting += [other for other in attached if isinstance(other, BaseException)]
