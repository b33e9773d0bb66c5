"""Accounts that fail again and again are left alone; others are none the worse for it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import text

from engine.channels.base import ChannelError, Letter, Trouble
from engine.tools.breakers import FAILURES, FIRST_S, LONGEST_S, PROBE_S, Breakers
from store import stopped_accounts
from store.stopped_accounts import CountedAccount
from tests.engine.world import AMINA, BARAKA, World

ONE, OTHER = "post:whatsapp:1", "post:whatsapp:2"


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Callable[[], float]) -> Breakers:
    breakers = Breakers(clock)
    for _ in range(FAILURES):
        breakers.failed(ONE)
    return breakers


def test_failures_one_after_another_open_it_for_that_account_alone() -> None:
    breakers = Breakers(Clock())

    opens = [breakers.failed(ONE) for _ in range(FAILURES)]

    assert opens == [False] * (FAILURES - 1) + [True]
    assert breakers.wait(ONE) == FIRST_S
    assert breakers.wait(OTHER) == 0


def test_a_success_between_them_keeps_it_closed() -> None:
    breakers = Breakers(Clock())

    for _ in range(3 * FAILURES):
        breakers.failed(ONE)
        breakers.worked(ONE)

    assert breakers.wait(ONE) == 0


def test_one_message_is_the_trial_and_the_others_wait_for_it() -> None:
    clock = Clock()
    breakers = opened(clock)
    clock.now += FIRST_S

    assert [breakers.wait(ONE) for _ in range(3)] == [0, PROBE_S, PROBE_S]
    assert breakers.worked(ONE)
    assert breakers.wait(ONE) == 0


def test_a_trial_that_fails_doubles_the_wait_up_to_a_bound() -> None:
    clock = Clock()
    breakers, waits = opened(clock), []
    for _ in range(7):
        clock.now += breakers.wait(ONE)
        assert breakers.wait(ONE) == 0
        assert breakers.failed(ONE)
        waits.append(breakers.wait(ONE))

    assert waits == [30, 60, 120, 240, 300, 300, 300]
    assert max(waits) == LONGEST_S


def test_what_was_under_way_when_it_opened_says_nothing_new() -> None:
    breakers = opened(Clock())

    assert not any(breakers.failed(ONE) for _ in range(20))
    assert breakers.wait(ONE) == FIRST_S


def refused(letter: Letter) -> None:
    raise ChannelError("20003", "no such token", trouble=Trouble.ACCOUNT)


def is_due(world: World) -> None:
    with world.rt.db.every_tenant() as tx:
        tx.execute(text("update outbox set due_at = now()"))


def test_messages_of_an_account_in_trouble_wait_unharmed_and_go_when_it_is_over(
    world: World,
) -> None:
    world.post.answer = refused
    for phone in (AMINA, BARAKA):
        world.says(phone, "Hi")
    for _ in range(FAILURES):
        is_due(world)
        world.works()
    with world.rt.db.every_tenant() as tx:
        stopped = [(one.account, one.code) for one in stopped_accounts.every(tx)]
        tx.execute(text("update outbox set attempts = 0"))
    assert stopped == [("post:whatsapp:+14155238886", "20003")]
    asked: list[Letter] = []
    world.post.answer = asked.append
    is_due(world)
    world.works()
    assert asked == []  # It is left alone.

    world.rt.breakers._accounts.clear()
    is_due(world)
    world.works()

    assert world.rows("select distinct status::text from outbound_messages") == [("sent",)]
    assert len(asked) == 2


def test_the_operators_note_goes_when_the_account_works_again(world: World) -> None:
    world.post.answer = refused
    world.says(AMINA, "Hi")
    for _ in range(FAILURES):
        is_due(world)
        world.works()

    known = world.rt.breakers._accounts["post:whatsapp:+14155238886"]
    known.until = 0
    world.post.answer = lambda letter: None
    is_due(world)
    world.works()

    with world.rt.db.every_tenant() as tx:
        assert stopped_accounts.every(tx) == []
        assert stopped_accounts.counted(tx) == [
            CountedAccount("post:whatsapp:+14155238886", is_stopped=False, stops=1)
        ]


def test_every_stop_of_an_account_is_counted(world: World) -> None:
    with world.rt.db.every_tenant() as tx:
        for _ in range(2):
            stopped_accounts.stop(tx, "post:sms:1", "20003")
        stopped_accounts.go_on(tx, "post:sms:1")
        stopped_accounts.stop(tx, "post:sms:1", "20003")

        (counted,) = stopped_accounts.counted(tx)

    assert (counted.is_stopped, counted.stops) == (True, 3)
