"""Complete facts about appointments from the diary, before they are recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from uuid import UUID

from store import appointments, customers
from store.database import Transaction
from store.events import Event

PREFIX = "APPOINTMENT_"
BOOKED = "APPOINTMENT_SCHEDULED"


def complete(tx: Transaction, event: Event) -> Event:
    """Fill in what a fact about an appointment leaves open; the appointment is locked.

    A booking's customer is found or written in by `name`. Raises `NoResultFound` for the
    customer and `LookupError` for the appointment of another shop.
    """
    payload = dict(event.payload)
    if event.type == BOOKED:
        if payload.get("customer"):
            customers.lock(tx, event.organization_id, UUID(payload["customer"]))
        else:
            found = customers.find_or_create(tx, event.organization_id, payload["name"])
            payload["customer"] = str(found)
        return replace(event, payload={"appointment": str(event.id), **payload})
    known = appointments.lock(tx, event.organization_id, UUID(payload["appointment"]))
    if known is None:
        raise LookupError("there is no such appointment")
    told = {"appointment": str(known.id), "customer": str(known.customer_id)}
    told |= {"name": known.name, "at": known.at.astimezone(UTC).isoformat()}
    if known.service:
        told["service"] = known.service
    return replace(event, payload={**told, **payload})
