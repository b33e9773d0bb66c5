"""Who speaks, in memory: whether it is in doubt, and which shops are theirs alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.effects import Effect
from bot.identity import Proof
from bot.own_wishes import BeginAnew, Trust


@dataclass
class FakeIdentity:
    """Amina, of whom it is sure unless a test says otherwise."""

    is_doubted: bool = False
    alone: list[str] = field(default_factory=lambda: ["Duka la Amina"])

    def proof(self) -> Proof:
        """Her shop, and herself."""
        return Proof(("Duka la Amina",), ("Amina Wanjiru",))

    def only_mine(self) -> Sequence[str]:
        """Where there is no other owner."""
        return self.alone

    def settle(self, effect: Effect) -> None:
        """A proof ends the doubt, and so does somebody new."""
        if isinstance(effect, Trust | BeginAnew):
            self.is_doubted = False
