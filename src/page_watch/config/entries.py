"""The configuration file as a schema: every key, its type, its default, its meaning.

A default stands here as it would be written in the file.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from page_watch.config import checks
from page_watch.config import values as v
from page_watch.config.channel_entries import AnyChannel
from page_watch.config.entry import Blank, Entry, as_written, mapping, one_of
from page_watch.config.secrets import Kept


class LimitsEntry(Entry):
    """What is believed of a page."""

    suspicious: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)] = Field(
        0.5, description="Share of the milestones, 0 to 1, that may be missing or edited before a check is held."
    )
    suspicious_least: Annotated[int, Field(ge=1)] = Field(
        4, description="A check is held only if at least so many milestones are missing or edited."
    )
    min_milestones: Annotated[int, Field(ge=1)] = Field(
        1, description="A page with fewer milestones than this is taken for a broken one."
    )
    flapping: v.Duration = as_written(
        "24h", "Time in which a return to earlier contents counts as two servers taking turns."
    )
    failing: Annotated[int, Field(ge=1)] = Field(3, description="Failed checks in a row before people are told.")


class ConfirmEntry(Entry):
    """How many checks in a row must agree."""

    removals: Annotated[int, Field(ge=1)] = Field(
        2, description="Good checks in a row that must miss a milestone before it counts as removed."
    )
    held: Annotated[int, Field(ge=1)] = Field(
        3,
        description="Checks in a row, the first included, that must show the same held content before it is accepted.",
    )


class SelectEntry(Entry):
    """Where the timeline is, as CSS selectors, for pages that are not found by their structure."""

    timeline: v.Selector | None = Field(None, description="CSS selector of the block that holds the timeline.")
    year: v.Selector | None = Field(None, description="CSS selector of a year label inside it.")
    item: v.Selector | None = Field(None, description="CSS selector of a milestone inside it.")


class Defaults(Entry):
    """What holds for every watch that does not say otherwise."""

    parser: v.ParserName = Field("timeline", description="The parser that reads the page.")
    every: v.Every | None = Field(
        None,
        description="Time between two checks, 1s at least. Not together with `cron`.",
        json_schema_extra={"default": "6h"},
    )
    cron: v.Cron | None = Field(
        None, description="When to check, as five cron fields in the watch's time zone. Not together with `every`."
    )
    jitter: v.Duration = as_written(
        "10m", "Checks are spread at random by up to this much, and never by more than half of `every`."
    )
    timezone: v.Zone = as_written(
        "UTC", "IANA time zone of `cron`, `digest` and `quiet`, and of the times people are shown."
    )
    channels: v.ChannelNames = Field(("log",), description="Channels that are told of changes.")
    operators: v.ChannelNames = Field(
        (),
        description="Channels that are told of incidents in place of `channels` (top-level `operators` if not given).",
    )
    notify: v.Kinds = as_written(
        ("added", "reworded", "moved", "removed", "restored"), "Kinds of change that people are told of."
    )
    digest: v.DigestText | None = Field(None, description="Gather changes and send them at this time only.")
    quiet: v.QuietText | None = Field(None, description="Hours in which nothing is sent; it is sent at their end.")
    stale_after: v.Positive = as_written(
        "3d",
        "Time without a good check after which a watch is stale; if not given, at least twice the time between checks.",
    )
    remind_every: v.Positive = as_written("7d", "Time between two reminders of an incident that stays open.")
    alive: v.Alive | None = Field(
        None, description="How often to send a short proof of life: daily, weekly, monthly (30 days), or a duration."
    )
    select: Annotated[SelectEntry, Blank] = mapping("CSS selectors that pin the timeline.")
    limits: Annotated[LimitsEntry, Blank] = mapping("What is believed.")
    confirm: Annotated[ConfirmEntry, Blank] = mapping("How many checks in a row must agree.")

    @field_validator("cron")
    @classmethod
    def _one_schedule(cls, cron: str | None, info: ValidationInfo) -> str | None:
        if cron and info.data.get("every"):
            raise v.beside("cron", "stands beside `every`; give one of the two")
        return cron


class WatchEntry(Defaults):
    """One page to watch."""

    name: v.Name = Field(description="The identity of the watch: its history belongs to this name.")
    url: v.PageUrl = Field(description="The address of the page.")
    title: v.Line | None = Field(None, description="What people call the page; the name if not given.")

    @field_validator("name")
    @classmethod
    def _unique(cls, name: str, info: ValidationInfo) -> str:
        positions = v.surroundings(info).names.get(name, ())
        if len(positions) > 1:
            others = " and ".join(f"watches[{position}]" for position in positions)
            raise ValueError(f"is the name of {others}; give each its own")
        return name


class FetchEntry(Entry):
    """How pages are asked for."""

    contact: v.Contact | None = Field(None, description="Address for the server's owner, sent in User-Agent.")
    timeout: v.Positive = as_written("30s", "Longest time for one page, redirects and download included.")
    max_bytes: v.Size = as_written("20MB", "Largest page, after decompression.")
    per_host: Annotated[int, Field(ge=1, le=100)] = Field(2, description="Requests to one host at the same time.")
    pause: v.Duration = as_written("0s", "Least time between two requests to one host.")
    robots: bool = Field(True, description="Whether to ask and obey robots.txt.")
    ca_file: v.ExistingFile | None = Field(None, description="Certificates to trust instead of the usual ones (PEM).")


class MetricsEntry(Entry):
    """Figures for Prometheus, served by `page-watch run`."""

    port: v.Port = Field(9464, description="Port to serve them on.")
    address: v.Host = Field("127.0.0.1", description="Address to serve them on; `0.0.0.0` for all of this machine.")


class RetentionEntry(Entry):
    """How long things are kept. Versions and their evidence are kept for ever."""

    checks: v.Positive = as_written("90d", "How long checks that changed nothing are kept.")


class Document(Entry):
    """The configuration of page-watch."""

    database: v.Database | None = Field(
        None,
        description="SQLite or PostgreSQL URL. The path of an SQLite file starts at the configuration's folder.",
        json_schema_extra={"default": "sqlite:///page-watch.db"},
    )
    channels: Annotated[dict[v.Name, AnyChannel], Blank] = Field({}, description="Where notices go, by name.")
    operators: v.ChannelNames = Field(
        (), description="Channels that are told of incidents, for watches that name none."
    )
    defaults: Annotated[Defaults, Blank] = mapping("Defaults of all watches.")
    fetch: Annotated[FetchEntry, Blank] = mapping("How pages are asked for.")
    watches: Annotated[tuple[WatchEntry, ...], BeforeValidator(v.some)] = Field(
        json_schema_extra={"minItems": 1}, description="The pages to watch."
    )
    templates: v.ExistingFolder | None = Field(None, description="Folder of templates that replace the built-in ones.")
    heartbeat_url: v.SecretUrl | None = Field(
        None, description="Address to call after each good round, for a dead man's switch. Kept secret."
    )
    heartbeat_url_file: v.SecretFile | None = Field(None, description="A file that holds that address instead.")
    metrics: Annotated[MetricsEntry, Blank] | None = Field(
        None, description="Figures for Prometheus; off if not given."
    )
    retention: Annotated[RetentionEntry, Blank] = mapping("How long things are kept.")

    @field_validator("heartbeat_url_file")
    @classmethod
    def _heartbeat(cls, file: Kept | None, info: ValidationInfo) -> Kept | None:
        one_of("heartbeat_url", info.data.get("heartbeat_url"), file)
        if file:
            checks.http_url(file.reveal())
        return file
