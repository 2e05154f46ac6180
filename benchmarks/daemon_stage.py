"""What the daemon's benchmarks stand on: many servers in one thread, a daemon as a process, and its figures."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Reply:
    """What a server says."""

    body: bytes
    status: int = 200


def page(*extra: str) -> Reply:
    """A page of 27 milestones and some more."""
    years = {
        str(2025 - number): [f"Measure {number}.{part} of the national plan adopted" for part in range(3)]
        for number in range(9)
    }
    if extra:
        years["2026"] = list(extra)
    items = "".join(
        f"<li><h3>{year}</h3>{''.join(f'<p>{escape(text)}</p>' for text in texts)}</li>"
        for year, texts in sorted(years.items(), reverse=True)
    )
    head = "<!DOCTYPE html><html><head><title>Progress</title></head>"
    return Reply(f"{head}<body><main><h1>Progress</h1><ol>{items}</ol></main></body></html>".encode())


@dataclass
class Servers:
    """Servers at 127.0.0.1, 127.0.0.2 …, all on one port; each answers by ``reply(path, how often it was asked)``."""

    hosts: int
    reply: Callable[[str, int], Reply]
    latency: float = 0.0
    asked: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    most_at_once: Counter[str] = field(default_factory=Counter)
    port: int = 0
    _at_once: Counter[str] = field(default_factory=Counter)

    def url(self, number: int) -> str:
        """The address of a page, spread over the servers."""
        return f"http://127.0.0.{1 + number % self.hosts}:{self.port}/page/{number}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode("latin-1").split("\r\n")
                path = lines[0].split(" ")[1]
                sent = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
                if path == "/robots.txt":
                    writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                    continue
                await self._answer(host, path, sent.get("if-none-match"), writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, host: str, path: str, known: str | None, writer: asyncio.StreamWriter) -> None:
        self._at_once[host] += 1
        self.most_at_once[host] = max(self.most_at_once[host], self._at_once[host])
        self.times.append(time.monotonic())
        self.asked[path] += 1
        reply = self.reply(path, self.asked[path])
        await asyncio.sleep(self.latency)
        tag = f'"{sha256(reply.body).hexdigest()[:16]}"'
        same = reply.status == 200 and known == tag
        status, body = (304, b"") if same else (reply.status, reply.body)
        writer.write(
            f"HTTP/1.1 {status} X\r\nContent-Type: text/html; charset=utf-8\r\nETag: {tag}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        self._at_once[host] -= 1
        await writer.drain()

    @contextmanager
    def running(self) -> Iterator[Servers]:
        """Serve, in a thread of its own."""
        loop = asyncio.new_event_loop()

        async def begin() -> list[asyncio.Server]:
            first = await asyncio.start_server(self._serve, "127.0.0.1", self.port, backlog=1024)
            self.port = first.sockets[0].getsockname()[1]
            return [first] + [
                await asyncio.start_server(self._serve, f"127.0.0.{number}", self.port, backlog=1024)
                for number in range(2, self.hosts + 1)
            ]

        servers = loop.run_until_complete(begin())
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            for server in servers:
                loop.call_soon_threadsafe(server.close)
            loop.call_soon_threadsafe(loop.stop)
            thread.join()


@dataclass(frozen=True)
class Figures:
    """A process at one moment: resident memory in MB, open files, threads, seconds of processor used."""

    memory: float
    files: int
    threads: int
    seconds: float


@dataclass
class Process:
    """A running command of page-watch."""

    process: subprocess.Popen[bytes]
    log: Path

    def figures(self) -> Figures:
        """Its figures now."""
        proc = Path(f"/proc/{self.process.pid}")
        stat = (proc / "stat").read_text().rpartition(")")[2].split()
        return Figures(
            memory=int((proc / "statm").read_text().split()[1]) * PAGE / 1e6,
            files=sum(1 for _ in (proc / "fd").iterdir()),
            threads=int(stat[17]),
            seconds=(int(stat[11]) + int(stat[12])) / TICK,
        )

    def troubles(self) -> list[str]:
        """The lines of its log that speak of something wrong with page-watch or its database."""
        words = ("ERROR", "Traceback", "locked", "mistake")
        return [line for line in self.log.read_text().splitlines() if any(word in line for word in words)]

    def stop(self) -> int:
        """End it as a service manager does."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[Process]:
    """A command of page-watch as a process; killed at the end if it still runs."""
    log = folder / f"{time.monotonic_ns()}.log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "page_watch", *arguments],
            cwd=folder,
            env={**os.environ, "MALLOC_ARENA_MAX": "2"},
            stdout=sink,
            stderr=sink,
        )
    try:
        yield Process(process, log)
    finally:
        process.kill()
        process.wait()


def configure(folder: Path, database: str, urls: Sequence[str], *, every: str, jitter: str, per_host: int = 2) -> None:
    """Write a configuration that watches these addresses."""
    lines = [
        f"database: {database}",
        f"fetch: {{timeout: 10s, per_host: {per_host}}}",
        f"defaults: {{every: {every}, jitter: {jitter}, channels: [log]}}",
        "watches:",
        *(f'  - {{name: page-{number}, title: Page {number}, url: "{url}"}}' for number, url in enumerate(urls)),
    ]
    (folder / "config.yaml").write_text("\n".join(lines) + "\n")


def wait(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait for what must come."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"waited in vain: {what}")
        time.sleep(0.1)
