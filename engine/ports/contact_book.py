"""The store's rows as the bot's port to addresses."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from uuid import UUID

from bot.contacts import Acquaintance, Holder
from store import acquaintances, customers, opt_outs, people
from store.base import columns_of
from store.database import Transaction


class StoreContacts:
    """Addresses of one shop's customers; without a shop there are none."""

    def __init__(self, tx: Transaction, person_id: UUID, organization_id: UUID | None) -> None:
        self._tx = tx
        self._person_id = person_id
        self._shop = organization_id

    def phone_of(self, customer_id: UUID) -> str | None:
        """The customer's phone, masked; None where the shop knows none."""
        shop = self._shop
        found = customers.contact(self._tx, shop, customer_id) if shop else None
        return found.phone if found else None

    def holder(self, phone: str) -> Holder | None:
        """The customer of this shop who has a phone (E.164)."""
        if self._shop is None:
            return None
        with self._tx.directory():
            address = people.find_address(self._tx, "phone", phone)
        if address is None:
            return None
        found = customers.of_person(self._tx, self._shop, address.person_id)
        return Holder(found.id, found.name, found.phone or "") if found else None

    @cached_property
    def _acquaintances(self) -> Sequence[Acquaintance]:
        with self._tx.directory():
            found = acquaintances.of(self._tx, self._person_id)
        return [Acquaintance(**columns_of(one)) for one in found]

    def acquaintances(self) -> Sequence[Acquaintance]:
        """The shops whose customer the speaker is; looked up once."""
        return self._acquaintances

    def opted_out(self) -> frozenset[UUID | None]:
        """From which shops the speaker wants to hear nothing; None stands for all."""
        return frozenset(opt_outs.own(self._tx, self._person_id))
