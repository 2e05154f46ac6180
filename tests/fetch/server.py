"""A server on this machine that answers as it is told to, well or badly, byte by byte."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Self

Reply = Callable[[socket.socket], None]
"""Sends an answer into a connection; the connection is kept for a next request if it returns."""

TICK = 0.02
"""Seconds between two bytes of a server that takes its time."""


class HangUp(Exception):
    """Raised by a reply: close the connection."""


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it."""

    path: str
    headers: dict[str, str]
    connection: int


@dataclass
class Server:
    """Replies by path; ``/robots.txt`` is a 404 unless it is given."""

    replies: dict[str, Reply] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    asked: list[Asked] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._count = 0
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        for end in (self._listener, *self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        for thread in self._threads:
            thread.join()

    @property
    def port(self) -> int:
        port: int = self._listener.getsockname()[1]
        return port

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """The paths asked for, in order, but for robots.txt."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(connection)
            self._count += 1
            thread = threading.Thread(target=self._serve, args=(connection, self._count))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        with suppress(OSError, HangUp, ValueError), connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
                self._open.append(connection)
            with connection:
                while head := _head(connection):
                    path = head[0].split(" ")[1]
                    pairs = (line.split(": ", 1) for line in head[1:])
                    self.asked.append(Asked(path, {name.lower(): value for name, value in pairs}, number))
                    self.replies.get(path, _MISSING)(connection)


def _head(connection: socket.socket) -> list[str] | None:
    """The lines of the next request's head, None at the end."""
    data = b""
    while b"\r\n\r\n" not in data:
        if not (more := connection.recv(65_536)):
            return None
        data += more
    return data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")


def page(body: bytes = b"<p>2019</p>", status: str = "200 OK", **headers: str) -> Reply:
    """A whole answer; header names with underscores for hyphens."""
    lines = {"Content_Length": str(len(body)), **headers}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items())
    return raw(f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body)


def raw(data: bytes) -> Reply:
    """Exactly these bytes."""
    return lambda connection: connection.sendall(data)


def then_hang_up(data: bytes) -> Reply:
    """These bytes, and the end."""

    def reply(connection: socket.socket) -> None:
        connection.sendall(data)
        raise HangUp

    return reply


def reset(connection: socket.socket) -> None:
    """Breaks off the connection the hard way."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise HangUp


def redirect(place: str, status: int = 302) -> Reply:
    return page(b"", f"{status} Found", Location=place)


def drip(server: Server, begin: bytes, again: bytes) -> Reply:
    """``begin`` at once, then ``again`` every now and then, as long as the other side listens."""

    def reply(connection: socket.socket) -> None:
        connection.sendall(begin)
        while not server.stopped.wait(TICK):
            connection.sendall(again)

    return reply


def silent(server: Server, begin: bytes = b"") -> Reply:
    """``begin``, then nothing, for as long as the test lasts."""

    def reply(connection: socket.socket) -> None:
        connection.sendall(begin)
        server.stopped.wait()

    return reply


_MISSING = page(b"not here", "404 Not Found")


@contextmanager
def served(reply: Reply, path: str = "/") -> Iterator[Server]:
    """A server with one page."""
    with Server({path: reply}) as server:
        yield server
