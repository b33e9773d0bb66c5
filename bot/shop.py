"""What the bot may ask about the shop and the person it talks to: a read-only port."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from bot.nlu.understanding import Catalogue, Payment


class EntryKind(StrEnum):
    """What an entry of the ledger is."""

    SALE = "sale"
    EXPENSE = "expense"


@dataclass(frozen=True, slots=True)
class Speaker:
    """The person who speaks. `country` is ISO 3166 from the phone prefix, None if unknown."""

    id: UUID
    name: str | None
    language: str | None
    country: str | None
    consented: bool


@dataclass(frozen=True, slots=True)
class Organization:
    """The shop the conversation is about. `timezone` is an IANA name, `role` the speaker's."""

    id: UUID
    name: str
    country: str
    currency: str
    timezone: str
    role: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the ledger, as an undo needs it."""

    id: UUID
    kind: EntryKind
    amount: Decimal
    currency: str
    item: str | None
    quantity: Decimal | None
    unit: str | None
    business_date: date
    payment: Payment = "cash"


class Shop(Protocol):
    """Answers as of now, inside the turn's transaction: effects already settled are seen."""

    @property
    def speaker(self) -> Speaker:
        """Who speaks."""

    @property
    def organization(self) -> Organization | None:
        """The shop; None for a newcomer."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a catalogue, in the order in which they are offered."""

    def business_date(self, at: datetime) -> date:
        """The shop's day that a moment belongs to."""

    def total(self, kind: EntryKind, day: date) -> Decimal:
        """The day's total of a kind, reversals counted off."""

    def last_entry(self) -> Entry | None:
        """The speaker's newest entry of this shop that is not reversed."""

    def catalogue(self) -> Catalogue:
        """The names this shop uses."""
