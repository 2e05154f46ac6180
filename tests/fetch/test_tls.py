"""Secure connections, with real certificates: the good one, and each way of being bad."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from page_watch.errors import FetchError
from page_watch.settings import Fetch
from tests.fetch.conftest import HASTY, PATIENT, Asking
from tests.fetch.server import Server, page, silent

CA = trustme.CA()
YEARS_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def trusting(tmp_path: Path) -> Fetch:
    CA.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return replace(PATIENT, ca_file=tmp_path / "ca.pem")


def secured(*names: str, ca: trustme.CA = CA, **more: datetime) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(*names, **more).configure_cert(context)  # type: ignore[arg-type]
    return context


def self_signed() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    lone = trustme.CA()
    with lone.private_key_pem.tempfile() as key, lone.cert_pem.tempfile() as certificate:
        context.load_cert_chain(certificate, key)
    return context


def test_a_certificate_of_a_trusted_authority(trusting: Fetch, ask: Asking) -> None:
    with Server({"/": page(b"safe")}, tls=secured("127.0.0.1")) as server:
        response = ask(server.url(), trusting)
        assert (response.body, response.url) == (b"safe", server.url())


def test_the_environments_authorities_are_trusted(
    trusting: Fetch, ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(trusting.ca_file))
    with Server({"/": page(b"safe")}, tls=secured("127.0.0.1")) as server:
        assert ask(server.url()).body == b"safe"


@pytest.mark.parametrize(
    ("context", "words"),
    [
        (lambda: secured("127.0.0.1", ca=trustme.CA()), "not trusted here"),
        (lambda: secured("example.org"), "for another"),
        (lambda: secured("127.0.0.1", not_before=YEARS_AGO, not_after=YEARS_AGO + timedelta(days=90)), "expired"),
        (lambda: secured("127.0.0.1", not_before=datetime.now(UTC) + timedelta(days=9)), "not valid yet"),
        (self_signed, "self-signed"),
    ],
    ids=["unknown authority", "wrong host", "expired", "early", "self-signed"],
)
def test_bad_certificates(trusting: Fetch, ask: Asking, context: Callable[[], ssl.SSLContext], words: str) -> None:
    with Server({"/": page()}, tls=context()) as server, pytest.raises(FetchError, match=words) as caught:
        ask(server.url(), trusting)
    assert (caught.value.code, caught.value.transient) == ("tls", False)
    assert not server.asked


@pytest.mark.parametrize("answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b""])
def test_no_tls_there(ask: Asking, answer: bytes) -> None:
    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(1)
            connection.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(FetchError) as caught:
            ask(f"https://127.0.0.1:{listener.getsockname()[1]}/")
        thread.join()
    assert caught.value.code in ("tls", "connection")  # which of them is a matter of who closes first


def test_a_certificates_file_that_is_none(ask: Asking, tmp_path: Path) -> None:
    for content in (None, "no certificate"):
        file = tmp_path / f"{content}.pem"
        if content:
            file.write_text(content)
        with Server({"/": page()}, tls=secured("127.0.0.1")) as server, pytest.raises(FetchError) as caught:
            ask(server.url(), replace(PATIENT, ca_file=file))
        assert caught.value.code == "tls"
        assert "trusted certificates" in caught.value.detail


def test_the_time_counts_on_secure_connections_too(trusting: Fetch, ask: Asking) -> None:
    with Server(tls=secured("127.0.0.1")) as server:
        server.replies["/"] = silent(server, b"HTTP/1.1 200 OK\r\n\r\nhalf")
        with pytest.raises(FetchError) as caught:
            ask(server.url(), replace(HASTY, ca_file=trusting.ca_file, robots=False, timeout=timedelta(seconds=1)))
    assert caught.value.code == "timeout"
