"""Delivery: each notice arrives once per channel, whatever the channels do. Real stores and servers, our clock."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from page_watch.deliver import Courier, send_trial
from page_watch.errand import Delivered
from page_watch.errors import ConfigError, DeliveryError, StoreError
from page_watch.model.incident import IncidentKind
from page_watch.model.notice import Addressee, Notice
from page_watch.model.process import Owner
from page_watch.settings import (
    AppriseChannel,
    Channel,
    EmailChannel,
    LogChannel,
    Secret,
    Settings,
    Watch,
    WebhookChannel,
)
from page_watch.store import Store
from tests.notices import far_ends
from tests.notices.far_ends import MailHost, Posted, Receiver, bare_server, eventually, mail_host, receiver
from tests.notices.samples import DAY, HOUR, NOW, added, changes_notice

MINUTE = timedelta(minutes=1)


@dataclass
class Desk:
    """A store, a clock that stands still until it is moved, and the channels ``mail`` and ``hook`` to real servers."""

    store: Store
    now: datetime = NOW
    channels: list[Channel] = field(default_factory=lambda: [LogChannel(name="log")])
    watches: tuple[Watch, ...] = ()

    def courier(self, number: int = 1) -> Courier:
        settings = Settings("sqlite:///unused", tuple(self.channels), self.watches)
        return Courier(self.store, settings, Owner("here", number, f"token{number}"), lambda: self.now)

    def deliver(self, *, impatient: bool = False) -> dict[str, Delivered]:
        return {told.channel: told for told in self.courier().deliver(impatient=impatient)}

    def tell(self, *notices: Notice) -> None:
        self.store.tell(notices)

    def counts(self) -> tuple[int, int]:
        counts = self.store.pending()
        return counts.pending, counts.dead

    def incidents(self) -> list[tuple[IncidentKind, str | None]]:
        return [(incident.kind, incident.channel) for incident in self.store.incidents()]


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


@pytest.fixture
def host(desk: Desk) -> Iterator[MailHost]:
    with mail_host() as one:
        desk.channels.append(mail_to(one.port))
        yield one


@pytest.fixture
def hook(desk: Desk) -> Iterator[Receiver]:
    with receiver() as one:
        desk.channels.append(hook_to(one.url))
        yield one


def mail_to(port: int, *to: str, seconds: float = 5) -> EmailChannel:
    return EmailChannel(
        name="mail",
        host="127.0.0.1",
        port=port,
        security="none",
        sender="watcher@example.org",
        to=to or ("a@example.org",),
        timeout=timedelta(seconds=seconds),
    )


def hook_to(url: str, name: str = "hook", cap: int = 100) -> WebhookChannel:
    return WebhookChannel(name=name, url=Secret(url), max_per_hour=cap, timeout=timedelta(seconds=5))


def numbered(number: int, *to: str, at: datetime = NOW) -> Notice:
    return changes_notice(added(text=f"Milestone number {number}.", id=number), to=to, at=at)


def subjects_of(far: Receiver) -> list[list[str]]:
    """The texts that each taken message told of."""
    return [
        [change["text"] for notice in json.loads(posted.body)["data"]["notices"] for change in notice["changes"]]
        for posted in far.taken
    ]


def test_what_is_due_arrives_once_per_channel(desk: Desk, host: MailHost, hook: Receiver) -> None:
    desk.tell(numbered(1, "mail", "hook", "log"), numbered(2, "hook"))
    assert desk.deliver() == {
        "hook": Delivered("hook", sent=2),
        "log": Delivered("log", sent=1),
        "mail": Delivered("mail", sent=1),
    }
    assert desk.deliver() == {}
    assert (len(host.mails), len(hook.taken), desk.counts()) == (1, 2, (0, 0))


def test_the_log_gets_one_line_a_change(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.tell(changes_notice(added(), added("2023", "Another."), to=["log"]))
    with caplog.at_level(logging.INFO, "page_watch.notices"):
        desk.deliver()
    assert [record.getMessage() for record in caplog.records] == [
        'page-peru: added 2024: "A roadmap is adopted."',
        'page-peru: added 2023: "Another."',
    ]


def test_a_failure_for_now_is_tried_again_after_growing_pauses_as_the_same_message(desk: Desk, hook: Receiver) -> None:
    hook.answer = lambda _: (500, {})
    desk.tell(numbered(1, "hook"))
    pauses: list[timedelta] = []
    for _ in range(8):
        (told,) = desk.deliver().values()
        assert (told.postponed, told.reasons) == (1, (f"http://127.0.0.1:{hook.port} answered 500.",))
        due = desk.store.next_due()
        assert due is not None
        assert desk.deliver() == {}
        pauses.append(due - desk.now)
        desk.now = due
    assert pauses == sorted(pauses)
    assert pauses[0] == MINUTE
    assert pauses[-1] >= HOUR
    hook.answer = lambda _: (204, {})
    assert desk.deliver()["hook"].sent == 1
    assert len({posted.headers["webhook-id"] for posted in hook.asked}) == 1
    assert len(hook.taken) == 1


def test_impatience_sends_whatever_the_pause_but_awaits_digests(desk: Desk, hook: Receiver) -> None:
    hook.answer = lambda _: (500, {})
    later = replace(numbered(2), to=(Addressee("hook", NOW + HOUR, gathered=True),))
    desk.tell(numbered(1, "hook"), later)
    desk.deliver()
    desk.now += timedelta(seconds=1)
    assert desk.deliver(impatient=True)["hook"].postponed == 1
    hook.answer = lambda _: (204, {})
    desk.now += timedelta(seconds=1)
    assert desk.deliver() == {}
    assert desk.deliver(impatient=True)["hook"].sent == 1
    assert desk.counts() == (1, 0)


def test_the_wait_a_receiver_asks_for_is_granted(desk: Desk, hook: Receiver) -> None:
    hook.answer = lambda _: (429, {"retry-after": "7200"})
    desk.tell(numbered(1, "hook"), numbered(2, "hook"))
    assert desk.deliver()["hook"].postponed == 2
    assert len(hook.asked) == 1
    assert desk.store.next_due() == NOW + 2 * HOUR


def test_a_hanging_channel_delays_no_other(desk: Desk, hook: Receiver) -> None:
    with bare_server(far_ends.silent) as port:
        desk.channels.append(mail_to(port, seconds=3600))
        courier = desk.courier()
        desk.tell(numbered(1, "mail", "hook"))
        courier.dispatch()
        eventually(lambda: len(hook.taken) == 1)
        desk.tell(numbered(2, "mail", "hook"))

        def second_arrived() -> bool:
            courier.dispatch()
            return len(hook.taken) == 2

        eventually(second_arrived)
        eventually(lambda: desk.counts() == (2, 0))
    # The server is gone now: the errand that hung ends, and both mails are put off.
    eventually(lambda: (desk.store.next_due() or NOW) > NOW)
    assert desk.counts() == (2, 0)


def test_a_message_that_is_never_taken_does_not_block_the_others(desk: Desk, hook: Receiver) -> None:
    for number in range(8):
        desk.tell(numbered(number, "hook"))
    bad = ("number 0.", "number 1.")
    hook.answer = lambda posted: (500 if any(word in posted.body.decode() for word in bad) else 204, {})
    told = desk.deliver()["hook"]
    assert (told.sent, told.postponed) == (6, 2)


def test_after_some_failures_in_a_row_the_rest_is_left_for_another_time(desk: Desk, hook: Receiver) -> None:
    hook.answer = lambda _: (500, {})
    for number in range(8):
        desk.tell(numbered(number, "hook"))
    assert desk.deliver()["hook"].postponed == 3
    assert len(hook.asked) == 3
    assert desk.deliver()["hook"].postponed == 3, "the others come first the next time"
    assert len(hook.asked) == 6


def test_a_channel_that_is_down_is_asked_once_for_all_that_is_due(desk: Desk) -> None:
    asked = []

    def refusing(connection: object, ending: object) -> None:
        asked.append(connection)

    with bare_server(refusing) as port:
        desk.channels.append(mail_to(port))
        desk.tell(*(numbered(number, "mail") for number in range(250)))
        told = desk.deliver()["mail"]
    assert told.postponed == 250
    assert len(asked) == 1
    assert desk.counts() == (250, 0)
    desk.now += 2 * MINUTE
    with mail_host() as host:
        desk.channels[-1] = mail_to(host.port)
        assert desk.deliver()["mail"].sent == 250
    # Above the cap of a hundred an hour they are merged, and none is lost.
    text = "".join(mail.message.get_body(("plain",)).get_content() for mail in host.mails)  # type: ignore[union-attr]
    assert all(f"Milestone number {number}." in text for number in range(250))
    assert len(host.mails) <= 100


def test_a_message_that_brings_the_channel_down_each_time_does_not_block_the_others(desk: Desk, hook: Receiver) -> None:
    for number in range(5):
        desk.tell(numbered(number, "hook"))
    hook.answer = lambda posted: (503 if "number 0." in posted.body.decode() else 204, {})
    assert desk.deliver()["hook"].postponed == 5
    desk.now += 2 * MINUTE
    told = desk.deliver()["hook"]
    assert (told.sent, told.postponed) == (4, 1)


# Giving up


def test_what_is_refused_for_good_is_given_up_and_told_everywhere_else_once(
    desk: Desk, host: MailHost, hook: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    hook.answer = lambda _: (410, {})
    desk.watches = (Watch(name="page-peru", url="u", title="PAGE Peru", channels=("hook", "mail")),)
    desk.tell(numbered(1, "hook"), numbered(2, "hook"))
    with caplog.at_level(logging.INFO):
        told = desk.deliver()
    assert (told["hook"].dead, told["mail"].sent) == (2, 1)
    assert desk.counts() == (0, 2)
    assert desk.incidents() == [(IncidentKind.UNDELIVERABLE, "hook")]
    (mail,) = host.mails
    assert mail.message["Subject"] == "Channel hook: notices cannot be delivered"
    assert "answered 410" in str(mail.message.get_body(("plain",)))
    assert any(record.getMessage().startswith("Channel hook: undeliverable since") for record in caplog.records)

    desk.tell(numbered(3, "hook"))
    desk.deliver()
    assert len(host.mails) == 1, "told once"

    hook.answer = lambda _: (204, {})
    courier = desk.courier()
    assert courier.revive() == 3
    assert {told.channel: told.sent for told in courier.deliver()} == {"hook": 3, "log": 1, "mail": 1}
    assert host.mails[-1].message["Subject"].startswith("Channel hook: notices are delivered again after")
    assert (desk.incidents(), desk.counts()) == ([], (0, 0))


def test_what_is_not_taken_for_days_is_given_up(desk: Desk) -> None:
    desk.channels.append(mail_to(far_ends.free_port()))
    desk.tell(numbered(1, "mail"))
    attempts = 0
    while desk.counts()[1] == 0:
        due = desk.store.next_due()
        assert due is not None
        desk.now = max(desk.now, due)
        desk.deliver()
        attempts += 1
        assert desk.now - NOW < 5 * DAY
    assert desk.now - NOW >= 4 * DAY
    assert 20 < attempts < 50
    assert desk.incidents() == [(IncidentKind.UNDELIVERABLE, "mail")]


def test_a_machine_that_was_off_for_a_week_gives_nothing_up_at_once(desk: Desk) -> None:
    desk.channels.append(mail_to(far_ends.free_port()))
    desk.tell(numbered(1, "mail"))
    desk.now += 7 * DAY
    assert desk.deliver()["mail"].postponed == 1
    assert desk.counts() == (1, 0)


def test_people_are_reminded_of_a_dead_channel_once_a_week(desk: Desk, host: MailHost, hook: Receiver) -> None:
    hook.answer = lambda _: (410, {})
    desk.tell(numbered(1, "hook"))
    desk.deliver()
    for day in range(15):
        desk.now += DAY
        desk.tell(numbered(day, "log"))
        desk.deliver()
    subjects = [str(mail.message["Subject"]) for mail in host.mails]
    assert subjects == [
        "Channel hook: notices cannot be delivered",
        "Channel hook: notices still cannot be delivered, for 7 days now",
        "Channel hook: notices still cannot be delivered, for 14 days now",
    ]


def test_a_channel_that_is_gone_from_the_configuration_is_named(desk: Desk) -> None:
    desk.tell(numbered(1, "gone"))
    told = desk.deliver()["gone"]
    assert (told.postponed, told.reasons) == (1, ("There is no channel named 'gone' in the configuration any more.",))


def test_a_channel_whose_extra_is_not_installed_is_put_off(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "apprise", None)  # what an absent package looks like to import
    desk.channels.append(AppriseChannel(name="chat", url=Secret("json://127.0.0.1/s3cret")))
    desk.tell(numbered(1, "chat"))
    (reason,) = desk.deliver()["chat"].reasons
    assert "page-watch[apprise]" in reason
    assert "s3cret" not in reason


# One mail, several addresses


def test_a_refused_address_gets_the_mail_later_and_the_others_not_again(desk: Desk) -> None:
    with mail_host() as host:
        desk.channels.append(mail_to(host.port, "a@x.example", "b@x.example", "c@x.example"))
        host.on_rcpt = lambda address: "451 later" if address == "b@x.example" else "250 OK"
        desk.tell(numbered(1, "mail"))
        assert desk.deliver()["mail"].postponed == 1
        host.on_rcpt = far_ends.yes
        desk.now += 2 * MINUTE
        assert desk.deliver()["mail"].sent == 1
    assert [mail.recipients for mail in host.mails] == [["a@x.example", "c@x.example"], ["b@x.example"]]
    assert len(set(host.ids)) == 1


def test_an_address_refused_for_good_is_told_and_may_be_tried_again_alone(desk: Desk, hook: Receiver) -> None:
    with mail_host() as host:
        desk.channels.append(mail_to(host.port, "a@x.example", "b@x.example"))
        host.on_rcpt = lambda address: "550 no such box" if address == "b@x.example" else "250 OK"
        desk.tell(numbered(1, "mail"))
        assert desk.deliver()["mail"].dead == 1
        assert desk.incidents() == [(IncidentKind.UNDELIVERABLE, "mail")]
        host.on_rcpt = far_ends.yes
        desk.courier().revive()
        desk.deliver()
    assert [mail.recipients for mail in host.mails] == [["a@x.example"], ["b@x.example"]]
    assert desk.incidents() == []


# Together


def gathered(number: int, watch: str, due_at: datetime, channel: str = "hook") -> Notice:
    notice = changes_notice(added(text=f"Milestone number {number}.", id=number), watch=watch)
    return replace(notice, to=(Addressee(channel, due_at, gathered=True),))


def test_a_digest_is_one_message_for_all_watches(desk: Desk, hook: Receiver) -> None:
    desk.tell(*(gathered(number, f"watch-{number}", NOW + HOUR) for number in range(5)))
    assert desk.deliver() == {}
    desk.now += HOUR
    assert desk.deliver()["hook"].sent == 5
    assert subjects_of(hook) == [[f"Milestone number {number}." for number in range(5)]]


def test_a_digest_of_many_notices_is_one_message_all_the_same(desk: Desk, hook: Receiver) -> None:
    desk.tell(numbered(1000, "hook"), *(gathered(number, f"watch-{number}", NOW) for number in range(230)))
    assert desk.deliver()["hook"].sent == 231
    assert sorted(len(texts) for texts in subjects_of(hook)) == [1, 230]


def test_what_went_out_together_once_does_so_in_every_retry(desk: Desk, hook: Receiver) -> None:
    desk.tell(gathered(1, "a", NOW), gathered(2, "b", NOW))
    hook.answer = lambda _: (500, {})
    desk.deliver()
    desk.tell(gathered(3, "c", NOW))
    hook.answer = lambda _: (204, {})
    desk.now += 2 * MINUTE
    desk.deliver()
    first, *taken = (posted.headers["webhook-id"] for posted in hook.asked)
    assert first in taken
    assert sorted(subjects_of(hook)) == [["Milestone number 1.", "Milestone number 2."], ["Milestone number 3."]]


def test_above_the_cap_notices_are_merged_and_none_is_lost(desk: Desk) -> None:
    with receiver() as far:
        desk.channels.append(hook_to(far.url, cap=5))
        for number in range(12):
            desk.tell(numbered(number, "hook"))
        assert desk.deliver()["hook"].sent == 12
        assert [len(texts) for texts in subjects_of(far)] == [1, 1, 1, 1, 8]
        desk.tell(numbered(12, "hook"))
        told = desk.deliver()["hook"]
        assert (told.sent, told.waiting, told.is_wrong) == (0, True, False)
        desk.now += HOUR + MINUTE
        assert desk.deliver()["hook"].sent == 1
        texts = [text for texts in subjects_of(far) for text in texts]
    assert sorted(texts) == sorted(f"Milestone number {number}." for number in range(13))


# Several at work, and ends


def test_two_couriers_on_one_database_send_nothing_twice(desk: Desk, hook: Receiver) -> None:
    desk.channels[-1] = hook_to(hook.url, cap=10_000)
    desk.tell(*(numbered(number, "hook") for number in range(120)))
    start = threading.Barrier(3)

    def work(number: int) -> None:
        courier = desk.courier(number)
        start.wait()
        courier.deliver()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(hook.taken) == 120
    assert len(set(hook.ids)) == 120
    assert desk.counts() == (0, 0)


def test_a_courier_that_is_stopped_ends_after_the_message_it_is_at(desk: Desk, hook: Receiver) -> None:
    arrived, go = threading.Event(), threading.Event()

    def slowly(_: Posted) -> tuple[int, dict[str, str]]:
        arrived.set()
        go.wait()
        return 204, {}

    hook.answer = slowly
    for number in range(5):
        desk.tell(numbered(number, "hook"))
    courier = desk.courier()
    courier.dispatch()
    arrived.wait()
    stopping = threading.Thread(target=courier.stop)
    stopping.start()
    go.set()
    stopping.join()
    taken = len(hook.taken)
    assert 1 <= taken < 5
    assert desk.counts() == (5 - taken, 0)
    hook.answer = lambda _: (204, {})
    assert desk.deliver()["hook"].sent == 5 - taken, "what was claimed is free again at once"


def test_a_long_batch_keeps_its_claims(desk: Desk, hook: Receiver) -> None:
    """A second process must not take what the first has claimed and is still at, however slow the receiver is."""

    def slowly(_: Posted) -> tuple[int, dict[str, str]]:
        desk.now += 3 * MINUTE
        others = desk.store.claim(desk.now, owner=Owner("elsewhere", 7, "other"), limit=100, channel="hook")
        stolen.extend(one.id for one in others)
        return 204, {}

    stolen: list[int] = []
    hook.answer = slowly
    desk.tell(*(numbered(number, "hook") for number in range(12)))
    assert desk.deliver()["hook"].sent == 12
    assert stolen == []


def test_a_database_that_fails_is_loud(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'watch.db'}")
    desk = Desk(store)
    desk.tell(numbered(1, "log"))

    class Broken:
        """The store, with a disk that is full when it comes to marking."""

        def __getattr__(self, name: str) -> object:
            if name == "delivered":
                raise StoreError("The disk is full.")
            return getattr(store, name)

    desk.store = Broken()  # type: ignore[assignment]
    with pytest.raises(StoreError, match="disk is full"):
        desk.deliver()
    desk.now += 11 * MINUTE  # what could not be marked stays claimed for a while, or it would be sent again at once
    with caplog.at_level(logging.ERROR):
        courier = desk.courier(2)
        courier.dispatch()
        eventually(lambda: "Nothing was delivered: The disk is full." in caplog.text)
    store.close()


def test_nothing_due_costs_no_import() -> None:
    code = """
