"""Keep whom a person wants to hear from, and tell the shops that it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.effects import OptIn, OptOut
from engine import consequences
from engine.consequences import Fact
from engine.desk import Desk
from engine.runtime import Runtime
from store import acquaintances, opt_outs
from store.database import Transaction
from store.events import Event

SHOP, EVERYTHING = "shop", "everything"
"""The scopes of a person's word."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Who said so, in which message, when."""

    person_id: UUID
    message_id: UUID
    now: datetime


def carry_out(
    rt: Runtime, tx: Transaction, heard: Heard, wish: OptOut | OptIn, *, careful: bool = False
) -> None:
    """Keep a person's word; each shop that may write to them records the fact.

    The transaction's scope moves through those shops, and ends in one of them.
    """
    match wish:
        case OptOut(shop):
            word = opt_outs.OptOut(heard.person_id, shop, message_id=heard.message_id)
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
            "channel": opt_outs.ANY,
        }
        event = Event(
            organization_id=shop,
            type=event_type,
            source="chat",
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
