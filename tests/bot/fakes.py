"""A shop in memory: carries out what a turn wishes, as the engine does in its transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.day_closes import DayClose
from bot.effects import (
    ChangeMember,
    Decline,
    Effect,
    Found,
    Introduce,
    Join,
    Raise,
    Remember,
    Replace,
    Say,
)
from bot.memberships import Invitation
from bot.nlu.understanding import Catalogue
from bot.shop import (
    Count,
    Customer,
    Entry,
    EntryKind,
    ItemTotal,
    KnownPrice,
    Member,
    Organization,
    PersonTotal,
    Speaker,
    StockItem,
)
from tests.bot import fake_book, fake_figures, fake_rules
from tests.bot.cast import amina, duka_la_amina, invitation, newcomer, staff
from tests.bot.fake_contacts import WithContacts, raised_about_customers
from tests.bot.fake_diary import WithDiary
from tests.bot.fake_identity import FakeIdentity
from tests.bot.fake_payments import FakePayments
from tests.bot.fake_pins import FakePins
from tests.bot.fake_questions import FakeQuestions

__all__ = ["FakeShop", "amina", "duka_la_amina", "invitation", "newcomer", "raised_by", "staff"]
KINDS = {
    "SALE_RECORDED": EntryKind.SALE,
    "EXPENSE_RECORDED": EntryKind.EXPENSE,
    "PURCHASE_RECORDED": EntryKind.PURCHASE,
    "DRAWING_RECORDED": EntryKind.DRAWING,
    "DEBT_RECORDED": EntryKind.DEBT,
    "DEBT_PAID": EntryKind.DEBT_PAID,
    "PAYABLE_RECORDED": EntryKind.PAYABLE,
    "PAYABLE_PAID": EntryKind.PAYABLE_PAID,
}


def raised_by(effect: Effect) -> list[Raise]:
    """The events that a wish leads to."""
    match effect:
        case Raise():
            return [effect]
        case Replace(entry, by):
            return [Raise("ENTRY_REVERSED", {"entry": str(entry), "reason": "corrected"}), by]
        case _:
            return raised_about_customers(effect)


@dataclass
class FakeShop(FakePayments, WithDiary, WithContacts):
    """A speaker with a shop, or before there is one."""

    speaker: Speaker = field(default_factory=amina)
    languages: tuple[str, ...] = ("en", "sw")
    entries: list[Entry] = field(default_factory=list)
    raised: list[Raise] = field(default_factory=list)
    team: list[Member] = field(default_factory=staff)
    closes: dict[date, DayClose] = field(default_factory=dict)
    invited: Invitation | None = None
    questions: FakeQuestions = field(default_factory=FakeQuestions)
    identity: FakeIdentity = field(default_factory=FakeIdentity)
    pins: FakePins = field(default_factory=FakePins)
    wishes: list[Effect] = field(default_factory=list)
    counted: list[fake_book.Count] = field(default_factory=list)
    prices: dict[str, KnownPrice] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    turns: dict[UUID, int] = field(default_factory=dict)  # When an entry was written.
    turn: int = 0
    now: datetime | None = None

    def business_date(self, at: datetime) -> date:
        """The calendar day in Nairobi."""
        return at.astimezone(ZoneInfo("Africa/Nairobi")).date()

    def total(self, kind: EntryKind, day: date) -> Decimal:
        """Counted afresh from the entries."""
        return self.totals(day, day).get(kind, Decimal())

    def totals(self, first: date, last: date) -> Mapping[EntryKind, Decimal]:
        """Counted afresh from the entries."""
        return fake_figures.totals(fake_figures.within(self.entries, first, last))

    def by_item(
        self, kind: EntryKind, first: date, last: date, most: int
    ) -> Sequence[ItemTotal]:
        """Counted afresh from the entries."""
        entries = fake_figures.within(self.entries, first, last)
        return fake_figures.by_item(entries, kind, most)

    def by_person(self, first: date, last: date) -> Sequence[PersonTotal]:
        """Counted afresh from the entries."""
        entries = fake_figures.within(self.entries, first, last)
        return fake_figures.by_person(entries, self.team)

    def cash(self, day: date) -> Decimal:
        """Cash in less cash out."""
        return fake_figures.cash(fake_figures.within(self.entries, day, day))

    def day_close(self, day: date) -> DayClose | None:
        """As it was raised last."""
        return self.closes.get(day)

    def members(self) -> Sequence[Member]:
        """Who works here."""
        return self.team

    def invitation(self) -> Invitation | None:
        """The open one."""
        return self.invited

    def last_entries(self, most: int) -> Sequence[Entry]:
        """The newest of the speaker's that stand."""
        own = [entry for entry in self.entries if entry.person_id == self.speaker.id]
        return own[::-1][:most]

    def quoted_entry(self, reference: str) -> Entry | None:
        """The receipt of turn 3 has the reference "receipt-3"."""
        found = [e for e in self.entries if f"receipt-{self.turns[e.id]}" == reference]
        return found[-1] if found else None

    def companions(self, entry_id: UUID) -> Sequence[Entry]:
        """The entries of the same turn."""
        turn = self.turns.get(entry_id)
        return [entry for entry in self.entries if self.turns[entry.id] == turn]

    def customers(self) -> Sequence[Customer]:
        """Counted afresh from the entries."""
        return fake_book.customers(self.people, self.entries)

    def statement(self, customer_id: UUID, most: int) -> Sequence[Entry]:
        """The entries beside the name."""
        own = [e for e in self.entries if self.people.get(e.customer or "") == customer_id]
        return own[-most:]

    def stock(self, item: str) -> StockItem | None:
        """What was counted, and what has happened since."""
        return fake_book.stock(item, self.counted, self.entries)

    def stocks(self, most: int) -> Sequence[StockItem]:
        """All that was counted."""
        names = sorted({count.item.casefold() for count in self.counted})
        return [found for name in names if (found := self.stock(name))]

    def last_counts(self) -> Sequence[Count]:
        """The speaker's, of one turn."""
        own = [count for count in self.counted if count.by == self.speaker.id]
        return [self._count(one) for one in own if one.turn == own[-1].turn]

    def quoted_counts(self, reference: str) -> Sequence[Count]:
        """By the receipt of their turn."""
        found = [count for count in self.counted if f"receipt-{count.turn}" == reference]
        return [self._count(one) for one in found]

    def _count(self, count: fake_book.Count) -> Count:
        others = [one for one in self.counted if one is not count]
        left = fake_book.stock(count.item, others, self.entries)
        return fake_book.shown(count, left.quantity if left else None)

    def price(self, item: str) -> KnownPrice | None:
        """The last one."""
        return self.prices.get(item.casefold())

    def choice(self, name: str) -> str | None:
        """As it was remembered last."""
        return self.choices.get(name)

    def catalogue(self) -> Catalogue:
        """The items that were written down."""
        return Catalogue(items=frozenset(e.item for e in self.entries if e.item))

    def settle(self, effect: Effect) -> None:
        """Carry out one wish."""
        match effect:
            case Introduce():
                self._introduce(effect)
            case Found(name, country, currency, timezone):
                self.siblings = list(self.own_shops())
                self.organization = Organization(
                    UUID(int=2), name, country, currency, timezone, "OWNER"
                )
            case Raise() | Replace():
                for event in raised_by(effect):
                    self._record(event)
            case Remember(name, value):
                self.choices[name] = value
            case Say():
                pass
            case _:
                self.wishes.append(effect)
                self.settle_shop(effect)
                self._change_team(effect)
                for part in (self.pins, self.identity, self.contacts, self.diary):
                    part.settle(effect)
                self.settle_number(effect)
                fake_rules.settle(self.made, effect)

    def _change_team(self, effect: Effect) -> None:
        match effect:
            case Join():
                assert self.invited is not None, "nobody joins uninvited"
                self.organization = duka_la_amina(self.invited.role)
                self.invited = None
            case Decline():
                self.invited = None
            case ChangeMember(person_id, None):
                self.team = [one for one in self.team if one.person_id != person_id]
            case _:
                pass

    def _introduce(self, effect: Introduce) -> None:
        self.speaker = replace(
            self.speaker,
            name=effect.name or self.speaker.name,
            language=effect.language or self.speaker.language,
            country=effect.country or self.speaker.country,
            consented=bool(effect.consent_version) or self.speaker.consented,
        )

    def _record(self, event: Raise) -> None:
        assert self.organization is not None, "an event belongs to an organization"
        self.raised.append(event)
        if event.type == "ENTRY_REVERSED":
            taken = event.payload["entry"]
            self.entries = [entry for entry in self.entries if str(entry.id) != taken]
            self.counted = [count for count in self.counted if str(count.id) != taken]
        if event.type.startswith("APPOINTMENT_"):
            self.diary.record(event, self.people, UUID(int=1000 + len(self.raised)))
            self.diary.receipt = f"receipt-{self.turn}"
        if event.type == "DAY_CLOSED":
            self._close(event.payload)
        if event.type == "STOCK_COUNTED":
            self.counted.append(
                fake_book.counted(
                    event.payload,
                    self.entries,
                    id=UUID(int=1000 + len(self.raised)),
                    by=self.speaker.id,
                    turn=self.turn,
                    at=self.now,
                )
            )
        if event.type == "PAYMENT_CLAIMED":
            key = str(event.payload["provider"]), str(event.payload["code"])
            known = self.claims.get(key)
            self.claims[key] = fake_book.claimed(event.payload, self.speaker.id, known)
        if event.type in KINDS:
            self._book(event)

    def _book(self, event: Raise) -> None:
        entry = fake_book.entry(
            KINDS[event.type],
            event.payload,
            id=UUID(int=1000 + len(self.raised)),
            by=self.speaker.id,
            at=self.now,
        )
        self.entries.append(entry)
        self.turns[entry.id] = self.turn
        if entry.customer:
            self.people.setdefault(entry.customer, UUID(int=500 + len(self.people)))
        known = fake_book.price(event.payload)
        if known and entry.kind is EntryKind.SALE:
            self.prices[known.item.casefold()] = known

    def _close(self, payload: Mapping[str, Any]) -> None:
        day = date.fromisoformat(payload["business_date"])
        expected, counted = Decimal(payload["expected"]), Decimal(payload["counted"])
        self.closes[day] = DayClose(self.speaker.name or "", expected, counted)