import sys
from datetime import UTC, datetime
from page_watch.deliver import Courier
from page_watch.model.process import Owner
from page_watch.settings import LogChannel, Settings
from page_watch.store import Store
store = Store.open("sqlite:///watch.db")
settings = Settings("sqlite:///watch.db", (LogChannel(name="log"),), ())
before = set(sys.modules)
assert Courier(store, settings, Owner("h", 1, "t"), lambda: datetime.now(UTC)).deliver(impatient=True) == ()
late = ("smtplib", "email.message", "jinja2", "requests", "page_watch.matching.marks", "page_watch.render")
assert not [name for name in (*late, "page_watch.channels.email") if name in set(sys.modules) - before]
assert not [name for name in ("smtplib", "jinja2", "requests", "page_watch.matching.marks") if name in sys.modules]
"""
    with TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-c", code], cwd=folder, check=True, timeout=60)


# Test notices


def test_a_test_notice_goes_past_the_database(desk: Desk, host: MailHost) -> None:
    settings = Settings("sqlite:///none", tuple(desk.channels), ())
    send_trial("mail", settings, lambda: NOW)
    (mail,) = host.mails
    assert mail.message["Subject"] == "Channel mail: a test notice"
    assert desk.counts() == (0, 0)
    host.on_data = lambda _: "554 no"
    with pytest.raises(DeliveryError):
        send_trial("mail", settings, lambda: NOW)
    with pytest.raises(ConfigError, match="there are: log, mail"):
        send_trial("nope", settings, lambda: NOW)


def test_far_too_many_channels_are_served_all(desk: Desk) -> None:
    with ExitStack() as stack:
        far = stack.enter_context(receiver())
        names = [f"hook{number}" for number in range(40)]
        desk.channels += [hook_to(far.url, name) for name in names]
        desk.tell(numbered(1, *names))
        told = desk.deliver()
    assert sorted(told) == sorted(names)
    assert len(far.taken) == 40
