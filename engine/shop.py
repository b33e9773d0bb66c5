"""The store's rows as the bot's read-only port to the shop."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from bot import shop as port
from bot.nlu.understanding import Catalogue, Payment
from bot.shop import EntryKind
from store import ledger, organizations, people
from store.database import Transaction

PREPARING = "UTC"
"""The zone of a person who has no shop yet; nothing is booked there."""


class StoreShop:
    """What the speaker's shop looks like inside this transaction; each question is one look."""

    def __init__(
        self,
        tx: Transaction,
        *,
        person_id: UUID,
        organization_id: UUID | None,
        languages: tuple[str, ...],
    ) -> None:
        self._tx = tx
        self._person_id = person_id
        self._organization_id = organization_id
        self.languages = languages

    @cached_property
    def speaker(self) -> port.Speaker:
        """Who speaks."""
        person = people.get(self._tx, self._person_id)
        return port.Speaker(
            id=person.id,
            name=person.name,
            language=person.language,
            country=person.country,
            consented=person.consent_version is not None,
        )

    @cached_property
    def organization(self) -> port.Organization | None:
        """The shop; None for a newcomer, and for one who is not a member."""
        if self._organization_id is None:
            return None
        role = organizations.role(self._tx, self._organization_id, self._person_id)
        if role is None:
            return None
        found = self._found
        return port.Organization(
            found.id, found.name, found.country, found.currency, found.timezone, role
        )

    def business_date(self, at: datetime) -> date:
        """The shop's day that a moment belongs to."""
        if self._organization_id is None:
            return at.date()
        local = at.astimezone(ZoneInfo(self._found.timezone))
        return (local - timedelta(hours=self._found.day_ends_hour)).date()

    def total(self, kind: EntryKind, day: date) -> Decimal:
        """The day's total of a kind, reversals counted off."""
        if self._organization_id is None:
            return Decimal(0)
        return ledger.total(self._tx, self._organization_id, kind.value, day)

    def last_entry(self) -> port.Entry | None:
        """The speaker's newest entry of this shop that is not reversed."""
        if self._organization_id is None:
            return None
        entry = ledger.last_entry(self._tx, self._organization_id, self._person_id)
        if entry is None:
            return None
        return port.Entry(
            id=entry.id,
            kind=EntryKind(entry.kind),
            amount=entry.amount,
            currency=entry.currency,
            item=entry.item,
            quantity=entry.quantity,
            unit=entry.unit,
            business_date=entry.business_date,
            payment=cast(Payment, entry.payment or "cash"),
        )

    def catalogue(self) -> Catalogue:
        """The names this shop uses."""
        return Catalogue()

    @cached_property
    def _found(self) -> organizations.Organization:
        assert self._organization_id is not None  # noqa: S101 -- Asked only with one.
        return organizations.get(self._tx, self._organization_id)
