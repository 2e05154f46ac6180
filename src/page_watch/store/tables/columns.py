"""Column types that keep what a database would lose: time zones, tuples, and text a server could not take."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, Text
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Pairs = tuple[tuple[str, str], ...]

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

BigId = BigInteger().with_variant(Integer, "sqlite")
"""A growing number: SQLite gives out row ids only for a plain INTEGER key."""


class UtcTime(TypeDecorator[datetime]):
    """An aware time, stored in UTC to the microsecond. SQLite has no time zones: it holds the naive UTC time.

    Raises TypeError for a naive time: it could mean anything.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What the database gets."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError(f"a time without a zone cannot be stored: {value.isoformat()}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What the program gets."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class AnyText(TypeDecorator[str]):
    """Text from anywhere. NUL and lone surrogates, which no database takes, become U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """What the database gets."""
        return value if value is None else _UNSTORABLE.sub("�", value)


class TextTuple(TypeDecorator[tuple[str, ...]]):
    """Texts in order, as JSON; none at all, the common case, takes no room."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """What the database gets."""
        return json.dumps(value) if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """What the program gets."""
        return tuple(json.loads(value)) if value else ()


class PairTuple(TypeDecorator[Pairs]):
    """Name and value pairs in order, as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Pairs | None, dialect: Dialect) -> str:
        """What the database gets."""
        return json.dumps(value or ())

    def process_result_value(self, value: str | None, dialect: Dialect) -> Pairs:
        """What the program gets."""
        return tuple((name, text) for name, text in json.loads(value or "[]"))
