"""The far ends of the channels: a real SMTP server and a real web server, that do as they are told, however bad."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

Reply = Callable[[str], str]


def yes(_: str) -> str:
    return "250 OK"


@dataclass
class Mail:
    """A mail as it came: its envelope and itself."""

    sender: str
    recipients: list[str]
    message: EmailMessage
    raw: bytes


@dataclass
class MailHost:
    """Answers RCPT by the address and DATA by the Message-ID; keeps what it said yes to."""

    on_rcpt: Reply = yes
    on_data: Reply = yes
    mails: list[Mail] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.on_rcpt(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = envelope.original_content or b""
        message = message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        answer = self.on_data(str(message["Message-ID"]))
        if answer.startswith("250"):
            self.mails.append(Mail(envelope.mail_from or "", list(envelope.rcpt_tos), message, raw))
        return answer

    @property
    def ids(self) -> list[str]:
        return [str(mail.message["Message-ID"]) for mail in self.mails]


@contextmanager
def mail_host(port: int = 0, host: MailHost | None = None, **options: Any) -> Iterator[MailHost]:
    """A mail server; ``options`` are aiosmtpd's (``tls_context``, ``authenticator``, …)."""
    host = host or MailHost(port=port or free_port())
    controller = Controller(host, hostname="127.0.0.1", port=host.port, **options)
    controller.start()
    try:
        yield host
    finally:
        controller.stop()


def login_as(user: str, password: str) -> Callable[..., AuthResult]:
    """Lets one person in."""

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        well = (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=well, handled=False)

    return check


@dataclass(frozen=True)
class Posted:
    """A request as it came."""

    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """A web server that takes POSTs; ``answer`` gives the status, and headers, for each."""

    answer: Callable[[Posted], tuple[int, dict[str, str]]] = lambda _: (204, {})
    asked: list[Posted] = field(default_factory=list)
    taken: list[Posted] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def ids(self) -> list[str]:
        return [posted.headers["webhook-id"] for posted in self.taken]


@contextmanager
def receiver(port: int = 0) -> Iterator[Receiver]:
    far = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 10

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            posted = Posted({name.lower(): value for name, value in self.headers.items()}, body)
            far.asked.append(posted)
            status, headers = far.answer(posted)
            if status == 0:  # hang up without a word
                self.close_connection = True
                return
            if 200 <= status < 300:
                far.taken.append(posted)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

        def handle_error(self, request: object, client_address: object) -> None:
            pass

    server = Server(("127.0.0.1", port), Handler)
    far.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield far
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


Script = Callable[[socket.socket, threading.Event], None]
"""What a bare server does with one connection, until it is told to end."""


@contextmanager
def bare_server(script: Script) -> Iterator[int]:
    """A server that speaks no protocol but the script's; gives its port."""
    ending = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))
    threads: list[threading.Thread] = []

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            script(connection, ending)

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=serve, args=(connection,), daemon=True)
            threads.append(thread)
            thread.start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield listener.getsockname()[1]
    finally:
        ending.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join()
        for thread in threads:
            thread.join()


def silent(connection: socket.socket, ending: threading.Event) -> None:
    """Takes the connection and says nothing, ever."""
    ending.wait()


def rude(connection: socket.socket, ending: threading.Event) -> None:
    """Takes the connection and drops it."""


def dripping(first: bytes) -> Script:
    """Says a byte at a time, too often for a time-out and for ever."""

    def script(connection: socket.socket, ending: threading.Event) -> None:
        connection.sendall(first)
        while not ending.wait(0.05):
            connection.sendall(b"x")

    return script


def saying(*lines: bytes) -> Script:
    """Says its lines, each when it was spoken to, the first at once; then drops the connection."""

    def script(connection: socket.socket, ending: threading.Event) -> None:
        for line in lines:
            connection.sendall(line)
            connection.recv(65536)

    return script


def free_port() -> int:
    """A port where nobody listens, now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def eventually(happened: Callable[[], bool], patience: float = 20) -> None:
    """Wait until something has happened; fail if it does not."""
    end = time.monotonic() + patience
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)
