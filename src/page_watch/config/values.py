"""The types of single values in the configuration: how each is read, checked, and described in the JSON Schema.

Values are checked one by one, so that every mistake is found in one go; checks that need the rest of the file take
it from ``Surroundings``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from page_watch import cron
from page_watch.config import checks, quantities
from page_watch.config.secrets import Kept, from_file
from page_watch.config.tree import Text
from page_watch.errors import ConfigError
from page_watch.model.milestone import Kind
from page_watch.settings import Digest, Quiet


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a single value is checked against.

    ``folder`` is where relative paths start; ``channels`` are the names there are; ``names`` the positions of the
    watches by name; ``parser`` and ``selector`` raise ``ValueError`` for a parser there is not, and for what is no CSS
    selector of the named part of a timeline.
    """

    folder: Path
    channels: frozenset[str]
    names: Mapping[str, tuple[int, ...]]
    parser: Callable[[str], None]
    selector: Callable[[str, str], None]


def surroundings(info: ValidationInfo) -> Surroundings:
    """The surroundings of the value being checked."""
    found = info.context
    assert isinstance(found, Surroundings)
    return found


def beside(key: str, text: str) -> PydanticCustomError:
    """A mistake that people should look for at another key of the same mapping."""
    return PydanticCustomError("beside", "{text}", {"key": key, "text": text})


def _read(read: Callable[[str], object]) -> PlainValidator:
    """Reads a value with a function of the text it is written as."""

    def value(given: object) -> object:
        if not isinstance(given, str):
            raise ValueError("should be a single text")
        return read(str(given))

    return PlainValidator(value)


def _like(pattern: str, *examples: str) -> dict[str, Any]:
    """The JSON Schema of a text that matches a pattern."""
    return {"type": "string", "pattern": pattern} | ({"examples": list(examples)} if examples else {})


def _positive(text: str) -> timedelta:
    value = quantities.duration(text)
    if not value:
        raise ValueError("should be longer than nothing")
    return value


def _every(text: str) -> timedelta:
    value = quantities.duration(text)
    if value < timedelta(seconds=1):
        raise ValueError("is too often; the shortest is 1s")
    return value


def _cron(text: str) -> str:
    try:
        cron.parse(text)
    except ConfigError as error:
        raise ValueError(f"is not usable: {error}") from error
    return " ".join(text.split())


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ValueError, OSError, KeyError) as error:
        from difflib import get_close_matches
        from zoneinfo import available_timezones

        near = get_close_matches(text, available_timezones(), n=1)
        hint = f'; did you mean "{near[0]}"?' if near else "; use a name such as America/Lima or UTC"
        raise ValueError(f"is not a time zone{hint}") from error


def _listed(given: object) -> object:
    """One value may stand for a list of one."""
    return [given] if isinstance(given, str) else given


def _one_or_list(schema: dict[str, Any]) -> None:
    """Says in the JSON Schema of a list that one value may stand for a list of one."""
    items = schema["items"]
    schema["anyOf"] = [items, {"type": "array"} | {key: schema.pop(key) for key in _OF_LISTS & set(schema)}]
    del schema["type"]


def _one_or_more(schema: dict[str, Any]) -> None:
    schema["minItems"] = 1
    _one_or_list(schema)


_OF_LISTS = frozenset({"items", "minItems", "uniqueItems"})


def some(given: object) -> object:
    """A list with something in it, however wrong that may be."""
    if given == []:
        raise ValueError("should hold at least one")
    return given


def _known_channel(text: str, info: ValidationInfo) -> str:
    from difflib import get_close_matches

    known = surroundings(info).channels
    if text in known:
        return text
    near = get_close_matches(text, known, n=1)
    hint = f'did you mean "{near[0]}"?' if near else f"there are {', '.join(sorted(known))}"
    raise ValueError(f"is not a channel; {hint}")


def _known_parser(text: str, info: ValidationInfo) -> str:
    surroundings(info).parser(text)
    return text


def _css(text: str, info: ValidationInfo) -> str:
    surroundings(info).selector(info.field_name or "timeline", text)
    return text


def _one_line(text: str) -> str:
    if not text.isprintable() or not text.strip():
        raise ValueError("should be one line of text without control characters")
    return text.strip()


def _contact(text: str) -> str:
    if not (text.isascii() and text.isprintable()) or set("()") & set(text):
        raise ValueError("should be an email or web address in plain ASCII, because it becomes part of a header")
    return text


def _mailbox(text: str) -> str:
    from email.utils import parseaddr

    local, at, domain = parseaddr(text)[1].rpartition("@")
    if not text.isprintable() or not (local and at and domain) or any(c.isspace() or c == "," for c in local + domain):
        raise ValueError("is not an email address such as team@example.org")
    return text


def _host(text: str) -> str:
    if not text.isprintable() or any(character in text for character in " /@"):
        raise ValueError("is not the name of a host; write it without port, user or scheme, as in smtp.example.org")
    return text


