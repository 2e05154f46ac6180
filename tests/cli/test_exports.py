"""export: what other programs get."""

from __future__ import annotations

import csv
import io
import os
import re
import stat
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_watch.cli.exports import FORMATS
from page_watch.cli.exports.csv import COLUMNS, harmless
from page_watch.cli.exports.md import escaped
from tests.cli import contract
from tests.cli.support import FIRST, SECOND, Folder, at, milestone

ATOM = "{http://www.w3.org/2005/Atom}"
# RFC 3339, as RFC 4287, section 3.3, asks for it.
RFC_3339 = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")


@pytest.fixture
def told(folder: Folder) -> Folder:
    folder.visit(FIRST, at("03-04"))
    folder.visit(SECOND, at("03-09"))
    return folder


class TestCsv:
    def test_one_row_a_milestone(self, told: Folder) -> None:
        text = told.run("export", "progress", "--format", "csv").out
        assert text.count("\r\n") == text.count("\n") == 6
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert tuple(rows[0]) == COLUMNS
        assert [row["year"] for row in rows] == ["2025", "2021", "2018", "2017", ""]
        assert rows[2]["links"] == "https://example.org/roadmap"
        assert {row["version"] for row in rows} == {"2"}
        assert rows[1]["first_seen"] == "2026-03-04T12:00:00+00:00"

    def test_no_cell_is_a_formula(self, folder: Folder) -> None:
        hostile = ("=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-2+3", "＝1+1", 'a,b"c', "|x")
        folder.visit([milestone("=2019", text, "=x") for text in hostile], at("03-04"))
        rows = list(csv.DictReader(io.StringIO(folder.run("export", "--format", "csv").out, newline="")))
        assert [row["text"] for row in rows] == [
            "'=cmd|' /C calc'!A0", "'@SUM(1)", "'+1", "'-2+3", "'＝1+1", 'a,b"c', "'|x"
        ]  # fmt: skip
        assert {row["year"] for row in rows} == {"'=2019"}

    @given(st.text())
    def test_harmless_whatever_the_text(self, text: str) -> None:
        cell = harmless(text)
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))
        assert cell.isprintable() or " " in cell or not cell.isascii()


