"""A shop whose customers have phones, in a real database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from bot.effects import KeepPhone
from tests.engine.flows import happens, on, publish
from tests.engine.keeper import Keeper

HI = {"en": "Your parcel is here.", "sw": "Mzigo wako umefika."}
NIGHT = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)
"""Half past ten in Nairobi."""


def knows(amina: Keeper, name: str, phone: str | None, owes: str = "300") -> UUID:
    """A customer in the book, perhaps with a phone; their id."""
    amina.owes("DEBT_RECORDED", name, owes)
    shop = amina.scene.shop_id
    query = f"select id from customers where organization_id = '{shop}' and name = '{name}'"
    customer = amina.world.ids(query)[0]
    if phone:
        amina.wishes(KeepPhone(customer, name, phone))
    return customer


def writes(amina: Keeper, to: object, **step: Any) -> list[str]:
    """A workflow writes to somebody; what was sent."""
    world = amina.world
    shop = amina.scene.shop_id
    told = {"type": "send_message", "to": str(to), "text": HI, **step}
    event = f"NEWS_{len(world.rows('select 1 from workflows'))}"
    publish(world, shop, on(event, told, name=f"{event} of {shop}"))
    before = len(world.post.sent)
    happens(world, shop, event)
    world.works()
    return [letter.text for letter in world.post.sent[before:]]


def suppressed(amina: Keeper) -> list[object]:
    """Why messages were not sent, oldest first."""
    query = "select error_code from outbound_messages where status = 'suppressed' order by id"
    return [row[0] for row in amina.world.rows(query)]
