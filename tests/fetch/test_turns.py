"""Many threads, one host: so many at a time, so long apart."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from page_watch.errors import FetchError
from page_watch.fetch import Fetcher
from page_watch.settings import Fetch
from tests.fetch.conftest import NOW
from tests.fetch.server import Server, page

FREE = Fetch(robots=False, timeout=timedelta(seconds=30))


def test_no_more_than_so_many_at_a_time(server: Server) -> None:
    """Each answer waits until a second request has come, so that two at a time are needed, and counts them."""
    pair = threading.Barrier(2)
    lock = threading.Lock()
    there: list[int] = [0, 0]

    def reply(connection: socket.socket) -> None:
        with lock:
            there[0] += 1
            there[1] = max(there)
        pair.wait(timeout=20)
        with lock:
            there[0] -= 1
        page()(connection)

    server.replies["/"] = reply
    fetcher = Fetcher(FREE, {})
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: fetcher.fetch(server.url(), None, NOW), range(6)))
    fetcher.close()
    assert [answer.status for answer in answers] == [200] * 6
    assert there == [0, 2]


def test_no_sooner_than_so_long_apart(server: Server) -> None:
    pause = 0.15
    times: list[float] = []

    def reply(connection: socket.socket) -> None:
        times.append(time.monotonic())
        page()(connection)

    server.replies["/"] = reply
    slow = Fetcher(replace(FREE, pause=timedelta(seconds=pause), per_host=4), {})
    began = time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: slow.fetch(server.url(), None, NOW), range(4)))
    slow.close()
    assert len(times) == 4
    assert all(at - began >= pause * number for number, at in enumerate(sorted(times)))


def test_waiting_for_a_turn_does_not_use_up_the_time(server: Server) -> None:
    server.replies["/"] = page()
    fetcher = Fetcher(replace(FREE, pause=timedelta(seconds=1.3), timeout=timedelta(seconds=1.2)), {})
    assert fetcher.fetch(server.url(), None, NOW).status == 200
    assert fetcher.fetch(server.url(), None, NOW).status == 200
    fetcher.close()


def test_closing_gives_up_what_waits(server: Server) -> None:
    server.replies["/"] = page()
    fetcher = Fetcher(replace(FREE, pause=timedelta(hours=1)), {})
    fetcher.fetch(server.url(), None, NOW)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(fetcher.fetch, server.url(), None, NOW)
        fetcher.close()
        with pytest.raises(FetchError, match="stopping"):
            waiting.result(timeout=20)
    assert server.paths() == ["/"]


def test_one_robots_txt_for_all_who_come_at_once(server: Server) -> None:
    server.replies["/"] = page()
    fetcher = Fetcher(Fetch(per_host=8), {})
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: fetcher.fetch(server.url(), None, NOW), range(8)))
    fetcher.close()
    assert sum(asked.path == "/robots.txt" for asked in server.asked) == 1