def _path(given: object, info: ValidationInfo) -> Path:
    if not isinstance(given, str):
        raise ValueError("should be a single text")
    if not given or "\0" in given:
        raise ValueError("is not a path")
    try:
        return surroundings(info).folder / Path(str(given)).expanduser()
    except RuntimeError as error:
        raise ValueError("names the home folder of a user there is not") from error


def _file(path: Path) -> Path:
    if not path.is_file():
        raise ValueError("is not a file")
    return path


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise ValueError("is not a folder")
    return path


def _secret(given: object) -> Kept:
    if not isinstance(given, Text):
        raise ValueError("should be a single text")
    if not given:
        raise ValueError("is empty")
    return Kept(str(given), given.origin)


def _checked(check: Callable[[str], object]) -> AfterValidator:
    def value(secret: Kept) -> Kept:
        check(secret.reveal())
        return secret

    return AfterValidator(value)


def _database(secret: Kept, info: ValidationInfo) -> Kept:
    checks.database_url(secret.reveal(), surroundings(info).folder)
    return secret


_ANY_NUMBER = Field(json_schema_extra=_one_or_list)
_ONE_OR_MORE = Field(json_schema_extra=_one_or_more)
Check = Callable[[str], object]

_HELD_BACK = WithJsonSchema({"type": "string", "minLength": 1})
_NAMED = WithJsonSchema({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"})
_POINTED = WithJsonSchema({"type": "string", "format": "path"})

_SPAN = WithJsonSchema(_like(quantities.DURATION, "30s", "10m", "6h", "3d", "1w", "1h30m"))
_DIGEST = rf"^(daily|{'|'.join(quantities.WEEKDAYS)}) {quantities.CLOCK}$"
_QUIET = rf"^{quantities.CLOCK}-{quantities.CLOCK}$"
_BYTES = {"anyOf": [{"type": "integer", "minimum": 1}, _like(quantities.SIZE, "20MB", "500KB")]}

Duration = Annotated[timedelta, _read(quantities.duration), _SPAN]
Positive = Annotated[timedelta, _read(_positive), _SPAN]
Every = Annotated[timedelta, _read(_every), _SPAN]
Alive = Annotated[
    timedelta, _read(quantities.alive), WithJsonSchema(_like(rf"^(daily|weekly|monthly)$|{quantities.DURATION}"))
]
Size = Annotated[int, _read(quantities.size), Field(gt=0), WithJsonSchema(_BYTES)]
Cron = Annotated[str, _read(_cron), WithJsonSchema({"type": "string", "examples": ["0 6 * * 1-5"]})]
DigestText = Annotated[Digest, _read(quantities.digest), WithJsonSchema(_like(_DIGEST, "daily 08:00", "monday 08:00"))]
QuietText = Annotated[Quiet, _read(quantities.quiet), WithJsonSchema(_like(_QUIET, "22:00-07:00"))]
Zone = Annotated[ZoneInfo, _read(_zone), WithJsonSchema({"type": "string", "examples": ["America/Lima", "UTC"]})]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_one_line)]
Name = Annotated[str, AfterValidator(checks.name), _NAMED]
PageUrl = Annotated[str, AfterValidator(checks.page_url), WithJsonSchema(_like("^https?://"))]
ChannelName = Annotated[str, AfterValidator(_known_channel)]
ChannelNames = Annotated[tuple[ChannelName, ...], BeforeValidator(_listed), _ANY_NUMBER]
Kinds = Annotated[frozenset[Kind], BeforeValidator(_listed), _ANY_NUMBER]
ParserName = Annotated[str, AfterValidator(_known_parser)]
Selector = Annotated[str, StringConstraints(min_length=1, max_length=2000), AfterValidator(_css)]
Host = Annotated[str, StringConstraints(min_length=1, max_length=255), AfterValidator(_host)]
Mailbox = Annotated[str, AfterValidator(_mailbox)]
Mailboxes = Annotated[tuple[Mailbox, ...], BeforeValidator(some), BeforeValidator(_listed), _ONE_OR_MORE]
Port = Annotated[int, Field(ge=1, le=65535)]
Contact = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_contact)]
ExistingFile = Annotated[Path, PlainValidator(_path), AfterValidator(_file), _POINTED]
ExistingFolder = Annotated[Path, PlainValidator(_path), AfterValidator(_folder), _POINTED]
SecretFile = Annotated[Kept, PlainValidator(_path), AfterValidator(from_file), _POINTED]
SecretText = Annotated[Kept, PlainValidator(_secret), _HELD_BACK]
SecretUrl = Annotated[Kept, PlainValidator(_secret), _checked(checks.http_url), _HELD_BACK]
ServiceUrl = Annotated[Kept, PlainValidator(_secret), _checked(checks.service_url), _HELD_BACK]
SigningSecret = Annotated[Kept, PlainValidator(_secret), _checked(checks.signing_secret), _HELD_BACK]
Database = Annotated[Kept, PlainValidator(_secret), AfterValidator(_database), _HELD_BACK]
