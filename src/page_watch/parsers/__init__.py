"""Parsers: each is a module whose name is the name in the configuration."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Protocol, cast

from page_watch.errors import ConfigError

if TYPE_CHECKING:
    from page_watch.model.milestone import Parsed
    from page_watch.settings import Select


class Parser(Protocol):
    """What a parser module holds."""

    REVISION: int
    """Rises with any change of what the parser reads: stored pages are then read again."""

    def parse(self, html: str, base_url: str, select: Select = ...) -> Parsed:
        """The milestones of a page; see ``page_watch.parsers.timeline.parse`` for what is raised."""
        ...


def load(name: str) -> Parser:
    """The parser of a name. Raises ``ConfigError``, with the names there are, for any other."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or find_spec(f"{__name__}.{name}") is None:
        known = ", ".join(sorted(module.name for module in iter_modules(__path__)))
        raise ConfigError(f"there is no parser named {name!r}; there is: {known}")
    return cast(Parser, import_module(f"{__name__}.{name}"))
