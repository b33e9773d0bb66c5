"""A PIN in memory."""

from __future__ import annotations

from dataclasses import dataclass

from bot.effects import Effect, KeepPin, ProposePin, TryPin
from bot.pin_book import Checked

TRIES = 5


@dataclass
class FakePins:
    """The speaker's PIN in plain words; `tries` are the wrong ones."""

    pin: str | None = None
    proposed: str | None = None
    tries: int = 0

    def is_set(self) -> bool:
        """Whether there is one."""
        return self.pin is not None

    def look(self, pin: str) -> Checked:
        """Five wrong ones, and none counts."""
        if self.pin is None:
            return Checked.NONE
        if self.tries >= TRIES:
            return Checked.LOCKED
        return Checked.RIGHT if pin == self.pin else Checked.WRONG

    def is_proposed(self, pin: str) -> bool:
        """Said before."""
        return pin == self.proposed

    def settle(self, effect: Effect) -> None:
        """Carry out a wish about it."""
        match effect:
            case ProposePin(pin):
                self.proposed = pin
            case KeepPin(pin):
                self.pin, self.proposed = pin, None
            case TryPin(pin):
                self.tries = 0 if pin == self.pin else self.tries + 1
            case _:
                pass
