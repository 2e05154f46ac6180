"""Mail, against real SMTP servers, good and bad."""

from __future__ import annotations

import ssl
from datetime import timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller

from page_watch.channels import ChannelPort, open_channel
from page_watch.errors import DeliveryError, PartlyRefused, Unreachable
from page_watch.settings import EmailChannel, Secret
from tests.notices import far_ends
from tests.notices.far_ends import MailHost, bare_server, login_as, mail_host
from tests.notices.samples import NOW, added, changes_notice, message

A, B, C = "a@example.org", "b@example.org", "c@example.org"


def settings(port: int, *to: str, security: str = "none", seconds: float = 5, **more: object) -> EmailChannel:
    return EmailChannel(
        name="mail",
        host="localhost" if security != "none" else "127.0.0.1",
        port=port,
        security=security,
        sender="Página Watch <watcher@example.org>",
        to=to or (A,),
        timeout=timedelta(seconds=seconds),
        **more,  # type: ignore[arg-type]
    )


def port_of(channel: EmailChannel) -> ChannelPort:
    return open_channel(channel, lambda: NOW)


def send(channel: EmailChannel, *, times: int = 1, to: tuple[str, ...] = ()) -> None:
    port = port_of(channel)
    try:
        for number in range(times):
            port.send(message(key=f"key{number}"), to)
    finally:
        port.close()


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    text = part.get_content()
    assert isinstance(text, str)
    return text


def test_a_mail_holds_text_and_html_and_says_who_it_is() -> None:
    with mail_host() as host:
        send(settings(host.port, A, B))
    (mail,) = host.mails
    assert (mail.sender, mail.recipients) == ("watcher@example.org", [A, B])
    headers = mail.message
    assert headers["Subject"] == "PAGE Peru: 1 new milestone (2024)"
    assert headers["Message-ID"] == "<key0@example.org>"
    assert headers["From"] == "Página Watch <watcher@example.org>"
    assert headers["To"] == f"{A}, {B}"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(headers["Date"]) == NOW
    assert headers.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in headers.iter_parts()] == ["text/plain", "text/html"]
    assert "NEW: A roadmap is adopted." in body(headers, "plain")
    assert "A roadmap is adopted." in body(headers, "html")
    assert mail.raw.isascii()
    assert max(map(len, mail.raw.splitlines())) <= 998


def test_mails_about_one_watch_form_a_thread() -> None:
    with mail_host() as host:
        port = port_of(settings(host.port))
        for key, watch in (("1", "page-peru"), ("2", "page-peru"), ("3", "elsewhere")):
            port.send(message(changes_notice(watch=watch), key=key))
        port.close()
    first, second, other = (mail.message for mail in host.mails)
    assert first["References"] == first["In-Reply-To"] == second["References"] != other["References"]
    assert len({first["Message-ID"], second["Message-ID"], first["References"]}) == 3


@pytest.mark.parametrize(
    "text",
    [
        "Perú: la estrategia nacional – “verde” – está en marcha.",
        "أطلقت الحكومة الاستراتيجية الوطنية للاقتصاد الأخضر",
        "政府は2050年までにカーボンニュートラルを達成すると発表した。",
        "Un 🌱 de plus, et 👩‍🌾 aussi",
        "half a surrogate \ud83c is no text",
        "x" * 3000,
    ],
)
def test_every_script_arrives_as_it_was(text: str) -> None:
    notice = changes_notice(added(text[:30], text))
    with mail_host() as host:
        port = port_of(settings(host.port))
        port.send(message(notice))
        port.close()
    (mail,) = host.mails
    shown = text.replace("\ud83c", "\ufffd")
    assert shown[:30] in str(mail.message["Subject"])
    assert "".join(shown[:100].split()) in "".join(body(mail.message, "plain").split())
    assert shown[:100] in body(mail.message, "html")
    assert mail.raw.isascii()


def test_one_connection_serves_many_mails() -> None:
    helos: list[str] = []

    class Counting(MailHost):
        async def handle_EHLO(
            self, server: object, session: object, envelope: object, name: str, answers: list[str]
        ) -> list[str]:
            helos.append(name)
            session.host_name = name  # type: ignore[attr-defined]
            return answers

    host = Counting(port=far_ends.free_port())
    controller = Controller(host, hostname="127.0.0.1", port=host.port)
    controller.start()
    try:
        send(settings(host.port), times=5)
    finally:
        controller.stop()
    assert len(host.mails) == 5
    assert len(helos) == 1


