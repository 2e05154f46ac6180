"""Asking for a page: robots.txt, turns at the host, redirects, the conditional request.

```
url ─► robots.txt of its host (kept 24 h) ─► a turn at the host ─► one exchange ─► Response
                 ▲                                                      │ redirect, at most 10
                 └──────────────────────────────────────────────────────┘
```
"""

from __future__ import annotations

import threading
from collections import defaultdict
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from page_watch import __version__
from page_watch.errors import FetchError
from page_watch.fetch import robots as rules
from page_watch.fetch.address import Origin, origin, presentable
from page_watch.fetch.deadline import Deadline
from page_watch.fetch.inflate import ACCEPTED
from page_watch.fetch.turns import Turns
from page_watch.model.response import Response, Robots, Validators

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping
    from datetime import datetime

    from page_watch.fetch.exchange import Incoming, Line
    from page_watch.settings import Fetch

_T = TypeVar("_T")
_REDIRECTS = 10


class Fetcher:
    """Asks servers for pages. May be used by many threads at once.

    ``robots`` keeps each host's robots.txt, by "scheme://host:port".
    """

    def __init__(self, settings: Fetch, robots: MutableMapping[str, Robots]) -> None:
        self._settings = settings
        self._robots = robots
        self._turns = Turns(settings.per_host)
        self._lines: list[Line] = []
        self._lock = threading.Lock()
        self._closed = False
        self._asking: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        contact = f" (+{settings.contact})" if settings.contact else ""
        self._headers = {
            "User-Agent": f"{rules.PRODUCT}/{__version__}{contact}",
            "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5",
            "Accept-Language": "*",
            "Accept-Encoding": ACCEPTED,  # requests would ask for more where brotli or zstandard happen to be installed
        }

    def fetch(self, url: str, validators: Validators | None, now: datetime) -> Response:
        """The answer to a GET of a page, whatever its status; a 304 only if ``validators`` were given.

        ``now`` tells how old a robots.txt is. Raises ``FetchError`` for all trouble on the way, and nothing else.
        """
        headers = self._headers | _conditions(validators)
        deadline = Deadline(self._settings.timeout.total_seconds())

        def take(incoming: Incoming) -> Response:
            if incoming.status == 304 and not validators:
                raise FetchError("http", f"{presentable(url)} was said not to have changed (304), which was not asked.")
            body = incoming.read(self._settings.max_bytes)
            return Response(presentable(url), incoming.url, incoming.status, incoming.headers, body)

        with self._line() as line:
            return self._follow(
                line, url, headers, deadline, lambda target: self._permit(line, target, deadline, now), take
            )

    def close(self) -> None:
        """Closes the connections. Requests that wait for their turn are given up, those under way end by themselves."""
        self._turns.call_off()
        with self._lock:
            self._closed = True
            idle, self._lines = self._lines, []
        for line in idle:
            line.close()

    def _follow(
        self,
        line: Line,
        url: str,
        headers: dict[str, str],
        deadline: Deadline,
        permit: Callable[[str], float],
        take: Callable[[Incoming], _T],
    ) -> _T:
        """Asks, and asks on where redirects lead. ``permit`` gives the pause a host wants, or raises."""
        target = url
        for _ in range(_REDIRECTS + 1):
            pause = permit(target)
            with self._turns.turn(origin(target).host, pause) as waited:
                deadline.extend(waited)
                with line.exchange(target, headers, deadline) as incoming:
                    location = incoming.location
                    if location is None:
                        return take(incoming)
            if urlsplit(location).scheme not in ("http", "https"):
                raise FetchError(
                    "redirect", f"{presentable(url)} leads to {location[:200]}, which is no web page.", transient=False
                )
            target = location
        raise FetchError("redirect", f"{presentable(url)} leads on and on: more than {_REDIRECTS} redirects.")

    def _permit(self, line: Line, url: str, deadline: Deadline, now: datetime) -> float:
        """The seconds that should lie between two requests to the host. ``FetchError`` if it forbids this one."""
        pause = self._settings.pause.total_seconds()
        if not self._settings.robots:
            return pause
        robots = self._rules(line, origin(url), deadline, now)
        if not rules.allows(robots, url):
            raise FetchError(
                "robots",
                f"The robots.txt of {origin(url).host} forbids programs to ask for {presentable(url)}; "
                "ask its owner, or set fetch.robots to false if you may.",
                transient=False,
            )
        return max(pause, rules.delay(robots))

    def _rules(self, line: Line, site: Origin, deadline: Deadline, now: datetime) -> Robots:
        """A host's robots.txt: the one that is kept if it is fresh, or if there is no getting at a newer one."""
        with self._lock:
            asking = self._asking[site.text]
        with asking:
            kept = self._robots.get(site.text)
            if kept is not None and rules.fresh(kept, now):
                return kept
            try:
                found = self._ask(line, site, deadline, now)
            except FetchError:
                if kept is None:
                    raise
                return kept
            self._robots[site.text] = found
            return found

    def _ask(self, line: Line, site: Origin, deadline: Deadline, now: datetime) -> Robots:
        pause = self._settings.pause.total_seconds()

        def take(incoming: Incoming) -> Robots:
            if incoming.status >= 500:
                raise FetchError(
                    "http",
                    f"{incoming.url} answered {incoming.status}, so the page was not asked for: "
                    "a server in trouble is taken to forbid it.",
                )
            if incoming.status >= 300:
                with suppress(FetchError):  # read only so that the connection can be used for the page
                    incoming.beginning(rules.LARGEST)
                return Robots(now, "")  # RFC 9309, 2.3.1.3: there is none, so all is allowed
            return rules.read(incoming.beginning(rules.LARGEST), now)

        return self._follow(line, f"{site.url}/robots.txt", self._headers, deadline, lambda _: pause, take)

    @contextmanager
    def _line(self) -> Iterator[Line]:
        """A line for one check: one that is free, and not dead from idling, or a new one."""
        from page_watch.fetch.exchange import Line  # here, because it brings in the HTTP library

        with self._lock:
            free, self._lines = self._lines, [line for line in self._lines if not line.idle]
            line = self._lines.pop() if self._lines else None
        for old in free:
            if old.idle:
                old.close()
        line = line or Line(str(self._settings.ca_file) if self._settings.ca_file else None)
        line.forget()
        try:
            yield line
        finally:
            with self._lock:
                if not self._closed:
                    self._lines.append(line)
            if self._closed:
                line.close()


def _conditions(validators: Validators | None) -> dict[str, str]:
    """The headers of a conditional request (RFC 9110, 13.1)."""
    if not validators:
        return {}
    given = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in given.items() if value}
