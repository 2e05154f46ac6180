"""The ways a message goes out. Each kind of channel is one module, named as the kind in the configuration.

A module has ``open_channel(settings, clock) -> ChannelPort``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from page_watch.notices.message import Message
    from page_watch.settings import Channel

Clock = Callable[[], datetime]
"""Gives the time now, aware and in UTC."""


class ChannelPort(Protocol):
    """A channel that is ready to send. Used by one thread at a time."""

    def send(self, message: Message, to: tuple[str, ...] = ()) -> None:
        """Hand a message over; back only when the other side has said that it has it.

        ``to`` are the only addresses of the channel that shall get it; without any, all of them do.
        Raises ``DeliveryError`` (``Unreachable``, ``PartlyRefused``), with no secret in it.
        """

    def close(self) -> None:
        """End a connection that is still open. Raises nothing."""


def open_channel(settings: Channel, clock: Clock) -> ChannelPort:
    """The channel of these settings. Raises ``ConfigError`` where something it needs is not installed."""
    module = import_module(f"page_watch.channels.{settings.kind}")  # only what is used is imported
    port: ChannelPort = module.open_channel(settings, clock)
    return port