def test_a_connection_that_the_server_closed_meanwhile_is_made_anew() -> None:
    with mail_host() as host:
        port = port_of(settings(host.port))
        port.send(message(key="1"))
        number = host.port
    with mail_host(number) as host:
        port.send(message(key="2"))
        port.close()
    assert host.ids == ["<2@example.org>"]


# Refusals


def test_one_refused_address_does_not_stop_the_others_and_is_told() -> None:
    with mail_host() as host:
        host.on_rcpt = lambda address: "550 no such box" if address == B else "250 OK"
        with pytest.raises(PartlyRefused) as caught:
            send(settings(host.port, A, B, C))
    assert host.mails[0].recipients == [A, C]
    assert (caught.value.left, caught.value.permanent) == ((B,), True)
    assert B in str(caught.value)
    assert "550 no such box" in str(caught.value)


def test_an_address_refused_for_now_gets_the_mail_later_alone() -> None:
    with mail_host() as host:
        host.on_rcpt = lambda address: "451 later" if address == B else "250 OK"
        with pytest.raises(PartlyRefused) as caught:
            send(settings(host.port, A, B))
        assert (caught.value.left, caught.value.permanent) == ((B,), False)
        host.on_rcpt = far_ends.yes
        send(settings(host.port, A, B), to=caught.value.left)
    assert [mail.recipients for mail in host.mails] == [[A], [B]]
    assert host.ids[0] == host.ids[1]
    assert host.mails[1].message["To"] == f"{A}, {B}"


@pytest.mark.parametrize(("code", "permanent"), [("450", False), ("452", False), ("550", True), ("554", True)])
def test_a_refusal_for_now_is_told_from_one_for_good(code: str, permanent: bool) -> None:
    with mail_host() as host:
        host.on_data = lambda _: f"{code} because"
        with pytest.raises(DeliveryError) as by_content:
            send(settings(host.port))
        host.on_rcpt = lambda _: f"{code} because"
        with pytest.raises(DeliveryError) as by_address:
            send(settings(host.port, A, B))
    for caught in (by_content, by_address):
        assert caught.value.permanent is permanent
        assert f"{code} because" in str(caught.value)
        assert not isinstance(caught.value, Unreachable | PartlyRefused)
    assert host.mails == []


def test_where_some_may_take_it_later_nothing_is_given_up() -> None:
    with mail_host() as host:
        host.on_rcpt = lambda address: "451 later" if address == A else "550 never"
        with pytest.raises(DeliveryError) as caught:
            send(settings(host.port, A, B))
    assert not caught.value.permanent


@pytest.mark.parametrize("greeting", [b"421 too busy\r\n", b"554 not for you\r\n"])
def test_a_server_that_lets_nobody_in_is_unreachable(greeting: bytes) -> None:
    with bare_server(far_ends.saying(greeting)) as port, pytest.raises(Unreachable) as caught:
        send(settings(port))
    assert greeting.decode().strip() in str(caught.value)
    assert not caught.value.permanent


# Trouble on the way


def test_a_port_where_nobody_listens_is_unreachable() -> None:
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1:.* cannot be reached"):
        send(settings(far_ends.free_port()))


def test_a_host_that_does_not_exist_is_unreachable() -> None:
    channel = EmailChannel(
        name="m", host="no.such.host.invalid", port=25, security="none", sender="a@b.example", to=(A,)
    )
    with pytest.raises(Unreachable, match=r"no\.such\.host\.invalid"):
        send(channel)


def test_a_server_that_says_nothing_is_not_waited_for() -> None:
    with bare_server(far_ends.silent) as port, pytest.raises(Unreachable, match=r"did not answer in 0\.2 s"):
        send(settings(port, seconds=0.2))


