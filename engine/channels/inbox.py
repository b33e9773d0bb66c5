"""A provider's list of what came in, whose messages have other ids there than in webhooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from engine.channels.base import Received


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list: its id there, and the message; None where it is none for us."""

    id: str
    received: Received | None


class Inbox(Protocol):
    """The list of one account, read from its beginning on."""

    account: str

    mark: str
    """Changes with the secret that likenesses are made with: before it none is told again."""

    def after(self, last_id: str | None) -> Sequence[Listed]:
        """What is listed behind an id, oldest first; a part of it. Raises `ChannelError`."""


@runtime_checkable
class KeepsInbox(Protocol):
    """A channel whose provider keeps such a list."""

    inbox: Inbox | None


def inboxes(channels: Iterable[object]) -> Iterator[Inbox]:
    """The lists that these channels' providers keep."""
    for channel in channels:
        if isinstance(channel, KeepsInbox) and channel.inbox is not None:
            yield channel.inbox
