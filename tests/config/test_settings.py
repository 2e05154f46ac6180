"""What a right configuration becomes."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from page_watch.config import effective, load
from page_watch.model.milestone import Kind
from page_watch.settings import (
    NOTICED,
    AppriseChannel,
    Confirm,
    Digest,
    EmailChannel,
    Fetch,
    Limits,
    LogChannel,
    Quiet,
    Retention,
    Secret,
    Select,
    Settings,
    Watch,
    WebhookChannel,
)
from tests.config.conftest import WATCH, Folder

WHOLE = """\
database: sqlite:///page-watch.db
channels:
  mail: {kind: email, host: smtp.example.org, port: 587, security: starttls, user: watcher, password: ${SMTP_PASSWORD}, from: watcher@example.org, to: [team@example.org]}
  hook: {kind: webhook, url: "${HOOK_URL}", secret: ${HOOK_SECRET}}
  chat: {kind: apprise, url: "${CHAT_URL}"}
defaults: {every: 6h, jitter: 10m, timezone: America/Lima, channels: [log], notify: [added, reworded, moved, removed, restored], stale_after: 3d}
fetch: {contact: team@example.org, timeout: 30s, max_bytes: 20MB, per_host: 2, robots: true}
watches:
  - {name: page-peru, title: "PAGE Peru", url: "https://un-page.org/countries/peru"}
  - {name: elsewhere, url: "https://example.org/history", cron: "0 6 * * 1-5", select: {timeline: "#history", year: "h3", item: "li"}, limits: {min_milestones: 10}}
"""  # noqa: E501  (as people write it: with variables bare in flow mappings)
SECRETS = {
    "SMTP_PASSWORD": "s3cret: #1 ${HOME}",
    "HOOK_URL": "https://hooks.example.org/t0ken",
    "HOOK_SECRET": "whsec_c2VjcmV0",
    "CHAT_URL": "slack://a/b/c",
}


def test_a_whole_configuration(folder: Folder) -> None:
    settings = folder.load(WHOLE, SECRETS)
    lima = ZoneInfo("America/Lima")
    assert settings == Settings(
        database=f"sqlite:///{folder.path}/page-watch.db",
        channels=(
            LogChannel(name="log"),
            EmailChannel(
                name="mail",
                host="smtp.example.org",
                port=587,
                security="starttls",
                sender="watcher@example.org",
                to=("team@example.org",),
                user="watcher",
                password=Secret(SECRETS["SMTP_PASSWORD"]),
            ),
            WebhookChannel(name="hook", url=Secret(SECRETS["HOOK_URL"]), secret=Secret(SECRETS["HOOK_SECRET"])),
            AppriseChannel(name="chat", url=Secret(SECRETS["CHAT_URL"])),
        ),
        watches=(
            Watch(name="page-peru", title="PAGE Peru", url="https://un-page.org/countries/peru", timezone=lima),
            Watch(
                name="elsewhere",
                title="elsewhere",
                url="https://example.org/history",
                timezone=lima,
                every=None,
                cron="0 6 * * 1-5",
                select=Select("#history", "h3", "li"),
                limits=Limits(min_milestones=10),
            ),
        ),
        fetch=Fetch(contact="team@example.org"),
    )


def test_what_holds_if_nobody_says_anything(folder: Folder) -> None:
    """The defaults of the file and those of the settings are the same."""
    settings = folder.load(WATCH)
    assert settings == Settings(
        database=f"sqlite:///{folder.path}/page-watch.db",
        channels=(LogChannel(name="log"),),
        watches=(Watch(name="peru", title="peru", url="https://un-page.org/countries/peru"),),
    )
    mail = folder.load(WATCH + "channels: {m: {kind: email, host: h, from: a@b.org, to: c@d.org}}").channels[1]
    assert mail == EmailChannel(name="m", host="h", port=587, security="starttls", sender="a@b.org", to=("c@d.org",))


EVERYTHING = """\
    channels:
      log: {kind: log, notify: added, digest: daily 08:00, quiet: 22:00-07:00, max_per_hour: 5}
      mail: {kind: email, host: h, security: tls, from: "Watcher <a@b.org>", to: c@d.org, timeout: 5s,
             digest: monday 07:30}
    operators: [mail]
    defaults:
      parser: timeline
      cron: "@daily"
      jitter: 0s
      timezone: Asia/Seoul
      channels: mail
      notify: [cosmetic, added]
      digest: friday 17:00
      quiet: 22:00-07:00
      stale_after: 1w
      remind_every: 2d
      alive: weekly
      select: {timeline: main, year: h2}
      limits: {suspicious: 0.3, suspicious_least: 2, min_milestones: 3, flapping: 1h30m, failing: 5}
      confirm: {removals: 1, held: 2}
    fetch: {timeout: 5s, max_bytes: 500KB, per_host: 1, pause: 1.5s, robots: no}
    metrics: {port: 9999}
    retention: {checks: 30d}
    heartbeat_url: https://hc.example.org/x
    watches:
      - {name: a, url: "https://example.org/a"}
      - name: b
        url: https://example.org/b
        every: 1s
        jitter: 5s
        timezone: UTC
        channels: []
        operators: [log]
        notify: removed
        digest: null
        quiet: ~
        stale_after: 1m
        remind_every: 1d
        alive: 2w
        select: {year: h3}
        limits: {failing: 9}
        confirm: {held: 7}
