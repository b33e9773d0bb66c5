"""Let another system hear of a shop's facts: subscribe, switch on again, end, tell again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from engine.calling.caller import check_url
from engine.context.desk import Desk
from engine.facts.announcing import KIND
from engine.integrations import couriers
from store import audit, outbox, subscription_deliveries, subscriptions
from store.audit import Action, AuditEntry
from store.base import new_id

MOST = 10


class SubscriptionError(ValueError):
    """A subscription cannot be changed like that; the text says why."""


def subscribe(desk: Desk, url: str, events: Sequence[str], *, by: UUID) -> tuple[UUID, str]:
    """A new subscription's id and its secret, which is shown this once.

    Raises `CallError` for an address that may not be called, `SubscriptionError` where there
    are too many.
    """
    check_url(url, desk.rt.settings.call_hosts)
    if subscriptions.count(desk.tx, desk.organization_id) >= MOST:
        raise SubscriptionError(f"there are {MOST} subscriptions already: end one first")
    key = new_id()
    secret = couriers.secret(desk.rt, desk.organization_id, key).decode()
    subscriptions.add(
        desk.tx,
        organization_id=desk.organization_id,
        id=key,
        url=url,
        events=sorted(set(events)),
        created_by=by,
    )
    _tell(desk, key, "CREATE", by, {"events": sorted(set(events))})
    return key, secret


def activate(desk: Desk, subscription_id: UUID, *, by: UUID) -> None:
    """Let one that was disabled hear again; what it missed is told only when asked for."""
    if subscriptions.switch(desk.tx, desk.organization_id, subscription_id, "active"):
        _tell(desk, subscription_id, "UPDATE", by, {"status": "active"})


def end(desk: Desk, subscription_id: UUID, *, by: UUID) -> bool:
    """Forget one with its deliveries; False where there is none."""
    if not subscriptions.remove(desk.tx, desk.organization_id, subscription_id):
        return False
    _tell(desk, subscription_id, "DELETE", by, None)
    return True


def resend(desk: Desk, subscription_id: UUID, delivery_id: UUID) -> None:
    """Tell it again, with the same event id. Raises `SubscriptionError`."""
    found = subscriptions.lock(desk.tx, desk.organization_id, subscription_id)
    if found is None or found.status != "active":
        raise SubscriptionError("this subscription is disabled: activate it first")
    if not subscription_deliveries.again(desk.tx, desk.organization_id, delivery_id):
        raise SubscriptionError("this delivery is under way: it is tried again by itself")
    outbox.add(desk.tx, KIND, delivery_id, organization_id=desk.organization_id, person_id=None)


def _tell(
    desk: Desk, key: UUID, action: Action, by: UUID, after: dict[str, Any] | None
) -> None:
    entry = AuditEntry(
        organization_id=desk.organization_id,
        action=action,
        entity=KIND,
        entity_id=key,
        person_id=by,
        via=desk.via,
        before=None,
        after=after,
    )
    audit.append(desk.tx, entry)
