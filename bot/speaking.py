"""What the bot may ask about the speaker: the parts of the shop's port that are theirs."""

from __future__ import annotations

from typing import Protocol

from bot.contacts import Contacts
from bot.identity import Identity
from bot.open_questions import Questions
from bot.pin_book import PinBook


class Speaking(Protocol):
    """Answers as of now, inside the turn's transaction."""

    @property
    def identity(self) -> Identity:
        """Who speaks, and what is theirs alone."""

    @property
    def contacts(self) -> Contacts:
        """Who has which address."""

    @property
    def pins(self) -> PinBook:
        """The speaker's PIN."""

    @property
    def questions(self) -> Questions:
        """What the speaker is asked at the moment."""
