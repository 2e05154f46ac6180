"""The configuration: one YAML file, checked whole, every mistake told with its path and line.

Reading YAML and checking it against the schema takes longer than a whole check of an unchanged page. So the checked
form is kept in the user's cache folder (see ``cache``), and neither library is imported while it holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from page_watch.config.cache import Cache
from page_watch.config.sample import SAMPLE
from page_watch.config.source import Source
from page_watch.settings import Settings

__all__ = ["SAMPLE", "effective", "load", "schema"]


def load(path: Path | None, env: Mapping[str, str]) -> Settings:
    """The settings in a configuration file.

    ``path`` None means ``$PAGE_WATCH_CONFIG``, else ``config.yaml`` in the current folder. Raises ``ConfigError``
    with every mistake, each with its line and path; no mistake shows a secret.
    """
    source = Source.read(path or Path(env.get("PAGE_WATCH_CONFIG") or "config.yaml"))
    cache = Cache(source, env)
    settings = cache.load()
    if settings is None:
        from page_watch.config.validate import validate  # the long way: brings in yaml and pydantic

        validated = validate(source, env)
        cache.save(validated)
        settings = validated.settings
    return settings


def schema() -> dict[str, Any]:
    """The JSON Schema of the configuration file (draft 2020-12)."""
    from page_watch.config.entries import Document

    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Document.model_json_schema()


def effective(settings: Settings) -> str:
    """The settings as a configuration file with everything written out, secrets hidden."""
    from page_watch.config.written import text  # named unlike this function, whose place it would take

    return text(settings)
