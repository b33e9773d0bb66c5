"""The store's rows as the bot's port to addresses."""

from __future__ import annotations

from uuid import UUID

from bot.contacts import Holder
from store import customers, people
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
