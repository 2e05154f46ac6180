"""10,000 pending deliveries worked off while pages are checked: who waits for whom, and does memory grow?

    python benchmarks/delivery_backlog.py [--deliveries 10000] [--database URL]

Half of the deliveries go to a mail server, half to a web server, real ones on this machine in processes of their own.
Checks that find one reworded milestone each are made in turn, first alone, then while the backlog is worked off; their
durations are compared. Resident memory is compared between the first tenth of the deliveries and the last.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.notices.far_ends import mail_host, receiver
from tests.notices.samples import added, changes_notice
from tests.support.pages import PERU, first_layout

from page_watch.app import App, utc_now
from page_watch.model.response import Response
from page_watch.settings import EmailChannel, LogChannel, Secret, Settings, Watch, WebhookChannel
from page_watch.store import Store

CAP = 10_000_000


def far_ends(
    ports: multiprocessing.Queue[tuple[int, int]], counts: multiprocessing.Queue[tuple[int, int]], end: Event
) -> None:
    """Both servers, until the end; then what they took."""
    with mail_host() as host, receiver() as far:
        ports.put((host.port, far.port))
        end.wait()
        counts.put((len(set(host.ids)), len(set(far.ids))))


@contextmanager
def servers() -> Iterator[tuple[int, int, Callable[[], tuple[int, int]]]]:
    """The ports of the mail and the web server, and a way to end them and hear how many messages each took."""
    context = multiprocessing.get_context("spawn")
    ports: multiprocessing.Queue[tuple[int, int]] = context.Queue()
    counts: multiprocessing.Queue[tuple[int, int]] = context.Queue()
    end = context.Event()
    process = context.Process(target=far_ends, args=(ports, counts, end), daemon=True)
    process.start()
    mail, hook = ports.get()

    def taken() -> tuple[int, int]:
        end.set()
        return counts.get()

    yield mail, hook, taken
    end.set()
    process.join()


def settings_for(database: str, mail: int, hook: int) -> Settings:
    return Settings(
        database,
        (
            LogChannel(name="log"),
            EmailChannel(
                name="mail",
                host="127.0.0.1",
                port=mail,
                security="none",
                sender="w@example.org",
                to=("t@example.org",),
                max_per_hour=CAP,
            ),
            WebhookChannel(name="hook", url=Secret(f"http://127.0.0.1:{hook}/"), max_per_hour=CAP),
        ),
        (Watch(name="drill", url="http://127.0.0.1/", title="Drill", channels=("log",), notify=frozenset()),),
    )


class Checks:
    """Checks of a page on which one number is another each time."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._number = 0

    def one(self) -> float:
        """Make a check; gives its length in seconds."""
        self._number += 1
        watch = self._app.settings.watches[0]
        progress = f"The national plan has reached {self._number} households in the regions"
        body = first_layout((("2025", (progress,)), *PERU)).encode()
        headers = (("content-type", "text/html; charset=utf-8"),)
        answer = Response(watch.url, watch.url, 200, headers, body)
        began = time.perf_counter()
        self._app.check(watch, lambda _: answer)
        return time.perf_counter() - began


def memory() -> float:
    """Resident memory in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--deliveries", type=int, default=10_000)
    parser.add_argument("--database")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, servers() as (mail, hook, taken):
        database = args.database or f"sqlite:///{folder}/watch.db"
        settings = settings_for(database, mail, hook)
        with App(settings, Store.open(database), utc_now) as app:
            notices = [
                changes_notice(added(text=f"Milestone number {number}.", id=number), to=["mail", "hook"], at=utc_now())
                for number in range(args.deliveries // 2)
            ]
            app.store.tell(notices)
            checks = Checks(app)
            checks.one()
            alone = [checks.one() for _ in range(30)]
            began = time.perf_counter()
            work = threading.Thread(target=app.courier.deliver)
            work.start()
            during: list[float] = []
            grown: list[tuple[int, float]] = []
            while work.is_alive():
                during.append(checks.one())
                grown.append((app.store.pending().pending, memory()))
                time.sleep(0.05)
            took = time.perf_counter() - began
            first = [size for left, size in grown if left > 0.9 * args.deliveries]
            last = [size for left, size in grown if left < 0.1 * args.deliveries]
            counts = app.store.pending()
        print(
            f"{args.deliveries} deliveries in {took:.1f} s ({args.deliveries / took:.0f}/s); taken: {taken()}, "
            f"pending {counts.pending}, dead {counts.dead}\n"
            f"checks: {len(during)} meanwhile, median {statistics.median(during) * 1000:.0f} ms, slowest "
            f"{max(during) * 1000:.0f} ms; alone median {statistics.median(alone) * 1000:.0f} ms, slowest "
            f"{max(alone) * 1000:.0f} ms; ratio of medians {statistics.median(during) / statistics.median(alone):.1f}\n"
            f"memory: {statistics.median(first):.0f} MB in the first tenth, {statistics.median(last):.0f} MB in the "
            f"last; ratio {statistics.median(last) / statistics.median(first):.2f}"
        )


if __name__ == "__main__":
    main()
