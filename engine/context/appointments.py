"""What workflows see of the appointment that their event is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from engine.context.desk import Desk
from store import appointments
from store.appointments import Appointment

PREFIX = "APPOINTMENT_"


def names(desk: Desk, event: Mapping[str, Any]) -> Mapping[str, Any]:
    """`appointment`, as it stands now, where the event is about one; else nothing.

    It `stands` while the customer is still expected at the time that the event tells:
    what was moved, cancelled, kept or missed since does not. `keeper` is who booked it, or
    the owner when they have left; `reachable` says whether the customer can be written to.
    """
    told = event["payload"].get("appointment") if event["type"].startswith(PREFIX) else None
    key = _uuid(told)
    known = _known(desk, key) if key else None
    return {"appointment": _seen(desk, known, event["payload"])} if known else {}


def _known(desk: Desk, key: UUID) -> Appointment | None:
    """As it stands now; what stands on the shelf counts for one look."""
    shelved = desk.shelf.appointments.pop(key, None)
    return shelved or appointments.get(desk.tx, desk.organization_id, key)


def _seen(desk: Desk, known: Appointment, told: Mapping[str, Any]) -> Mapping[str, Any]:
    booked_by = str(known.booked_by or "")
    return {
        "id": str(known.id),
        "status": known.status,
        "at": known.at,
        "service": known.service or "",
        "customer": str(known.customer_id),
        "name": known.name,
        "note": known.note or "",
        "booked_by": booked_by,
        "keeper": booked_by if desk.people(booked_by) else "OWNER",
        "stands": known.is_standing and _utc(known.at) == _utc(_time(told.get("at"))),
        "reachable": known.person_id is not None,
    }


def _utc(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat() if at else ""


def _time(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text)) if text else None
    except ValueError:
        return None
