"""The settings as JSON and back, for the cache. Secrets go in as the place they come from, never as what they say.

A value that JSON has no type for becomes an object with its type's name under ``#``. Fields that have their default
are left out.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from page_watch import settings
from page_watch.config.secrets import Filed, Kept, Origin, Written
from page_watch.model.milestone import Kind

_TYPES: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        settings.AppriseChannel,
        settings.Confirm,
        settings.Digest,
        settings.EmailChannel,
        settings.Fetch,
        settings.Limits,
        settings.LogChannel,
        settings.Quiet,
        settings.Retention,
        settings.Select,
        settings.Settings,
        settings.Watch,
        settings.WebhookChannel,
    )
}


class Unkeepable(Exception):
    """A secret that stands nowhere in one piece, so that its place cannot be kept instead of it."""


def load(text: str, reveal: Callable[[Origin], Kept]) -> Any:
    """A JSON text with ``dump``'s objects in it. ``reveal`` gives the secret at a place.

    Raises ``ValueError``, ``KeyError`` or ``TypeError`` for anything ``dump`` did not write.
    """
    return json.loads(text, object_hook=lambda found: _load(found, reveal))


def dump(value: object) -> Any:
    """Settings, or anything in them, as what ``json`` can write. Raises ``Unkeepable``."""
    match value:
        case Kept():
            return _dump_origin(value.origin)
        case settings.Secret():
            raise Unkeepable
        case timedelta():
            return {"#": "timedelta", "us": value // timedelta(microseconds=1)}
        case time():
            return {"#": "time", "at": value.isoformat("minutes")}
        case ZoneInfo():
            return {"#": "zone", "key": value.key}
        case Path():
            return {"#": "path", "path": str(value)}
        case frozenset():
            return {"#": "kinds", "kinds": sorted(value)}
        case tuple():
            return [dump(item) for item in value]
        case dict():
            return {key: dump(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value):
        return {"#": type(value).__name__} | {
            field.name: dump(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if not _has_default(field, getattr(value, field.name))
        }
    return value


def _has_default(field: dataclasses.Field[Any], value: object) -> bool:
    if field.default_factory is not dataclasses.MISSING:
        return bool(field.default_factory() == value)
    return field.default is not dataclasses.MISSING and bool(field.default == value)


def _dump_origin(origin: Origin | None) -> dict[str, object]:
    match origin:
        case Written(start, end):
            return {"#": "secret", "start": start, "end": end}
        case Filed(path):
            return {"#": "secret", "file": str(path)}
    raise Unkeepable


def _load(found: dict[str, Any], reveal: Callable[[Origin], Kept]) -> Any:
    match found.pop("#", None):
        case None:
            return found
        case "timedelta":
            return timedelta(microseconds=found["us"])
        case "time":
            return time.fromisoformat(found["at"])
        case "zone":
            return ZoneInfo(found["key"])
        case "path":
            return _existing(Path(found["path"]))
        case "kinds":
            return frozenset(map(Kind, found["kinds"]))
        case "secret":
            return reveal(Filed(Path(found["file"])) if "file" in found else Written(found["start"], found["end"]))
        case name:
            values = {key: tuple(value) if isinstance(value, list) else value for key, value in found.items()}
            return _TYPES[name](**values)


def _existing(path: Path) -> Path:
    if not path.exists():
        raise ValueError("a file or folder that the settings name is gone")
    return path
