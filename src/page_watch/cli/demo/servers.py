"""A web server and a mail server for the demo, on this machine's own addresses and any free port."""

from __future__ import annotations

import socketserver
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Site(ThreadingHTTPServer):
    """Serves one page, ``html``, at ``url``, and nothing else."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Page)
        self.html = ""

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"http://127.0.0.1:{self.server_port}/progress"


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Site)
        found = self.path == "/progress"
        body = self.server.html.encode() if found else b"not found"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the story is what is told."""


class Mailbox(socketserver.ThreadingTCPServer):
    """Receives mail by SMTP (RFC 5321, the minimum of section 4.5.1) and keeps it in ``messages``."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Receiver)
        self.messages: list[EmailMessage] = []

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])


class _Receiver(socketserver.StreamRequestHandler):
    """One SMTP session."""

    def handle(self) -> None:
        self._say(220, "demo mailbox")
        for line in self.rfile:
            verb = line.split(b" ", 1)[0].strip().upper()
            if verb == b"DATA":
                self._say(354, "end with a dot")
                self._keep()
                self._say(250, "kept")
            elif verb == b"QUIT":
                self._say(221, "bye")
                return
            elif verb in (b"HELO", b"EHLO", b"MAIL", b"RCPT", b"RSET", b"NOOP"):
                self._say(250, "ok")
            else:
                self._say(502, "not implemented")

    def _keep(self) -> None:
        assert isinstance(self.server, Mailbox)
        lines: list[bytes] = []
        for line in self.rfile:
            if line.rstrip(b"\r\n") == b".":
                break
            lines.append(line[1:] if line.startswith(b".") else line)  # RFC 5321, 4.5.2
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(message, EmailMessage)  # what policy.default makes
        self.server.messages.append(message)

    def _say(self, code: int, text: str) -> None:
        self.wfile.write(f"{code} {text}\r\n".encode())


@contextmanager
def running(*servers: socketserver.BaseServer) -> Iterator[None]:
    """Serve, each in a thread of its own, until the block ends."""
    for server in servers:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
