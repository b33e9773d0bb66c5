"""A worker with its hands: a slow provider holds up neither turns nor another provider."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread
from typing import cast

import pytest
from dramatiq import Worker

from engine import actors, relay
from engine.channels.base import Channel, ChannelError, Letter
from engine.runtime import Runtime
from engine.tools.carriers import Carriers
from tests.engine.world import PostOffice, World, message

PER_SECOND, SECONDS, LATENCY_S = 50, 5, 0.2
SLOW_S = 10


@contextmanager
def at_work(rt: Runtime) -> Iterator[None]:
    """A worker and a relay, as processes have them, in this one."""
    actors.declare(rt)
    worker = Worker(rt.broker, worker_threads=actors.THREADS, worker_timeout=20)
    stop = Event()
    bell = Thread(target=relay.serve, args=(rt, stop))
    worker.start()
    bell.start()
    try:
        yield
    finally:
        stop.set()
        bell.join()
        worker.stop()
        rt.carriers.close()


def pauses(seconds: float) -> Callable[[Letter], None]:
    def answer(letter: Letter) -> None:
        time.sleep(seconds)  # noqa: TID251 -- As a provider takes its time.

    return answer


@pytest.fixture(name="quick")
def _quick(world: World) -> PostOffice:
    """A second provider, beside the first one."""
    quick = PostOffice(name="quick", sms_account=None)
    channels = {**world.rt.channels, "quick": cast(Channel, quick)}
    world.rt = replace(world.rt, channels=channels, carriers=Carriers(24))
    return quick


def hears(world: World, provider: str, number: int) -> None:
    heard = message(f"+2547{number:08d}", "Hi")
    world.hears_that(replace(heard, account=f"{provider}:whatsapp:+14155238886"))


def until(holds: Callable[[], bool], seconds: float) -> float:
    """How long it takes until it holds; at most so long."""
    began = time.monotonic()
    while not holds() and time.monotonic() - began < seconds:
        time.sleep(0.01)  # noqa: TID251 -- Others are at work.
    return time.monotonic() - began


def test_usual_latency_at_fifty_messages_a_second_leaves_no_backlog(
    world: World, quick: PostOffice
) -> None:
    world.post.answer = pauses(LATENCY_S)
    total, began = PER_SECOND * SECONDS, time.monotonic()
    with at_work(world.rt):
        for number in range(total):
            ahead = began + number / PER_SECOND - time.monotonic()
            time.sleep(max(ahead, 0))  # noqa: TID251 -- They come one after another.
            hears(world, "post", number)
        told_s = time.monotonic() - began
        behind_s = until(lambda: len(world.post.sent) >= total, 30)

    sys.stdout.write(f"{total} in {told_s:.1f} s, the last {behind_s:.2f} s behind\n")
    assert len(world.post.sent) == total
    assert len({letter.id for letter in world.post.sent}) == total
    assert behind_s < 3


def test_a_provider_that_takes_ten_seconds_holds_up_no_other(
    world: World, quick: PostOffice
) -> None:
    world.post.answer = pauses(SLOW_S)
    with at_work(world.rt):
        for number in range(60):
            hears(world, "post", number)
        until(lambda: not world.rows("select 1 from outbox where kind = 'turn'"), 20)
        for number in range(60, 80):
            hears(world, "quick", number)
        behind_s = until(lambda: len(quick.sent) >= 20, SLOW_S)
        still = len(world.post.sent)

    sys.stdout.write(f"20 by the quick one within {behind_s:.2f} s\n")
    assert len(quick.sent) == 20
    assert behind_s < 5
    assert still <= 24


def test_a_provider_that_answers_nobody_is_left_alone(world: World, quick: PostOffice) -> None:
    asked: list[Letter] = []

    def says_nothing(letter: Letter) -> None:
        asked.append(letter)
        raise ChannelError("timeout", "no answer", ambiguous=True)

    world.post.answer = says_nothing
    with at_work(world.rt):
        for number in range(60):
            hears(world, "post", number)
        until(lambda: not world.rows("select 1 from outbox where kind = 'turn'"), 20)
        hears(world, "quick", 99)
        until(lambda: bool(quick.sent), 5)

    assert len(asked) < 30  # Those that were under way when the circuit opened, no more.
    assert len({letter.id for letter in asked}) == len(asked)
    in_doubt = "select count(*) from outbound_messages where status = 'unknown'"
    assert world.rows(in_doubt) == [(len(asked),)]
    assert len(quick.sent) == 1
