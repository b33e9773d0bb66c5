"""Tell an owner what she did not ask for: one message, by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from bot import i18n
from bot.forwarded import Flag
from bot.nlu.understanding import Channel
from bot.replies import payments, team
from bot.reply import Money, Reply
from engine.outbound import deliveries
from engine.outbound.hours import Occasion, until_open
from engine.runtime import Runtime
from store import (
    claims,
    conversations,
    events,
    invitations,
    members,
    organizations,
    outbox,
    people,
)
from store.database import Transaction
from store.events import Event
from store.outbox import OutboxEntry


@dataclass(frozen=True, slots=True)
class News:
    """Which event of which shop is to be told."""

    organization_id: UUID
    event_id: UUID


def leave(
    tx: Transaction, news: News, *, by: UUID | None, now: datetime, to: UUID | None = None
) -> None:
    """Leave it to be told to this owner, or to the first one, unless it is their own doing."""
    shop = news.organization_id
    everyone = members.everyone(tx, shop)
    owners = [one.person_id for one in everyone if one.role == "OWNER" and not one.has_left]
    if not owners:
        return
    owner = to if to in owners else owners[0]
    if owner == by:
        return
    zone = ZoneInfo(organizations.get(tx, shop).timezone)
    wait = until_open(Occasion.UNASKED, now, zone)
    subject = news.event_id
    outbox.add(tx, "notice", subject, organization_id=shop, person_id=owner, wait=wait)


def warn_neighbours(
    tx: Transaction, shop: UUID, payload: Mapping[str, Any], *, by: UUID, now: datetime
) -> None:
    """A code that is claimed here was claimed elsewhere before: there it is told as well.

    Neither shop learns which the other is; one whose provider proves the payment need not know.
    """
    if Flag.ELSEWHERE.value not in payload.get("flags", ()):
        return
    came_in = payload.get("kind") == claims.RECEIVED
    with tx.directory():
        found = claims.elsewhere(
            tx, shop, str(payload["provider"]), str(payload["code"]), came_in=came_in
        )
        for other in found:
            if other.status == claims.CLAIMED:
                leave(tx, News(other.organization_id, other.event_id), by=by, now=now)


def tell(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
    """Tell it now, in the conversation in which the owner was heard last; at night, later."""
    shop, owner = entry.organization_id, entry.person_id
    assert shop is not None  # noqa: S101 -- `leave` names both.
    assert owner is not None  # noqa: S101
    tx.scope(organization_id=shop, person_id=owner)
    zone = ZoneInfo(organizations.get(tx, shop).timezone)
    wait = until_open(Occasion.UNASKED, rt.clock(), zone)
    if wait:
        outbox.postpone(tx, entry.id, wait)
        return
    outbox.done(tx, entry.id)
    reply = _reply(tx, entry, shop)
    row = conversations.newest(tx, owner)
    if reply is None or row is None or members.lock_role(tx, shop, owner) != "OWNER":
        return  # Nobody is to be told any more, or nowhere.
    language = people.get(tx, owner).language
    channel = cast(Channel, row.channel)
    text = i18n.wording(reply, language, rt.languages.translations, channel)
    deliveries.tell(tx, row, shop, text, Occasion.UNASKED)


def _reply(tx: Transaction, entry: OutboxEntry, shop: UUID) -> Reply | None:
    """What is to be told: news of an event, or that nobody answered an invitation."""
    if entry.kind == "invitation":
        invited = invitations.lapsed(tx, shop, entry.subject_id)
        return team.lapsed(invited) if invited else None
    return _news(tx, events.get(tx, shop, entry.subject_id))


def _news(tx: Transaction, event: Event) -> Reply | None:
    shop, payload = event.organization_id, event.payload
    if event.type in {"MEMBER_JOINED", "MEMBER_REMOVED"}:
        return _about_member(tx, event)
    if event.type == "PAYMENT_CLAIMED":
        return payments.claimed_elsewhere(str(payload["code"]))
    claim = claims.get(tx, shop, str(payload["provider"]), str(payload["code"]))
    if claim is None or claim.amount is None:
        return None
    currency = organizations.get(tx, shop).currency
    return payments.other_amount(claim.code, Money(claim.amount, currency))


def _about_member(tx: Transaction, event: Event) -> Reply | None:
    everyone = members.everyone(tx, event.organization_id)
    one = next((m for m in everyone if str(m.person_id) == event.payload["person"]), None)
    if one is None:
        return None
    name = one.name or one.phone or ""
    if event.type == "MEMBER_JOINED":
        return team.has_joined(name, one.role)
    return team.has_gone(name) if one.has_left else None
