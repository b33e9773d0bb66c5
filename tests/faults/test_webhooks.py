"""Webhooks that come twice, at once and late."""

from __future__ import annotations

import random

import pytest

from tests.faults.invariants import check, statuses
from tests.faults.town import Town

pytestmark = pytest.mark.fault

SEED = 20261124


def test_a_webhook_that_comes_twice_at_once_or_later_is_heard_once(town: Town) -> None:
    dice = random.Random(SEED)  # noqa: S311 -- Which come twice is no secret.
    print(f"seed {SEED}")  # noqa: T201 -- Shown when the test fails.

    load = town.crowd.tell(40, copies=lambda: dice.choice((1, 2)))
    town.hears(load)
    town.rest()
    check(town)

    before = statuses(town)
    again = dice.sample(load.taken, len(load.taken))
    phone = town.crowd.phones[0]
    answers = {phone.says(webhook.text, webhook.sid) for webhook in again}
    town.rest()

    check(town)
    assert answers == {200}
    assert statuses(town) == before
