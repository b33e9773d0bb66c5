"""Between two numbers WhatsApp takes a message in six seconds: we keep to it beforehand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.settings import Settings
from engine.tools.pairs import AT_ONCE, MOST, PER_MINUTE, Pairs
from tests.engine.keeper import Keeper, keeper
from tests.engine.rules_of_a_shop import everything_is_due, publish, rule, tells
from tests.engine.world import AMINA, World, message

EVERY_S = 60 / PER_MINUTE
NUMBER, HERS = "twilio:whatsapp:+1", "+254711000001"


class Clock:
    """A clock that is turned by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(name="clock")
def _clock() -> Clock:
    return Clock()


def test_some_go_at_once_and_then_one_in_six_seconds(clock: Clock) -> None:
    pairs = Pairs(clock)
    for _ in range(AT_ONCE):
        assert pairs.wait(NUMBER, HERS) == 0
        pairs.goes(NUMBER, HERS)

    assert pairs.wait(NUMBER, HERS) == EVERY_S
    clock.now += EVERY_S
    assert pairs.wait(NUMBER, HERS) == 0
    pairs.goes(NUMBER, HERS)
    assert pairs.wait(NUMBER, HERS) == EVERY_S


def test_what_was_borrowed_is_paid_back_by_silence(clock: Clock) -> None:
    pairs = Pairs(clock)
    for _ in range(AT_ONCE):
        pairs.goes(NUMBER, HERS)

    clock.now += EVERY_S * AT_ONCE

    for _ in range(AT_ONCE):
        assert pairs.wait(NUMBER, HERS) == 0
        pairs.goes(NUMBER, HERS)


def test_each_that_waits_has_a_turn_of_its_own(clock: Clock) -> None:
    pairs = Pairs(clock)
    for _ in range(AT_ONCE):
        pairs.goes(NUMBER, HERS)

    turns = [pairs.wait(NUMBER, HERS) for _ in range(5)]

    assert turns == [EVERY_S * place for place in range(1, 6)]
    for turn in turns:
        clock.now = turn
        assert pairs.wait(NUMBER, HERS) == 0
        pairs.goes(NUMBER, HERS)
    clock.now += EVERY_S
    assert pairs.wait(NUMBER, HERS) == 0


def test_other_pairs_have_their_own(clock: Clock) -> None:
    pairs = Pairs(clock)
    for _ in range(AT_ONCE):
        pairs.goes(NUMBER, HERS)

    assert pairs.wait(NUMBER, "+254722000002") == 0
    assert pairs.wait("meta:1", HERS) == 0


def test_pairs_that_owe_nothing_are_forgotten(clock: Clock) -> None:
    pairs = Pairs(clock)
    for number in range(MOST):
        pairs.goes(NUMBER, str(number))
    clock.now += EVERY_S

    pairs.goes(NUMBER, HERS)

    assert len(pairs._even_at) == 1


def test_another_pace_can_be_set(clock: Clock) -> None:
    pairs = Pairs(clock, per_minute=60)
    for _ in range(AT_ONCE):
        pairs.goes(NUMBER, HERS)

    assert pairs.wait(NUMBER, HERS) == 1.0


def test_unless_it_is_set_it_is_what_whatsapp_takes() -> None:
    assert Settings().whatsapp_pair_per_minute == PER_MINUTE


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    """A keeper whose pair has borrowed all that there is."""
    owner = keeper(world)
    publish(world, owner, rule("News", "NEWS", tells()))
    publish(world, owner, rule("Mail", "MAIL", tells(channel="sms")))
    clock = Clock()
    world.rt = replace(world.rt, pairs=Pairs(clock))
    for _ in range(AT_ONCE):
        world.rt.pairs.goes("post:whatsapp:+14155238886", AMINA)
    return owner


def told(amina: Keeper, event: str) -> list[str]:
    before = len(amina.world.post.sent)
    amina.raises(event)
    amina.world.works()
    return [letter.text for letter in amina.world.post.sent[before:]]


def test_a_notice_waits_for_its_pair_and_nothing_is_refused(amina: Keeper) -> None:
    assert told(amina, "NEWS") == []
    waits = "select due_at - now() between '5 s' and '8 s', attempts from outbox"
    assert amina.world.rows(f"{waits} where kind = 'delivery'") == [(True, 0)]

    amina.world.rt.pairs._clock.now += EVERY_S  # type: ignore[attr-defined]
    everything_is_due(amina.world)

    assert amina.world.post.sent[-1].text == "Told."


def test_whoever_writes_is_answered_at_once(amina: Keeper) -> None:
    assert len(amina.world.says(AMINA, "hi")) == 1


def test_an_sms_has_no_such_pace(amina: Keeper) -> None:
    by_sms = replace(message(AMINA, "hi"), channel="sms", account="post:sms:+14155238886")
    amina.world.hears_that(by_sms)
    amina.world.works()

    assert told(amina, "MAIL") == ["Told."]
