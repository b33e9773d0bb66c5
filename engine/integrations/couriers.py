"""Tell another system of a fact: signed, tried again for over a day, given up in the end."""

from __future__ import annotations

import hmac
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit
from uuid import UUID

import structlog

from bot.replies import subscriptions as replies
from engine.asking import tidings
from engine.calling.caller import CallError, CallRequest
from engine.context.desk import Desk
from engine.facts.announcing import KIND
from engine.outbound import reach
from engine.outbound.hours import Occasion
from engine.outbound.reach import Note
from engine.runtime import Runtime
from engine.tools import keys
from engine.tools.failpoints import reached
from engine.tools.keys import NoSecretError
from engine.work import Afterwards
from engine.workflows.names import event_names
from store import audit, events, outbox, subscription_deliveries, subscriptions
from store.audit import AuditEntry
from store.database import Transaction
from store.events import Event
from store.outbox import OutboxEntry
from store.subscription_deliveries import Delivery
from store.subscriptions import Subscription

LEASE = timedelta(seconds=40)
"""Longer than another system may take to answer, on a slow machine."""
ATTEMPTS = 12
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=6)
"""With the attempts: about thirty hours in all."""
PATIENCE = timedelta(days=3)
"""A subscription that has only failed for so long is disabled."""
LONGEST_ERROR = 300

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Why an attempt came to nothing, and how long the other side asks us to wait."""

    text: str
    wait: timedelta = timedelta(0)


def deliver(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> Afterwards | None:
    """Begin an attempt, unless there is nothing to tell, or nobody to tell it to."""
    assert entry.organization_id is not None  # noqa: S101 -- A subscription is a shop's.
    shop = entry.organization_id
    tx.scope(organization_id=shop, person_id=None)
    found = subscription_deliveries.get(tx, shop, entry.subject_id)
    whose = subscriptions.get(tx, shop, found.subscription_id) if found else None
    if found is None or whose is None or found.status != "pending":
        outbox.done(tx, entry.id)
        return None
    if whose.status != "active":
        subscription_deliveries.close(tx, found, "failed", "disabled")
        outbox.done(tx, entry.id)
        return None
    # Should this process die, the entry comes back when the lease is over.
    outbox.postpone(tx, entry.id, LEASE)
    attempt = subscription_deliveries.claim(tx, shop, found.id) or found.attempts
    event = events.get(tx, shop, found.event_id)
    return partial(_tell, rt, entry, whose, replace(found, attempts=attempt), event)


def secret(rt: Runtime, organization_id: UUID, subscription_id: UUID) -> bytes:
    """What its deliveries are signed with; nothing is stored. It is ASCII, as it is shown.

    Raises `CallError` where this installation has no SECRET_KEY.
    """
    try:
        key = keys.derived(rt.settings, "subscriptions")
    except NoSecretError as error:
        raise CallError("no_secret", str(error)) from None
    whose = organization_id.bytes + subscription_id.bytes
    return hmac.digest(key, whose, "sha256").hex().encode()


def pause(attempts: int, chance: float) -> timedelta:
    """How long to wait behind so many attempts: trebling, capped; `chance` (0 to 1) spreads."""
    grown: timedelta = FIRST_PAUSE * 3 ** (attempts - 1)
    return min(grown, LONGEST_PAUSE) * (1 + chance) / 2


def body(event: Event) -> str:
    """What is told, as JSON: the event as conditions of workflows see it."""
    return json.dumps(event_names(event), ensure_ascii=False, default=datetime.isoformat)


def _tell(
    rt: Runtime,
    entry: OutboxEntry,
    whose: Subscription,
    delivery: Delivery,
    event: Event,
) -> None:
    reached("subscription.claimed")
    trouble = _trouble(rt, whose, delivery, event)
    reached("subscription.answered")
    with rt.db.tenant(whose.organization_id) as tx:
        outbox.wait_for(tx, entry.id)  # The entry first, as everywhere.
        is_last = trouble is not None and delivery.attempts >= ATTEMPTS
        status = "delivered" if trouble is None else "failed" if is_last else "pending"
        error = trouble.text if trouble else None
        if not subscription_deliveries.close(tx, delivery, status, error):
            return  # Another attempt has begun since: it tells how this ends.
        if status == "pending" and trouble is not None:
            wait = max(trouble.wait, pause(delivery.attempts, random.random()))  # noqa: S311
            outbox.postpone(tx, entry.id, wait)
        else:
            outbox.done(tx, entry.id)
        _judge(Desk(rt, tx, whose.organization_id), whose, is_well=trouble is None)


def _trouble(
    rt: Runtime, whose: Subscription, delivery: Delivery, event: Event
) -> _Trouble | None:
    """Make the call; what went wrong with it, if anything."""
    request = CallRequest(
        url=whose.url,
        method="POST",
        headers={"X-Karani-Event": event.type, "X-Karani-Delivery": str(delivery.id)},
        body=body(event),
        key=str(event.id),  # The same however often it is told.
    )
    try:
        rt.caller.call(request, secret=secret(rt, whose.organization_id, whose.id))
    except CallError as error:
        _log.info("A delivery failed", delivery=str(delivery.id), error=error.code)
        wait = timedelta(seconds=error.retry_after_s or 0)
        return _Trouble(str(error)[:LONGEST_ERROR], wait)
    return None


def _judge(desk: Desk, whose: Subscription, *, is_well: bool) -> None:
    """Whatever has failed for days is told nothing more, and its owners hear of that."""
    shop = desk.organization_id
    if is_well:
        if whose.failing_since is not None:
            subscriptions.well(desk.tx, shop, whose.id)
        return
    since = subscriptions.failing(desk.tx, shop, whose.id, desk.now)
    if since is None or desk.now - since < PATIENCE:
        return
    if not subscriptions.switch(desk.tx, shop, whose.id, "disabled"):
        return
    entry = AuditEntry(
        organization_id=shop,
        action="UPDATE",
        entity=KIND,
        entity_id=whose.id,
        person_id=None,
        via="delivery",
        before={"status": "active"},
        after={"status": "disabled"},
    )
    audit.append(desk.tx, entry)
    reach.tell(desk, list(_notes(desk, whose)))


def _notes(desk: Desk, whose: Subscription) -> Iterator[Note]:
    said = replies.disabled(urlsplit(whose.url).hostname or "", PATIENCE.days)
    texts = {one: tidings.say(desk, said, one) for one in desk.rt.languages.translations}
    for owner in desk.people("OWNER"):
        yield Note(owner, texts, KIND, occasion=Occasion.REMINDER)
