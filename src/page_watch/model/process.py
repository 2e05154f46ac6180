"""The processes that work on one database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Owner:
    """A process that holds leases. ``token`` is unique to one start of it."""

    host: str
    pid: int
    token: str


@dataclass(frozen=True, slots=True)
class Daemon:
    """A running ``page-watch run`` and when it last showed itself."""

    host: str
    pid: int
    seen_at: datetime
