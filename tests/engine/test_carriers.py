"""Many messages are under way at once, and a slow account keeps only its own hands busy."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Event
from uuid import uuid4

import pytest

from engine.tools.carriers import FORGOTTEN_S, Carriers

SLOW, QUICK = "post:whatsapp:slow", "post:whatsapp:quick"


@pytest.fixture(name="carriers")
def _carriers() -> Iterator[Carriers]:
    made = Carriers(hands=3)
    yield made
    made.close()


def test_a_slow_account_holds_up_no_other(carriers: Carriers) -> None:
    gate, done = Event(), Event()
    try:
        for _ in range(3):
            key = uuid4()
            assert carriers.take(SLOW, key) == 0
            carriers.carry(SLOW, key, lambda: gate.wait(10))
        assert carriers.take(SLOW, uuid4()) > 0

        key = uuid4()
        assert carriers.take(QUICK, key) == 0
        carriers.carry(QUICK, key, done.set)
        assert done.wait(5)
    finally:
        gate.set()


def test_those_that_find_no_hand_are_told_to_come_one_after_another(
    carriers: Carriers,
) -> None:
    for _ in range(3):
        carriers.take(SLOW, uuid4())

    waits = [carriers.take(SLOW, uuid4()) for _ in range(20)]

    assert waits == sorted(waits)
    assert len(set(waits)) == 20
    assert waits[-1] > 5  # At a second each and three at once.


def test_a_hand_is_free_again_when_its_work_is_done(carriers: Carriers) -> None:
    for _ in range(10):
        key = uuid4()
        while carriers.take(SLOW, key):
            time.sleep(0.01)  # noqa: TID251 -- Real hands.
        carriers.carry(SLOW, key, lambda: None)


def test_a_hand_whose_transaction_failed_is_free_again_in_a_while() -> None:
    now = [0]
    carriers = Carriers(hands=1, clock=lambda: now[0])
    carriers.take(SLOW, uuid4())
    assert carriers.take(SLOW, uuid4()) > 0

    now[0] += FORGOTTEN_S + 1

    assert carriers.take(SLOW, uuid4()) == 0


def test_without_hands_it_is_carried_at_once() -> None:
    done: list[int] = []
    carriers = Carriers()

    assert carriers.take(SLOW, uuid4()) == 0
    carriers.carry(SLOW, uuid4(), lambda: done.append(1))

    assert done == [1]
