"""The ledger: carry each event into entries, totals, balances, stock and prices, at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from store import appointments, claims, customers, day_closes, entries, items, totals
from store.database import Transaction
from store.events import Event
from store.items import Item
from store.postings import Posting, entry_id, postings

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


def project(tx: Transaction, event: Event) -> Sequence[Item]:
    """Carry an event into the book; the items whose stock it brought down to the threshold.

    Events that are not about the book leave it alone. A customer whom the event names must
    be locked. Raises `ClaimedBeforeError`.
    """
    if take := _OTHERS.get(event.type):
        take(tx, event)
        return ()
    written = _reverse(tx, event) if event.type == "ENTRY_REVERSED" else _enter(tx, event)
    if not written:
        return ()
    _owe(tx, event.organization_id, written)
    totals.count(tx, written)
    return items.post(tx, event.organization_id, written)


def _enter(tx: Transaction, event: Event) -> Sequence[Posting]:
    written = postings(event)
    if written:
        entries.add(tx, written)
    return written


def _reverse(tx: Transaction, event: Event) -> Sequence[Posting]:
    opposite = entries.reverse(
        tx,
        event.organization_id,
        UUID(str(event.payload["entry"])),
        event_id=event.id,
        new_id=entry_id(event.id, 1),
    )
    if opposite is None:
        items.uncount(tx, event)  # It may name a count of the stock instead.
        return ()
    if opposite.customer_id is not None:
        customers.lock(tx, event.organization_id, opposite.customer_id)
    return (opposite,)


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
