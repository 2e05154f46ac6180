"""What Prometheus reads, over a real port."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from urllib.request import urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

from page_watch.errors import ConfigError, StoreError
from page_watch.metrics import Gauges, Metrics
from page_watch.model.state import Outcome

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
Series = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@contextmanager
def served(gauges: Callable[[], Gauges]) -> Iterator[tuple[Metrics, Callable[[], Series]]]:
    metrics = Metrics(gauges)
    port = metrics.serve("127.0.0.1", 0)

    def scrape() -> Series:
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            text = answer.read().decode()
        samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
        return {(sample.name, tuple(sorted(sample.labels.items()))): sample.value for sample in samples}

    try:
        yield metrics, scrape
    finally:
        metrics.close()


def standing() -> Gauges:
    return Gauges(
        NOW,
        last_good={"page": NOW - timedelta(hours=2)},
        milestones={"page": 27, "new": 0},
        pending=3,
        dead=1,
        incidents={"failing": 2},
    )


def test_counts_and_gauges() -> None:
    with served(standing) as (metrics, scrape):
        metrics.count("page", Outcome.UNCHANGED, 0.2)
        metrics.count("page", Outcome.UNCHANGED, 0.4)
        metrics.count("page", Outcome.FAILED, 30.0)
        series = scrape()
        assert series["page_watch_checks_total", (("outcome", "unchanged"), ("watch", "page"))] == 2
        assert series["page_watch_checks_total", (("outcome", "failed"), ("watch", "page"))] == 1
        assert series["page_watch_check_seconds_count", ()] == 3
        assert series["page_watch_check_seconds_sum", ()] == pytest.approx(30.6)
        assert series["page_watch_last_good_check_age_seconds", (("watch", "page"),)] == 7200
        assert series["page_watch_milestones", (("watch", "page"),)] == 27
        assert series["page_watch_deliveries", (("status", "pending"),)] == 3
        assert series["page_watch_deliveries", (("status", "dead"),)] == 1
        assert series["page_watch_incidents", (("kind", "failing"),)] == 2
        assert series["page_watch_database_up", ()] == 1
        assert series["process_resident_memory_bytes", ()] > 0


def test_watches_that_are_gone_are_forgotten() -> None:
    with served(standing) as (metrics, scrape):
        metrics.count("page", Outcome.UNCHANGED, 0.2)
        metrics.count("gone", Outcome.CHANGED, 0.2)
        metrics.keep(["page"])
        names = {dict(labels).get("watch") for name, labels in scrape() if name == "page_watch_checks_total"}
        assert names == {"page"}


def test_a_database_that_is_away_is_a_figure_and_no_error() -> None:
    def away() -> Gauges:
        raise StoreError("the database is away")

    with served(away) as (metrics, scrape):
        metrics.count("page", Outcome.FAILED, 1.0)
        series = scrape()
        assert series["page_watch_database_up", ()] == 0
        assert series["page_watch_checks_total", (("outcome", "failed"), ("watch", "page"))] == 1


def test_a_port_that_is_taken_is_said() -> None:
    first, second = Metrics(standing), Metrics(standing)
    port = first.serve("127.0.0.1", 0)
    try:
        with pytest.raises(ConfigError, match=f"metrics: port {port} cannot be had"):
            second.serve("127.0.0.1", port)
    finally:
        first.close()
