"""Other systems hear of events: signed, again and again, until they are given up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from engine import upkeep
from engine.calling.headers import signature
from engine.integrations import couriers
from store.base import new_id
from tests.engine.far_side import FarSide, Reply, answer, document, far_side
from tests.webhooks.api.shops import World
from tests.webhooks.api.subscribers import (
    deliveries,
    is_signed,
    later,
    reaching,
    subscribe,
    works,
)
from tests.webhooks.api.work import sells


@pytest.fixture(name="erp")
def _erp() -> Iterator[FarSide]:
    """A system that takes whatever comes."""
    with far_side(lambda _: document(b"{}")) as side:
        yield side


@pytest.fixture(name="broken")
def _broken() -> Iterator[FarSide]:
    """A system that fails."""
    reply: Reply = answer("500 Internal Server Error", b"x" * 5000)
    with far_side(lambda _: reply) as side:
        yield side


def test_a_sale_is_told_signed_with_the_id_of_its_event(api: World, erp: FarSide) -> None:
    here = reaching(api, erp)
    webhook, secret = subscribe(here, f"{erp.url}/hook", "SALE_RECORDED")
    sale = sells(here)

    works(here)

    told = json.loads(erp.body)
    assert is_signed(erp, secret)
    assert (told["id"], told["type"]) == (str(sale), "SALE_RECORDED")
    assert (told["payload"]["amount"], told["organization"]) == ("300", str(here.shop))
    assert erp.header("idempotency-key") == str(sale)
    assert erp.header("x-karani-event") == "SALE_RECORDED"
    assert deliveries(here, webhook) == [("delivered", 1, None)]


def test_nothing_is_told_of_what_was_not_subscribed_to(api: World, erp: FarSide) -> None:
    here = reaching(api, erp)
    subscribe(here, erp.url, "APPOINTMENT_CANCELLED")
    sells(here)

    assert (works(here), erp.asked) == (0, [])


def test_nothing_is_told_of_another_shop(api: World, erp: FarSide) -> None:
    here = reaching(api, erp)
    subscribe(here, erp.url)
    sells(here, here.other_shop)

    assert (works(here), erp.asked) == (0, [])


def test_a_failure_is_tried_again_later_with_the_same_event_id(
    api: World, broken: FarSide
) -> None:
    here = reaching(api, broken)
    webhook, _ = subscribe(here, broken.url)
    sells(here)
    works(here)

    assert works(here) == 0
    (told,) = deliveries(here, webhook)
    assert told[:2] == ("pending", 1)
    assert str(told[2]).startswith("http_500")
    assert "xxx" not in str(told[2])

    keys = [broken.header("idempotency-key")]
    assert works(later(here, minutes=1)) == 1
    assert [*keys, broken.header("idempotency-key")] == keys * 2
    assert deliveries(here, webhook)[0][:2] == ("pending", 2)


def test_pauses_grow_to_six_hours_and_last_for_more_than_a_day() -> None:
    pauses = [couriers.pause(attempt, 1.0) for attempt in range(1, couriers.ATTEMPTS)]

    assert all(one <= another for one, another in pairwise(pauses))
    assert (pauses[0].total_seconds(), pauses[-1].total_seconds()) == (10, 6 * 3600)
    assert 24 * 3600 < sum(one.total_seconds() for one in pauses) < 40 * 3600


def test_after_the_last_attempt_it_is_given_up_and_can_be_sent_again(
    api: World, broken: FarSide
) -> None:
    here = reaching(api, broken)
    webhook, _ = subscribe(here, broken.url)
    sells(here)
    then = here
    for _ in range(couriers.ATTEMPTS):
        works(then)
        then = later(then, hours=6, minutes=1)

    assert works(then) == 0
    assert deliveries(here, webhook)[0][:2] == ("failed", couriers.ATTEMPTS)
    (sent,) = here.get(f"/webhooks/{webhook}/deliveries").get_json()["items"]
    again = here.post(f"/webhooks/{webhook}/deliveries/{sent['id']}/resend").get_json()
    assert (again["status"], again["attempts"]) == ("pending", 0)


def test_what_has_failed_for_days_is_disabled_and_the_owner_hears_of_it(
    api: World, broken: FarSide
) -> None:
    here = reaching(api, broken)
    webhook, _ = subscribe(here, broken.url)
    sells(here)
    works(here)
    works(later(here, days=4))
    sells(here)

    assert here.get("/webhooks").get_json()["items"][0]["status"] == "disabled"
    assert len(deliveries(here, webhook)) == 1
    with here.rt.db.tenant(here.shop) as tx:
        query = "select person_id, body from outbound_messages where reason = 'subscription'"
        told = tx.execute(text(query)).one()
    assert told.person_id == here.owner.person_id
    assert "127.0.0.1 has taken none" in told.body


def test_a_disabled_one_hears_again_when_it_is_activated(api: World, broken: FarSide) -> None:
    here = reaching(api, broken)
    webhook, _ = subscribe(here, broken.url)
    sells(here)
    works(here)
    works(later(here, days=4))

    assert here.post(f"/webhooks/{webhook}/activate").get_json()["status"] == "active"
    sells(here)
    assert len(deliveries(here, webhook)) == 2


def test_a_delivery_can_be_sent_again(api: World, erp: FarSide) -> None:
    here = reaching(api, erp)
    webhook, secret = subscribe(here, erp.url)
    sale = sells(here)
    path = f"/webhooks/{webhook}/deliveries"
    (sent,) = here.get(path).get_json()["items"]

    assert here.post(f"{path}/{sent['id']}/resend").status_code == 409
    works(here)
    assert here.post(f"{path}/{sent['id']}/resend").get_json()["status"] == "pending"
    works(here)
    assert (len(erp.asked), json.loads(erp.body)["id"]) == (2, str(sale))
    assert is_signed(erp, secret)


def test_an_ended_subscription_hears_nothing_more(api: World, erp: FarSide) -> None:
    here = reaching(api, erp)
    webhook, _ = subscribe(here, erp.url)
    sells(here)

    assert here.call("DELETE", f"/webhooks/{webhook}", here.owner).status_code == 204
    works(here)
    assert erp.asked == []
    assert here.get(f"/webhooks/{webhook}/deliveries").status_code == 404
    assert here.call("DELETE", f"/webhooks/{webhook}", here.owner).status_code == 404


@pytest.mark.parametrize(
    "url",
    ["http://erp.example.com/x", "https://127.0.0.1/x", "https://169.254.169.254/latest",
     "https://[::ffff:10.0.0.1]/", "https://a@example.com/", "https://erp.example.com:22/",
     "ftp://example.com/", "https://2130706433/", "https://localhost/"],
)  # fmt: skip
def test_an_address_that_nobody_outside_may_name_is_refused(api: World, url: str) -> None:
    answer = api.post("/webhooks", {"url": url, "events": ["*"]})

    assert answer.status_code == 422
    assert [one["field"] for one in answer.get_json()["errors"]] == ["url"]


def test_the_secret_is_shown_once_and_differs(api: World) -> None:
    _, one = subscribe(api, "https://erp.example.com/one")
    _, other = subscribe(api, "https://erp.example.com/two")

    assert len(one) == 64
    assert one != other
    assert one not in api.get("/webhooks").text


def test_a_shop_has_ten_subscriptions_at_most(api: World) -> None:
    body = {"url": "https://erp.example.com/x", "events": ["*"]}

    statuses = [api.post("/webhooks", body).status_code for _ in range(11)]

    assert statuses == [201] * 10 + [409]


def test_a_key_that_was_used_shows_no_secret_again(api: World) -> None:
    body = {"url": "https://erp.example.com/x", "events": ["*"]}
    once = {"Idempotency-Key": "one"}

    statuses = [api.post("/webhooks", body, headers=once).status_code for _ in range(2)]

    assert statuses == [201, 409]
    assert len(api.get("/webhooks").get_json()["items"]) == 1


def test_a_neighbours_subscription_is_not_there(api: World, erp: FarSide) -> None:
    here = reaching(api, erp)
    webhook, _ = subscribe(here, erp.url)
    sells(here)
    path = f"/webhooks/{webhook}/deliveries"
    (sent,) = here.get(path).get_json()["items"]

    for method, where in (
        ("GET", path),
        ("POST", f"{path}/{sent['id']}/resend"),
        ("POST", f"{path}/{new_id()}/resend"),
        ("POST", f"/webhooks/{webhook}/activate"),
        ("DELETE", f"/webhooks/{webhook}"),
    ):
        assert here.call(method, where, here.stranger).status_code == 404


def test_old_deliveries_are_forgotten_and_their_events_stay(api: World, erp: FarSide) -> None:
    here = reaching(api, erp)
    webhook, _ = subscribe(here, erp.url)
    sells(here)
    works(here)

    upkeep.forget_deliveries(later(here, days=29).rt)
    assert len(deliveries(here, webhook)) == 1
    upkeep.forget_deliveries(later(here, days=31).rt)
    assert deliveries(here, webhook) == []
    assert len(here.get("/events").get_json()["items"]) == 1


def test_the_check_of_a_signature_that_the_docs_show_is_right() -> None:
    told = (Path(__file__).parents[3] / "docs/api.md").read_text("utf-8")
    shown = re.findall(r"```python\n(.*?)```", told, re.DOTALL)
    names: dict[str, Any] = {}
    exec("".join(shown), names)  # noqa: S102 -- Whoever copies it runs it too.
    check, body = names["is_from_karani"], '{"type": "SALE_RECORDED"}'
    at = datetime(2026, 11, 27, 9, tzinfo=UTC)
    signed = signature(b"secret", body, at)
    raw, now = body.encode(), at.timestamp()

    assert check("secret", signed, raw, now)
    assert not check("other", signed, raw, now)
    assert not check("secret", signed, raw + b" ", now)
    assert not check("secret", signed, raw, now + 301)
    assert not any(check("secret", one, raw, now) for one in ("", "t=1", "t=x,v1=é", "a,b"))
