"""Record what an integrator tells, with everything that follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from engine import consequences
from engine.consequences import Fact
from engine.context.desk import Desk
from engine.facts import events
from engine.workflows import told
from engine.workflows.facts import APPOINTMENTS, MONEY
from engine.workflows.told import ToldError
from store import appointments, customers, started
from store.events import Event

PARTIES = ("customer", "supplier")
AHEAD = timedelta(minutes=1)
"""How far another clock may be ahead of ours."""
OLDEST = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class By:
    """Who does something, by which way."""

    person_id: UUID
    via: str


@dataclass(frozen=True, slots=True)
class Telling:
    """A fact as it was told: by whom, over which system; `occurred_at` is None for now."""

    type: str
    payload: Mapping[str, Any]
    person_id: UUID
    source: str
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """The fact as it stands, and the runs that it has started."""

    event: Event
    runs: Sequence[UUID]


def record(desk: Desk, telling: Telling) -> Recorded:
    """Record a fact and follow it. Raises `ToldError` for what would be none."""
    return follow(desk, _fact(desk, telling))


def record_all(desk: Desk, tellings: Sequence[Telling]) -> Sequence[Recorded]:
    """Record facts in their order, then follow them together: all of them, or none.

    Raises `ToldError` for those that would be none, with each one's place before its fields.
    """
    facts: list[Event] = []
    wrong: dict[str, str] = {}
    for place, telling in enumerate(tellings):
        try:
            facts.append(_fact(desk, telling))
        except ToldError as error:
            wrong |= {f"{place}.{name}": what for name, what in error.fields.items()}
    if wrong:
        raise ToldError(wrong)
    return _followed(desk, facts)


def _fact(desk: Desk, telling: Telling) -> Event:
    occurred_at = _moment(desk, telling.occurred_at)
    payload = told.checked(telling.type, telling.payload, desk.organization.currency)
    if telling.type in MONEY:
        day = events.business_date(desk.organization, occurred_at).date()
        payload["business_date"] = day.isoformat()
    return Event(
        organization_id=desk.organization_id,
        type=telling.type,
        source=telling.source,
        person_id=telling.person_id,
        message_id=None,
        payload=_known(desk, telling.type, payload),
        occurred_at=occurred_at,
    )


def follow(desk: Desk, event: Event) -> Recorded:
    """Record a fact that is complete, and tell what it led to."""
    return _followed(desk, [event])[0]


def _followed(desk: Desk, facts: Sequence[Event]) -> Sequence[Recorded]:
    done = consequences.follow(desk, [Fact(event) for event in facts])
    complete = {event.id: event for event in done}
    # Where nobody listens nothing has begun; and of all JSON only floats are kept otherwise
    # than they were said.
    sought = [
        event.id
        for event in facts
        if desk.listening.of({event.type}) or _holds_float(complete[event.id].payload)
    ]
    known = started.look(desk.tx, desk.organization_id, sought) if sought else {}
    return [Recorded(*known.get(event.id, (complete[event.id], ()))) for event in facts]


def _holds_float(value: object) -> bool:
    match value:
        case Mapping():
            return any(_holds_float(one) for one in value.values())
        case list() | tuple():
            return any(_holds_float(one) for one in value)
        case _:
            return isinstance(value, float)


def _moment(desk: Desk, said: datetime | None) -> datetime:
    if said is None:
        return desk.now
    if said > desk.now + AHEAD:
        raise ToldError({"occurred_at": "has not come yet"})
    if said < desk.now - OLDEST:
        raise ToldError({"occurred_at": "is more than five years ago"})
    return said


def _known(desk: Desk, event_type: str, payload: dict[str, Any]) -> Mapping[str, Any]:
    """With the name of whoever is known by id; raises `ToldError` for one who is not known."""
    if event_type in APPOINTMENTS:
        key = UUID(payload["appointment"])
        if appointments.get(desk.tx, desk.organization_id, key) is None:
            raise ToldError({"payload.appointment": "there is none with this id"})
    for role in PARTIES if event_type in MONEY else ():
        if payload.get(role):
            found = customers.contact(desk.tx, desk.organization_id, UUID(payload[role]))
            if found is None:
                raise ToldError({f"payload.{role}": "there is nobody with this id"})
            return {**payload, "name": found.name}
    return payload