"""


def test_every_key_from_the_defaults_and_from_the_watch(folder: Folder) -> None:
    settings = folder.load(EVERYTHING)
    seoul, quiet = ZoneInfo("Asia/Seoul"), Quiet(time(22), time(7))
    one = Watch(
        name="a",
        title="a",
        url="https://example.org/a",
        every=None,
        cron="@daily",
        jitter=timedelta(0),
        timezone=seoul,
        channels=("mail",),
        operators=("mail",),
        notify=frozenset({Kind.COSMETIC, Kind.ADDED}),
        digest=Digest(time(17), 4),
        quiet=quiet,
        stale_after=timedelta(weeks=1),
        remind_every=timedelta(days=2),
        alive=timedelta(weeks=1),
        select=Select("main", "h2", None),
        limits=Limits(0.3, 2, 3, timedelta(minutes=90), 5),
        confirm=Confirm(1, 2),
    )
    two = Watch(
        name="b",
        title="b",
        url="https://example.org/b",
        every=timedelta(seconds=1),
        jitter=timedelta(seconds=5),
        channels=(),
        operators=("log",),
        notify=frozenset({Kind.REMOVED}),
        stale_after=timedelta(minutes=1),
        remind_every=timedelta(days=1),
        alive=timedelta(weeks=2),
        select=Select("main", "h3", None),
        limits=Limits(0.3, 2, 3, timedelta(minutes=90), 9),
        confirm=Confirm(1, 7),
    )
    assert settings.watches == (one, two)
    plain = Watch(name="x", title="x", url="x")
    told = {field.name for field in fields(Watch) if getattr(one, field.name) != getattr(plain, field.name)}
    assert told == {field.name for field in fields(Watch)} - {"parser"}, "a new key should stand in this test too"
    assert settings.channels == (
        LogChannel(name="log", notify=frozenset({Kind.ADDED}), digest=Digest(time(8)), quiet=quiet, max_per_hour=5),
        EmailChannel(
            name="mail",
            host="h",
            port=465,
            security="tls",
            sender="Watcher <a@b.org>",
            to=("c@d.org",),
            timeout=timedelta(seconds=5),
            digest=Digest(time(7, 30), 0),
        ),
    )
    assert settings.fetch == Fetch(None, timedelta(seconds=5), 500_000, 1, timedelta(seconds=1.5), False)
    assert settings.retention == Retention(timedelta(days=30))
    assert settings.metrics_port == 9999
    assert settings.heartbeat_url == Secret("https://hc.example.org/x")


def test_a_watchs_own_schedule_beats_a_default_of_the_other_kind(folder: Folder) -> None:
    text = "defaults: {every: 1h}\nwatches: [{name: a, url: 'http://x/', cron: '@hourly'}, {name: b, url: 'http://x/'}]"
    one, two = folder.load(text).watches
    assert (one.every, one.cron) == (None, "@hourly")
    assert (two.every, two.cron) == (timedelta(hours=1), None)


@pytest.mark.parametrize(("security", "port"), [("tls", 465), ("starttls", 587), ("none", 25)])
def test_the_port_follows_the_security(folder: Folder, security: str, port: int) -> None:
    mail = folder.load(WATCH + f"channels: {{m: {{kind: email, host: h, security: {security}, from: a@b, to: c@d}}}}")
    assert isinstance(mail.channels[1], EmailChannel)
    assert mail.channels[1].port == port


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]"])
def test_a_login_in_the_clear_stays_on_this_machine(folder: Folder, host: str) -> None:
    entry = f"kind: email, host: '{host}', security: none, user: u, password: p, from: a@b, to: c@d"
    assert folder.load(WATCH + f"channels: {{m: {{{entry}}}}}").channels[1].name == "m"


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("sqlite:///watch.db", "sqlite:///{folder}/watch.db"),
        ("sqlite:///data/watch.db?timeout=5", "sqlite:///{folder}/data/watch.db?timeout=5"),
        ("sqlite:////var/lib/watch.db", "sqlite:////var/lib/watch.db"),
        ("postgresql://u:p@h:5432/db?sslmode=require", "postgresql://u:p@h:5432/db?sslmode=require"),
        ("postgresql+psycopg://h/db", "postgresql+psycopg://h/db"),
        ("${DATABASE_URL}", "postgresql://u:geheim@h/db"),
        ("${NOTHING:-sqlite:///watch.db}", "sqlite:///{folder}/watch.db"),
    ],
)
def test_databases(folder: Folder, written: str, url: str) -> None:
    settings = folder.load(f"database: {written}\n{WATCH}", {"DATABASE_URL": "postgresql://u:geheim@h/db"})
    assert settings.database == url.format(folder=folder.path)


def test_relative_paths_start_at_the_configuration(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.path / "mine").mkdir()
    (folder.path / "ca.pem").touch()
    (folder.path / "pw").write_text("hunter2\n")
    monkeypatch.chdir("/")
    settings = folder.load(
        WATCH
        + "templates: mine\nfetch: {ca_file: ca.pem}\n"
        + "channels: {m: {kind: email, host: h, from: a@b, to: c@d, user: u, password_file: pw, ca_file: ./ca.pem}}"
    )
    mail = settings.channels[1]
    assert isinstance(mail, EmailChannel)
    assert settings.templates == folder.path / "mine"
    assert settings.fetch.ca_file == mail.ca_file == folder.path / "ca.pem"
    assert mail.password == Secret("hunter2")


def test_a_folder_name_does_not_disturb_the_database_url(folder: Folder, tmp_path: Path) -> None:
    from sqlalchemy import make_url

    odd = tmp_path / "100% sure? #1"
    odd.mkdir()
    (odd / "config.yaml").write_text(WATCH)
    assert make_url(load(odd / "config.yaml", folder.env).database).database == f"{odd}/page-watch.db"


def test_secrets_come_from_files_too(folder: Folder) -> None:
    for name, text in {"url": "https://hooks.example.org/x\r\n", "key": "s p a c e ", "beat": "http://hc/x"}.items():
        (folder.path / name).write_text(text)
    settings = folder.load(
        WATCH + "heartbeat_url_file: beat\nchannels: {h: {kind: webhook, url_file: url, secret_file: key}, "
        "c: {kind: apprise, url_file: url}}"
    )
    assert settings.channels[1:] == (
        WebhookChannel(name="h", url=Secret("https://hooks.example.org/x"), secret=Secret("s p a c e ")),
        AppriseChannel(name="c", url=Secret("https://hooks.example.org/x")),
    )
    assert settings.heartbeat_url == Secret("http://hc/x")


def test_variables(folder: Folder) -> None:
    text = """\
        defaults: {every: "${EVERY}", timezone: ${ZONE:-America/Lima}, jitter: ${NONE:-0s}}
        fetch: {max_bytes: ${SIZE}, contact: "team+${WHO:-nobody}@example.org", robots: ${ROBOTS}}
        watches:
          - name: ${NAME}
            url: https://${HOST}/$${plain}/$HOME/${EMPTY:-full}
            title: $${NAME} is ${NAME}   # ${COMMENT} is not looked at
    """
    env = {"EVERY": "2h", "SIZE": "1MB", "ROBOTS": "off", "NAME": "peru", "HOST": "example.org", "EMPTY": ""}
    settings = folder.load(text, env)
    [watch] = settings.watches
    assert (watch.every, watch.timezone.key, watch.jitter) == (timedelta(hours=2), "America/Lima", timedelta(0))
    assert settings.fetch == replace(Fetch(), max_bytes=1_000_000, contact="team+nobody@example.org", robots=False)
    assert watch.url == "https://example.org/${plain}/$HOME/full"
    assert watch.title == "${NAME} is peru"


def test_scalars_are_what_is_written(folder: Folder) -> None:
    """YAML alone would make of these a number in base eight, false, 1320 and a date."""
    text = """\
        channels:
          m: {kind: email, host: "no", user: 0123, password: 22:00, from: a@b, to: c@d}
        watches: [{name: 2024-01-01, url: http://x/, title: yes}]
    """
    settings = folder.load(text)
    mail = settings.channels[1]
    assert isinstance(mail, EmailChannel)
    assert (mail.host, mail.user, mail.password) == ("no", "0123", Secret("22:00"))
    assert (settings.watches[0].name, settings.watches[0].title) == ("2024-01-01", "yes")


def test_anchors_and_merge_keys(folder: Folder) -> None:
    text = """\
        watches:
          - &base {name: a, url: "http://x/a", every: 1h, limits: &l {failing: 9}}
          - {<<: *base, name: b}
          - {<<: [{every: 2h}, *base], name: c, limits: {<<: *l, suspicious: 0.7}}
    """
    one, two, three = folder.load(text).watches
    assert (one.name, two.name, three.name) == ("a", "b", "c")
    assert (two.every, three.every) == (timedelta(hours=1), timedelta(hours=2))
    assert three.limits == Limits(suspicious=0.7, failing=9)


def test_sections_with_nothing_in_them(folder: Folder) -> None:
    text = WATCH + "channels:\n  # mail: …\ndefaults:\nfetch:\nretention:\nmetrics:\n"
    assert folder.load(text) == folder.load(WATCH)


def test_where_the_file_is(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.file.write_text(WATCH)
    monkeypatch.chdir(folder.path)
    assert load(None, folder.env).watches[0].name == "peru"
    monkeypatch.chdir("/")
    assert load(None, folder.env | {"PAGE_WATCH_CONFIG": str(folder.file)}).watches[0].name == "peru"


class TestEffective:
    """The settings written out again."""

    def test_it_is_the_same_configuration(self, folder: Folder) -> None:
        for text in (WATCH, EVERYTHING.replace("heartbeat_url: https://hc.example.org/x", "")):
            settings = folder.load(text)
            assert folder.load(effective(settings)) == settings

    def test_it_says_everything(self, folder: Folder) -> None:
        text = effective(folder.load(WATCH))
        for line in ("stale_after: 3d", "every: 6h", "max_bytes: 20MB", "checks: 90d", "timezone: UTC"):
            assert line in text

    def test_it_hides_secrets(self, folder: Folder) -> None:
        text = f"database: postgresql://u:geh@eim@h/db?password=geheim2\nheartbeat_url: http://hc/geheim3\n{WHOLE}"
        settings = folder.load(text.replace("database: sqlite:///page-watch.db\n", ""), SECRETS)
        shown = effective(settings)
        assert "postgresql://u:***@h/db?password=***" in shown
        for secret in (*SECRETS.values(), "geheim2", "geheim3", "geh@"):
            assert secret not in shown
            assert secret not in repr(settings.channels) + repr(settings.heartbeat_url)


def test_the_usual_kinds_are_all_but_cosmetic(folder: Folder) -> None:
    assert folder.load(WATCH).watches[0].notify == NOTICED
