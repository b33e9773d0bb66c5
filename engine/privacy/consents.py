"""Keep whom a person wants to hear from, and tell the shops that it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.effects import OptIn, OptOut
from engine import consequences
from engine.consequences import Fact
from engine.context.desk import Desk
from engine.runtime import Runtime
from store import acquaintances, opt_outs, people
from store.database import Transaction
from store.events import Event

SHOP, EVERYTHING = "shop", "everything"
"""The scopes of a person's word."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Who said so, when, in which message: none where their network's operator was told.

    `channel` is the one that it was said of.
    """

    person_id: UUID
    message_id: UUID | None
    now: datetime
    channel: str = opt_outs.ANY


def told_by_provider(rt: Runtime, phone: str, channel: str) -> None:
    """Keep what a provider says of a phone (E.164): it wants nothing more on this channel."""
    with rt.db.every_tenant() as tx:
        known = people.find_address(tx, "phone", phone)
    if known is None:
        return  # We never wrote to them, and never will first.
    with rt.db.tenant(None, known.person_id) as tx:
        heard = Heard(known.person_id, None, rt.clock(), channel)
        carry_out(rt, tx, heard, OptOut(None))


def carry_out(
    rt: Runtime, tx: Transaction, heard: Heard, wish: OptOut | OptIn, *, careful: bool = False
) -> None:
    """Keep a person's word; each shop that may write to them records the fact.

    The transaction's scope moves through those shops, and ends in one of them.
    """
    match wish:
        case OptOut(shop):
            word = opt_outs.OptOut(heard.person_id, shop, heard.channel, heard.message_id)
            told = {shop} if opt_outs.add(tx, word) else set()
            event_type = "CUSTOMER_OPTED_OUT"
        case OptIn():
            told = opt_outs.take_back(tx, heard.person_id)
            event_type = "CUSTOMER_OPTED_IN"
    if not told:
        return
    with tx.directory():
        known = acquaintances.shops(tx, heard.person_id)
    for shop, scope in _concerned(told, known).items():
        tx.scope(organization_id=shop, person_id=heard.person_id)
        payload = {
            "customer": str(known[shop]) if known[shop] else None,
            "scope": scope,
            "channel": heard.channel,
        }
        event = Event(
            organization_id=shop,
            type=event_type,
            source="chat" if heard.message_id else "provider",
            person_id=heard.person_id,
            message_id=heard.message_id,
            payload=payload,
            occurred_at=heard.now,
        )
        consequences.follow(Desk(rt, tx, shop, careful), [Fact(event)])


def _concerned(told: set[UUID | None], known: Mapping[UUID, UUID | None]) -> dict[UUID, str]:
    """The shops that hear of it, with how far the word reaches."""
    if None in told:
        return dict.fromkeys(sorted(known), EVERYTHING)
    return {shop: SHOP for shop in sorted(known) if shop in told}
