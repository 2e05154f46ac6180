"""Environment variables in the configuration: ``${VAR}``, ``${VAR:-default}``, and ``$${`` for a plain ``${``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_REFERENCE = re.compile(r"\$\$\{|\$\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?P<default>[^}]*))?\}|\$\{")


@dataclass(frozen=True, slots=True)
class Expanded:
    """A text with its variables filled in, the names of those variables, and what is wrong with them."""

    text: str
    variables: frozenset[str]
    problems: tuple[str, ...]


def expand(written: str, env: Mapping[str, str]) -> Expanded:
    """Fills in the variables. An empty variable counts as unset; what a variable holds is not expanded again."""
    variables: set[str] = set()
    problems: list[str] = []

    def value(reference: re.Match[str]) -> str:
        name, default = reference["name"], reference["default"]
        if reference[0] == "$${":
            return "${"
        if name is None:
            problems.append("holds a ${ that begins no ${VARIABLE}; write $${ if it is meant as it stands")
            return ""
        variables.add(name)
        found = env.get(name) or default
        if found is None:
            problems.append(f"needs the environment variable {name}, which is {'empty' if name in env else 'not set'}")
        return found or ""

    return Expanded(_REFERENCE.sub(value, written), frozenset(variables), tuple(problems))
