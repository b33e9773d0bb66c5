"""A provider that refuses, breaks down, or takes a message and does not say so."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import count

import pytest

from tests.faults.invariants import check, statuses
from tests.faults.town import Town
from tests.provider import BROKEN, CUT, GARBAGE, RESET, TOO_MANY, UNAVAILABLE, Answer

pytestmark = pytest.mark.fault


def answers(answer: Answer, when: Callable[[int], bool]) -> Callable[[], Answer | None]:
    """One answer to those calls, by their numbers; otherwise the provider is well."""
    calls = count(1)
    return lambda: answer if when(next(calls)) else None


@pytest.mark.parametrize(
    ("refusal", "when"),
    [
        pytest.param(TOO_MANY, lambda call: call <= 30 and call % 3 > 0, id="429-two-of-three"),
        pytest.param(UNAVAILABLE, lambda call: call <= 30, id="503-storm"),
    ],
)
def test_what_a_provider_refuses_for_now_is_sent_later_and_once(
    town: Town, refusal: Answer, when: Callable[[int], bool]
) -> None:
    calls = count()
    town.provider.refuse = answers(refusal, lambda call: when(max(call, next(calls))))
    before = statuses(town)

    load = town.crowd.tell(20)
    town.hears(load)
    town.rest()

    check(town)
    after = statuses(town)
    assert (after["unknown"], after["failed"]) == (before["unknown"], before["failed"])
    assert next(calls) < 30 + 2 * 20, "it was asked too often"


@pytest.mark.parametrize(
    "lost", [CUT, BROKEN, RESET, GARBAGE], ids=["cut", "500", "reset", "wrong-json"]
)
def test_a_message_taken_without_a_word_is_looked_up_and_not_sent_again(
    town: Town, lost: Answer
) -> None:
    town.provider.spoil = answers(lost, lambda call: call % 4 == 0)
    before = statuses(town)["unknown"]

    load = town.crowd.tell(24)
    town.hears(load)
    town.rest()

    check(town)
    assert town.said("worker", "was not sent")
    assert statuses(town)["unknown"] == before


def test_a_message_that_nobody_finds_stays_marked_as_in_doubt(town: Town) -> None:
    town.provider.spoil = answers(CUT, lambda call: call % 4 == 0)
    town.provider.forgets = True
    taken, before = len(town.provider.sent), statuses(town)["unknown"]

    load = town.crowd.tell(16)
    town.hears(load)
    town.rest()

    check(town)
    cut = (len(town.provider.sent) - taken) // 4
    assert statuses(town)["unknown"] - before == cut > 0


def test_a_message_taken_after_we_have_hung_up_is_looked_up_and_not_sent_again(
    town: Town,
) -> None:
    """Of every three one is taken, and its answer comes after our patience has ended."""
    calls, before = count(1), statuses(town)["unknown"]
    town.provider.pause = lambda: 12 if next(calls) % 3 == 0 else 0

    load = town.crowd.tell(24)
    town.hears(load)
    town.rest()

    check(town)
    assert town.said("worker", "was not sent")
    assert statuses(town)["unknown"] == before


def left(town: Town) -> int:
    """How many messages wait to be answered, or their answers to be sent."""
    with town.servers.cluster.postgres.superuser(town.database) as rows:
        rows.execute("select count(*) from outbox")
        ((count,),) = rows.fetchall()
        return int(count)


def test_usual_latency_leaves_no_backlog(town: Town) -> None:
    """A provider takes 200 ms for each; what is told is answered about as fast as it comes.

    Far faster than one after the other, on a machine that runs other tests meanwhile.
    """
    messages, pause_s = 240, 0.2
    town.provider.pause = lambda: pause_s

    began = time.monotonic()
    load = town.crowd.tell(messages)
    town.hears(load)
    told = time.monotonic()
    town.wait(lambda: left(town) == 0, "there is a backlog")
    behind_s = time.monotonic() - told
    town.rest()

    check(town)
    rate = messages / (told - began)
    sys.stdout.write(f"{rate:.0f} messages/s, the last answer {behind_s:.1f} s behind\n")
    assert behind_s < messages * pause_s / 4
