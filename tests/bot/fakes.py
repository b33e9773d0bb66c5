"""A shop in memory: carries out what a turn wishes, as the engine does in its transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.effects import (
    ChangeMember,
    Decline,
    Effect,
    Found,
    Introduce,
    Join,
    Raise,
    Remember,
    Say,
)
from bot.nlu.understanding import Catalogue
from bot.shop import (
    Claim,
    Customer,
    DayClose,
    Entry,
    EntryKind,
    Invitation,
    ItemTotal,
    KnownPrice,
    Member,
    Organization,
    PersonTotal,
    Speaker,
    StockItem,
)
from tests.bot import fake_book, fake_figures
from tests.bot.fake_questions import FakeQuestions

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


def newcomer(country: str | None = "KE") -> Speaker:
    """Amina before her first message."""
    return Speaker(UUID(int=1), name=None, language=None, country=country, consented=False)


def amina(language: str = "sw") -> Speaker:
    """The owner of Duka la Amina."""
    return Speaker(UUID(int=1), name="Amina", language=language, country="KE", consented=True)


def duka_la_amina(role: str = "OWNER", country: str = "KE") -> Organization:
    """Amina's shop in Nairobi, or in Dar es Salaam."""
    currency, zone = {"TZ": ("TZS", "Africa/Dar_es_Salaam")}.get(
        country, ("KES", "Africa/Nairobi")
    )
    return Organization(UUID(int=2), "Duka la Amina", country, currency, zone, role)


def staff() -> list[Member]:
    """Amina, and Baraka who works for her."""
    return [
        Member(UUID(int=1), "Amina", "OWNER", "+254711***001"),
        Member(UUID(int=3), "Baraka", "STAFF", "+254722***002"),
    ]


def invitation(role: str = "STAFF") -> Invitation:
    """Amina's, to whoever speaks."""
    return Invitation(UUID(int=8), "Duka la Amina", role, "Amina")


@dataclass
class FakeShop(FakeQuestions):
    """A speaker with a shop, or before there is one."""

    speaker: Speaker = field(default_factory=amina)
    organization: Organization | None = field(default_factory=duka_la_amina)
    languages: tuple[str, ...] = ("en", "sw")
    entries: list[Entry] = field(default_factory=list)
    raised: list[Raise] = field(default_factory=list)
    team: list[Member] = field(default_factory=staff)
    closes: dict[date, DayClose] = field(default_factory=dict)
    invited: Invitation | None = None
    wishes: list[Effect] = field(default_factory=list)
    """What the engine would do beyond the book: invitations, charts."""
    people: dict[str, UUID] = field(default_factory=dict)
    counts: dict[str, fake_book.Count] = field(default_factory=dict)
    prices: dict[str, KnownPrice] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    claims: dict[tuple[str, str], Claim] = field(default_factory=dict)
    turns: dict[UUID, int] = field(default_factory=dict)
    """In which turn an entry was written."""
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

    def last_entry(self) -> Entry | None:
        """The newest of the speaker's that stands."""
        own = [entry for entry in self.entries if entry.person_id == self.speaker.id]
        return own[-1] if own else None

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
        count = self.counts.get(item.casefold())
        return fake_book.stock(count, self.entries) if count else None

    def stocks(self, most: int) -> Sequence[StockItem]:
        """All that was counted."""
        return [fake_book.stock(self.counts[key], self.entries) for key in sorted(self.counts)]

    def price(self, item: str) -> KnownPrice | None:
        """The last one."""
        return self.prices.get(item.casefold())

    def choice(self, name: str) -> str | None:
        """As it was remembered last."""
        return self.choices.get(name)

    def claim(self, provider: str, code: str) -> Claim | None:
        """As it was raised."""
        return self.claims.get((provider, code))

    def catalogue(self) -> Catalogue:
        """The items that were written down."""
        return Catalogue(items=frozenset(e.item for e in self.entries if e.item))

    def settle(self, effect: Effect) -> None:
        """Carry out one wish."""
        match effect:
            case Introduce():
                self._introduce(effect)
            case Found(name, country, currency, timezone):
                self.organization = Organization(
                    UUID(int=2), name, country, currency, timezone, "OWNER"
                )
            case Raise():
                self._record(effect)
            case Remember(name, value):
                self.choices[name] = value
            case Say():
                pass
            case _:
                self.wishes.append(effect)
                self._change_team(effect)

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
            self.entries = [e for e in self.entries if str(e.id) != event.payload["entry"]]
        if event.type == "DAY_CLOSED":
            self._close(event.payload)
        if event.type == "STOCK_COUNTED":
            key = str(event.payload["item"]).casefold()
            before = self.counts.get(key)
            self.counts[key] = fake_book.counted(event.payload, self.entries, before)
        if event.type == "PAYMENT_CLAIMED":
            claim = fake_book.claimed(event.payload, self.speaker.id)
            self.claims[claim.provider, claim.code] = claim
        if event.type in KINDS:
            self._book(event)

    def _book(self, event: Raise) -> None:
        entry = self._entry(event.type, event.payload)
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

    def _entry(self, kind: str, payload: Mapping[str, Any]) -> Entry:
        line: Mapping[str, Any] = payload.get("lines", [{}])[0]
        quantity = line.get("quantity")
        return Entry(
            id=UUID(int=1000 + len(self.raised)),
            kind=KINDS[kind],
            amount=Decimal(payload["amount"]),
            currency=payload.get("currency", "KES"),
            item=line.get("item"),
            quantity=Decimal(quantity) if quantity else None,
            unit=line.get("unit"),
            business_date=date.fromisoformat(payload["business_date"]),
            payment=payload.get("payment", "cash"),
            person_id=self.speaker.id,
            customer=payload.get("name"),
            recorded_at=self.now,
        )
