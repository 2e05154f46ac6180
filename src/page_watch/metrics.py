"""What Prometheus can ask a daemon for. Needs the extra ``page-watch[metrics]``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from page_watch.errors import ConfigError, StoreError
from page_watch.model.state import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime
    from threading import Thread
    from wsgiref.simple_server import WSGIServer

    from prometheus_client import CollectorRegistry, Counter, Histogram, Metric

SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
"""The bounds of the buckets in which durations of checks are counted."""


@dataclass(frozen=True, slots=True)
class Gauges:
    """How things stand at one moment: per watch the last good check and the milestones; deliveries and incidents."""

    at: datetime
    last_good: Mapping[str, datetime] = field(default_factory=dict)
    milestones: Mapping[str, int] = field(default_factory=dict)
    pending: int = 0
    dead: int = 0
    incidents: Mapping[str, int] = field(default_factory=dict)


class Metrics:
    """Counts what it is told, reads the rest when it is asked, and answers on a port of its own.

    Raises ConfigError if prometheus-client is not installed.
    """

    def __init__(self, gauges: Callable[[], Gauges]) -> None:
        try:
            from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
        except ImportError as error:
            raise ConfigError("metrics: needs prometheus-client; install page-watch[metrics]") from error
        self._gauges = gauges
        self._registry: CollectorRegistry = CollectorRegistry()
        self._checks: Counter = Counter(
            "page_watch_checks", "Checks by watch and outcome.", ["watch", "outcome"], registry=self._registry
        )
        self._seconds: Histogram = Histogram(
            "page_watch_check_seconds", "How long checks took.", buckets=SECONDS, registry=self._registry
        )
        ProcessCollector(registry=self._registry)
        self._registry.register(self)
        self._server: tuple[WSGIServer, Thread] | None = None

    def count(self, watch: str, outcome: Outcome, seconds: float) -> None:
        """A check has ended."""
        self._checks.labels(watch, outcome.value).inc()
        if outcome is not Outcome.SKIPPED:
            self._seconds.observe(seconds)

    def keep(self, watches: Iterable[str]) -> None:
        """Forget the counts of all other watches: they are configured no more."""
        kept = set(watches)
        for metric in self._checks.collect():
            for name in {sample.labels["watch"] for sample in metric.samples} - kept:
                for outcome in Outcome:
                    self._checks.remove(name, outcome.value)

    def serve(self, address: str, port: int) -> int:
        """Answer on a port (0: any free one), given back. Raises ConfigError if it cannot be had."""
        from prometheus_client import start_http_server

        try:
            self._server = start_http_server(port, address, self._registry)
        except OSError as error:
            raise ConfigError(f"metrics: port {port} cannot be had ({error.strerror})") from error
        return int(self._server[0].server_port)

    def close(self) -> None:
        """Answer no more."""
        if self._server is not None:
            server, thread = self._server
            self._server = None
            server.shutdown()
            server.server_close()
            thread.join()

    def collect(self) -> Iterator[Metric]:
        """The gauges, read now: for the registry, when it is asked."""
        from prometheus_client.core import GaugeMetricFamily

        try:
            now = self._gauges()
        except StoreError:
            # What was counted can still be told, and that the database cannot be used is worth telling too.
            yield GaugeMetricFamily("page_watch_database_up", "Whether the database can be used.", 0)
            return
        yield GaugeMetricFamily("page_watch_database_up", "Whether the database can be used.", 1)
        age = GaugeMetricFamily(
            "page_watch_last_good_check_age_seconds", "Time since the last good check.", labels=["watch"]
        )
        for name, moment in now.last_good.items():
            age.add_metric([name], (now.at - moment).total_seconds())
        yield age
        milestones = GaugeMetricFamily("page_watch_milestones", "Milestones in the accepted version.", labels=["watch"])
        for name, count in now.milestones.items():
            milestones.add_metric([name], count)
        yield milestones
        incidents = GaugeMetricFamily("page_watch_incidents", "Open incidents.", labels=["kind"])
        for kind, count in now.incidents.items():
            incidents.add_metric([kind], count)
        yield incidents
        deliveries = GaugeMetricFamily(
            "page_watch_deliveries", "Deliveries that wait, and that were given up.", labels=["status"]
        )
        deliveries.add_metric(["pending"], now.pending)
        deliveries.add_metric(["dead"], now.dead)
        yield deliveries
