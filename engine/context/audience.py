"""Who is meant by what a message names as its reader: a role, a person, a customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from engine.context.desk import Desk
from store import customers, people
from store.customers import Contact


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is written to; a customer without an address is no person yet."""

    person_id: UUID | None
    customer: Contact | None = None


NOBODY = Reader(None)
DEBTORS = "DEBTORS"
"""Every customer who owes and can be written to."""


def find(desk: Desk, whom: str) -> Sequence[Reader]:
    """The members whom a role, an id or a phone names, else the shop's customer, else nobody.

    A phone (E.164) of neither is nobody's here: the shop writes to no strangers.
    """
    if whom == DEBTORS:
        owing = customers.debtors(desk.tx, desk.organization_id)
        return [Reader(one.person_id, one) for one in owing]
    if whom.startswith("+"):
        whom = _holder(desk, whom) or whom
    members = [Reader(person_id) for person_id in desk.people(whom)]
    if members:
        return members
    found = _customer(desk, whom)
    return [Reader(found.person_id, found)] if found else []


def _customer(desk: Desk, whom: str) -> Contact | None:
    try:
        customer_id = UUID(whom)
    except ValueError:
        return None
    found = customers.contact(desk.tx, desk.organization_id, customer_id)
    return found or customers.of_person(desk.tx, desk.organization_id, customer_id)


def _holder(desk: Desk, phone: str) -> str | None:
    """The id of whoever has a phone; strangers to the shop are found out afterwards."""
    with desk.tx.directory():
        address = people.find_address(desk.tx, "phone", phone)
    return str(address.person_id) if address else None
