"""A status tells the id of whoever a message reached: so their answer finds its person."""

from __future__ import annotations

import pytest

from engine.channels.base import StatusReport
from engine.inbound import intake
from tests.engine.humans import Human, founds, human, newcomer_of, sender, writes
from tests.engine.world import World


@pytest.fixture(name="amina")
def _amina(world: World) -> Human:
    """She is known by her phone and has a shop."""
    amina = human("Amina")
    writes(world, amina, "phone")
    founds(world, amina)
    return amina


def delivered(world: World, phone: str, scoped: str | None) -> None:
    report = StatusReport("post", "p1", "delivered", phone=phone, scoped_id=scoped)
    intake.take(world.rt, [report])


def test_who_answers_by_id_alone_is_the_person_that_was_written_to(
    world: World, amina: Human
) -> None:
    delivered(world, amina.phone, amina.scoped)

    said = writes(world, amina, "id", "sold sugar 300")

    assert sender(world) == amina.person
    assert "300" in said[0]


def test_told_a_hundred_times_it_is_learnt_once(world: World, amina: Human) -> None:
    for _ in range(3):
        delivered(world, amina.phone, amina.scoped)

    known = "select count(*) from addresses where kind = 'bsuid'"
    assert world.rows(known) == [(1,)]


def test_of_a_phone_that_nobody_has_nothing_is_learnt(world: World, amina: Human) -> None:
    delivered(world, "+254799999999", "KE.STRANGER")
    delivered(world, amina.phone, None)

    assert world.rows("select count(*) from addresses") == [(1,)]


def test_another_persons_id_stays_theirs(world: World, amina: Human) -> None:
    baraka = human("Baraka")
    writes(world, baraka, "both")
    theirs = sender(world)

    delivered(world, amina.phone, baraka.scoped)
    writes(world, baraka, "id")

    assert sender(world) == theirs


def test_a_phone_that_has_another_owner_now_must_prove_itself(
    world: World, amina: Human
) -> None:
    delivered(world, amina.phone, amina.scoped)

    delivered(world, amina.phone, newcomer_of(amina).scoped)

    doubted = "select count(*) from addresses where doubted_at is not null"
    assert world.rows(doubted) == [(2,)]
