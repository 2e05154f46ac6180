"""Webhooks, against a real web server, good and bad."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from page_watch.channels import open_channel
from page_watch.channels.payload import payload
from page_watch.channels.webhook import origin, retry_after, signed
from page_watch.errors import DeliveryError, Unreachable
from page_watch.model.incident import IncidentKind
from page_watch.model.notice import NoticeKind
from page_watch.notices.message import Message
from page_watch.settings import Secret, WebhookChannel
from tests.notices import far_ends
from tests.notices.far_ends import Posted, bare_server, receiver
from tests.notices.samples import NOW, added, changes_notice, incident, incident_told, law, message, reworded
from tests.notices.test_codec import NOTICES

SCHEMA = json.loads(files("page_watch.channels").joinpath("webhook.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
TOKEN = "t0ken-in-the-path"


def send(url: str, secret: str | None = None, seconds: float = 5, what: Message | None = None) -> None:
    channel = WebhookChannel(
        name="hook", url=Secret(url), secret=Secret(secret) if secret else None, timeout=timedelta(seconds=seconds)
    )
    port = open_channel(channel, lambda: NOW)
    try:
        port.send(what or message())
    finally:
        port.close()


def test_a_post_says_what_happened() -> None:
    with receiver() as far:
        send(far.url, what=message(changes_notice(added(), reworded())))
    (posted,) = far.taken
    assert posted.headers["content-type"] == "application/json"
    assert posted.headers["webhook-id"] == "0123456789abcdef"
    assert posted.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert "webhook-signature" not in posted.headers
    assert posted.headers["user-agent"].startswith("page-watch/")
    said = json.loads(posted.body)
    assert (said["type"], said["timestamp"]) == ("changes", NOW.isoformat())
    assert said["data"]["subject"] == "PAGE Peru: 1 new milestone (2024), 1 reworded (2018)"
    (notice,) = said["data"]["notices"]
    assert notice["watch"] == "page-peru"
    first, second = notice["changes"]
    assert first == {
        "kind": "added",
        "milestone": 1,
        "year": "2024",
        "text": "A roadmap is adopted.",
        "old_year": None,
        "old_text": None,
        "similarity": None,
        "links": [],
    }
    assert (second["old_year"], second["old_text"]) == ("2018", "Neutral by 2030.")


def verify(posted: Posted, key: bytes) -> bool:
    """As a receiver does, by the Standard Webhooks specification."""
    signed_content = b".".join(
        [posted.headers["webhook-id"].encode(), posted.headers["webhook-timestamp"].encode(), posted.body]
    )
    wanted = base64.b64encode(hmac.new(key, signed_content, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(one, f"v1,{wanted}") for one in posted.headers["webhook-signature"].split(" "))


@pytest.mark.parametrize(
    ("secret", "key"),
    [
        ("whsec_" + base64.b64encode(b"\x00\x01binary\xff" * 3).decode(), b"\x00\x01binary\xff" * 3),
        ("plain words, ümlaut", "plain words, ümlaut".encode()),
    ],
)
def test_a_receiver_can_verify_the_signature(secret: str, key: bytes) -> None:
    with receiver() as far:
        send(far.url, secret)
    (posted,) = far.taken
    assert verify(posted, key)
    assert not verify(replace(posted, body=posted.body + b" "), key)
    assert not verify(posted, key + b"x")


def test_the_signature_is_the_one_of_the_specification() -> None:
    """The example that the specification's own libraries test with."""
    from datetime import UTC, datetime

    headers = signed(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330, UTC),
        b'{"test": 2432232314}',
        Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_whsec_secret_that_is_not_base64_is_told_without_showing_it() -> None:
    with receiver() as far, pytest.raises(Unreachable, match="not base64") as caught:
        send(far.url, "whsec_!!nope!!")
    assert "nope" not in str(caught.value)
    assert far.asked == []


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_2xx_is_a_yes(status: int) -> None:
    with receiver() as far:
        far.answer = lambda _: (status, {})
        send(far.url)
    assert len(far.taken) == 1


