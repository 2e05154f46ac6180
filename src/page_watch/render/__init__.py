"""Notices become messages: words chosen, templates filled.

A template is Jinja2 and runs in Jinja's sandbox: it can read what it is shown, and nothing else. What a page
wrote is data to it, never a template, and is escaped in HTML.
"""

from __future__ import annotations

import logging
from functools import cached_property
from typing import TYPE_CHECKING

from page_watch.notices.message import Message
from page_watch.render import phrases, view
from page_watch.render.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from jinja2 import BaseLoader, Environment

    from page_watch.model.notice import Notice
    from page_watch.render.view import Piece

LOG = logging.getLogger(__name__)


class Renderer:
    """Renders messages with the built-in templates, or with those found in the folder ``templates``.

    A template of one's own that is broken never holds up a message: the built-in one takes its place, and the
    message and the log say so. Thread-safe.
    """

    def __init__(self, templates: Path | None = None) -> None:
        self._own = templates

    def render(self, notices: Sequence[Notice], key: str, created_at: datetime) -> Message:
        """One message about one notice, or about several in the order given."""
        told = view.views(notices)
        remarks: list[str] = []
        values: dict[str, object] = {"subject": phrases.subject(notices), "told": told, "remarks": remarks}
        subject = _one_line(self._fill("subject.txt", values, remarks))
        values["subject"] = subject
        text = self._fill("message.txt", values, remarks)
        return Message(
            key=key,
            thread=_thread(notices),
            subject=subject,
            text=text.strip() + "\n",
            html=self._fill("message.html", values, remarks),
            notices=tuple(notices),
            created_at=created_at,
        )

    def _fill(self, name: str, values: dict[str, object], remarks: list[str]) -> str:
        """Fill a template; where one's own fails, the built-in one, with a remark."""
        if self._own is not None and (self._own / name).is_file():
            try:
                filled = self._theirs.get_template(name).render(values)
                if filled.strip():
                    return filled
                trouble = "it gave nothing"
            except Exception as error:  # noqa: BLE001 - a template may raise anything at all
                trouble = _trouble(error)
            LOG.warning("The template %s in %s is not used: %s", name, self._own, trouble)
            remarks.append(f"Your template {name} could not be used ({trouble}); the built-in one took its place.")
        return self._ours.get_template(name).render(values)

    @cached_property
    def _ours(self) -> Environment:
        from jinja2 import PackageLoader

        return _environment(PackageLoader("page_watch.render", "templates"))

    @cached_property
    def _theirs(self) -> Environment:
        from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader

        assert self._own is not None
        built_in = PackageLoader("page_watch.render", "templates")
        return _environment(ChoiceLoader([FileSystemLoader(self._own), built_in]))


def _one_line(subject: str) -> str:
    """A subject on one line, whatever a template made of it."""
    return phrases.cut(" ".join(subject.split()), phrases.SUBJECT)


def _environment(loader: BaseLoader) -> Environment:
    from jinja2 import StrictUndefined  # late: most checks have nothing to tell
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=loader,
        autoescape=lambda name: name is not None and name.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["wrap"] = wrap
    environment.filters["marked"] = marked
    environment.filters["sentence"] = phrases.sentence
    return environment


def marked(pieces: Iterable[Piece]) -> str:
    """Pieces as plain text: ``by [-2030-] {+2040+}``, as wdiff(1) marks them."""
    return "".join(_MARKS[piece.op].format(piece.text) for piece in pieces)


_MARKS = {"same": "{}", "deleted": "[-{}-]", "inserted": "{{+{}+}}"}


def _thread(notices: Sequence[Notice]) -> str | None:
    """What all the notices are about: a watch, or what the title names where it is not about a watch."""
    subjects = {notice.watch or f"\0{notice.title}" for notice in notices}
    return subjects.pop() if len(subjects) == 1 else None


def _trouble(error: Exception) -> str:
    line = getattr(error, "lineno", None)
    where = f"line {line}: " if line else ""
    return phrases.cut(f"{where}{error}", 200)
