"""The shops of a speaker in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.effects import Effect, EnterShop
from bot.memberships import OwnShop
from bot.rules import Rule
from bot.shop import Organization
from tests.bot.cast import duka_la_amina


@dataclass(kw_only=True)
class FakeShops:
    """A part of the shop: which it is, and the others that its speaker belongs to."""

    organization: Organization | None = field(default_factory=duka_la_amina)
    siblings: list[OwnShop] = field(default_factory=list)
    made: list[Rule] = field(default_factory=list)

    def own_shops(self) -> Sequence[OwnShop]:
        """By name: here nobody tells which was joined first."""
        here = self.organization
        own = [OwnShop(here.id, here.name, here.role)] if here else []
        return sorted([*own, *self.siblings], key=lambda shop: shop.name)

    def rules(self) -> Sequence[Rule]:
        """Of this shop, oldest first."""
        return self.made

    def settle_shop(self, effect: Effect) -> None:
        """Go on in another one."""
        here = self.organization
        if not isinstance(effect, EnterShop) or here is None:
            return
        shops = self.own_shops()
        there = next(shop for shop in shops if shop.id == effect.organization_id)
        self.siblings = [shop for shop in shops if shop != there]
        self.organization = replace(here, id=there.id, name=there.name, role=there.role)
