"""A page from a file, in the place of one from a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch.errors import ConfigError, FetchError
from page_watch.model.response import Response
from page_watch.settings import Fetch

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = Fetch().max_bytes


def saved(path: Path, url: str, max_bytes: int = _LARGEST) -> Response:
    """The page in a file, as if ``url`` had just answered with it.

    Raises ``ConfigError`` if the file is missing, no file, or unreadable, and ``FetchError`` "too-large" if it is
    longer than ``max_bytes``.
    """
    try:
        with path.open("rb") as file:
            body = file.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise ConfigError(f"There is no file {path}.") from error
    except IsADirectoryError as error:
        raise ConfigError(f"{path} is a folder; name the saved page in it.") from error
    except (OSError, ValueError) as error:
        raise ConfigError(f"The file {path} cannot be read: {getattr(error, 'strerror', None) or error}.") from error
    if len(body) > max_bytes:
        raise FetchError("too-large", f"The file {path} is larger than {max_bytes:,} bytes.", transient=False)
    return Response(requested=url, url=url, status=200, headers=(), body=body)
