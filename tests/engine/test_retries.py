"""What is done about a refusal, as a table of its kinds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.channels.base import ChannelError, Trouble
from engine.outbound.retries import FIRST, LONGEST, Course, Try, answer, pause

FRESH, OLD = Try(0, is_fresh=True), Try(0, is_fresh=False)


def refusal(trouble: Trouble, **how: bool) -> ChannelError:
    return ChannelError("1", "no", trouble=trouble, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("trouble", "fresh", "old"),
    [
        (Trouble.BUSY, Course.LATER, Course.FAIL),
        (Trouble.PAIR, Course.LATER, Course.FAIL),
        (Trouble.WINDOW, Course.CLOSED, Course.CLOSED),
        (Trouble.ADDRESS, Course.FAIL, Course.FAIL),
        (Trouble.CONSENT, Course.SILENCE, Course.SILENCE),
        (Trouble.SPARED, Course.FAIL, Course.FAIL),
        (Trouble.CONTENT, Course.FAIL, Course.FAIL),
        (Trouble.ACCOUNT, Course.LATER, Course.LATER),
        (Trouble.OTHER, Course.FAIL, Course.FAIL),
    ],
)
def test_every_kind_has_its_course(trouble: Trouble, fresh: Course, old: Course) -> None:
    assert answer(refusal(trouble), FRESH, 0.5).course is fresh
    assert answer(refusal(trouble), OLD, 0.5).course is old


@pytest.mark.parametrize("trouble", Trouble)
def test_nobody_knows_goes_before_everything(trouble: Trouble) -> None:
    assert answer(refusal(trouble, ambiguous=True), FRESH, 0.5).course is Course.DOUBT


def test_what_may_be_tried_again_is_whatever_its_kind() -> None:
    assert answer(refusal(Trouble.OTHER, retryable=True), FRESH, 0).course is Course.LATER


def test_a_template_outside_the_window_is_not_made_a_template_again() -> None:
    tried = Try(0, is_fresh=True, is_template=True)

    assert answer(refusal(Trouble.WINDOW), tried, 0).course is Course.FAIL


@pytest.mark.parametrize("luck", [0, 0.5, 1])
def test_pauses_double_from_half_a_second_to_five_minutes(luck: float) -> None:
    waits = [pause(attempts, luck) for attempts in range(60)]

    assert waits == sorted(waits)
    assert FIRST <= waits[0] <= 2 * FIRST
    assert LONGEST / 2 <= waits[-1] <= LONGEST


def test_a_provider_that_asks_for_time_gets_it() -> None:
    asked = ChannelError("429", "later", trouble=Trouble.BUSY, after=timedelta(minutes=7))

    assert answer(asked, FRESH, 0).wait == timedelta(minutes=7)


def test_a_pair_waits_longer_than_an_account() -> None:
    waits = [answer(refusal(Trouble.PAIR), Try(n, is_fresh=True), 0).wait for n in range(3)]

    assert waits == [timedelta(seconds=6), timedelta(seconds=24), timedelta(seconds=96)]
