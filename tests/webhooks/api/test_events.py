"""Facts over the API: told by type, recorded once, followed by workflows, listed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from engine.automation import publishing
from engine.context.desk import Desk
from engine.workflows.told import MOST_LINES
from store.base import new_id
from tests.engine.flows import emitted, noted, on_sale
from tests.webhooks.api.shops import World
from webhooks.api.events import TOGETHER


def sale(**payload: Any) -> dict[str, Any]:
    return {"type": "SALE_RECORDED", "payload": {"amount": "12000", **payload}}


def publish(api: World, document: dict[str, Any]) -> UUID:
    with api.rt.db.tenant(api.shop) as tx:
        return publishing.create(Desk(api.rt, tx, api.shop), document, by=None).id


def rows(api: World, query: str) -> list[tuple[object, ...]]:
    with api.rt.db.every_tenant() as tx:
        return [tuple(row) for row in tx.execute(text(query))]


def wrong(api: World, body: dict[str, Any]) -> dict[str, str]:
    answer = api.post("/events", body)
    assert answer.status_code == 422, answer.get_data(as_text=True)
    return {one["field"]: one["detail"] for one in answer.get_json()["errors"]}


def test_a_sale_stands_in_the_book_and_is_answered_complete(api: World) -> None:
    answer = api.post("/events", sale(item="cement", payment="mobile"), api.staff)

    shown = answer.get_json()
    assert answer.status_code == 201
    assert shown["payload"]["currency"] == "KES"
    assert shown["payload"]["lines"] == [{"item": "cement", "amount": "12000"}]
    assert (shown["person_id"], shown["source"]) == (str(api.staff.person_id), "api")
    assert shown["runs"] == []
    assert rows(api, "select kind, amount::text, payment, item from entries") == [
        ("sale", "12000.00", "mobile", "cement")
    ]
    assert rows(api, "select via from audit_entries where entity = 'event'") == [("api",)]


def test_the_runs_that_it_starts_are_named(api: World) -> None:
    publish(
        api,
        on_sale(
            emitted("TOLD"),
            **{"if": "money(event.payload.amount) > money('10000')"},
        ),
    )

    small = api.post("/events", sale(amount="9")).get_json()
    large = api.post("/events", sale()).get_json()

    assert small["runs"] == []
    assert [str(row[0]) for row in rows(api, "select id from runs")] == large["runs"]


def test_facts_that_are_told_together_stand_in_their_order(api: World) -> None:
    publish(api, on_sale(emitted("TOLD")))
    told = [sale(amount=amount) for amount in ("1", "2", "3")]

    answer = api.post("/events/batch", {"events": [*told, {"type": "OWN_ONE", "payload": {}}]})

    shown = answer.get_json()["items"]
    assert answer.status_code == 201
    assert [one["payload"].get("amount") for one in shown] == ["1", "2", "3", None]
    assert [len(one["runs"]) for one in shown] == [1, 1, 1, 0]
    begun = {str(event): str(run) for run, event in rows(api, "select id, event_id from runs")}
    assert {one["id"]: run for one in shown for run in one["runs"]} == begun
    assert rows(api, "select amount::int from entries order by id") == [(1,), (2,), (3,)]


def test_of_facts_that_are_told_together_all_stand_or_none(api: World) -> None:
    told = [sale(), sale(amount="much", colour="red"), {"type": "DAY_CLOSED", "payload": {}}]

    answer = api.post("/events/batch", {"events": told})

    assert answer.status_code == 422
    assert {one["field"] for one in answer.get_json()["errors"]} == {
        "events.1.payload.amount", "events.1.payload.colour", "events.2.type"
    }  # fmt: skip
    assert rows(api, "select count(*) from events") == [(0,)]


@pytest.mark.parametrize("many", [0, TOGETHER + 1])
def test_none_and_too_many_at_once_are_refused(api: World, many: int) -> None:
    answer = api.post("/events/batch", {"events": [sale()] * many})

    assert answer.status_code == 422
    assert [one["field"] for one in answer.get_json()["errors"]] == ["events"]


def test_facts_that_come_again_with_their_key_are_recorded_once(api: World) -> None:
    key = {"Idempotency-Key": "till-7-evening"}
    first, second = (
        api.post("/events/batch", {"events": [sale(), sale()]}, headers=key) for _ in range(2)
    )

    assert first.get_json() == second.get_json()
    assert rows(api, "select count(*) from events") == [(2,)]


def test_a_workflow_that_fails_undoes_none_of_the_facts_that_were_told_together(
    api: World,
) -> None:
    publish(api, on_sale(noted(set={"note": "{{ event.payload.nothing.at.all }}"})))

    answer = api.post("/events/batch", {"events": [sale(), sale()]})

    assert answer.status_code == 201
    assert rows(api, "select status, count(*) from runs group by 1") == [("FAILED", 2)]


@pytest.mark.parametrize(
    ("amount", "kept"), [("1250.50", "1250.50"), (1250.1, "1250.1"), (7, "7"), ("1e3", "1000")]
)
def test_amounts_are_exact_from_text_or_number(api: World, amount: object, kept: str) -> None:
    assert api.post("/events", sale(amount=amount)).get_json()["payload"]["amount"] == kept


@pytest.mark.parametrize(
    "amount",
    ["", "much", "-5", "0", 0, -1, "1.005", 0.001, None, True, "NaN", "1e30", "inf", []],
)
def test_an_amount_that_is_none_is_named(api: World, amount: object) -> None:
    assert list(wrong(api, sale(amount=amount))) == ["payload.amount"]
    assert rows(api, "select count(*) from events") == [(0,)]


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        ({"currency": "TZS"}, "payload.currency"),
        ({"colour": "red"}, "payload.colour"),
        ({"payment": "gold"}, "payload.payment"),
        ({"payment": "credit"}, "payload.name"),
        ({"supplier": str(new_id())}, "payload.supplier"),
        ({"customer": str(new_id())}, "payload.customer"),
        ({"customer": "amina"}, "payload.customer"),
        ({"due": "2026-12-24"}, "payload.due"),
        ({"item": " "}, "payload.item"),
        ({"item": "a", "lines": [{"item": "b"}]}, "payload.item"),
        ({"lines": []}, "payload.lines"),
        ({"lines": [{"item": "b", "amount": 5}]}, "payload.lines"),
        ({"lines": [{"item": "b"}, {"item": "c"}]}, "payload.lines.0.amount"),
        ({"lines": [{"item": "b", "quantity": "1.00001"}]}, "payload.lines.0.quantity"),
        ({"lines": [{"item": "b"}] * (MOST_LINES + 1)}, "payload.lines"),
    ],
)
def test_what_a_fact_about_money_cannot_say_is_named(
    api: World, payload: dict[str, Any], field: str
) -> None:
    assert field in wrong(api, sale(**payload))


@pytest.mark.parametrize(
    "kind", ["PAYMENT_VERIFIED", "ENTRY_REVERSED", "APPROVAL_DECIDED", "MEMBER_JOINED",
             "DAY_CLOSED", "APPOINTMENT_SCHEDULED", "FEEDBACK_GIVEN", "SCHEDULE"],
)  # fmt: skip
def test_what_only_karani_can_know_is_not_taken(api: World, kind: str) -> None:
    assert list(wrong(api, {"type": kind, "payload": {}})) == ["type"]


def test_a_debt_names_who_owes_by_name_or_by_id(api: World) -> None:
    owed = {"type": "DEBT_RECORDED", "payload": {"amount": 500}}
    assert list(wrong(api, owed)) == ["payload.name"]

    owed["payload"] = {"amount": 500, "name": "Mama Njeri", "due": "2026-12-24"}
    first = api.post("/events", owed).get_json()["payload"]
    owed["payload"] = {"amount": 300, "customer": first["customer"]}
    second = api.post("/events", owed).get_json()["payload"]

    assert (second["customer"], second["name"]) == (first["customer"], "Mama Njeri")
    assert rows(api, "select owes_us::text from customers") == [("800.00",)]


def test_another_shops_customer_is_nobody_here(api: World) -> None:
    owed = {"type": "DEBT_RECORDED", "payload": {"amount": 500, "name": "Mama Njeri"}}
    theirs = api.post("/events", owed, api.stranger).get_json()["payload"]["customer"]

    assert "payload.customer" in wrong(api, sale(customer=theirs))


def test_a_type_of_ones_own_says_anything(api: World) -> None:
    body = {"type": "DELIVERY_LEFT", "payload": {"truck": "KBX 1", "boxes": [1, 2.5]}}

    answer = api.post("/events", {**body, "source": "api.fleet"})

    assert answer.get_json()["payload"] == body["payload"]
    assert answer.get_json()["source"] == "api.fleet"


@pytest.mark.parametrize("source", ["chat", "workflow", "fleet", "api.", "API"])
def test_nobody_speaks_in_the_name_of_a_chat(api: World, source: str) -> None:
    assert list(wrong(api, {**sale(), "source": source})) == ["source"]


@pytest.mark.parametrize("kind", ["sale", "AB", "9AB", "A" * 65, "DÉBT_A"])
def test_a_type_is_written_in_capitals(api: World, kind: str) -> None:
    assert list(wrong(api, {"type": kind, "payload": {}})) == ["type"]


@pytest.mark.parametrize(
    ("moment", "what"),
    [
        (timedelta(minutes=2), "has not come yet"),
        (timedelta(days=-2000), "is more than five years ago"),
    ],
)
def test_a_fact_has_happened_and_not_too_long_ago(
    api: World, moment: timedelta, what: str
) -> None:
    at = (api.rt.clock() + moment).isoformat()

    assert wrong(api, {**sale(), "occurred_at": at}) == {"occurred_at": what}


def test_when_it_happened_is_said_with_an_offset(api: World) -> None:
    now = api.rt.clock().replace(tzinfo=None).isoformat()

    assert list(wrong(api, {**sale(), "occurred_at": now})) == ["occurred_at"]


def test_yesterdays_sale_stands_in_yesterdays_book(api: World) -> None:
    at = api.rt.clock() - timedelta(days=1)

    payload = api.post("/events", {**sale(), "occurred_at": at.isoformat()}).get_json()

    assert payload["payload"]["business_date"] in {
        at.date().isoformat(),
        (at + timedelta(hours=3)).date().isoformat(),
        (at - timedelta(hours=3)).date().isoformat(),
    }


def test_a_viewer_tells_nothing(api: World) -> None:
    assert api.post("/events", sale(), api.viewer).status_code == 403


def test_a_workflow_that_fails_leaves_the_fact_standing(api: World, forbidden: Any) -> None:
    publish(api, on_sale(noted(), name="Broken"))
    publish(api, on_sale(emitted("TOLD"), name="Sound"))
    key = {"Idempotency-Key": "once"}

    with forbidden():
        first = api.post("/events", sale(), headers=key)
    again = api.post("/events", sale(), headers=key)

    assert first.status_code == 201
    assert again.get_json() == first.get_json()
    assert len(first.get_json()["runs"]) == 2
    assert rows(api, "select status from runs order by status") == [("COMPLETED",), ("FAILED",)]
    assert rows(api, "select count(*) from entries") == [(1,)]
    assert rows(api, "select count(*) from events where type = 'TOLD'") == [(1,)]


def test_events_are_found_by_type_person_and_time(api: World) -> None:
    one = api.post("/events", sale(), api.staff).get_json()
    two = api.post("/events", {"type": "DELIVERY_LEFT", "payload": {}}).get_json()

    def ids(**query: str) -> list[str]:
        answer = api.get("/events", query_string=query)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return [item["id"] for item in answer.get_json()["items"]]

    assert ids(person=str(api.staff.person_id)) == [one["id"]]
    assert ids(person=str(api.owner.person_id), type="DELIVERY_LEFT") == [two["id"]]
    assert ids(since=two["recorded_at"], until="2100-01-01T00:00:00Z")[0] == two["id"]
    assert ids(until=one["recorded_at"]) == []
    assert ids(since="1600-01-01T00:00:00Z", until="9999-01-01T00:00:00Z") == [
        two["id"],
        one["id"],
    ]