class TestAtom:
    def feed(self, folder: Folder, *names: str) -> Xml.Element:
        return Xml.fromstring(folder.run("export", *names, "--format", "atom").out.encode())

    def test_has_all_that_rfc_4287_asks_for(self, told: Folder) -> None:
        feed = self.feed(told, "progress")
        assert feed.tag == f"{ATOM}feed"
        for parent in (feed, *feed.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                (found,) = parent.findall(f"{ATOM}{name}")
                assert found.text
            updated = parent.findtext(f"{ATOM}updated")
            assert updated is not None
            assert RFC_3339.match(updated)
            assert (parent.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
            (link,) = parent.findall(f"{ATOM}link")
            assert (link.get("rel"), link.get("href")) == ("alternate", "http://127.0.0.1:9/progress")
        assert feed.findtext(f"{ATOM}author/{ATOM}name") == "page-watch"
        assert feed.findtext(f"{ATOM}updated") == "2026-03-09T12:00:00+00:00"

    def test_every_change_is_an_entry(self, told: Folder) -> None:
        entries = self.feed(told).findall(f"{ATOM}entry")
        kinds = {category.get("term") for entry in entries for category in entry.findall(f"{ATOM}category")}
        assert kinds == {"added", "reworded", "moved"}
        (reworded,) = [entry for entry in entries if "reworded" in (entry.findtext(f"{ATOM}title") or "")]
        content = reworded.findtext(f"{ATOM}content") or ""
        assert "<del>" in content
        assert "<ins>" in content
        assert "2030" in content

    def test_ids_never_change_and_are_told_apart(self, told: Folder) -> None:
        ids = [entry.findtext(f"{ATOM}id") for entry in self.feed(told).findall(f"{ATOM}entry")]
        assert len(set(ids)) == len(ids) == 3
        told.visit((*SECOND, milestone("2014", "Work commenced")), at("03-10"))
        later = [entry.findtext(f"{ATOM}id") for entry in self.feed(told).findall(f"{ATOM}entry")]
        assert later[1:] == ids

    def test_what_the_page_says_is_text_and_no_markup(self, folder: Folder) -> None:
        folder.visit(FIRST, at("03-04"))
        folder.visit(
            (*FIRST, milestone("2020", "<script>alert(1)</script> & \x00\ufffe", "javascript:alert(1)")), at("03-05")
        )
        (entry,) = self.feed(folder).findall(f"{ATOM}entry")
        content = entry.findtext(f"{ATOM}content") or ""
        assert "<script>" not in content
        assert "&lt;script&gt;" in content
        assert "javascript:" not in content

    def test_before_the_first_check_and_of_no_change(self, folder: Folder) -> None:
        assert self.feed(folder).findall(f"{ATOM}entry") == []
        folder.visit(FIRST, at("03-04"))
        feed = self.feed(folder)
        assert feed.findall(f"{ATOM}entry") == []
        assert feed.findtext(f"{ATOM}updated") == "2026-03-04T12:00:00+00:00"


class TestMarkdown:
    def test_reads_as_it_should(self, told: Folder) -> None:
        text = told.run("export", "--format", "md").out
        assert text.startswith(
            "# Our progress\n\n"
            "<http://127.0.0.1:9/progress>, version 2, accepted 2026-03-09T12:00:00+00:00.\n\n"
            "## 2025\n"
        )
        assert "- Roadmap for a circular economy adopted [1](https://example.org/roadmap)\n" in text
        assert "## Changes\n" in text
        assert text.endswith("\n")

    @pytest.mark.parametrize(
        ("text", "safe"),
        [
            ("*bold* _and_ <b>", r"\*bold\* \_and\_ \<b\>"),
            ("# heading", r"\# heading"),
            ("2019. a list", r"2019\. a list"),
            ("- a list", r"\- a list"),
            ("[x](javascript:1)", r"\[x\](javascript:1)"),
            ("a `b` \\ c", r"a \`b\` \\ c"),
        ],
    )
    def test_no_text_is_markup(self, text: str, safe: str) -> None:
        assert escaped(text) == safe


def test_json_has_everything(told: Folder) -> None:
    (watch,) = contract.valid(told.run("export", "--format", "json").out, contract.EXPORT)["watches"]
    assert (watch["watch"], watch["title"], watch["version"]) == ("progress", "Our progress", 2)
    assert len(watch["milestones"]) == 5
    assert len(watch["changes"]) == 3


@pytest.mark.parametrize("form", FORMATS)
def test_to_a_file_what_goes_to_standard_output(told: Folder, form: str) -> None:
    shown = told.run("export", "--format", form).out
    ended = told.run("export", "--format", form, "--output", "out.txt")
    assert (ended.status, ended.out, ended.err) == (0, "", "")
    assert (told.path / "out.txt").read_bytes() == shown.encode()


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.csv", "watch,version"),
        ("a.json", '{\n  "schema": 1'),
        ("a.md", "# Our"),
        ("a.xml", "<?xml"),
        ("a", "watch,"),
    ],
)
def test_the_format_goes_by_the_name_of_the_file(told: Folder, name: str, begins: str) -> None:
    told.run("export", "--output", name)
    assert (told.path / name).read_text().startswith(begins)


def test_a_file_is_replaced_whole_and_keeps_its_permissions(told: Folder) -> None:
    target = told.path / "real.csv"
    target.write_text("old")
    target.chmod(0o640)
    (told.path / "link.csv").symlink_to(target)
    assert told.run("export", "--output", "link.csv").status == 0
    assert (told.path / "link.csv").is_symlink()
    assert target.read_text().startswith("watch,")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert [path.name for path in told.path.iterdir() if path.name.startswith(".")] == []


def test_a_device_is_written_to_and_not_replaced(told: Folder) -> None:
    assert told.run("export", "--output", os.devnull).status == 0
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("where", ["nowhere/out.csv", "folder"])
def test_where_nothing_can_be_written(told: Folder, where: str) -> None:
    (told.path / "folder").mkdir()
    ended = told.run("export", "--output", where)
    assert ended.status == 2
    assert ended.err.startswith(f"page-watch: {where} could not be written: ")
