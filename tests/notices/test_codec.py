"""A notice survives its way through the database, whatever a page wrote into it."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from page_watch.model.incident import Incident, IncidentKind
from page_watch.model.milestone import Change, Kind, Milestone
from page_watch.model.notice import Addressee, Notice, NoticeKind
from page_watch.notices import codec
from tests.notices.samples import law

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)
TIMES = st.datetimes(min_value=datetime(1990, 1, 1), timezones=st.just(UTC))
MAYBE_YEAR = st.none() | st.integers(-3000, 3000)
MILESTONES = st.builds(
    Milestone, st.none() | ANY_TEXT, MAYBE_YEAR, MAYBE_YEAR, ANY_TEXT, st.lists(ANY_TEXT, max_size=3).map(tuple)
)
CHANGES = st.builds(
    Change,
    kind=st.sampled_from(Kind),
    milestone=st.integers(0),
    now=MILESTONES,
    before=st.none() | MILESTONES,
    similarity=st.none() | st.floats(0, 1),
)
INCIDENTS = st.builds(
    Incident,
    kind=st.sampled_from(IncidentKind),
    watch=st.none() | ANY_TEXT,
    channel=st.none() | ANY_TEXT,
    opened_at=TIMES,
    reminded_at=TIMES,
    detail=ANY_TEXT,
    closed_at=st.none() | TIMES,
    id=st.none() | st.integers(0),
)
NOTICES = st.builds(
    Notice,
    kind=st.sampled_from(NoticeKind),
    watch=st.none() | ANY_TEXT,
    title=ANY_TEXT,
    url=st.none() | ANY_TEXT,
    created_at=TIMES,
    to=st.lists(st.builds(Addressee, ANY_TEXT, TIMES, st.booleans()), max_size=3).map(tuple),
    changes=st.lists(CHANGES, max_size=3).map(tuple),
    incident=st.none() | INCIDENTS,
    also=st.lists(INCIDENTS, max_size=2).map(tuple),
    advice=st.none() | ANY_TEXT,
    version=st.none() | st.integers(0),
    milestones=st.none() | st.integers(0),
    unchanged_since=st.none() | TIMES,
    last_good=st.none() | TIMES,
    checks=st.none() | st.integers(0),
    timezone=st.sampled_from(["UTC", "America/Lima"]),
)


@law
@given(NOTICES)
def test_what_was_written_is_read(notice: Notice) -> None:
    line = codec.dump(notice)
    assert codec.load(line) == notice
    assert line.isascii()
    assert "\n" not in line


def test_an_offset_is_kept_as_the_same_instant() -> None:
    lima = datetime(2026, 1, 2, 3, tzinfo=timezone(-timedelta(hours=5)))
    notice = Notice(NoticeKind.TEST, None, "", None, lima, ())
    assert codec.load(codec.dump(notice)).created_at == lima


def test_a_row_of_another_release_is_readable() -> None:
    line = '{"kind":"test","title":"t","created_at":"2026-01-02T03:04:05+00:00","to":[],"colour":"green"}'
    assert codec.load(line) == Notice(
        NoticeKind.TEST, None, "t", None, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), to=()
    )
