"""The tree of values in a configuration file, each with its line, variables filled in.

Scalars keep the text they are written with: what ``0123`` or ``no`` means is decided by the key it stands under.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Self

from page_watch.config.environment import expand
from page_watch.config.secrets import Written
from page_watch.config.source import Source
from page_watch.errors import ConfigError

Path_ = tuple[str | int, ...]
"""The way to a value: keys and positions from the top."""

_DEEPEST = 32
_MOST_VALUES = 200_000


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong in the file; ``line`` counts from 1, and is None if there is no one place."""

    line: int | None
    path: Path_
    text: str

    def sentence(self, shown: str) -> str:
        """The mistake as people read it: file, line, path of keys, and what is wrong."""
        place = f"{shown}:{self.line}" if self.line else shown
        return f"{place}: {dotted(self.path)}: {self.text}" if self.path else f"{place}: {self.text}"


class Text(str):
    """A scalar of the file, variables filled in.

    ``written`` is what stands in the file; ``origin`` where, if it stands there in one piece; ``variables`` are
    the environment variables it takes in.
    """

    written: str
    origin: Written | None
    variables: frozenset[str]

    @classmethod
    def of(cls, value: str, written: str, origin: Written | None, variables: frozenset[str]) -> Self:
        """A scalar with all it knows about itself."""
        text = cls(value)
        text.written, text.origin, text.variables = written, origin, variables
        return text


@dataclass(slots=True)
class Tree:
    """The values of a file: mappings, lists, ``Text`` and None, with the line of each, and the mistakes met so far."""

    data: object = None
    lines: dict[Path_, int] = field(default_factory=dict)
    texts: dict[Path_, Text] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def line(self, path: Path_) -> int | None:
        """The line of a value, or of the nearest thing around it."""
        return next((self.lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self.lines), None)


