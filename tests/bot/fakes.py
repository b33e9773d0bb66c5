"""A shop in memory: carries out what a turn wishes, as the engine does in its transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.effects import Effect, Found, Introduce, Raise, Say
from bot.nlu.understanding import Catalogue
from bot.shop import Entry, EntryKind, Organization, Speaker

KINDS = {"SALE_RECORDED": EntryKind.SALE, "EXPENSE_RECORDED": EntryKind.EXPENSE}


def newcomer(country: str | None = "KE") -> Speaker:
    """Amina before her first message."""
    return Speaker(UUID(int=1), name=None, language=None, country=country, consented=False)


def amina(language: str = "sw") -> Speaker:
    """The owner of Duka la Amina."""
    return Speaker(UUID(int=1), name="Amina", language=language, country="KE", consented=True)


def duka_la_amina(role: str = "OWNER") -> Organization:
    """Amina's shop in Nairobi."""
    return Organization(UUID(int=2), "Duka la Amina", "KE", "KES", "Africa/Nairobi", role)


@dataclass
class FakeShop:
    """A speaker with a shop, or before there is one."""

    speaker: Speaker = field(default_factory=amina)
    organization: Organization | None = field(default_factory=duka_la_amina)
    languages: tuple[str, ...] = ("en", "sw")
    entries: list[Entry] = field(default_factory=list)
    raised: list[Raise] = field(default_factory=list)

    def business_date(self, at: datetime) -> date:
        """The calendar day in Nairobi."""
        return at.astimezone(ZoneInfo("Africa/Nairobi")).date()

    def total(self, kind: EntryKind, day: date) -> Decimal:
        """Counted afresh from the entries."""
        amounts = (e.amount for e in self.entries if e.kind is kind and e.business_date == day)
        return sum(amounts, start=Decimal())

    def last_entry(self) -> Entry | None:
        """The newest that stands."""
        return self.entries[-1] if self.entries else None

    def catalogue(self) -> Catalogue:
        """No names are known."""
        return Catalogue()

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
        if event.type in KINDS:
            self.entries.append(self._entry(event.type, event.payload))

    def _entry(self, kind: str, payload: Mapping[str, Any]) -> Entry:
        line = payload["lines"][0]
        quantity = line.get("quantity")
        return Entry(
            id=UUID(int=1000 + len(self.raised)),
            kind=KINDS[kind],
            amount=Decimal(payload["amount"]),
            currency=payload["currency"],
            item=line.get("item"),
            quantity=Decimal(quantity) if quantity else None,
            unit=line.get("unit"),
            business_date=date.fromisoformat(payload["business_date"]),
            payment=payload["payment"],
        )
