"""Weeks of silence and talk by chance: no free text ever leaves outside the service window."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from engine.channels.base import ChannelError, Letter, Trouble
from tests.engine.asked_shop import AskedShop, asked_shop
from tests.engine.hush import approves, forms, passes, speaks_whatsapp_only
from tests.engine.rules_of_a_shop import publish, rule, tells
from tests.engine.world import AMINA, BARAKA, World
from tests.services import Cluster

NEWS = "NEWS"


@pytest.fixture(name="shop")
def _shop(world: World) -> AskedShop:
    """Amina is told of news and asked about large sales; by SMS she is not reached."""
    speaks_whatsapp_only(world)
    shop = asked_shop(world)
    publish(world, shop.owner, rule("News", NEWS, tells()))
    return shop


@dataclass
class Weeks:
    """Silence and talk by chance, with a provider that fails now and then."""

    shop: AskedShop
    cluster: Cluster
    chance: random.Random
    wrong: list[Letter] = field(default_factory=list)
    heard_at: dict[str, datetime] = field(default_factory=dict)

    def watches(self, letter: Letter) -> None:
        silent = self.shop.world.now[0] - self.heard_at[letter.to]
        is_free = letter.channel == "whatsapp" and letter.template is None
        if is_free and silent >= timedelta(hours=24):
            self.wrong.append(letter)
        if self.chance.random() < 0.2:
            raise ChannelError("20429", "busy", trouble=Trouble.BUSY, retryable=True)

    def hears(self, phone: str, words: str) -> None:
        """Taken in, and perhaps answered only much later."""
        self.heard_at[phone] = self.shop.world.now[0]
        self.shop.world.hears(phone, words)

    def goes_on(self) -> None:
        match self.chance.choice(["hush", "hush", "news", "sale", "write", "work"]):
            case "hush":
                hours = self.chance.choice([0.1, 5, 12, 23.9, 30])
                passes(self.shop.world, self.cluster, hours=hours)
            case "news":
                self.shop.owner.raises(NEWS)
            case "sale":
                self.hears(BARAKA, "sold cement 12000")
            case "write":
                words = self.chance.choice(["hi", "FUNGUA", "yes"])
                self.hears(self.chance.choice([AMINA, BARAKA]), words)
            case _:
                self.shop.world.works()


@pytest.mark.parametrize("seed", range(6))
def test_no_free_text_ever_leaves_outside_the_window(
    shop: AskedShop, cluster: Cluster, seed: int
) -> None:
    world = shop.world
    weeks = Weeks(shop, cluster, random.Random(seed))  # noqa: S311 -- A test's own luck.
    weeks.heard_at = dict.fromkeys((AMINA, BARAKA), world.now[0])
    if seed % 3 == 0:
        approves(world, "news", "approval_request")

    world.post.answer = weeks.watches
    for _ in range(40):
        weeks.goes_on()
    world.works()

    assert weeks.wrong == []
    world.post.answer = lambda letter: None
    for phone in (AMINA, BARAKA) * 12:
        world.hears(phone, "FUNGUA")
        passes(world, cluster, minutes=6)
        world.works()
    assert forms(world, "status in ('queued', 'sending', 'unknown')") == []
