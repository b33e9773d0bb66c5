"""One transaction's desk: what the work in it shares, looked up once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.i18n import digits
from bot.reply import Money
from engine.context import goods
from engine.context.records import StoreRecords
from engine.context.shelf import Shelf
from engine.runtime import Runtime
from engine.tools.listening import Listening
from engine.workflows.step import Place
from store import customers, members
from store.database import Transaction
from store.members import Member
from store.organizations import Organization

FEW_DEBTORS = 8
"""As many as a question names."""


@dataclass
class Desk:
    """An organization's open transaction with the parts at hand.

    `careful` gives each workflow a part of the transaction of its own: set where the work has
    failed before, so that one workflow's mishap leaves the rest standing. `via` tells the audit
    by which way whoever sits here came.
    """

    rt: Runtime
    tx: Transaction
    organization_id: UUID
    careful: bool = False
    shelf: Shelf = field(default_factory=Shelf)
    via: str = "workflow"

    @cached_property
    def now(self) -> datetime:
        """One moment for the whole transaction."""
        return self.rt.clock()

    @property
    def organization(self) -> Organization:
        """Whose transaction it is."""
        return self._shop[0]

    @property
    def team(self) -> Sequence[Member]:
        """Who works here now, the owner first."""
        return self._shop[1]

    @cached_property
    def _shop(self) -> tuple[Organization, Sequence[Member]]:
        return members.at_work(self.tx, self.organization_id)

    @cached_property
    def records(self) -> StoreRecords:
        """What steps may read and change."""
        return StoreRecords(self.tx, self.organization_id)

    @cached_property
    def listening(self) -> Listening:
        """Who hears of facts."""
        return Listening(self.tx, self.organization_id, self.rt.foresight)

    def forget(self) -> None:
        """Something was taken back: what was looked up meanwhile may not stand."""
        self.listening.forget()
        self.__dict__.pop("records", None)

    @property
    def zone(self) -> ZoneInfo:
        """The shop's own clock."""
        return ZoneInfo(self.organization.timezone)

    @property
    def place(self) -> Place:
        """Where the shop is."""
        shop, languages = self.organization, tuple(sorted(self.rt.languages.translations))
        return Place(shop.timezone, shop.currency, shop.country, shop.language, languages)

    @cached_property
    def names(self) -> Mapping[str, Any]:
        """The organization as conditions and texts see it."""
        shop = self.organization
        return {
            "id": str(shop.id),
            "name": shop.name,
            "country": shop.country,
            "currency": shop.currency,
            "timezone": shop.timezone,
            "language": shop.language,
            "owners": [str(one.person_id) for one in self.team if one.role == "OWNER"],
        }

    @cached_property
    def debts(self) -> Mapping[str, Any]:
        """Who owes and can be written to: how many, and the first of them with their debts."""
        owing = customers.debtors(self.tx, self.organization_id)
        currency = self.organization.currency
        named = [
            f"{one.name} {digits(Money(one.owes_us - one.we_owe, currency))}"
            for one in owing[:FEW_DEBTORS]
        ]
        rest = len(owing) - len(named)
        return {
            "debtors": len(owing),
            "debts": ", ".join([*named, *([f"+{rest}"] if rest else [])]),
        }

    def seen(self, event: Mapping[str, Any]) -> Mapping[str, Any]:
        """An event as conditions and texts see it, with who did it, what goods and with whom.

        `by` is a member's name or the shop's; `goods` and `party` are empty where none is.
        """
        if event["type"] == "SCHEDULE":
            event = {**event, "payload": self.debts}
        names = {str(one.person_id): one.name for one in self.team}
        by = names.get(event["person"]) or self.organization.name
        payload, translations = event["payload"], self.rt.languages.translations
        named = goods.words(payload, self.organization.language, translations)
        return {**event, "by": by, "goods": named, "party": payload.get("name") or ""}

    def people(self, whom: str) -> Sequence[UUID]:
        """The members whom a role or a person's id names; nobody for one who is none."""
        return [one.person_id for one in self.team if whom in (one.role, str(one.person_id))]
