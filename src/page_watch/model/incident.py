"""What goes wrong: in one check, or for a while."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class IncidentKind(StrEnum):
    """What can be wrong for a while."""

    FAILING = "failing"
    HELD = "held"
    FLAPPING = "flapping"
    STALE = "stale"
    UNDELIVERABLE = "undeliverable"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a check failed or was held: a short code for scripts, a sentence for people."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that is wrong since ``opened_at``. ``id`` is None until it is stored.

    ``reminded_at`` is when people were last told. ``watch`` or ``channel`` is None where it is not about one.
    """

    kind: IncidentKind
    watch: str | None
    channel: str | None
    opened_at: datetime
    reminded_at: datetime
    detail: str
    closed_at: datetime | None = None
    id: int | None = None
