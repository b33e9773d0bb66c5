"""A process takes some counts at once: the limit holds, and most requests ask nobody."""

from __future__ import annotations

from typing import Any

import pytest

from tests.webhooks.api.shops import World
from tests.webhooks.doors import with_settings
from webhooks import create_app
from webhooks.api.shares import LASTS_S, MOST, Shares


class Clock:
    """A clock that is turned by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_was_taken_is_spent_once() -> None:
    shares = Shares(Clock())
    shares.take(2, "caller", "amina")

    assert [shares.spend("caller", "amina") for _ in range(3)] == [True, True, False]
    assert not shares.spend("caller", "baraka")


def test_what_is_not_spent_for_long_counts_no_more() -> None:
    clock = Clock()
    shares = Shares(clock)
    shares.take(2, "caller", "amina")

    clock.now += LASTS_S

    assert not shares.spend("caller", "amina")


def test_names_that_are_over_are_forgotten() -> None:
    clock = Clock()
    shares = Shares(clock)
    for number in range(MOST):
        shares.take(1, str(number))
    clock.now += LASTS_S

    shares.take(1, "amina")

    assert len(shares._left) == 1


def test_a_limit_that_is_taken_in_parts_holds(api: World) -> None:
    client = create_app(with_settings(api.rt, api_per_minute=205)).test_client()
    headers = {"Authorization": f"Bearer {api.owner.token}"}

    answers = [client.get("/api/v1/auth/me", headers=headers).status_code for _ in range(207)]

    assert answers == [200] * 205 + [429] * 2


def test_most_requests_ask_the_counter_nothing(
    api: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from limits.strategies import SlidingWindowCounterRateLimiter as Counter

    hits: list[Any] = []
    real = Counter.hit

    def hit(self: Any, *given: Any, **more: Any) -> bool:
        hits.append(given)
        return real(self, *given, **more)

    monkeypatch.setattr(Counter, "hit", hit)
    client = create_app(with_settings(api.rt, api_per_minute=6_000)).test_client()
    headers = {"Authorization": f"Bearer {api.owner.token}"}

    for _ in range(20):
        assert client.get("/api/v1/auth/me", headers=headers).status_code == 200

    assert len(hits) == 2
