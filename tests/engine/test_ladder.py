"""Which rungs an unanswered approval climbs, and when it climbs no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from engine.outbound.ladder import Rung, Standing, timers, wait
from store.organizations import Organization

SHOP = Organization(UUID(int=1), "Duka", "KE", "KES", "Africa/Nairobi", "sw", 0)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NOW = timedelta(0)
NEVER = None


def at(local: str) -> datetime:
    """A moment by Nairobi's clock."""
    return datetime.fromisoformat(f"2026-11-27T{local}:00+03:00").astimezone(UTC)


def standing(local: str, **values: object) -> Standing:
    now = at(local)
    usual = Standing(
        is_open=True,
        is_wanted=True,
        deadline=now + timedelta(days=1),
        now=now,
        zone=ZoneInfo("Africa/Nairobi"),
    )
    return replace(usual, **values)  # type: ignore[arg-type]  # By name.


@pytest.mark.parametrize(
    ("sms", "call", "rungs"),
    [
        (None, None, []),
        (10, None, [(Rung.SMS, 10 * MINUTE)]),
        (None, 20, [(Rung.CALL, 20 * MINUTE)]),
        (10, 20, [(Rung.SMS, 10 * MINUTE), (Rung.CALL, 20 * MINUTE)]),
        (10, 60, [(Rung.SMS, 10 * MINUTE)]),
        (60, 61, []),
    ],
)
def test_a_shop_has_the_rungs_that_it_wants_before_the_deadline(
    sms: int | None, call: int | None, rungs: list[tuple[Rung, timedelta]]
) -> None:
    shop = replace(SHOP, approval_sms_minutes=sms, approval_call_minutes=call)

    assert list(timers(shop, HOUR)) == rungs


@pytest.mark.parametrize(
    ("rung", "local", "waits"),
    [
        (Rung.SMS, "07:00", NOW),
        (Rung.SMS, "19:59", NOW),
        (Rung.SMS, "20:00", 11 * HOUR),
        (Rung.SMS, "06:59", MINUTE),
        (Rung.CALL, "08:00", NOW),
        (Rung.CALL, "17:59", NOW),
        (Rung.CALL, "18:00", 14 * HOUR),
        (Rung.CALL, "07:30", 30 * MINUTE),
    ],
)
def test_each_rung_keeps_its_hours(rung: Rung, local: str, waits: timedelta) -> None:
    assert wait(rung, standing(local)) == waits


@pytest.mark.parametrize("rung", Rung)
@pytest.mark.parametrize(
    "values", [{"is_open": False}, {"is_wanted": False}, {"deadline": at("12:00")}]
)
def test_nothing_climbs_that_was_settled_or_is_wanted_no_more(
    rung: Rung, values: dict[str, object]
) -> None:
    assert wait(rung, standing("12:00", **values)) is NEVER


def test_nothing_climbs_the_next_morning_whose_deadline_is_in_the_night() -> None:
    evening = standing("21:00", deadline=at("23:00"))

    assert wait(Rung.SMS, evening) is NEVER
    assert wait(Rung.SMS, replace(evening, deadline=at("21:00") + 11 * HOUR)) == 10 * HOUR
