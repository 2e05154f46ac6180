"""Whatever couriers do, and wherever they die: no delivery is lost, and none is in two hands at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from page_watch.store import Counts, Store
from page_watch.store.outbox import CLAIM
from page_watch.store.tables.outbox import deliveries
from tests.store.build import NOW, elsewhere, notice

MINUTE = timedelta(minutes=1)
Act = Literal["tell", "claim", "deliver", "postpone", "give up", "put back", "die", "revive", "wait"]

acts = st.lists(
    st.tuples(
        st.sampled_from(["tell", "claim", "deliver", "postpone", "give up", "put back", "die", "revive", "wait"]),
        st.sampled_from(["one", "two"]),
        st.integers(1, 3),
    ),
    max_size=25,
)


class Model:
    """What should be: who holds which delivery since when, which were sent, and which given up."""

    def __init__(self) -> None:
        self.now: datetime = NOW
        self.all: set[int] = set()
        self.hands: dict[str, dict[int, datetime]] = {"one": {}, "two": {}}
        self.sent: set[int] = set()
        self.dead: set[int] = set()

    def held_by_others(self, courier: str) -> set[int]:
        return {
            id
            for other, hand in self.hands.items()
            for id, since in hand.items()
            if other != courier and since > self.now - CLAIM
        }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(acts)
def test_no_delivery_is_lost_or_in_two_hands(store: Store, story: list[tuple[Act, str, int]]) -> None:
    model = Model()
    for act, courier, count in story:
        perform(store, model, act, courier, count)
        pending = len(model.all - model.sent - model.dead)
        assert store.pending() == Counts(pending, len(model.dead))

    # In the end, when all couriers are gone, another one finds all that was not sent.
    store.revive()
    left = store.claim(model.now + 10 * CLAIM, owner=elsewhere("last"), limit=1000)
    assert {one.id for one in left} == model.all - model.sent
    store.delivered([one.id for one in left] or [0], NOW)
    store.prune(model.now + 20 * CLAIM)  # the next story begins with nothing


def perform(store: Store, model: Model, act: Act, courier: str, count: int) -> None:
    hand = model.hands[courier]
    some = [id for id, since in hand.items() if since > model.now - CLAIM][:count]
    match act:
        case "tell":
            store.tell([notice(*("log", "mail", "hook")[:count])])
            model.all = {row.id for row in store._database.rows(select(deliveries.c.id))}
        case "claim":
            taken = store.claim(model.now, owner=elsewhere(courier), limit=count)
            ids = {one.id for one in taken}
            assert not ids & (model.held_by_others(courier) | model.sent | model.dead)
            for other in model.hands.values():
                for id in ids:
                    other.pop(id, None)
            hand.update(dict.fromkeys(ids, model.now))
        case "deliver" if some:
            store.delivered(some, model.now)
            model.sent |= set(some)
        case "postpone" if some:
            store.postponed(some, model.now + MINUTE, "No.", model.now)
        case "give up" if some:
            store.dead(some, "Never.", model.now)
            model.dead |= set(some)
        case "put back" if some:
            store.put_back(some)
        case "die":
            hand.clear()
        case "revive":
            assert store.revive() == len(model.dead)
            model.dead.clear()
        case "wait":
            model.now += count * CLAIM / 2
    if act in ("deliver", "postpone", "give up", "put back"):
        for id in some:
            del hand[id]
