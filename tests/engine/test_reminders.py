"""A person's own reminders on a real database: sent once at their time, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from bot.effects import CancelReminder, ChangeMember, EndDay, SetReminder
from tests.engine.keeper import Keeper, keeper
from tests.engine.rules_of_a_shop import everything_is_due, takes_on
from tests.engine.visits import HOUR, books, later, switches_on
from tests.engine.world import AMINA, BARAKA, CHAUSIKU, World

SAID = "You asked me to remind you: pay rent."


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    return keeper(world, AMINA, "Duka la Amina")


def reminded(owner: Keeper, at: datetime, text: str = "pay rent") -> UUID:
    """A reminder of her own; its id."""
    owner.wishes(SetReminder(text, at))
    return owner.world.ids("select id from reminders order by id desc limit 1")[0]


def test_a_reminder_comes_at_its_time_once(amina: Keeper) -> None:
    reminded(amina, amina.world.now[0] + 3 * HOUR)

    assert later(amina, hours=2.9) == []
    assert later(amina, hours=0.2) == [(AMINA, SAID)]
    assert later(amina, days=3) == []


def test_a_reminder_that_was_taken_back_does_not_come(amina: Keeper) -> None:
    taken = reminded(amina, amina.world.now[0] + HOUR)
    amina.wishes(CancelReminder(taken))

    assert later(amina, days=1) == []
    with amina.asks() as shop:
        assert shop.diary.reminders() == []


def test_a_timer_that_rings_too_early_waits_for_its_moment(amina: Keeper) -> None:
    reminded(amina, amina.world.now[0] + HOUR)
    everything_is_due(amina.world)

    assert later(amina, minutes=59) == []
    assert later(amina, minutes=2) == [(AMINA, SAID)]


def test_nobody_takes_back_what_another_is_reminded_of(amina: Keeper) -> None:
    hers = reminded(amina, amina.world.now[0] + HOUR)
    chausiku = keeper(amina.world, CHAUSIKU, "Jirani")
    chausiku.wishes(CancelReminder(hers))

    assert later(amina, hours=2) == [(AMINA, SAID)]


def test_who_left_the_shop_is_reminded_of_nothing(amina: Keeper) -> None:
    world = amina.world
    baraka = takes_on(world, amina, BARAKA)
    his = Keeper(world, replace(amina.scene, person_id=baraka))
    reminded(his, world.now[0] + HOUR)
    amina.wishes(ChangeMember(baraka, None))

    assert (BARAKA, SAID) not in later(amina, hours=2)


def test_the_day_ends_when_the_owner_says(amina: Keeper) -> None:
    night = amina.world.now[0].replace(hour=22, minute=30)  # Half past one in Nairobi.
    with amina.asks() as shop:
        assert shop.business_date(night) == night.date() + timedelta(days=1)

    amina.wishes(EndDay(2))

    with amina.asks() as shop:
        assert shop.business_date(night) == night.date()


def test_many_timers_of_a_shop_are_told_together_and_each_once(amina: Keeper) -> None:
    switches_on(amina, "appointment")
    at = amina.world.now[0] + timedelta(days=2)
    for number in range(30):
        books(amina, f"Customer {number}", at)

    said = later(amina, days=1)

    assert len(said) == 30
    assert len(set(said)) == 30
    assert later(amina, days=3) == []
