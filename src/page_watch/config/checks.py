"""What single values must be like. Each check raises ``ValueError`` with the rest of a sentence about the value.

No heavy imports here: secrets are checked at every start.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote, urlsplit

from page_watch.settings import AppriseChannel, Settings, WebhookChannel

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", re.ASCII)
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\xa0]")


def name(text: str) -> str:
    """Names go into logs, message ids and file names: letters, digits, ``-``, ``_`` and ``.`` only."""
    if not _NAME.fullmatch(text):
        raise ValueError(
            "is not a name; use letters from a to z, digits, hyphens, underscores and dots, a letter or digit first"
        )
    return text


def http_url(text: str) -> str:
    """An absolute http or https address with a host."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError("is not a valid URL: its host or port is malformed") from error
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError("is not a web address; write it in full, as in https://example.org/page")
    if _UNPRINTABLE.search(text):
        raise ValueError("holds a space or a control character, which a URL cannot; write a space as %20")
    return text


def page_url(text: str) -> str:
    """The address of a watched page: it is stored and shown, so it must not hold a password."""
    if urlsplit(http_url(text)).username is not None:
        raise ValueError("holds a user name or password, which would be stored and shown with it; leave it out")
    return text


def service_url(text: str) -> str:
    """An address that apprise may know: a scheme and something after it."""
    scheme, separator, rest = text.partition("://")
    if not separator or not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme) or not rest:
        raise ValueError("is not a service URL such as slack://token or https://example.org/hook")
    return text


def signing_secret(text: str) -> str:
    """What signs webhooks. ``whsec_`` is followed by base64 (Standard Webhooks); anything else is taken as it is."""
    if text.startswith("whsec_"):
        import base64
        import binascii

        try:
            key = base64.b64decode(text.removeprefix("whsec_"), validate=True)
        except binascii.Error as error:
            raise ValueError("begins with whsec_ but does not go on with base64") from error
        if not key:
            raise ValueError("is whsec_ with nothing after it")
    return text


def database_url(text: str, folder: Path) -> str:
    """The address of the database; the path of an SQLite file is taken from ``folder``, the configuration's own."""
    scheme, separator, rest = text.partition("://")
    if scheme.lower() in ("postgresql", "postgresql+psycopg") and separator:
        return text
    if scheme.lower() == "postgres":
        raise ValueError("is not a database URL known here; write postgresql:// instead of postgres://")
    if scheme.lower() not in ("sqlite", "sqlite+pysqlite") or not separator:
        raise ValueError("is not a database URL; write sqlite:///page-watch.db or postgresql://user@host/database")
    if not rest or rest == "/" or rest.startswith("/:memory:"):
        raise ValueError("is a database in memory, which forgets everything at the end; write sqlite:///page-watch.db")
    if not rest.startswith("/"):
        raise ValueError("has two slashes; a file takes three, as in sqlite:///page-watch.db")
    path, question, options = rest[1:].partition("?")
    if path.startswith(("/", "file:")):
        return text
    if path.startswith("~"):
        path = str(Path(path).expanduser())
    return f"{scheme}:///{path if path.startswith('/') else quote(f'{folder}/') + path}{question}{options}"


def verify(settings: Settings) -> None:
    """Checks again what may have changed since the configuration was found right: secrets, files and folders."""
    for channel in settings.channels:
        if isinstance(channel, WebhookChannel):
            http_url(channel.url.reveal())
            if channel.secret:
                signing_secret(channel.secret.reveal())
        elif isinstance(channel, AppriseChannel):
            service_url(channel.url.reveal())
    if settings.heartbeat_url:
        http_url(settings.heartbeat_url.reveal())
