"""What pydantic found, as sentences: file, line, path of keys, what is wrong, and what was meant.

A value is quoted as it is written in the file, never as a variable filled it in, and never where a secret belongs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from page_watch.config.channel_entries import AppriseEntry, EmailEntry, LogEntry, WebhookEntry
from page_watch.config.entries import (
    ConfirmEntry,
    Defaults,
    Document,
    FetchEntry,
    LimitsEntry,
    MetricsEntry,
    RetentionEntry,
    SelectEntry,
    WatchEntry,
)
from page_watch.config.entry import Entry
from page_watch.config.tree import Mistake, Path_, Tree
from page_watch.text import printable

_KINDS: dict[str, type[Entry]] = {
    "log": LogEntry,
    "email": EmailEntry,
    "webhook": WebhookEntry,
    "apprise": AppriseEntry,
}
_NESTED: dict[str, type[Entry]] = {
    "limits": LimitsEntry,
    "confirm": ConfirmEntry,
    "select": SelectEntry,
    "fetch": FetchEntry,
    "metrics": MetricsEntry,
    "retention": RetentionEntry,
    "defaults": Defaults,
}
_SECRETS = frozenset({"password", "secret", "heartbeat_url", "database"})
_USERINFO = re.compile(r"(?<=://)[^/@\s]*@")
_LONGEST = 60
_SENTENCES = {
    "missing": "missing",
    "int_parsing": "is not a whole number",
    "int_type": "should be a whole number",
    "int_from_float": "is not a whole number",
    "int_parsing_size": "is too large a number",
    "float_parsing": "is not a number",
    "float_type": "should be a number",
    "finite_number": "is not a number",
    "bool_parsing": "is neither true nor false",
    "bool_type": "should be true or false",
    "string_type": "should be a text",
    "tuple_type": "should be a list",
    "frozen_set_type": "should be a list",
    "dict_type": "should be a mapping of keys and values",
    "model_type": "should be a mapping of keys and values",
    "model_attributes_type": "should be a mapping of keys and values",
    "union_tag_not_found": "needs a `kind`: log, email, webhook or apprise",
}


def mistakes(error: ValidationError, tree: Tree) -> Iterator[Mistake]:
    """The mistakes in a file, but for those that only follow from a variable that is not set."""
    unset = {mistake.path for mistake in tree.mistakes}
    for found in error.errors(include_url=False, include_input=False):
        path = _path(found, tree)
        if path not in unset:
            yield Mistake(tree.line(path), path, _sentence(found, path, tree))


def _path(found: Any, tree: Tree) -> Path_:
    """Where a mistake is, in the file's own terms."""
    path = list(found["loc"])
    if path[-1:] == ["[key]"]:
        path.pop()
    if path[:1] == ["channels"] and len(path) > 3:
        del path[2]  # pydantic names the kind of the channel here, the file does not
    if found["type"] == "beside":
        path[-1] = found["ctx"]["key"]
    if path and isinstance(path[-1], int) and tuple(path) not in tree.lines:
        path.pop()  # one value stands for a list of one
    return tuple(path)


def _sentence(found: Any, path: Path_, tree: Tree) -> str:
    kind, context = found["type"], found.get("ctx", {})
    if kind == "beside":
        return str(context["text"])
    if kind == "extra_forbidden":
        near = get_close_matches(str(path[-1]), sorted(_entry(path[:-1], tree).known_keys()), n=1)
        return "unknown key" + (f'; did you mean "{near[0]}"?' if near else "")
    if kind == "union_tag_not_found" and path in tree.texts:
        kind = "dict_type"
    sentence = _SENTENCES.get(kind) or _bounded(kind, context)
    if kind == "value_error":
        sentence = printable(str(context["error"]))
    return _quoted(path, tree, found["loc"]) + (sentence or str(found["msg"]))


def _bounded(kind: str, context: Any) -> str | None:
    match kind:
        case "greater_than":
            return f"should be more than {context['gt']}"
        case "greater_than_equal":
            return f"should be at least {context['ge']}"
        case "less_than_equal":
            return f"should be at most {context['le']}"
        case "string_too_short":
            return "should not be empty"
        case "string_too_long":
            return f"is longer than {context['max_length']} characters"
        case "too_short":
            return "should hold at least one"
        case "literal_error" | "enum":
            return f"is not one of {context['expected'].replace(chr(39), '')}"
        case "union_tag_invalid":
            return "names a `kind` that is not log, email, webhook or apprise"
    return None


def _quoted(path: Path_, tree: Tree, loc: Any) -> str:
    """The value as written, in front of the sentence about it."""
    if loc[-1:] == ("[key]",):
        written = str(path[-1])
    elif path in tree.texts and not _holds_secret(path):
        written = _USERINFO.sub("***@", tree.texts[path].written)
    else:
        return ""
    written = written if len(written) <= _LONGEST else written[: _LONGEST - 1] + "…"
    return f'"{printable(written)}" '


def _holds_secret(path: Path_) -> bool:
    keys = [step for step in path if isinstance(step, str)]
    return bool(_SECRETS & set(keys)) or (path[0] == "channels" and keys[-1] == "url")


def _entry(path: Path_, tree: Tree) -> type[Entry]:
    """The kind of mapping at a path, for the keys it may hold."""
    match path:
        case ("channels", str() as name):
            return _KINDS[str(tree.texts[("channels", name, "kind")])]
        case ("watches", int()):
            return WatchEntry
        case (*_, str() as key) if key in _NESTED:
            return _NESTED[key]
    return Document
