"""Write into a real shop's book and look at it, without a conversation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bot.effects import Effect, Raise
from engine import effects
from engine.effects import Scene
from engine.ports.shop import StoreShop
from tests.engine.world import AMINA, World

DAY = "2026-11-23"


@dataclass
class Keeper:
    """Amina at her book."""

    world: World
    scene: Scene

    def raises(self, event_type: str, **payload: Any) -> None:
        """One event, in a transaction of its own."""
        self.wishes(Raise(event_type, payload))

    def wishes(self, *wished: Effect) -> None:
        """Some wishes, in one transaction."""
        with self.world.rt.db.tenant(self.scene.organization_id, self.scene.person_id) as tx:
            self.scene = effects.settle(self.world.rt, tx, self.scene, wished).scene

    def sells(self, item: str, quantity: str | None, amount: str, **more: Any) -> None:
        """A sale of one item, for cash unless something else is said."""
        line = {"item": item, "quantity": quantity, "amount": amount, **more.pop("line", {})}
        told = {"amount": amount, "currency": "KES", "business_date": DAY, "lines": [line]}
        self.raises("SALE_RECORDED", **{**told, "payment": "cash", **more})

    def owes(self, event_type: str, name: str, amount: str, day: str = DAY) -> None:
        """Something between the shop and somebody."""
        role = "supplier" if "PAYABLE" in event_type else "customer"
        party = {role: None, "name": name, "amount": amount}
        self.raises(event_type, **party, currency="KES", business_date=day)

    def takes_back_the_last(self) -> UUID:
        """The last entry is reversed; its id."""
        with self.asks() as shop:
            entry = next(iter(shop.last_entries(1)), None)
        assert entry is not None
        self.raises("ENTRY_REVERSED", entry=str(entry.id), reason="taken back")
        return entry.id

    @contextmanager
    def asks(self) -> Iterator[StoreShop]:
        """What the bot would be told now."""
        organization_id, person_id = self.scene.organization_id, self.scene.person_id
        with self.world.rt.db.tenant(organization_id, person_id) as tx:
            yield StoreShop(
                tx, person_id=person_id, organization_id=organization_id, languages=("en",)
            )

    def told(self, event_type: str) -> list[Any]:
        """The payloads of a type of event."""
        query = f"select payload from events where type = '{event_type}' order by id"
        return [row[0] for row in self.world.rows(query)]


def keeper(world: World, phone: str = AMINA, shop: str = "Duka la Amina") -> Keeper:
    """An owner, registered."""
    organization_id = world.registers(phone, shop)
    member = f"select person_id from members where organization_id = '{organization_id}'"
    message = "select id from inbound_messages order by id desc limit 1"
    scene = Scene(
        world.ids(member)[0], organization_id, world.ids(message)[0], now=world.now[0]
    )
    return Keeper(world, scene)
