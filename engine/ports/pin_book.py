"""The speaker's PIN as the bot's port."""

from __future__ import annotations

from uuid import UUID

from bot.pin_book import Checked
from engine.access import pins
from store.database import Transaction


class StorePins:
    """What may be asked of one person's PIN; nothing is counted."""

    def __init__(self, tx: Transaction, person_id: UUID) -> None:
        self._tx = tx
        self._person_id = person_id

    def is_set(self) -> bool:
        """Whether the speaker has one."""
        return pins.is_set(self._tx, self._person_id)

    def look(self, pin: str) -> Checked:
        """Whether this is it."""
        return pins.look(self._tx, self._person_id, pin)

    def is_proposed(self, pin: str) -> bool:
        """Whether this is the new one that was said before."""
        return pins.is_proposed(self._tx, self._person_id, pin)