@pytest.mark.parametrize(
    ("status", "permanent", "unreachable"),
    [
        (301, True, False),
        (307, True, False),
        (400, True, False),
        (401, True, False),
        (404, True, False),
        (408, False, False),
        (410, True, False),
        (413, True, False),
        (425, False, False),
        (429, False, True),
        (500, False, False),
        (502, False, False),
        (503, False, True),
    ],
)
def test_an_answer_for_now_is_told_from_one_for_good(status: int, permanent: bool, unreachable: bool) -> None:
    with receiver() as far:
        far.answer = lambda _: (status, {"location": far.url + "/elsewhere"})
        with pytest.raises(DeliveryError) as caught:
            send(far.url)
    assert (caught.value.permanent, isinstance(caught.value, Unreachable)) == (permanent, unreachable)
    assert str(status) in str(caught.value)
    assert len(far.asked) == 1


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("120", timedelta(seconds=120)),
        ("0", timedelta(0)),
        (" 7 ", timedelta(seconds=7)),
        ("Tue, 03 Mar 2026 19:15:00 GMT", timedelta(minutes=10)),
        ("Tue, 03 Mar 2026 18:00:00 GMT", timedelta(0)),
        ("99999999999999999999", timedelta(days=1)),
        ("Tue, 03 Mar 2099 19:15:00 GMT", timedelta(days=1)),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("Tue, 99 Mar 2026 19:15:00 GMT", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_both_forms(header: str | None, wait: timedelta | None) -> None:
    assert retry_after(header, NOW) == wait


def test_the_wait_that_was_asked_for_is_told() -> None:
    with receiver() as far:
        far.answer = lambda _: (429, {"retry-after": "90"})
        with pytest.raises(Unreachable) as caught:
            send(far.url)
    assert caught.value.retry_after == timedelta(seconds=90)


def test_trouble_on_the_way_is_for_now_and_shows_no_secret() -> None:
    def url(port: int) -> str:
        return f"http://user:{TOKEN}@127.0.0.1:{port}/{TOKEN}?key={TOKEN}"

    caught: list[pytest.ExceptionInfo[DeliveryError]] = []
    with pytest.raises(Unreachable, match=r"http://127\.0\.0\.1:\d+ cannot be reached") as nobody:
        send(url(far_ends.free_port()))
    caught.append(nobody)
    with (
        bare_server(far_ends.silent) as port,
        pytest.raises(DeliveryError, match=r"did not answer in 0\.2 s") as silent,
    ):
        send(url(port), seconds=0.2)
    caught.append(silent)
    with bare_server(far_ends.rude) as port, pytest.raises(DeliveryError, match="broke off") as rude:
        send(url(port))
    caught.append(rude)
    drip = far_ends.dripping(b"HTTP/1.1 2")
    with bare_server(drip) as port, pytest.raises(DeliveryError, match=r"took more than 0\.8 s") as dripping:
        send(url(port), seconds=0.2)
    caught.append(dripping)
    nonsense = far_ends.saying(b"what do you want?\r\n\r\n")
    with bare_server(nonsense) as port, pytest.raises(DeliveryError) as odd:
        send(url(port))
    caught.append(odd)
    with pytest.raises(Unreachable) as no_host:
        send(f"http://no.such.host.invalid/{TOKEN}")
    caught.append(no_host)
    with pytest.raises(Unreachable) as no_tls, receiver() as far:
        send(f"https://127.0.0.1:{far.port}/{TOKEN}")
    caught.append(no_tls)
    for one in caught:
        assert not one.value.permanent
        assert TOKEN not in str(one.value)
        assert one.value.__cause__ is None
        assert one.value.__suppress_context__


@pytest.mark.parametrize("url", ["http://[", "not a url", "ftp://example.org/x", "http://", "http://a b/"])
def test_an_address_that_cannot_be_asked_is_told_in_a_sentence(url: str) -> None:
    with pytest.raises(Unreachable):
        send(url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:pass@hooks.example.org/a/b?c=d#e", "https://hooks.example.org"),
        ("http://localhost:8080/x", "http://localhost:8080"),
        ("http://[::1]:8080/x", "http://[::1]:8080"),
        ("http://[", "the channel's url"),
        ("http://host:port/", "the channel's url"),
    ],
)
def test_only_scheme_and_host_of_an_address_are_shown(url: str, shown: str) -> None:
    assert origin(url) == shown


def test_a_long_answer_is_not_read() -> None:
    def endless(connection: Any, ending: Any) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n")
        while not ending.is_set():
            connection.sendall(b"x" * 65536)

    with bare_server(endless) as port:
        send(f"http://127.0.0.1:{port}/")


def test_what_is_sent_has_the_form_of_the_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    held = replace(incident(IncidentKind.HELD), closed_at=NOW)
    told = [
        changes_notice(added(), reworded()),
        incident_told(NoticeKind.OPENED, incident()),
        incident_told(NoticeKind.REMINDER, incident(IncidentKind.FLAPPING)),
        incident_told(NoticeKind.CLOSED, held, added()),
    ]
    kinds = []
    for notices in ([one] for one in told):
        body = json.loads(payload(message(*notices)))
        VALIDATOR.validate(body)
        kinds.append(body["type"])
    several = json.loads(payload(message(*told)))
    VALIDATOR.validate(several)
    assert kinds == ["changes", "incident.opened", "incident.reminder", "incident.closed"]
    assert several["type"] == "several"


@law
@given(st.lists(NOTICES, min_size=1, max_size=3), st.text(max_size=20))
def test_any_notice_has_that_form_and_the_same_bytes_each_time(notices: list[Any], text: str) -> None:
    whole = Message("key", None, "subject", text, text, tuple(notices), NOW)
    body = payload(whole)
    assert body.isascii()
    assert body == payload(whole)
    VALIDATOR.validate(json.loads(body))


def test_a_schema_that_took_everything_would_prove_nothing() -> None:
    body = json.loads(payload(message()))
    del body["data"]["notices"][0]["changes"][0]["kind"]
    assert not VALIDATOR.is_valid(body)


def test_a_very_long_text_is_cut() -> None:
    body = json.loads(payload(message(changes_notice(added(text="long " * 200_000)))))
    assert len(body["data"]["notices"][0]["changes"][0]["text"]) == 20_000
    assert len(json.dumps(body)) < 60_000
