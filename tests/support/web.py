"""A real web server on this machine whose one page a test changes at will."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


@dataclass(frozen=True)
class Answer:
    """What the server says: a status, a body and headers. ``hang`` never answers at all."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    hang: bool = False

    @classmethod
    def html(cls, html: str, status: int = 200) -> Answer:
        return cls(html.encode(), status)


class WebServer:
    """Answers every path with ``answer``, robots.txt with 404; gives an ETag and honours If-None-Match.

    ``requests`` counts those for pages. ``answer`` may be a function of the path, for many pages at once.
    """

    def __init__(self) -> None:
        self.answer: Answer | Callable[[str], Answer] = Answer(b"", 404)
        self.requests = 0
        self._closing = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                if self.path == "/robots.txt":
                    self._say(404, b"", {})
                    return
                server.requests += 1
                answer = server.answer(self.path) if callable(server.answer) else server.answer
                if answer.hang:
                    server._closing.wait()
                    self.close_connection = True
                    return
                tag = f'"{sha256(answer.body).hexdigest()[:16]}"'
                if answer.status == 200 and self.headers.get("If-None-Match") == tag:
                    self._say(304, b"", {"ETag": tag})
                else:
                    self._say(answer.status, answer.body, {**answer.headers, "ETag": tag})

            def _say(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, request: object, client_address: object) -> None:
                pass  # a client that was killed in mid-answer is part of the tests

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/page"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