@pytest.mark.parametrize("first", [b"", b"220-hello\r\n220-", b"220 hello\r\n250-"])
def test_a_server_that_says_a_byte_at_a_time_is_not_waited_for(first: bytes) -> None:
    with bare_server(far_ends.dripping(first)) as port, pytest.raises(Unreachable, match=r"took more than 0\.8 s"):
        send(settings(port, seconds=0.2))


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (b"220 hello\r\n",),
        (b"220 hello\r\n", b"250 hello\r\n"),
        (b"220 hello\r\n", b"250 hello\r\n", b"250 OK\r\n"),
        (b"220 hello\r\n", b"250 hello\r\n", b"250 OK\r\n", b"250 OK\r\n"),
        (b"220 hello\r\n", b"250 hello\r\n", b"250 OK\r\n", b"250 OK\r\n", b"354 go on\r\n"),
        (b"220 hello\r\n", b"250 hello\r\n", b"250 OK\r\n", b"250 OK\r\n", b"nonsense\r\n"),
        (b"\xff\xfe\x00nonsense",),
    ],
)
def test_a_connection_dropped_at_any_point_is_a_failure_for_now(lines: tuple[bytes, ...]) -> None:
    with bare_server(far_ends.saying(*lines)) as port, pytest.raises(DeliveryError) as caught:
        send(settings(port, seconds=1))
    assert not caught.value.permanent
    assert "\n" not in str(caught.value)


def test_only_a_server_that_was_never_reached_is_taken_for_down() -> None:
    """A server that drops one mail may well take the next: the others shall not wait."""
    lines = (b"220 hello\r\n", b"250 hello\r\n", b"250 OK\r\n", b"250 OK\r\n", b"354 go on\r\n")
    with bare_server(far_ends.saying(*lines)) as port, pytest.raises(DeliveryError) as caught:
        send(settings(port, seconds=1))
    assert not isinstance(caught.value, Unreachable)


# TLS and login


class Keys:
    """A server's certificate, and who vouches for it."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.file = folder / "ca.pem"
        authority.cert_pem.write_to_path(str(self.file))
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(self.context)


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path)


def test_starttls_and_login(keys: Keys) -> None:
    options: dict[str, Any] = {
        "tls_context": keys.context,
        "require_starttls": True,
        "authenticator": login_as("watcher", "s3cret"),
        "auth_required": True,
    }
    with mail_host(**options) as host:
        good = settings(host.port, security="starttls", ca_file=keys.file, user="watcher", password=Secret("s3cret"))
        send(good, times=2)
        wrong = settings(host.port, security="starttls", ca_file=keys.file, user="watcher", password=Secret("wr0ng"))
        with pytest.raises(Unreachable, match="refused the login of watcher: 535") as caught:
            send(wrong)
    assert len(host.mails) == 2
    assert "wr0ng" not in str(caught.value)


def test_tls_from_the_first_byte(keys: Keys) -> None:
    with mail_host(ssl_context=keys.context) as host:
        send(settings(host.port, security="tls", ca_file=keys.file))
    assert len(host.mails) == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_nobody_vouches_for_is_not_believed(keys: Keys, security: str) -> None:
    options: dict[str, Any] = {"ssl_context": keys.context} if security == "tls" else {"tls_context": keys.context}
    with mail_host(**options) as host, pytest.raises(Unreachable, match="certificate that is not trusted"):
        send(settings(host.port, security=security))
    assert host.mails == []


def test_no_starttls_no_mail() -> None:
    with mail_host() as host, pytest.raises(Unreachable, match="STARTTLS"):
        send(settings(host.port, security="starttls"))
    assert host.mails == []


def test_a_server_that_repeats_the_password_does_not_bring_it_into_the_error() -> None:
    lines = (b"220 hello\r\n", b"250-hello\r\n250 AUTH PLAIN LOGIN\r\n", b"535 the password hunter22 is wrong\r\n")
    with bare_server(far_ends.saying(*lines, *(lines[-1:] * 3))) as port, pytest.raises(Unreachable) as caught:
        send(settings(port, user="watcher", password=Secret("hunter22")))
    assert "535 the password *** is wrong" in str(caught.value)
    assert caught.value.__cause__ is None


def test_an_international_address_needs_a_server_that_takes_it() -> None:
    with mail_host(enable_SMTPUTF8=True) as host:
        send(settings(host.port, "josé@example.org"))
    assert host.mails[0].recipients == ["josé@example.org"]
    with mail_host(enable_SMTPUTF8=False) as host, pytest.raises(DeliveryError) as caught:
        send(settings(host.port, "josé@example.org"))
    assert caught.value.permanent


def test_an_international_host_name_is_written_in_ascii() -> None:
    with mail_host() as host:
        send(settings(host.port, "info@españa.example"))
    assert host.mails[0].recipients == ["info@xn--espaa-rta.example"]
