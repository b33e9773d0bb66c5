"""What the bot may ask about the shop and the person it talks to: a read-only port."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from bot.day_closes import DayClose
from bot.memberships import Invitation, OwnShop
from bot.nlu.understanding import Catalogue, Payment
from bot.rooms import Rooms
from bot.rules import Rule


class EntryKind(StrEnum):
    """What an entry of the ledger is."""

    SALE = "sale"
    EXPENSE = "expense"
    PURCHASE = "purchase"
    """Goods in."""
    DRAWING = "drawing"
    """Money the owner took out."""
    DEBT = "debt"
    """A customer took goods or money and owes for it."""
    DEBT_PAID = "debt_paid"
    PAYABLE = "payable"
    """The shop owes a supplier."""
    PAYABLE_PAID = "payable_paid"


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
    """The shop the conversation is about. `timezone` is an IANA name, `role` the speaker's.

    `has_siblings` where the speaker belongs to other shops as well.
    """

    id: UUID
    name: str
    country: str
    currency: str
    timezone: str
    role: str
    has_siblings: bool = False
    correction_hours: int = 24
    """How long staff put right what they wrote, while its day is not closed."""


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
    customer: str | None = None
    person_id: UUID | None = None
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """A person in the shop's book. Both balances are never negative."""

    id: UUID
    name: str
    owes_us: Decimal
    we_owe: Decimal
    owes_since: date | None = None
    """The business date of the oldest debt that is not paid yet."""


@dataclass(frozen=True, slots=True)
class StockItem:
    """An item that the shop has counted; `threshold` is where it runs low, None for none."""

    item: str
    quantity: Decimal
    unit: str | None
    threshold: Decimal | None


@dataclass(frozen=True, slots=True)
class Count:
    """A count of the stock that stands; `left` is the figure once it is taken back.

    `threshold` is None where it told none; `left` is None where nothing was counted before.
    """

    id: UUID
    item: str
    quantity: Decimal
    unit: str | None
    threshold: Decimal | None
    left: Decimal | None
    person_id: UUID | None = None
    counted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownPrice:
    """The last price the shop gave for one unit of an item."""

    item: str
    unit_price: Decimal
    unit: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A mobile-money payment the shop was told of: claimed, or verified by the provider."""

    provider: str
    code: str
    amount: Decimal
    party: str | None
    at: datetime
    status: str
    claimed_by: UUID | None


@dataclass(frozen=True, slots=True)
class PaymentNumber:
    """A till or paybill of the shop (`kind`), under which its provider reports payments."""

    provider: str
    number: str
    kind: str


@dataclass(frozen=True, slots=True)
class ItemTotal:
    """What an item brought in a period."""

    item: str
    amount: Decimal
    quantity: Decimal | None


@dataclass(frozen=True, slots=True)
class Member:
    """A person with a role in the shop; `phone` is masked but for its end."""

    person_id: UUID
    name: str
    role: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class PersonTotal:
    """What a member recorded in a period; `cash` is what should be in their hands."""

    member: Member
    amount: Decimal
    cash: Decimal


class Shop(Rooms, Protocol):
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

    def last_entries(self, most: int) -> Sequence[Entry]:
        """The speaker's newest entries of this shop that are not reversed, newest first."""

    def catalogue(self) -> Catalogue:
        """The names this shop uses."""

    def quoted_entry(self, reference: str) -> Entry | None:
        """The entry whose receipt has this provider reference, unless it is reversed."""

    def companions(self, entry_id: UUID) -> Sequence[Entry]:
        """The standing entries that the same message wrote, this one among them, in order."""

    def totals(self, first: date, last: date) -> Mapping[EntryKind, Decimal]:
        """A period's totals by kind, both days included, reversals counted off."""

    def by_item(
        self, kind: EntryKind, first: date, last: date, most: int
    ) -> Sequence[ItemTotal]:
        """A period's items with the largest totals of a kind."""

    def by_person(self, first: date, last: date) -> Sequence[PersonTotal]:
        """What each member sold in a period, and the cash that passed through their hands."""

    def cash(self, day: date) -> Decimal:
        """What the day should have left in the till: cash in less cash out."""

    def day_close(self, day: date) -> DayClose | None:
        """How the day was closed last; None while it is open."""

    def customers(self) -> Sequence[Customer]:
        """Everyone in the book, largest debt first; at most a thousand."""

    def statement(self, customer_id: UUID, most: int) -> Sequence[Entry]:
        """A customer's newest entries, oldest first."""

    def stock(self, item: str) -> StockItem | None:
        """The item's stock, if the shop has counted it."""

    def stocks(self, most: int) -> Sequence[StockItem]:
        """The counted items, by name."""

    def last_counts(self) -> Sequence[Count]:
        """What the speaker counted last and still stands: all of that message, in order."""

    def quoted_counts(self, reference: str) -> Sequence[Count]:
        """The standing counts whose receipt has this provider reference, in order."""

    def price(self, item: str) -> KnownPrice | None:
        """The item's price, if the shop has given one."""

    def choice(self, name: str) -> str | None:
        """What the shop once chose where a message has two readings."""

    def claim(self, provider: str, code: str) -> Claim | None:
        """The claim with this transaction code, whoever forwarded it."""

    def claimed_elsewhere(self, provider: str, code: str, kind: str) -> bool:
        """Whether another shop claims this code for money that moved the same way."""

    def unclaimed(self, most: int) -> Sequence[Claim]:
        """Verified payments that came in and that nobody here has told of, oldest first."""

    def payment_numbers(self) -> Sequence[PaymentNumber]:
        """The shop's tills and paybills."""

    def number_is_taken(self, provider: str, number: str) -> bool:
        """Whether another shop has named this till or paybill."""

    def members(self) -> Sequence[Member]:
        """Who works here, the owner first."""

    def invitation(self) -> Invitation | None:
        """The open invitation to the speaker, newest first."""

    def own_shops(self) -> Sequence[OwnShop]:
        """The shops that the speaker is a member of, in the order of joining."""

    def rules(self) -> Sequence[Rule]:
        """The shop's rules, oldest first: their places are their numbers."""
