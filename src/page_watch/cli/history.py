"""What the commands that read the history share: which watches there are, and which version is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_watch.cli.session import known
from page_watch.errors import ConfigError
from page_watch.model.history import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from page_watch.app import App
    from page_watch.model.history import Edition, Logged


LAST = 2**31 - 1
"""No version has a number above this: databases hold it in 32 bits."""


def watched(app: App) -> tuple[str, ...]:
    """The names of the watches in the configuration, and then of those that only the history still knows."""
    configured = [watch.name for watch in app.settings.watches]
    return (*configured, *(name for name in app.store.watches() if name not in configured))


def news(app: App, name: str | None, since: datetime | None = None) -> Iterator[Logged]:
    """What happened on the pages, newest first; not what only another way of reading them changed."""
    return (logged for logged in app.store.changes(name, since) if logged.origin is Origin.CHECK)


def one_name(name: str | None, names: Sequence[str]) -> str:
    """The watch that is meant: the only one, where none is named. Raises ConfigError if that is not clear."""
    if name is None:
        if len(names) != 1:
            which = f"name one of: {', '.join(names)}" if names else "there is none"
            raise ConfigError(f"which watch? {which}")
        return names[0]
    known([name], names, "watch")
    return name


def edition_of(app: App, name: str, number: int | None) -> Edition | None:
    """A version of a watch, the current one without a number.

    None where the watch has no version yet; ConfigError for a number it does not have.
    """
    possible = number is None or 0 < number <= LAST
    edition = app.store.edition(name, number) if possible else None
    if edition is None and number is not None:
        current = app.store.edition(name)
        there = f"the last one is {current.number}" if current else "it has none yet"
        raise ConfigError(f"{name} has no version {number}; {there}")
    return edition
