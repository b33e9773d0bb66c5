"""Write customers in, and change how they are known, on behalf of an integrator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bot import phones
from bot.customer_effects import KeepPhone
from engine.context.desk import Desk
from engine.facts import contacts
from engine.integrations.integrators import By
from store import audit, customer_lists, customers
from store.audit import Action, AuditEntry
from store.customer_lists import Listed

RECORD = "customer"


class KnownError(ValueError):
    """There is a customer of this name already: `customer_id`."""

    def __init__(self, customer_id: UUID) -> None:
        super().__init__(f"there is a customer of this name already: {customer_id}")
        self.customer_id = customer_id


class PhoneError(ValueError):
    """A text is no phone number; it says what one looks like."""


def create(
    desk: Desk, by: By, name: str, *, phone: str | None = None, note: str | None = None
) -> Listed:
    """Write a customer in. Raises `KnownError` and `PhoneError`.

    Who had the phone in this shop before has it no more.
    """
    number = _number(desk, phone) if phone else None
    key, is_new = customers.meet(desk.tx, desk.organization_id, name)
    if not is_new:
        raise KnownError(key)
    _tell(desk, by, "CREATE", key, None, {"name": name.strip()})
    _keep(desk, by, key, name, number, {"note": note} if note else {})
    return _found(desk, key)


def change(
    desk: Desk, by: By, customer_id: UUID, *, phone: str | None, notes: Mapping[str, Any]
) -> Listed:
    """Give a customer another phone or note. Raises `LookupError` and `PhoneError`."""
    number = _number(desk, phone) if phone else None
    known = customer_lists.get(desk.tx, desk.organization_id, customer_id)
    if known is None:
        raise LookupError("there is nobody with this id")
    _keep(desk, by, customer_id, known.name, number, notes)
    return _found(desk, customer_id)


def _keep(
    desk: Desk, by: By, key: UUID, name: str, number: str | None, notes: Mapping[str, Any]
) -> None:
    if number:
        wish = KeepPhone(key, name, number)
        contacts.keep(desk.tx, desk.organization_id, by.person_id, wish, by.via)
    if notes:
        desk.records.find(RECORD, str(key))
        before = desk.records.change(RECORD, str(key), notes)
        _tell(desk, by, "UPDATE", key, dict(before), dict(notes))


def _number(desk: Desk, phone: str) -> str:
    found = phones.found(phone, desk.organization.country)
    if found is None or found.end != len(phone):
        raise PhoneError("must be a phone number, such as +254711000001")
    return found.number


def _found(desk: Desk, key: UUID) -> Listed:
    found = customer_lists.get(desk.tx, desk.organization_id, key)
    assert found is not None  # noqa: S101 -- It was written in this transaction.
    return found


def _tell(
    desk: Desk,
    by: By,
    action: Action,
    key: UUID,
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:
    shop, person = desk.organization_id, by.person_id
    entry = AuditEntry(shop, action, RECORD, key, person, by.via, before, after)
    audit.append(desk.tx, entry)
