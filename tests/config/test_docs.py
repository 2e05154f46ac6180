"""What is written for people about the configuration holds: the handbook, the sample, the repository's own file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from page_watch.config import SAMPLE, effective, load, schema
from tests.config.conftest import Folder
from tests.config.test_settings import EVERYTHING, WHOLE

ROOT = Path(__file__).parents[2]
HANDBOOK = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", HANDBOOK, re.DOTALL)
SCHEMA = schema()
IN_ROWS = {"checks": "RetentionEntry", "port": "MetricsEntry", "address": "MetricsEntry"}
ENV = {"SMTP_PASSWORD": "p", "HOOK_URL": "https://h.example.org/x", "HOOK_SECRET": "s", "CHAT_URL": "slack://a/b/c"}


def documented(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every key of the schema with its description."""
    for part in (schema, *schema["$defs"].values()):
        for key, value in part.get("properties", {}).items():
            named = schema["$defs"].get(value.get("$ref", "").rpartition("/")[2], {})
            yield key, value.get("description") or named.get("description", "")


def rows() -> dict[str, str]:
    """The lines of the handbook's tables by the key in their first cell."""
    return {row[0].split(".")[-1]: row[1] for row in re.findall(r"^\| `([a-z_.]+)` \|(.*)\|$", HANDBOOK, re.MULTILINE)}


@pytest.mark.parametrize("key", sorted({key for key, _ in documented(SCHEMA)} - {"checks", "address"}))
def test_the_handbook_has_a_row_for_every_key(key: str) -> None:
    if key == "port":
        assert "`port` (`9464`)" in rows()["metrics"]
    assert key in rows()


def test_the_handbook_knows_no_other_keys() -> None:
    assert set(rows()) <= {key for key, _ in documented(SCHEMA)}
    assert "`address` (`127.0.0.1`" in rows()["metrics"]


def test_every_key_has_a_description() -> None:
    assert [key for key, description in documented(SCHEMA) if not description] == []


def defaults() -> Iterator[tuple[str, object]]:
    for name in ("Defaults", "LimitsEntry", "ConfirmEntry", "FetchEntry"):
        for key, value in SCHEMA["$defs"][name]["properties"].items():
            if isinstance(value.get("default"), str | int | float):
                yield key, value["default"]


@pytest.mark.parametrize(("key", "default"), list(defaults()))
def test_the_handbook_has_the_defaults_of_the_schema(key: str, default: object) -> None:
    written = str(default).lower() if isinstance(default, bool) else str(default)
    assert f"| `{written}` |" in rows()[key]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_the_handbook_loads(folder: Folder, example: str) -> None:
    assert folder.load(example, ENV).watches


def test_the_sample_loads(folder: Folder) -> None:
    assert [watch.name for watch in folder.load(SAMPLE).watches] == ["page-peru"]


def test_the_sample_loads_with_all_of_it_switched_on(folder: Folder) -> None:
    on = re.sub(r"^( *)# ((?:- | )? *[a-z_]+:( |$))", r"\1\2", SAMPLE, flags=re.MULTILINE)
    settings = folder.load(on, ENV)
    assert [channel.name for channel in settings.channels] == ["log", "mail", "hook", "chat"]
    assert [watch.name for watch in settings.watches] == ["page-peru", "elsewhere"]
    assert settings.fetch.contact == "team@example.org"


def test_the_repositorys_own_configuration_needs_nothing(folder: Folder) -> None:
    [watch] = load(ROOT / "config.yaml", folder.env).watches
    assert watch.url == "https://un-page.org/countries/peru"
    assert watch.channels == ("log",)


class TestSchema:
    """The JSON Schema is one, and agrees with what loads."""

    def test_it_is_valid(self) -> None:
        Draft202012Validator.check_schema(SCHEMA)

    @pytest.mark.parametrize("text", [*EXAMPLES, SAMPLE, (ROOT / "config.yaml").read_text(), WHOLE])
    def test_what_loads_fits(self, text: str) -> None:
        document = {key: value for key, value in yaml.safe_load(_quoted(text)).items() if value is not None}
        assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)] == []

    def test_what_is_written_out_fits(self, folder: Folder) -> None:
        document = yaml.safe_load(effective(folder.load(EVERYTHING)))
        assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)] == []

    @pytest.mark.parametrize(
        "wrong",
        [
            {},
            {"watches": []},
            {"watches": [{"name": "a", "url": "http://x/", "evry": "1s"}]},
            {"watches": [{"name": "a", "url": "http://x/", "every": 6}]},
            {"watches": [{"name": "a", "url": "http://x/", "every": "6 hours"}]},
            {"watches": [{"name": "a", "url": "http://x/", "every": []}]},
        ],
    )
    def test_what_does_not_load_does_not_fit(self, folder: Folder, wrong: dict[str, Any]) -> None:
        assert folder.mistakes(yaml.safe_dump(wrong))
        assert list(Draft202012Validator(SCHEMA).iter_errors(wrong))


def _quoted(text: str) -> str:
    """Bare variables within braces are this program's own courtesy; other readers of YAML need quotes."""
    return re.sub(r'(?<!")(\$\{[A-Z_]+\})(?!")', r'"\1"', text)
