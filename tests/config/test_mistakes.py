"""What is wrong with a configuration: everything at once, each with its place, and never a secret."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from page_watch.config import load
from page_watch.errors import ConfigError
from page_watch.settings import Settings
from tests.config.conftest import WATCH, Folder

MAIL = "kind: email, host: h, from: a@b.org, to: c@d.org"


def test_all_at_once_in_the_order_of_their_lines(folder: Folder) -> None:
    assert folder.mistakes(
        """\
        databse: x
        channels:
          mail:
            kind: email
            host: smtp.example.org
            port: 70000
            security: none
            user: w
            pasword: hunter2
            to: [a@b.org, nope]
          mail: {kind: log}
        defaults: {every: 6 hours, channels: [mial], notify: [added, removd]}
        watches:
          - {name: a, url: "https://x.org", evry: 1s,
             limits: {suspicious: 3}}
          - {name: a, url: "ftp://x", title: "${TITLE}"}
          - just text
        """
    ) == [
        'config.yaml:1: databse: unknown key; did you mean "database"?',
        "config.yaml:3: channels.mail.from: missing",
        'config.yaml:6: channels.mail.port: "70000" should be at most 65535',
        "config.yaml:7: channels.mail.security: would send the password in the clear; use tls or starttls",
        'config.yaml:9: channels.mail.pasword: unknown key; did you mean "password"?',
        'config.yaml:10: channels.mail.to[1]: "nope" is not an email address such as team@example.org',
        "config.yaml:11: channels.mail: is given twice, first on line 3",
        'config.yaml:12: defaults.every: "6 hours" is not a duration; '
        "write a number and a unit, as in 30s, 10m, 6h, 3d, 1w or 1h30m",
        'config.yaml:12: defaults.channels[0]: "mial" is not a channel; did you mean "mail"?',
        'config.yaml:12: defaults.notify[1]: "removd" is not one of '
        "added, reworded, moved, removed, restored or cosmetic",
        'config.yaml:14: watches[0].name: "a" is the name of watches[0] and watches[1]; give each its own',
        'config.yaml:14: watches[0].evry: unknown key; did you mean "every"?',
        'config.yaml:15: watches[0].limits.suspicious: "3" should be at most 1.0',
        "config.yaml:16: watches[1].title: needs the environment variable TITLE, which is not set",
        'config.yaml:16: watches[1].name: "a" is the name of watches[0] and watches[1]; give each its own',
        'config.yaml:16: watches[1].url: "ftp://x" is not a web address; write it in full, as in https://example.org/page',
        'config.yaml:17: watches[2]: "just text" should be a mapping of keys and values',
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("# only a comment\n", "is empty"),
        ("---\n...\n", "is empty"),
        ("~", "is empty"),
        ("[a, b]", "keys and values at the top"),
        ("just text", "keys and values at the top"),
        ("a: b: c", "not YAML"),
        ("a: [1, 2", "not YAML"),
        ("a:\n\tb: 1", "not YAML"),
        ("a: 1\n---\nb: 2", "more than one document"),
        ("a: *nowhere", "not YAML"),
        ("a: \x07", "a character that no text should"),
        (b"a: \xff\xfe", "not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not UTF-8"),
        ("a: &a [x]\nb: &b [*a,*a,*a,*a]\n" + WATCH, "unknown key"),
        ("[" * 5000, "nested too deeply"),
        ("{a: " * 5000, "nested too deeply"),
        ("a: &a [*a]", "too many values"),
        ("a: &a {b: *a}", "too many values"),
        ("a: &a {<<: *a}", "too many values"),
        ("a: !!python/object/apply:os.system ['true']", "YAML tag"),
        ("a: !!set {x}", "YAML tag"),
        ("? [a]\n: b", "not a plain word"),
    ],
)
def test_what_is_no_configuration(folder: Folder, text: str | bytes, words: str) -> None:
    assert any(words in mistake for mistake in folder.mistakes(text))


def test_aliases_that_explode(folder: Folder) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert "unfold to too many values" in folder.mistake("\n".join(lines))


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, words in [(tmp_path / "gone.yaml", "page-watch init"), (tmp_path, "folder"), (Path("a\0b"), "read")]:
        with pytest.raises(ConfigError, match=words):
            load(path, {})
    (tmp_path / "large.yaml").write_bytes(b"#" * 10_000_001)
    with pytest.raises(ConfigError, match="larger than 10 MB"):
        load(tmp_path / "large.yaml", {})
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match=r"^config\.yaml: there is no such"):
        load(None, {})


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("fetch: {max_bytes: 0}", 'fetch.max_bytes: "0" should be more than 0'),
        ("fetch: {timeout: 0s}", 'fetch.timeout: "0s" should be longer than nothing'),
        ("fetch: {robots: maybe}", 'fetch.robots: "maybe" is neither true nor false'),
        ("fetch: {per_host: two}", 'fetch.per_host: "two" is not a whole number'),
        ("fetch: {ca_file: gone.pem}", 'fetch.ca_file: "gone.pem" is not a file'),
        ('fetch: {contact: "a\\nb"}', 'fetch.contact: "a b" should be an email or web address'),
        ("templates: gone", 'templates: "gone" is not a folder'),
        ("templates: ~nobody-of-that-name/x", "templates: "),
        ("metrics: {port: 0}", 'metrics.port: "0" should be at least 1'),
        ("retention: {checks: [1d]}", "retention.checks: should be a single text"),
        ("operators: {a: b}", "operators: should be a list"),
        ("channels: [mail]", "channels: should be a mapping"),
        ("channels: {a b: {kind: log}}", "channels['a b']: \"a b\" is not a name"),
        ("channels: {m: {kind: pager}}", "channels.m: names a `kind` that is not"),
        ("channels: {m: {}}", "channels.m: needs a `kind`"),
        ("channels: {m: 5}", 'channels.m: "5" should be a mapping'),
        (f"channels: {{log: {{{MAIL}}}}}", "channels.log.kind: the channel named"),
        (f"channels: {{m: {{{MAIL}, user: u}}}}", "channels.m.user: needs a `password`"),
        (f"channels: {{m: {{{MAIL}, password: p}}}}", "channels.m.password: needs a `user`"),
        (f"channels: {{m: {{{MAIL}, user: u, password: ''}}}}", "channels.m.password: is empty"),
        (f"channels: {{m: {{{MAIL}, user: u, password: p, password_file: f}}}}", "channels.m.password_file: "),
        (
            f"channels: {{m: {{{MAIL}, security: ssl}}}}",
            'channels.m.security: "ssl" is not one of tls, starttls or none',
        ),
        (f"channels: {{m: {{{MAIL}, digest: noon}}}}", 'channels.m.digest: "noon" is not a digest'),
        (f"channels: {{m: {{{MAIL}, max_per_hour: 0}}}}", "channels.m.max_per_hour: "),
        (f"channels: {{m: {{{MAIL}, quiet: 07:00-07:00}}}}", "channels.m.quiet: "),
        ("channels: {m: {kind: email, host: 'smtp://h', from: a@b, to: c@d}}", "channels.m.host: "),
        ("channels: {m: {kind: email, host: h, from: a@b, to: []}}", "channels.m.to: should hold at least one"),
        ('channels: {m: {kind: email, host: h, from: "a@b\\nBcc: x@y", to: c@d}}', "channels.m.from: "),
        ("channels: {h: {kind: webhook}}", "channels.h.url: missing; give it or `url_file`"),
        ("channels: {h: {kind: webhook, url: 'ftp://x'}}", "channels.h.url: is not a web address"),
        ("channels: {h: {kind: webhook, url: 'http://x/', secret: whsec_}}", "channels.h.secret: "),
        ("channels: {h: {kind: webhook, url: 'http://x/', secret: whsec_#}}", "channels.h.secret: "),
        ("channels: {h: {kind: webhook, url_file: gone}}", 'channels.h.url_file: "gone" cannot be read'),
        ("channels: {h: {kind: webhook, url_file: config.yaml}}", "channels.h.url_file: "),
        ("channels: {c: {kind: apprise, url: slack}}", "channels.c.url: is not a service URL"),
        ("heartbeat_url: nowhere", "heartbeat_url: is not a web address"),
        ("database: mysql://h/db", "database: is not a database URL"),
        ("database: postgres://h/db", "database: is not a database URL known here; write postgresql://"),
        ("database: 'sqlite://'", "database: is a database in memory"),
        ("database: sqlite://x.db", "database: has two slashes"),
        ("defaults: {every: 0.5s}", 'defaults.every: "0.5s" is too often; the shortest is 1s'),
        ("defaults: {every: 1m, cron: '* * * * *'}", "defaults.cron: stands beside `every`"),
        ("defaults: {cron: '61 * * * *'}", "defaults.cron: "),
        ("defaults: {cron: '0 0 31 2 *'}", "defaults.cron: "),
        ("defaults: {timezone: America}", 'defaults.timezone: "America" is not a time zone'),
        ("defaults: {timezone: ../../etc/passwd}", "defaults.timezone: "),
        ("defaults: {parser: gone}", 'defaults.parser: "gone" cannot be used: there is no parser'),
        ("defaults: {parser: ../x}", "defaults.parser: "),
        ("defaults: {jitter: 10}", 'defaults.jitter: "10" is not a duration'),
        ("defaults: {jitter: 1h1h}", "defaults.jitter: "),
        ("defaults: {stale_after: 9999999w}", "defaults.stale_after: "),
        ("defaults: {alive: hourly}", "defaults.alive: "),
        ("defaults: {name: x}", "defaults.name: unknown key"),
        ("defaults: {confirm: {held: 0}}", 'defaults.confirm.held: "0" should be at least 1'),
        ("defaults: {limits: {suspicious: nan}}", "defaults.limits.suspicious: "),
        ("defaults: {select: {item: ''}}", "defaults.select.item: "),
        ("defaults: {select: {timeline: '#['}}", "defaults.select.timeline: \"#[\" cannot be used: '#[' is no CSS"),
        ("defaults: {select: {year: 'h3:nope'}}", 'defaults.select.year: "h3:nope" cannot be used: '),
        ("defaults: {select: {item: 'li\\n >'}}", "defaults.select.item: "),
        ("defaults: {digest: ${", "defaults.digest: "),
    ],
)
def test_each_mistake(folder: Folder, text: str, mistake: str) -> None:
    text += "}" * (text.count("{") - text.count("}"))
    assert folder.mistake(f"{text}\n{WATCH}").startswith(f"config.yaml:1: {mistake}")


@pytest.mark.parametrize(
    "url",
    [
        "un-page.org",
        "http://",
        "http://a b/",
        "https://x:99999/",
        "http://[::1/",
        "https://me:hunter2@x/",
        "http://x/\u00a0",
    ],
)
def test_addresses_that_are_none(folder: Folder, url: str) -> None:
    mistake = folder.mistake(f"watches: [{{name: a, url: '{url}'}}]")
    assert mistake.startswith("config.yaml:1: watches[0].url: ")
    assert "hunter2" not in mistake


@pytest.mark.parametrize("name", ["", "a b", "../x", "-a", ".a", "a/b", "ä", "x" * 101, '"a\\n"'])
def test_names_that_are_none(folder: Folder, name: str) -> None:
    quoted = name if name.startswith('"') else f"'{name}'"
    assert "watches[0].name: " in folder.mistake(f"watches: [{{name: {quoted}, url: 'http://x/'}}]")


def test_no_watches(folder: Folder) -> None:
    assert folder.mistake("database: sqlite:///x.db") == "config.yaml:1: watches: missing"
    assert folder.mistake("watches: []") == "config.yaml:1: watches: should hold at least one"
    assert folder.mistake("watches:") == "config.yaml:1: watches: should be a list"


class TestVariables:
    """Variables that are not there."""

    @pytest.mark.parametrize(("env", "why"), [({}, "not set"), ({"HOOK": ""}, "empty")])
    def test_named_with_their_place(self, folder: Folder, env: dict[str, str], why: str) -> None:
        text = f"channels:\n  h:\n    kind: webhook\n    url: https://x/${{HOOK}}\n{WATCH}"
        expected = f"config.yaml:4: channels.h.url: needs the environment variable HOOK, which is {why}"
        assert folder.mistake(text, env) == expected

    def test_malformed_references(self, folder: Folder) -> None:
        for text in ("${", "${}", "${1x}", "${a b}", "${A:+b}"):
            assert "$${" in folder.mistake(f"{WATCH}templates: 'x{text}'")

    def test_what_they_hold_is_never_shown(self, folder: Folder) -> None:
        text = f"fetch: {{timeout: ${{T}}, contact: '${{T}}'}}\ndefaults: {{cron: $T, every: ${{T}}}}\n{WATCH}"
        mistakes = folder.mistakes(text, {"T": "hunter2é"})
        assert len(mistakes) == 4
        assert "hunter2" not in "".join(mistakes)
        assert any('"${T}" is not a duration' in mistake for mistake in mistakes)


SECRET_PLACES = [
    "database: {}",
    "heartbeat_url: {}",
    "channels: {{h: {{kind: webhook, url: {}}}}}",
    "channels: {{h: {{kind: webhook, url: 'http://x/', secret: {}}}}}",
    "channels: {{c: {{kind: apprise, url: {}}}}}",
    "channels: {{m: {{kind: email, host: h, from: a@b, to: c@d, password: {}}}}}",
]


@pytest.mark.parametrize("place", SECRET_PLACES)
@pytest.mark.parametrize(
    "secret",
    ["whsec_hunter2!", "[hunter2]", "{hunter2: hunter2}", "*hunter2", "!hunter2 x", "'hunter2", "&hunter2 &hunter2 x"],
)
def test_no_mistake_shows_a_secret(folder: Folder, place: str, secret: str) -> None:
    text = place.format(secret) + "\n" + WATCH
    mistakes = [mistake.replace("channels.h.secret.hunter2", "") for mistake in folder.mistakes(text)]
    assert not any("hunter2" in mistake for mistake in mistakes)


KEYS = st.sampled_from(
    "database channels operators defaults fetch watches templates metrics retention heartbeat_url kind host port user "
    "password security from to url secret every cron jitter timezone notify digest quiet select limits confirm "
    "name <<".split()
)
SCALARS = st.sampled_from(
    "log email webhook apprise a@b.org http://x/y 6h 20MB -1 0 .5 nan true ~ ${NONE} ${HOME} ${ '' 22:00-07:00 "
    "name".split()
) | st.text(max_size=8)
TREES = st.recursive(
    SCALARS | st.none() | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | SCALARS, inner, max_size=6),
    max_leaves=30,
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(tree=st.dictionaries(KEYS, TREES, max_size=8))
def test_any_tree_gives_settings_or_a_config_error(folder: Folder, tree: dict[str, Any]) -> None:
    either(folder, yaml.safe_dump(tree, allow_unicode=True).encode())
    either(folder, json.dumps(tree).encode())


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "ignore")))
def test_any_bytes_give_settings_or_a_config_error(folder: Folder, content: bytes) -> None:
    either(folder, content)
    either(folder, WATCH.encode() + content)


def either(folder: Folder, content: bytes) -> None:
    folder.file.write_bytes(content)
    mistakes: tuple[str, ...] = ("",)
    try:
        assert isinstance(load(folder.file, folder.env), Settings)
    except ConfigError as error:
        mistakes = error.mistakes
    assert mistakes
    assert "\n" not in "".join(mistakes)
