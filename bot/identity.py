"""Who speaks, and what is theirs alone: the part of the shop that privacy asks about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Proof:
    """What only the person we know can tell: the names of their shops and of its owners."""

    shops: tuple[str, ...]
    owners: tuple[str, ...]


class Identity(Protocol):
    """Answers about the speaker, as of now."""

    @property
    def is_doubted(self) -> bool:
        """Whether the number may have passed to somebody else since we knew whose it was."""

    def proof(self) -> Proof:
        """What proves that it has not."""

    def only_mine(self) -> Sequence[str]:
        """The names of the shops that have no other owner than the speaker."""
