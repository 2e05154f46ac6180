"""A short drill; the long one is ``benchmarks/delivery_faults.py``."""

from __future__ import annotations

from pathlib import Path

from tests.notices.drill import Drill


def test_every_change_arrives_whatever_the_servers_do_and_wherever_the_process_is_killed(tmp_path: Path) -> None:
    figures = Drill(tmp_path, "sqlite:///watch.db", seed=7).run(rounds=3, kills=3)
    assert figures.kills >= 2, "too few were killed for this to mean anything"
    assert (figures.unseen, figures.lost, figures.doubled) == ([], [], [])
