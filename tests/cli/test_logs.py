from __future__ import annotations

import io
import json
import logging

from page_watch.cli.logs import logging_to

HOSTILE = "x\n2026-01-01T00:00:00+00:00 CRITICAL page_watch: forged\x1b[2J"


def logged(form: str, level: int = logging.INFO) -> str:
    stream = io.StringIO()
    with logging_to(stream, form=form, level=level):
        logging.getLogger("page_watch.fetch").info("got %s", HOSTILE)
        logging.getLogger("urllib3.connectionpool").info("chatter")
        logging.getLogger("urllib3.connectionpool").warning("trouble")
        try:
            raise ValueError(HOSTILE)
        except ValueError:
            logging.getLogger("page_watch.store").exception("failed")
    return stream.getvalue()


def test_no_text_forges_a_line() -> None:
    lines = logged("text").splitlines()
    assert lines[0].endswith("Z INFO page_watch.fetch: got x 2026-01-01T00:00:00+00:00 CRITICAL page_watch: forged␛[2J")
    assert [line for line in lines if " CRITICAL page_watch: forged" in line and not line.startswith("    ")] == [
        lines[0]
    ]
    assert "chatter" not in "".join(lines)
    assert lines[1].endswith("WARNING urllib3.connectionpool: trouble")


def test_a_traceback_is_indented() -> None:
    lines = logged("text").splitlines()
    start = next(place for place, line in enumerate(lines) if line.endswith("ERROR page_watch.store: failed"))
    assert lines[start + 1] == "    Traceback (most recent call last):"
    assert all(line.startswith("    ") for line in lines[start + 1 :])


def test_json_is_one_object_a_line() -> None:
    lines = [json.loads(line) for line in logged("json").splitlines()]
    assert [line["level"] for line in lines] == ["info", "warning", "error"]
    assert lines[0].keys() == {"time", "level", "logger", "message"}
    assert lines[0]["logger"] == "page_watch.fetch"
    assert lines[2]["trace"][0] == "Traceback (most recent call last):"


def test_what_was_set_up_is_undone() -> None:
    root, project = logging.getLogger(), logging.getLogger("page_watch")
    before = root.level, project.level, list(root.handlers)
    logged("json", logging.DEBUG)
    assert (root.level, project.level, list(root.handlers)) == before


def test_one_inside_another_changes_nothing() -> None:
    outer, inner = io.StringIO(), io.StringIO()
    with logging_to(outer, form="text", level=logging.INFO), logging_to(inner, form="json", level=logging.DEBUG):
        logging.getLogger("page_watch").info("once")
    assert outer.getvalue().count("once") == 1
    assert inner.getvalue() == ""
