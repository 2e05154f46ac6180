"""The settings written out as a configuration file: what holds, defaults included, secrets hidden."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import timedelta
from typing import Any

from page_watch.config import quantities
from page_watch.model.milestone import Kind
from page_watch.settings import Channel, Digest, EmailChannel, Quiet, Secret, Settings, Watch

_HIDDEN = "***"
_PASSWORD = re.compile(r"(?<=://)([^:/@]*):.*@(?=[^@]*$)")
_SECRET_OPTION = re.compile(r"(?i)([?&](?:password|passfile|sslpassword)=)[^&]*")


def text(settings: Settings) -> str:
    """The configuration file that says everything the settings hold."""
    import yaml

    document = {
        "database": _without_password(settings.database),
        "channels": {channel.name: _channel(channel) for channel in settings.channels},
        "fetch": _entry(settings.fetch),
        "watches": [_watch(watch) for watch in settings.watches],
        "templates": settings.templates and str(settings.templates),
        "heartbeat_url": settings.heartbeat_url and _HIDDEN,
        "metrics": settings.metrics_port and {"port": settings.metrics_port, "address": settings.metrics_address},
        "retention": _entry(settings.retention),
    }
    return yaml.safe_dump(_given(document), sort_keys=False, allow_unicode=True, width=120)


def _channel(channel: Channel) -> dict[str, Any]:
    entry = {"kind": channel.kind} | _entry(channel)
    del entry["name"]
    if isinstance(channel, EmailChannel):
        entry["from"] = entry.pop("sender")
    return entry


def _watch(watch: Watch) -> dict[str, Any]:
    entry = _entry(watch)
    if watch.alive is None:
        entry.pop("alive", None)
    return {key: entry.pop(key) for key in ("name", "title", "url")} | entry


def _entry(value: Any) -> dict[str, Any]:
    """A dataclass of the settings as a mapping of the file, without what is not given."""
    return _given({field.name: _plain(field.name, getattr(value, field.name)) for field in fields(value)})


def _plain(key: str, value: object) -> object:
    match value:
        case Secret():
            return _HIDDEN
        case timedelta():
            return quantities.duration_text(value)
        case frozenset():
            return [str(kind) for kind in Kind if kind in value]
        case tuple():
            return list(value)
        case int() if key == "max_bytes":
            return quantities.size_text(value)
        case None | str() | bool() | int() | float():
            return value
        case Digest():
            return quantities.digest_text(value)
        case Quiet():
            return quantities.quiet_text(value)
    if hasattr(value, "__dataclass_fields__"):
        return _entry(value)
    return str(value)  # time zones and paths


def _given(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value is not None and value != {}}


def _without_password(url: str) -> str:
    return _SECRET_OPTION.sub(rf"\1{_HIDDEN}", _PASSWORD.sub(rf"\1:{_HIDDEN}@", url))
