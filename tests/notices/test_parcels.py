"""What goes out as one message, and when a message is tried again."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from page_watch.model.notice import Delivery
from page_watch.notices.backoff import LEAST_ATTEMPTS, PATIENCE, is_given_up, next_attempt
from page_watch.notices.parcels import parcels
from tests.notices.samples import DAY, HOUR, NOW, changes_notice, law

NOTICE = changes_notice()

DELIVERIES = st.lists(
    st.builds(
        Delivery,
        id=st.integers(0, 10_000),
        key=st.uuids().map(str),
        channel=st.just("mail"),
        notice=st.just(NOTICE),
        attempts=st.just(0),
        first_due=st.sampled_from([NOW, NOW + HOUR, NOW + 2 * HOUR]),
        gathered=st.booleans(),
        bundle=st.none() | st.sampled_from(["one", "two"]),
    ),
    max_size=60,
    unique_by=lambda one: one.id,
)


@law
@given(DELIVERIES, st.integers(1, 80), st.booleans())
def test_every_delivery_is_in_one_message(deliveries: list[Delivery], room: int, complete: bool) -> None:
    made = parcels(deliveries, room, complete=complete)
    assert sorted(id for parcel in made for id in parcel.ids) == sorted(one.id for one in deliveries)
    assert len({parcel.key for parcel in made}) == len(made)
    again = parcels(list(reversed(deliveries)), room, complete=complete)
    assert len(again) == len(made)


@law
@given(DELIVERIES, st.integers(1, 80), st.booleans())
def test_what_was_bundled_stays_as_it_was(deliveries: list[Delivery], room: int, complete: bool) -> None:
    made = parcels(deliveries, room, complete=complete)
    for name in ("one", "two"):
        together = {one.id for one in deliveries if one.bundle == name}
        if together:
            (parcel,) = [parcel for parcel in made if parcel.key == name]
            assert set(parcel.ids) == together
            assert not parcel.is_new_bundle


@law
@given(DELIVERIES, st.integers(1, 80), st.booleans())
def test_no_more_messages_than_there_is_room_but_for_old_bundles(
    deliveries: list[Delivery], room: int, complete: bool
) -> None:
    assert len(parcels(deliveries, room, complete=complete)) <= max(room, 3)


@law
@given(DELIVERIES)
def test_with_room_enough_only_digests_are_put_together(deliveries: list[Delivery]) -> None:
    for parcel in parcels(deliveries, 1_000, complete=True):
        if len(parcel.ids) > 1:
            first = parcel.deliveries[0]
            assert first.bundle or (first.gathered and len({one.first_due for one in parcel.deliveries}) == 1)


@law
@given(st.integers(1, 100), st.none() | st.timedeltas(timedelta(0), 2 * DAY))
def test_pauses_grow_up_to_hours_and_grant_the_wait_that_is_asked_for(attempts: int, wanted: timedelta | None) -> None:
    pause = next_attempt(attempts, wanted, NOW) - NOW
    assert pause >= (wanted or timedelta(0))
    assert next_attempt(attempts + 1, wanted, NOW) - NOW >= pause
    assert timedelta(minutes=1) <= next_attempt(attempts, None, NOW) - NOW <= timedelta(hours=6)


def test_giving_up_takes_both_days_and_attempts() -> None:
    assert not is_given_up(LEAST_ATTEMPTS - 1, NOW, NOW + 100 * DAY)
    assert not is_given_up(1_000, NOW, NOW + PATIENCE - HOUR)
    assert is_given_up(LEAST_ATTEMPTS, NOW, NOW + PATIENCE)
