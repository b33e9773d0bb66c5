"""Book, move and settle appointments on behalf of an integrator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from engine.context.desk import Desk
from engine.integrations import integrators
from engine.integrations.integrators import By, Recorded
from engine.workflows.told import ToldError
from store import appointments, customers
from store.appointments import STANDING, Appointment
from store.events import Event

Outcome = Literal["confirmed", "cancelled", "kept", "missed"]
FARTHEST = timedelta(days=2 * 366)
OF: Mapping[Outcome, tuple[str, tuple[str, ...]]] = {
    "confirmed": ("APPOINTMENT_CONFIRMED", ("scheduled",)),
    "cancelled": ("APPOINTMENT_CANCELLED", STANDING),
    "kept": ("APPOINTMENT_KEPT", (*STANDING, "missed")),
    "missed": ("APPOINTMENT_MISSED", (*STANDING, "kept")),
}
"""The fact that each outcome is, and of which appointments it can be one."""


class TooLateError(ValueError):
    """An appointment stands so that this cannot be done; the text says how."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Who is to come when: a customer by id, or by name and written in if there is none."""

    at: datetime
    customer: UUID | None = None
    name: str | None = None
    service: str | None = None
    minutes: int | None = None


def book(desk: Desk, by: By, visit: Visit) -> tuple[Appointment, Recorded]:
    """Book an appointment; what follows is done. Raises `ToldError`."""
    _check_time(desk, visit.at)
    payload: dict[str, Any] = {**_who(desk, visit), "at": _local(desk, visit.at)}
    payload |= {"service": visit.service} if visit.service else {}
    payload |= {"minutes": visit.minutes} if visit.minutes else {}
    done = _recorded(desk, by, "APPOINTMENT_SCHEDULED", payload)
    return _found(desk, done.event.id), done


def move(desk: Desk, by: By, appointment_id: UUID, at: datetime) -> Appointment:
    """Give an appointment another time. Raises `LookupError`, `TooLateError`, `ToldError`."""
    known = _held(desk, appointment_id)
    _check_time(desk, at)
    if known.status == "cancelled":
        raise TooLateError("it was cancelled: book another one")
    payload = {"appointment": str(appointment_id), "at": _local(desk, at)}
    payload["previous_at"] = _local(desk, known.at)
    _recorded(desk, by, "APPOINTMENT_RESCHEDULED", payload)
    return _found(desk, appointment_id)


def settle(desk: Desk, by: By, appointment_id: UUID, outcome: Outcome) -> Appointment:
    """Say what became of an appointment. Raises `LookupError` and `TooLateError`."""
    known = _held(desk, appointment_id)
    event_type, before = OF[outcome]
    if known.status not in before:
        raise TooLateError(f"it is {known.status} already")
    _recorded(desk, by, event_type, {"appointment": str(appointment_id)})
    return _found(desk, appointment_id)


def _who(desk: Desk, visit: Visit) -> dict[str, Any]:
    if visit.customer is None:
        return {"customer": None, "name": visit.name}
    known = customers.contact(desk.tx, desk.organization_id, visit.customer)
    if known is None:
        raise ToldError({"customer": "there is nobody with this id"})
    return {"customer": str(known.id), "name": known.name}


def _check_time(desk: Desk, at: datetime) -> None:
    if at < desk.now:
        raise ToldError({"at": "has passed"})
    if at > desk.now + FARTHEST:
        raise ToldError({"at": "is more than two years away"})


def _local(desk: Desk, at: datetime) -> str:
    return at.astimezone(desk.zone).isoformat()


def _held(desk: Desk, appointment_id: UUID) -> Appointment:
    known = appointments.lock(desk.tx, desk.organization_id, appointment_id)
    if known is None:
        raise LookupError("there is no such appointment")
    return known


def _recorded(desk: Desk, by: By, event_type: str, payload: Mapping[str, Any]) -> Recorded:
    event = Event(
        organization_id=desk.organization_id,
        type=event_type,
        source=by.via,
        person_id=by.person_id,
        message_id=None,
        payload=payload,
        occurred_at=desk.now,
    )
    return integrators.follow(desk, event)


def _found(desk: Desk, appointment_id: UUID) -> Appointment:
    found = appointments.get(desk.tx, desk.organization_id, appointment_id)
    assert found is not None  # noqa: S101 -- It was booked or held in this transaction.
    return found
