"""The bench: what checks work with, shared by all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from page_watch.model.process import Owner
    from page_watch.model.response import Response, Validators
    from page_watch.settings import Channel
    from page_watch.store import Store

Clock = Callable[[], datetime]
"""Gives the time now, aware and in UTC."""

Source = Callable[["Validators | None"], "Response"]
"""Gives a watch's page, or a 304 where the validators still hold; raises ``FetchError``."""


@dataclass(frozen=True, slots=True)
class Bench:
    """The store, the channels people may be told on, who works here, and the clock.

    Pages are parsed one at a time (``parsing``): parsers running in several threads only fight for the
    interpreter lock, and take twice as long together as in turn. ``leased`` are the watches whose leases are
    held now.
    """

    store: Store
    channels: tuple[Channel, ...]
    owner: Owner
    clock: Clock
    parsing: Lock = field(default_factory=Lock)
    leased: set[str] = field(default_factory=set)
