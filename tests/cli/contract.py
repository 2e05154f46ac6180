"""The JSON of every command as a JSON Schema, written from the contract and not from the code: no key more or less."""

from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

TEXT = {"type": "string"}
TEXT_OR_NULL = {"type": ["string", "null"]}
COUNT = {"type": "integer", "minimum": 0}
NUMBER = {"type": "integer", "minimum": 1}
NUMBER_OR_NULL = {"type": ["integer", "null"], "minimum": 1}
YEAR_OR_NULL = {"type": ["integer", "null"]}
# ISO 8601 with offset.
TIME_PATTERN = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"
TIME = {"type": "string", "pattern": TIME_PATTERN}
TIME_OR_NULL = {"type": ["string", "null"], "pattern": TIME_PATTERN}
LINKS = {"type": "array", "items": {"type": "string"}}


def exactly(**properties: Any) -> dict[str, Any]:
    """An object that has all of these keys and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def document(**properties: Any) -> dict[str, Any]:
    return exactly(schema={"const": 1}, **properties)


def many(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def one_of(*values: str) -> dict[str, Any]:
    return {"enum": list(values)}


PROBLEM = {"anyOf": [{"type": "null"}, exactly(code=TEXT, detail=TEXT)]}
CHANGE_KEYS: dict[str, Any] = {
    "kind": one_of("added", "reworded", "moved", "removed", "restored", "cosmetic"),
    "milestone": NUMBER,
    "year": TEXT_OR_NULL,
    "text": TEXT,
    "old_year": TEXT_OR_NULL,
    "old_text": TEXT_OR_NULL,
    "similarity": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
}
OUTCOMES = ("baseline", "unchanged", "changed", "held", "failed", "skipped")

CHECK = document(
    checks=many(
        exactly(
            watch=TEXT,
            url=TEXT,
            checked_at=TIME,
            outcome=one_of(*OUTCOMES),
            version=NUMBER_OR_NULL,
            milestones=COUNT,
            changes=many(exactly(**CHANGE_KEYS)),
            missing=many(exactly(milestone=NUMBER, year=TEXT_OR_NULL, text=TEXT, missing_since=TIME, checks=NUMBER)),
            problem=PROBLEM,
        )
    )
)
PARSE = document(
    parser=TEXT,
    revision=NUMBER,
    strategy=TEXT_OR_NULL,
    milestones=many(exactly(year=TEXT_OR_NULL, start=YEAR_OR_NULL, end=YEAR_OR_NULL, text=TEXT, links=LINKS)),
    leftovers=many(TEXT),
    problem=PROBLEM,
)
KNOWN = exactly(
    id=NUMBER,
    year=TEXT_OR_NULL,
    start=YEAR_OR_NULL,
    end=YEAR_OR_NULL,
    text=TEXT,
    links=LINKS,
    first_seen=TIME,
    missing_since=TIME_OR_NULL,
)
SHOW = document(watch=TEXT, version=NUMBER_OR_NULL, seen_at=TIME_OR_NULL, milestones=many(KNOWN))
LOGGED = exactly(**CHANGE_KEYS, watch=TEXT, version=NUMBER, detected_at=TIME)
LOG = document(changes=many(LOGGED))
DIFF = document(watch=TEXT, **{"from": NUMBER, "to": NUMBER}, changes=many(exactly(**CHANGE_KEYS)))
STATUS = document(
    watches=many(
        exactly(
            watch=TEXT,
            outcome={"enum": [*OUTCOMES, None]},
            last_check=TIME_OR_NULL,
            last_good_check=TIME_OR_NULL,
            version=NUMBER_OR_NULL,
            milestones=COUNT,
            failures=COUNT,
            stale={"type": "boolean"},
            next_run=TIME_OR_NULL,
        )
    ),
    incidents=many(
        exactly(
            kind=one_of("failing", "held", "flapping", "stale", "undeliverable"),
            watch=TEXT_OR_NULL,
            channel=TEXT_OR_NULL,
            opened_at=TIME,
            detail=TEXT,
        )
    ),
    deliveries=exactly(pending=COUNT, dead=COUNT),
    daemon={"anyOf": [{"type": "null"}, exactly(host=TEXT, pid=NUMBER, seen_at=TIME)]},
)
EXPORT = document(
    watches=many(
        exactly(
            watch=TEXT,
            title=TEXT,
            url=TEXT_OR_NULL,
            version=NUMBER_OR_NULL,
            seen_at=TIME_OR_NULL,
            milestones=many(KNOWN),
            changes=many(LOGGED),
        )
    )
)


def valid(text: str, schema: dict[str, Any]) -> Any:
    """The document in a text, which must be JSON as the contract has it."""
    found = json.loads(text)
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(found)
    return found
