"""Keep how a customer is reached, with its line in the audit."""

from __future__ import annotations

from uuid import UUID

from bot.effects import KeepPhone
from bot.phones import masked
from engine.tools import phones
from store import audit, customers, people
from store.audit import AuditEntry
from store.database import Transaction


def keep(
    tx: Transaction, organization_id: UUID, by: UUID | None, wish: KeepPhone, via: str = "chat"
) -> UUID:
    """Give a customer a phone, written in if there is none of this name; their id.

    Whoever had the phone in this shop has it no more. Raises `NoResultFound` for a customer
    of another shop.
    """
    with tx.directory():
        address = people.find_address(tx, "phone", wish.phone) or people.meet(
            tx, "phone", wish.phone, phones.country_of(wish.phone)
        )
    if wish.customer is None:
        customer_id = customers.find_or_create(tx, organization_id, wish.name)
    else:
        customer_id = wish.customer
        customers.lock(tx, organization_id, customer_id)
    before = customers.contact(tx, organization_id, customer_id)
    shown = masked(wish.phone)
    customers.reach_at(tx, organization_id, customer_id, address.person_id, shown)
    audit.append(
        tx,
        AuditEntry(
            organization_id=organization_id,
            action="UPDATE",
            entity="customer",
            entity_id=customer_id,
            person_id=by,
            via=via,
            before={"phone": before.phone if before else None},
            after={"phone": shown},
        ),
    )
    return customer_id
