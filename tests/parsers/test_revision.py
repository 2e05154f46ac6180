"""What is read may only change together with the revision: stored pages are read again when it rises."""

from __future__ import annotations

from page_watch.parsers import timeline
from tests.parsers import readings

HOW = "raise REVISION in page_watch/parsers/timeline and run: python -m tests.parsers.readings"


def test_a_reading_changes_only_with_the_revision() -> None:
    revision, recorded = readings.recorded()
    now = readings.current()
    known = recorded.keys() & now.keys()
    assert len(known) > 100, "the record knows too few of the pages: run python -m tests.parsers.readings"
    changed = [str(now[name][0].relative_to(readings.PAGES)) for name in known if now[name][1] != recorded[name]]
    assert revision == timeline.REVISION, f"the record is of revision {revision}; {HOW}"
    assert not changed, f"read otherwise than at revision {revision}: {sorted(changed)}; {HOW}"
