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
    Invite,
    Join,
    Raise,
    Remember,
    Say,
    SendChart,
)
from bot.nlu.understanding import Catalogue
from bot.shop import (
    DayClose,
    Entry,
    EntryKind,
    Invitation,
    ItemTotal,
    Member,
    Organization,
    PersonTotal,
    Speaker,
)
from tests.bot import fake_figures

KINDS = {
    "SALE_RECORDED": EntryKind.SALE,
    "EXPENSE_RECORDED": EntryKind.EXPENSE,
    "PURCHASE_RECORDED": EntryKind.PURCHASE,
    "DRAWING_RECORDED": EntryKind.DRAWING,
}


def newcomer(country: str | None = "KE") -> Speaker:
    """Amina before her first message."""
    return Speaker(UUID(int=1), name=None, language=None, country=country, consented=False)


def amina(language: str = "sw") -> Speaker:
    """The owner of Duka la Amina."""
    return Speaker(UUID(int=1), name="Amina", language=language, country="KE", consented=True)


def duka_la_amina(role: str = "OWNER") -> Organization:
    """Amina's shop in Nairobi."""
    return Organization(UUID(int=2), "Duka la Amina", "KE", "KES", "Africa/Nairobi", role)


def staff() -> list[Member]:
    """Amina, and Baraka who works for her."""
    return [
        Member(UUID(int=1), "Amina", "OWNER", "+254711***001"),
        Member(UUID(int=3), "Baraka", "STAFF", "+254722***002"),
    ]


@dataclass
class FakeShop:
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
        """The newest that stands."""
        return self.entries[-1] if self.entries else None

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
            case Invite() | Join() | Decline() | ChangeMember() | SendChart() | Remember():
                self.wishes.append(effect)
            case Say():
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
        if event.type in KINDS:
            self.entries.append(self._entry(event.type, event.payload))

    def _close(self, payload: Mapping[str, Any]) -> None:
        day = date.fromisoformat(payload["business_date"])
        expected, counted = Decimal(payload["expected"]), Decimal(payload["counted"])
        self.closes[day] = DayClose(self.speaker.name or "", expected, counted)

    def _entry(self, kind: str, payload: Mapping[str, Any]) -> Entry:
        line = payload.get("lines", [{}])[0]
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
        )
