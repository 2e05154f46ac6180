"""Secrets that were planted in the settings are looked for in all that comes out."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from page_watch.deliver import Courier
from page_watch.model.process import Owner
from page_watch.settings import AppriseChannel, EmailChannel, LogChannel, Secret, Settings, Watch, WebhookChannel
from page_watch.store import Store
from tests.notices import far_ends
from tests.notices.far_ends import bare_server, mail_host, receiver
from tests.notices.samples import NOW, changes_notice

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

SECRETS = ("PASSW0RD-9a", "T0KEN-9b", "S1GNING-9c", "CH4T-9d", "BAS1C-9e")


def settings(database: str, mail: int, hook: int, chat: int) -> Settings:
    password, token, signing, chat_token, basic = SECRETS
    watch = Watch(name="page-peru", url="https://x.example/", title="PAGE Peru", channels=("mail", "hook", "chat"))
    return Settings(
        database,
        (
            LogChannel(name="log"),
            EmailChannel(
                name="mail",
                host="127.0.0.1",
                port=mail,
                security="none",
                sender="watcher@example.org",
                to=("a@example.org",),
                user="watcher",
                password=Secret(password),
                timeout=timedelta(seconds=1),
            ),
            WebhookChannel(
                name="hook",
                url=Secret(f"http://user:{basic}@127.0.0.1:{hook}/{token}?key={token}"),
                secret=Secret(signing),
                timeout=timedelta(seconds=1),
            ),
            AppriseChannel(name="chat", url=Secret(f"json://user:{basic}@127.0.0.1:{chat}/{chat_token}")),
        ),
        (watch,),
    )


def test_no_secret_is_in_what_comes_out(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    database = f"sqlite:///{tmp_path / 'watch.db'}"
    store = Store.open(database)
    said: list[str] = []
    echo = (b"220 hello\r\n", b"250-hello\r\n250 AUTH PLAIN LOGIN\r\n", b"535 PASSW0RD-9a is wrong\r\n" * 3)
    now = NOW
    with caplog.at_level(logging.DEBUG), mail_host() as host, receiver() as far:
        nobody = far_ends.free_port()
        with bare_server(far_ends.saying(*echo)) as bad_mail, bare_server(far_ends.rude) as rude:
            rounds = [(bad_mail, rude, rude), (nobody, nobody, nobody), (host.port, far.port, far.port)]
            for number, ports in enumerate(rounds):
                far.answer = lambda _: (410, {})
                store.tell((changes_notice(to=["mail", "hook", "chat", "log"]),))
                now += timedelta(days=1)
                courier = Courier(
                    store, settings(database, *ports), Owner("h", 1, f"t{number}"), (lambda at: lambda: at)(now)
                )
                said += [repr(told) for told in courier.deliver(impatient=True)]
        far.answer = lambda _: (204, {})
        courier.revive()
        now += timedelta(days=1)
        last = replace(settings(database, host.port, far.port, far.port))
        courier = Courier(store, last, Owner("h", 1, "t9"), lambda: now)
        said += [repr(told) for told in courier.deliver()]
        said += [repr(last), repr(store.incidents()), caplog.text]
    assert len(far.taken) >= 2, "in the end the messages went out"
    store.close()
    said += [path.read_bytes().decode("latin-1") for path in tmp_path.iterdir()]
    said += [posted.body.decode() for posted in far.asked]
    assert "answered 410" in "".join(said)
    assert "535 *** is wrong" in "".join(said)
    for secret in SECRETS:
        for text in said:
            assert secret not in text
