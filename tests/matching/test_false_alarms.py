"""Over a thousand checks of a site that is seldom well: no false change, each true one once, ids that last."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from matching_alarms import MISLEADING, UNREADABLE, Trouble, vigil
from page_watch.judging.decide import decide
from page_watch.model.incident import IncidentKind
from page_watch.model.milestone import Known, Milestone, Parsed
from page_watch.model.state import Accepted, Outcome, State
from page_watch.settings import Watch
from page_watch.text import fingerprint

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize("seed", [1, 2])
def test_no_false_alarm_and_no_change_untold(seed: int, tmp_path: Path) -> None:
    account = vigil(tmp_path, 520, seed)
    assert account.checks > 500
    assert account.false == []
    assert account.untold == []
    assert account.told == account.true
    assert sum(account.true.values()) > 50
    assert all(account.troubles[trouble] > 5 for trouble in UNREADABLE | MISLEADING)
    assert account.changed_id == []
    assert account.reused == []
    for kind, delays in account.delays.items():
        assert max(delays) == (1 if kind == "removed" else 0), kind
    for trouble in UNREADABLE:
        assert account.outcomes[f"{trouble}: {Outcome.CHANGED}"] == 0
    assert account.outcomes[f"{Trouble.TRUNCATED}: {Outcome.CHANGED}"] == 0


def held_after(*texts: str) -> State:
    milestones = tuple(Milestone("2020", 2020, 2020, text) for text in texts)
    known = tuple(Known(number, milestone, NOW) for number, milestone in enumerate(milestones, 1))
    return State("site", known=known, recent=(Accepted(1, fingerprint(milestones), NOW),), next_id=len(known) + 1)


def test_one_garbled_text_holds_the_page() -> None:
    """Far fewer than a mass change."""
    state = held_after("Forum held in Brasília", "Law passed", "Plan adopted", "Course offered", "Report published")
    page = tuple(Milestone("2020", 2020, 2020, known.milestone.text.encode().decode("cp1252")) for known in state.known)
    watch = Watch(name="site", url="https://example.org/", title="Site")
    decision = decide(state, Parsed(page, "a list"), watch, NOW + timedelta(hours=6))
    assert decision.outcome is Outcome.HELD
    assert decision.problem is not None
    assert "wrong charset" in decision.problem.detail
    assert [incident.kind for incident in decision.opened] == [IncidentKind.HELD]
    assert decision.known == state.known
