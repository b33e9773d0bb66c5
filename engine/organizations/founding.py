"""Found an organization for a person who is signed in, and change what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from engine import consequences
from engine.consequences import Fact
from engine.context.desk import Desk
from engine.organizations import changed, team
from engine.runtime import Runtime
from store import organizations
from store.database import Transaction
from store.events import Event
from store.organizations import NewOrganization, Organization

MOST = 10
"""Shops that one person may belong to and still found another."""


class TooManyError(Exception):
    """A person belongs to as many organizations as one may found."""


def found(rt: Runtime, tx: Transaction, person_id: UUID, new: NewOrganization) -> Organization:
    """Found it, with this person as its owner; the transaction's scope moves into it.

    Raises `TooManyError`.
    """
    with tx.directory():
        owned = organizations.of_person(tx, person_id)
    if len(owned) >= MOST:
        raise TooManyError(f"You belong to {len(owned)} organizations: {MOST} are the most.")
    organization_id = organizations.found(tx, new)
    team.found(tx, organization_id, person_id)
    desk = Desk(rt, tx, organization_id)
    payload = {
        "name": new.name,
        "country": new.country,
        "currency": new.currency,
        "timezone": new.timezone,
    }
    consequences.follow(desk, [Fact(event(desk, "ORGANIZATION_CREATED", person_id, payload))])
    return organizations.get(tx, organization_id)


def change(desk: Desk, by: UUID, values: Mapping[str, Any]) -> Organization:
    """Set what an owner may set; what was changed is told to the audit."""
    before = desk.organization
    new = {name: value for name, value in values.items() if getattr(before, name) != value}
    if not new:
        return before
    organizations.change(desk.tx, desk.organization_id, new)
    changed.tell(
        desk.tx,
        desk.organization_id,
        by=by,
        via="api",
        before={name: _plain(getattr(before, name)) for name in new},
        after={name: _plain(value) for name, value in new.items()},
    )
    return replace(before, **new)


def event(desk: Desk, event_type: str, by: UUID, payload: Mapping[str, Any]) -> Event:
    """A fact that somebody brought about over the API, still to be recorded."""
    return Event(
        organization_id=desk.organization_id,
        type=event_type,
        source="api",
        person_id=by,
        message_id=None,
        payload=payload,
        occurred_at=desk.now,
    )


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | str) else str(value)
