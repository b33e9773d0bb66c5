"""Carry rows into a shop's book: the past is recorded, and nobody acts upon it.

No workflow starts, no message goes out and no other system is told: `consequences` has no
part in it. Some hundred rows are one transaction; those that are there already are passed over,
so an import that was interrupted goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from psycopg2.errors import DeadlockDetected, UniqueViolation
from sqlalchemy.exc import DBAPIError

from bot.effects import KeepPhone
from engine.facts import contacts, events
from engine.importing.keys import SOURCE, Dated
from engine.runtime import Runtime
from store import audit, customers, items, names, past, people
from store.audit import AuditEntry
from store.database import Transaction

TOGETHER = 200
TRIES = 5

Tick = Callable[[int], object]
"""Called with the number of rows that are done."""


@dataclass(frozen=True, slots=True)
class Into:
    """Where rows go: the shop, and who brings them, None for an operator."""

    organization_id: UUID
    person_id: UUID | None


def known(rt: Runtime, into: Into, rows: Sequence[Dated]) -> int:
    """How many of these rows are in the book already."""
    with rt.db.tenant(into.organization_id, into.person_id) as tx:
        return sum(
            len(past.known(tx, into.organization_id, [one.event.id for one in piece]))
            for piece in _pieces(rows)
        )


def book(rt: Runtime, into: Into, rows: Sequence[Dated], tick: Tick = lambda done: None) -> int:
    """Record what is not there yet; how many rows that were."""
    booked = 0
    for piece in _pieces(rows):
        booked += _booked(rt, into, piece)
        tick(len(piece))
    if booked:
        with rt.db.tenant(into.organization_id, into.person_id) as tx:
            audit.append(tx, _told(into, rows, booked))
    return booked


def _booked(rt: Runtime, into: Into, piece: Sequence[Dated]) -> int:
    left = TRIES
    while True:
        try:
            with rt.db.tenant(into.organization_id, into.person_id) as tx:
                return _record(tx, into, piece)
        except DBAPIError as error:
            # Somebody was in the way, or imports the same at this moment: look again.
            left -= 1
            if not left or not isinstance(error.orig, DeadlockDetected | UniqueViolation):
                raise


def _record(tx: Transaction, into: Into, piece: Sequence[Dated]) -> int:
    shop = into.organization_id
    there = past.known(tx, shop, [one.event.id for one in piece])
    new = [one for one in piece if one.event.id not in there]
    if not new:
        return 0
    events.record_past(tx, *(one.event for one in new))
    _reckon(tx, shop, new)
    notes = {one.event.id: one.draft.note for one in new if one.draft.note}
    past.annotate(tx, shop, notes)
    for name, phone in {one.draft.payload.get("name"): one.draft.phone for one in new}.items():
        if name and phone:
            _reach(tx, into, str(name), phone)
    return len(new)


def _reckon(tx: Transaction, shop: UUID, new: Sequence[Dated]) -> None:
    """Put items right that others wrote of since: what counts is the order of the days."""
    named = {names.key(name): name for one in new for name in _goods(one)}
    if named:
        late = past.behind(tx, shop, [one.event.id for one in new], named.keys())
        items.reckon(tx, shop, {key: named[key] for key in late})


def _goods(one: Dated) -> Iterable[str]:
    payload = one.event.payload
    lines = payload.get("lines") or [payload]
    return [str(line["item"]) for line in lines if line.get("item")]


def _reach(tx: Transaction, into: Into, name: str, phone: str) -> None:
    """Keep a customer's phone where the book has none: what it has is newer than a file."""
    customer_id = customers.find_or_create(tx, into.organization_id, name)
    contact = customers.contact(tx, into.organization_id, customer_id)
    if contact is not None and contact.person_id is not None:
        return
    with tx.directory():
        address = people.find_address(tx, "phone", phone)
    if address and customers.of_person(tx, into.organization_id, address.person_id):
        return
    wish = KeepPhone(customer=customer_id, name=name, phone=phone)
    contacts.keep(tx, into.organization_id, into.person_id, wish, SOURCE)


def _told(into: Into, rows: Sequence[Dated], booked: int) -> AuditEntry:
    days = [one.draft.day for one in rows]
    return AuditEntry(
        organization_id=into.organization_id,
        action="EXECUTE",
        entity="import",
        entity_id=into.organization_id,
        person_id=into.person_id,
        via=SOURCE,
        after={
            "rows": booked,
            "first": min(days).isoformat(),
            "last": max(days).isoformat(),
        },
    )


def _pieces(rows: Sequence[Dated]) -> Iterable[Sequence[Dated]]:
    left = iter(rows)
    while piece := list(islice(left, TOGETHER)):
        yield piece
