"""Record facts: complete them, carry them into the book, and tell the audit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.facts import bookings
from store import audit, customers, events, ledger, organizations
from store.audit import AuditEntry
from store.database import Transaction
from store.events import Event
from store.items import Item
from store.organizations import Organization
from store.postings import KINDS, PARTIES


def record(tx: Transaction, *facts: Event) -> Sequence[Event]:
    """Add events to their organization, in the transaction of whatever caused them.

    What a payload about money leaves open is filled in first: the currency, the business
    date, and the customer or supplier, found or written in by their `name`. Stock that
    falls to its threshold raises `INVENTORY_LOW` behind it. All that was recorded comes back,
    as it was.
    """
    complete, fallen = _entered(tx, facts)
    if not complete:
        return ()
    return [*complete, *record(tx, *fallen)]


def record_past(tx: Transaction, *facts: Event) -> Sequence[Event]:
    """Add events of a time gone by, which nobody is to act upon, in the order of their ids.

    They are recorded as all others are, but stock that they brought down raises nothing.
    """
    return _entered(tx, facts)[0]


def business_date(organization: Organization, at: datetime) -> datetime:
    """A moment on the shop's own clock, whose date is the business date it belongs to."""
    local = at.astimezone(ZoneInfo(organization.timezone))
    return local - timedelta(hours=organization.day_ends_hour)


def _entered(
    tx: Transaction, facts: Sequence[Event]
) -> tuple[Sequence[Event], Sequence[Event]]:
    """The facts as they were recorded, and what is low since."""
    complete = [_complete(tx, event) for event in facts]
    if not complete:
        return (), ()
    events.record(tx, complete)
    fallen = [_low(event, item) for event, item in ledger.project(tx, complete)]
    audit.append(tx, *map(_told, complete))
    return complete, fallen


def _complete(tx: Transaction, event: Event) -> Event:
    if event.type.startswith(bookings.PREFIX):
        return bookings.complete(tx, event)
    if event.type not in KINDS:
        return event
    payload: dict[str, Any] = dict(event.payload)
    if not ("currency" in payload and "business_date" in payload):
        organization = organizations.get(tx, event.organization_id)
        day = business_date(organization, event.occurred_at).date()
        payload.setdefault("currency", organization.currency)
        payload.setdefault("business_date", day.isoformat())
    if "item" in payload and not payload.get("lines"):
        payload["lines"] = [{"item": payload["item"], "amount": payload["amount"]}]
    for role in PARTIES:
        if payload.get("name") and role in payload and payload[role] is None:
            found = customers.find_or_create(tx, event.organization_id, payload["name"])
            payload[role] = str(found)
        elif payload.get(role):
            customers.lock(tx, event.organization_id, payload[role])
    return replace(event, payload=payload)


def _told(event: Event) -> AuditEntry:
    return AuditEntry(
        organization_id=event.organization_id,
        action="CREATE",
        entity="event",
        entity_id=event.id,
        person_id=event.person_id,
        via=event.source,
        after={"type": event.type},
    )


def _low(event: Event, item: Item) -> Event:
    return Event(
        organization_id=event.organization_id,
        type="INVENTORY_LOW",
        source=event.source,
        person_id=event.person_id,
        message_id=event.message_id,
        payload={
            "item": item.name,
            "quantity": _plain(item.quantity),
            "threshold": _plain(item.threshold),
        },
        occurred_at=event.occurred_at,
    )


def _plain(number: Decimal | None) -> str:
    return format((number or Decimal()).normalize(), "f")
