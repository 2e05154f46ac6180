"""What every mapping of the configuration file has in common."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from page_watch.config import values as v
from page_watch.config.secrets import Kept


class Entry(BaseModel):
    """A mapping of the file. Unknown keys are mistakes, and defaults are read like anything else."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, populate_by_name=False)

    @classmethod
    def known_keys(cls) -> frozenset[str]:
        """The keys as they are written."""
        return frozenset(field.alias or name for name, field in cls.model_fields.items())


def _blank(given: object) -> object:
    """A key with nothing under it (all of it commented out, say) is an empty mapping."""
    return {} if given is None else given


Blank = BeforeValidator(_blank)


def as_written(default: object, description: str) -> Any:
    """A key whose default is given as it would stand in the file."""
    return Field(default, description=description)


def mapping(description: str) -> Any:
    """A key with a mapping under it, all of whose keys have defaults."""
    return Field(default_factory=dict, description=description)  # checked like a written one, in its surroundings


def one_of(key: str, direct: Kept | None, file: Kept | None) -> None:
    """Refuse a secret that is given twice, directly and by a file."""
    if direct and file:
        raise v.beside(f"{key}_file", f"stands beside `{key}`; give one of the two")


def required(key: str, file: Kept | None, info: ValidationInfo, check: v.Check) -> Kept | None:
    """The file of a secret that must be given, directly or by this file, and whose content must pass a check."""
    if key not in info.data:
        return file
    one_of(key, info.data[key], file)
    if file:
        check(file.reveal())
    elif not info.data[key]:
        raise v.beside(key, f"missing; give it or `{key}_file`")
    return file
