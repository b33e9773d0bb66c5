"""What a shop has beside its book, each a read-only port of its own."""

from __future__ import annotations

from typing import Protocol

from bot.contacts import Contacts
from bot.diary import Diary
from bot.identity import Identity
from bot.open_questions import Questions
from bot.pin_book import PinBook


class Rooms(Protocol):
    """Looked up when it is asked for."""

    @property
    def diary(self) -> Diary:
        """Who comes when, and what the speaker is reminded of."""

    @property
    def contacts(self) -> Contacts:
        """Who has which address."""

    @property
    def identity(self) -> Identity:
        """Who speaks, and what is theirs alone."""

    @property
    def pins(self) -> PinBook:
        """The speaker's PIN."""

    @property
    def questions(self) -> Questions:
        """What the speaker is asked at the moment."""
