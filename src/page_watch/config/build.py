"""From the checked document to the settings: defaults filled in, paths and ports settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from page_watch.config import checks
from page_watch.config.channel_entries import AppriseEntry, ChannelEntry, EmailEntry, WebhookEntry
from page_watch.config.entries import Defaults, Document, MetricsEntry, WatchEntry
from page_watch.config.entry import Entry
from page_watch.settings import (
    AppriseChannel,
    Channel,
    Confirm,
    EmailChannel,
    Fetch,
    Limits,
    LogChannel,
    Retention,
    Select,
    Settings,
    Watch,
    WebhookChannel,
)
from page_watch.timetable import longest_wait

DATABASE = "sqlite:///page-watch.db"
_EVERY = timedelta(hours=6)
_PORTS = {"tls": 465, "starttls": 587, "none": 25}


def build(document: Document, folder: Path) -> Settings:
    """The settings a document stands for. ``folder`` is the configuration file's own."""
    channels = tuple(_channel(name, entry) for name, entry in document.channels.items())
    if "log" not in document.channels:
        channels = (LogChannel(name="log"), *channels)
    fetch = document.fetch
    return Settings(
        database=checks.database_url(document.database.reveal() if document.database else DATABASE, folder),
        channels=channels,
        watches=tuple(_watch(entry, document) for entry in document.watches),
        fetch=Fetch(**dict(fetch)),
        retention=Retention(**dict(document.retention)),
        templates=document.templates,
        heartbeat_url=document.heartbeat_url or document.heartbeat_url_file,
        metrics_port=document.metrics.port if document.metrics else None,
        metrics_address=(document.metrics or MetricsEntry.model_construct()).address,
    )


def _channel(name: str, entry: ChannelEntry) -> Channel:
    shared: dict[str, Any] = {key: getattr(entry, key) for key in ("notify", "digest", "quiet", "max_per_hour")}
    match entry:
        case EmailEntry():
            return EmailChannel(
                name=name,
                host=entry.host,
                port=entry.port or _PORTS[entry.security],
                security=entry.security,
                sender=entry.from_,
                to=entry.to,
                user=entry.user,
                password=entry.password or entry.password_file,
                timeout=entry.timeout,
                ca_file=entry.ca_file,
                **shared,
            )
        case WebhookEntry():
            url = entry.url or entry.url_file
            assert url, "checked by the entry"
            secret = entry.secret or entry.secret_file
            return WebhookChannel(name=name, url=url, secret=secret, timeout=entry.timeout, **shared)
        case AppriseEntry():
            url = entry.url or entry.url_file
            assert url, "checked by the entry"
            return AppriseChannel(name=name, url=url, **shared)
    return LogChannel(name=name, **shared)


def _watch(entry: WatchEntry, document: Document) -> Watch:
    defaults = document.defaults
    chosen = _chosen(Defaults, entry, defaults)
    every, cron = _schedule(entry, defaults)
    operators = chosen["operators"] if _given("operators", entry, defaults) else document.operators
    watch = Watch(
        **chosen
        | {
            "name": entry.name,
            "url": entry.url,
            "title": entry.title or entry.name,
            "every": every,
            "cron": cron,
            "operators": operators,
            "select": Select(**_chosen(type(entry.select), entry.select, defaults.select)),
            "limits": Limits(**_chosen(type(entry.limits), entry.limits, defaults.limits)),
            "confirm": Confirm(**_chosen(type(entry.confirm), entry.confirm, defaults.confirm)),
        }
    )
    if _given("stale_after", entry, defaults):
        return watch
    # A watch that is checked once a week must not be called stale in the middle of each.
    return replace(watch, stale_after=max(watch.stale_after, 2 * longest_wait(watch)))


def _chosen(shape: type[Entry], entry: Entry, defaults: Entry) -> dict[str, Any]:
    """Key by key what the entry says, else what the defaults say, which know what holds if nobody says anything."""
    return {key: getattr(entry if key in entry.model_fields_set else defaults, key) for key in shape.model_fields}


def _given(key: str, *entries: Entry) -> bool:
    return any(key in entry.model_fields_set for entry in entries)


def _schedule(entry: WatchEntry, defaults: Defaults) -> tuple[timedelta | None, str | None]:
    """The watch's own ``every`` or ``cron`` wins over a default of either kind."""
    for source in (entry, defaults):
        if source.every or source.cron:
            return source.every, source.cron
    return _EVERY, None
