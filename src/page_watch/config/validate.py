"""The long way from the file to the settings: YAML, variables, schema; every mistake told at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from page_watch.config.build import build
from page_watch.config.cache import Validated
from page_watch.config.entries import Document
from page_watch.config.mistakes import mistakes
from page_watch.config.secrets import Kept, Written
from page_watch.config.source import Source
from page_watch.config.tree import Mistake, Tree, tree
from page_watch.config.values import Surroundings
from page_watch.errors import CheckError, ConfigError
from page_watch.settings import Select


def validate(source: Source, env: Mapping[str, str]) -> Validated:
    """The settings in a file. ``ConfigError`` with every mistake in it, in the order of their lines."""
    found = tree(source, env)
    wrong = list(found.mistakes)
    document = None
    try:
        document = Document.model_validate(found.data, context=_surroundings(found, source))
    except ValidationError as error:
        wrong += mistakes(error, found)
    wrong += _misnamed_log(found)
    if wrong or document is None:
        wrong.sort(key=lambda mistake: mistake.line or 0)
        raise ConfigError(*dict.fromkeys(mistake.sentence(source.shown) for mistake in wrong))
    return Validated(build(document, source.folder), document.database, _public(found, document))


def _surroundings(found: Tree, source: Source) -> Surroundings:
    """What single values are checked against, taken from data that is not checked yet."""
    data = found.data if isinstance(found.data, dict) else {}
    channels, watches = data.get("channels"), data.get("watches")
    names: defaultdict[str, list[int]] = defaultdict(list)
    for position, watch in enumerate(watches if isinstance(watches, list) else []):
        if isinstance(watch, dict) and isinstance(watch.get("name"), str):
            names[watch["name"]].append(position)
    return Surroundings(
        folder=source.folder,
        channels=frozenset({"log", *(channels if isinstance(channels, dict) else ())}),
        names={name: tuple(positions) for name, positions in names.items()},
        parser=_parser,
        selector=_selector,
    )


def _parser(name: str) -> None:
    from page_watch import parsers  # here, because parsers bring in the HTML library

    try:
        parsers.load(name)
    except ConfigError as error:
        raise ValueError(f"cannot be used: {error}") from error


def _selector(part: str, text: str) -> None:
    """Whether a text is a CSS selector is for a parser to say; this one is shown an empty page."""
    from page_watch import parsers

    try:
        parsers.load("timeline").parse("<p></p>", "https://example.org/", Select(**{part: text}))
    except ConfigError as error:
        raise ValueError(f"cannot be used: {str(error).removeprefix(f'select.{part}: ')}") from error
    except CheckError:
        pass  # of course there is nothing on that page


def _misnamed_log(found: Tree) -> Iterator[Mistake]:
    """``log`` is always there, so nothing else may go by its name."""
    path = ("channels", "log", "kind")
    kind = found.texts.get(path)
    if kind and kind != "log":
        yield Mistake(found.line(path), path, 'the channel named "log" is always of the kind log; rename this one')


def _public(found: Tree, document: Document) -> frozenset[str] | None:
    """The variables that stand outside of secrets, None if one of them stands inside of one too."""
    places = {secret.origin.start for secret in _secrets(document) if isinstance(secret.origin, Written)}
    public: set[str] = set()
    hidden: set[str] = set()
    for text in found.texts.values():
        (hidden if text.origin and text.origin.start in places else public).update(text.variables)
    return None if public & hidden else frozenset(public)


def _secrets(document: Document) -> Iterator[Kept]:
    for entry in (document, *document.channels.values()):
        yield from (value for _, value in entry if isinstance(value, Kept))
