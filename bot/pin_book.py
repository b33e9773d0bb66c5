"""What the bot may ask about the speaker's PIN: a read-only port."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Checked(StrEnum):
    """What a try with a PIN came to."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"
    """Too many wrong ones of late: none counts for a while."""
    NONE = "none"
    """No PIN was ever set."""


class PinBook(Protocol):
    """The speaker's PIN. Asking counts nothing: whoever looks wishes `TryPin` beside it."""

    def is_set(self) -> bool:
        """Whether the speaker has one."""

    def look(self, pin: str) -> Checked:
        """Whether this is it."""

    def is_proposed(self, pin: str) -> bool:
        """Whether this is the new one that was said before."""