def dotted(path: Path_) -> str:
    """A path as people write it: ``watches[0].every``."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif re.fullmatch(r"[\w-]+", step):
            text += f".{step}"
        else:
            text += f"[{step[:40]!r}]"
    return text.removeprefix(".")


# A reference such as ${VAR} may stand bare in a flow mapping, where YAML would take its braces for one more mapping.
# So references wear other characters, one for one, while YAML reads the file.
_BARE_REFERENCE = re.compile(r"""\$?\$\{[^{}"'\\\n]*\}""")
_VEIL = 0xF0000
_VEILED = re.compile(f"[{chr(_VEIL)}-{chr(_VEIL + 0x7F)}]")


def _veil(text: str) -> str:
    return _BARE_REFERENCE.sub(
        lambda reference: "".join(chr(_VEIL + ord(c)) if c < "\x80" else c for c in reference[0]), text
    )


def _unveil(text: str) -> str:
    return _VEILED.sub(lambda character: chr(ord(character[0]) - _VEIL), text)


def tree(source: Source, env: Mapping[str, str]) -> Tree:
    """The values of the file. ``ConfigError`` if it is not YAML, or YAML that is not meant for people."""
    import yaml  # here, because a start from the cache does without it

    veiled = _veil(source.text)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _refuse_depth(yaml.parse(veiled, Loader=loader), source)
        root = yaml.compose(veiled, Loader=loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        problem = re.sub(r"((?:alias|anchor|tag)\b[^'\"]*)['\"].*", r"\1", _unveil(error.problem or "")).strip()
        if "single document" in f"{error.context} {problem}":
            problem = "more than one document in the file"
        raise ConfigError(Mistake(line, (), f"this is not YAML: {problem}").sentence(source.shown)) from error
    except yaml.YAMLError as error:
        position = getattr(error, "position", None)
        line = source.text.count("\n", 0, position) + 1 if isinstance(position, int) else None
        raise ConfigError(
            Mistake(line, (), "this is not YAML: it holds a character that no text should").sentence(source.shown)
        ) from error
    if root is None or (isinstance(root, yaml.ScalarNode) and root.tag.endswith(":null")):
        raise ConfigError(
            f"{source.shown}: the configuration file is empty; `page-watch init` writes one to start from"
        )
    if not isinstance(root, yaml.MappingNode):
        raise ConfigError(f"{source.shown}: the file should hold keys and values at the top, as in `watches: …`")
    return _Reading(source, env).tree(root)


def _refuse_depth(events: Iterator[Any], source: Source) -> None:
    """Refuses a depth that would exhaust the stack of the YAML library, before it gets there."""
    import yaml

    depth = 0
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            line = event.start_mark.line + 1
            raise ConfigError(f"{source.shown}:{line}: the values are nested too deeply to be a configuration")


def _size(node: Any, sizes: dict[int, float]) -> float:
    """How many values a node means with its aliases unfolded; endless for one that holds itself."""
    if id(node) not in sizes:
        sizes[id(node)] = float("inf")
        inner = node.value if node.id == "sequence" else chain.from_iterable(node.value) if node.id == "mapping" else ()
        sizes[id(node)] = 1 + sum(_size(part, sizes) for part in inner)
    return sizes[id(node)]


class _Reading:
    """One walk over the nodes of a file."""

    def __init__(self, source: Source, env: Mapping[str, str]) -> None:
        self._source = source
        self._env = env
        self._tree = Tree()
        self._merging: set[int] = set()

    def tree(self, root: Any) -> Tree:
        if _size(root, {}) > _MOST_VALUES:
            raise self._unfolding()
        self._tree.lines[()] = root.start_mark.line + 1
        self._tree.data = self._value(root, ())
        return self._tree

    def _unfolding(self) -> ConfigError:
        """Aliases may stand for each other: a few lines can mean billions of values, or one value inside itself."""
        return ConfigError(f"{self._source.shown}: the aliases (*name) unfold to too many values to be a configuration")

    def _mistake(self, node: Any, path: Path_, text: str) -> None:
        self._tree.mistakes.append(Mistake(node.start_mark.line + 1, path, text))

    def _value(self, node: Any, path: Path_) -> object:
        if len(path) > _DEEPEST:
            raise self._unfolding()
        kind = node.tag.removeprefix("tag:yaml.org,2002:")
        if node.id == "mapping" and kind == "map":
            return self._mapping(node, path)
        if node.id == "sequence" and kind == "seq":
            return self._sequence(node, path)
        if node.id == "scalar" and kind == "null":
            return None
        if node.id == "scalar" and kind in ("str", "int", "float", "bool", "timestamp", "merge", "value"):
            return self._scalar(node, path)
        self._mistake(node, path, "holds a YAML tag (!…), which a configuration cannot use")
        return None

    def _sequence(self, node: Any, path: Path_) -> list[object]:
        values = []
        for position, item in enumerate(node.value):
            self._tree.lines[(*path, position)] = item.start_mark.line + 1
            values.append(self._value(item, (*path, position)))
        return values

    def _scalar(self, node: Any, path: Path_) -> Text:
        written = _unveil(node.value)
        expanded = expand(written, self._env)
        for problem in expanded.problems:
            self._mistake(node, path, problem)
        begin, end = node.start_mark.index, node.end_mark.index
        found = self._source.text.find(written, begin, end) if written else -1
        origin = Written(found, found + len(written)) if found >= 0 else None
        text = Text.of(expanded.text, written, origin, expanded.variables)
        self._tree.texts[path] = text
        return text

    def _mapping(self, node: Any, path: Path_) -> dict[str, object]:
        values: dict[str, object] = {}
        for key_node, value_node in node.value:
            if key_node.tag.endswith(":merge"):
                values |= self._merged(value_node, path)
        own: dict[str, int] = {}
        for key_node, value_node in node.value:
            if key_node.tag.endswith(":merge"):
                continue
            if key_node.id != "scalar" or not key_node.value:
                self._mistake(key_node, path, "has a key that is not a plain word")
                continue
            key, line = _unveil(key_node.value), key_node.start_mark.line + 1
            if key in own:
                self._mistake(key_node, (*path, key), f"is given twice, first on line {own[key]}")
                continue
            own[key] = self._tree.lines[(*path, key)] = line
            values[key] = self._value(value_node, (*path, key))
        return values

    def _merged(self, node: Any, path: Path_) -> dict[str, object]:
        """What ``<<: *other`` takes in (YAML merge keys); of several, the first one that has a key gives it."""
        values: dict[str, object] = {}
        for part in reversed(node.value) if node.id == "sequence" else [node]:
            if part.id != "mapping" or id(part) in self._merging:
                self._mistake(part, path, "merges (<<) something that is not a mapping of its own")
                continue
            self._merging.add(id(part))
            values |= self._mapping(part, path)
            self._merging.discard(id(part))
        return values
