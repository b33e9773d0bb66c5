"""The ledger: carry events into entries, totals, balances, stock and prices, at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from store import appointments, claims, customers, day_closes, entries, items, totals
from store.database import Transaction
from store.events import Event
from store.items import Item
from store.postings import KINDS, Posting, entry_id, postings

_OTHERS: Mapping[str, Callable[[Transaction, Event], None]] = {
    "STOCK_COUNTED": items.recount,
    "PAYMENT_CLAIMED": claims.claim,
    "PAYMENT_VERIFIED": claims.verify,
    "DAY_CLOSED": day_closes.close,
    "APPOINTMENT_SCHEDULED": appointments.book,
    "APPOINTMENT_RESCHEDULED": appointments.move,
    "APPOINTMENT_CONFIRMED": appointments.settle,
    "APPOINTMENT_CANCELLED": appointments.settle,
    "APPOINTMENT_KEPT": appointments.settle,
    "APPOINTMENT_MISSED": appointments.settle,
}
"""Events that change a read model without an entry."""


def project(tx: Transaction, events: Sequence[Event]) -> Sequence[tuple[Event, Item]]:
    """Carry events into the book, in their order; each that brought an item down, with it.

    Brought down is an item whose stock came to its threshold. Events that are not about the
    book leave it alone. A customer whom an event names must be locked. Entries that follow
    one another go together: many cost as few messages as one. Raises `ClaimedBeforeError`.
    """
    fallen: list[tuple[Event, Item]] = []
    for (shop, is_entry), told in groupby(events, _sort):
        if is_entry:
            fallen += _enter(tx, shop, list(told))
        else:
            fallen += [(event, item) for event in told for item in _take(tx, event)]
    return fallen


def _sort(event: Event) -> tuple[UUID, bool]:
    return event.organization_id, event.type in KINDS


def _enter(
    tx: Transaction, organization_id: UUID, events: Sequence[Event]
) -> Sequence[tuple[Event, Item]]:
    written = [posting for event in events for posting in postings(event)]
    if not written:
        return ()
    entries.add(tx, written)
    told = {event.id: event for event in events}
    return [(told[by], item) for by, item in _carry(tx, organization_id, written)]


def _take(tx: Transaction, event: Event) -> Sequence[Item]:
    if take := _OTHERS.get(event.type):
        take(tx, event)
    if event.type != "ENTRY_REVERSED":
        return ()
    opposite = _reversed(tx, event)
    if opposite is None:
        return ()
    return [item for _, item in _carry(tx, event.organization_id, [opposite])]


def _carry(
    tx: Transaction, organization_id: UUID, written: Sequence[Posting]
) -> Sequence[tuple[UUID, Item]]:
    _owe(tx, organization_id, written)
    totals.count(tx, written)
    return items.post(tx, organization_id, written)


def _reversed(tx: Transaction, event: Event) -> Posting | None:
    opposite = entries.reverse(
        tx,
        event.organization_id,
        UUID(str(event.payload["entry"])),
        event_id=event.id,
        new_id=entry_id(event.id, 1),
    )
    if opposite is None:
        items.uncount(tx, event)  # It may name a count of the stock instead.
    elif opposite.customer_id is not None:
        customers.lock(tx, event.organization_id, opposite.customer_id)
    return opposite


def _owe(tx: Transaction, organization_id: UUID, written: Sequence[Posting]) -> None:
    owes_us: dict[UUID, Decimal] = defaultdict(Decimal)
    we_owe: dict[UUID, Decimal] = defaultdict(Decimal)
    for posting in written:
        if posting.customer_id is not None:
            owes_us[posting.customer_id] += posting.owes_us
            we_owe[posting.customer_id] += posting.we_owe
    for customer_id, amount in owes_us.items():
        if amount or we_owe[customer_id]:
            customers.move(
                tx, organization_id, customer_id, owes_us=amount, we_owe=we_owe[customer_id]
            )
