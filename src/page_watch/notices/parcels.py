"""Deliveries put together into messages. Pure.

Most are a message of their own. Those of a digest go out as one; those above a channel's cap are merged, so that
none is lost and none drowns a reader. What goes out together once does so in every retry, under the same key.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from datetime import datetime

    from page_watch.model.notice import Delivery

RESERVE = 50
"""While more waits than was claimed, so many messages of the hour are kept back for merged ones."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """The deliveries of one message, at least one, in the order in which they are told."""

    deliveries: tuple[Delivery, ...]

    @property
    def key(self) -> str:
        """The message's own: the same in every attempt, as what is bundled stays together."""
        first = self.deliveries[0]
        if len(self.deliveries) == 1:
            return first.bundle or first.key
        return first.bundle or hashlib.sha256("\n".join(one.key for one in self.deliveries).encode()).hexdigest()[:32]

    @property
    def is_new_bundle(self) -> bool:
        """Whether it is still to be written down that these go out together."""
        return len(self.deliveries) > 1 and self.deliveries[0].bundle is None

    @property
    def ids(self) -> tuple[int, ...]:
        """The deliveries' ids."""
        return tuple(one.id for one in self.deliveries)

    @property
    def left(self) -> tuple[str, ...]:
        """The addresses that still wait, if not all do: the same for all, as they go out together."""
        return self.deliveries[0].left

    @property
    def created_at(self) -> datetime:
        """When the message was first to be sent."""
        return max(max(one.first_due, one.notice.created_at) for one in self.deliveries)


def parcels(deliveries: Sequence[Delivery], room: int, *, complete: bool) -> tuple[Parcel, ...]:
    """The messages that deliveries of one channel make, at most about ``room``, which is 1 or more.

    ``complete`` says that these are all that are due. What was bundled before stays as it was, whatever the room.
    """
    groups: dict[Hashable, list[Delivery]] = {}
    for one in deliveries:
        together: Hashable = (one.bundle,) if one.bundle else one.first_due if one.gathered else one.id
        groups.setdefault(together, []).append(one)
    apart = [Parcel(tuple(group)) for group in groups.values()]
    single = room if complete else room - RESERVE
    if len(apart) <= single:
        return tuple(apart)
    old = [parcel for parcel in apart if parcel.deliveries[0].bundle]
    new = [parcel for parcel in apart if not parcel.deliveries[0].bundle]
    alone = max(0, room - len(old) - 1) if complete else 0
    rest = tuple(one for parcel in new[alone:] for one in parcel.deliveries)
    return (*old, *new[:alone], *((Parcel(rest),) if rest else ()))
