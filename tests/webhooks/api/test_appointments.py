"""The diary over the API: booked, moved, settled, listed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from tests.webhooks.api.shops import World


def later(api: World, **time: float) -> str:
    return (api.rt.clock() + timedelta(**time)).isoformat()


def book(api: World, **more: Any) -> dict[str, Any]:
    body = {"name": "Mama Njeri", "at": later(api, days=1), **more}
    answer = api.post("/appointments", body, api.staff)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    made: dict[str, Any] = answer.get_json()
    return made


def patch(api: World, key: str, **change: Any) -> tuple[int, Any]:
    answer = api.call("PATCH", f"/appointments/{key}", api.staff, json=change)
    return answer.status_code, answer.get_json()


def test_an_appointment_is_booked_by_name_or_by_id(api: World) -> None:
    first = book(api, service="hair", minutes=45)
    second = book(api, name=None, customer=first["customer_id"])

    assert (first["status"], first["service"], first["minutes"]) == ("scheduled", "hair", 45)
    assert first["booked_by"] == str(api.staff.person_id)
    assert (second["name"], second["minutes"]) == ("Mama Njeri", 30)
    shown = api.get(f"/appointments/{first['id']}").get_json()
    assert {**shown, "runs": []} == first
    facts = "select type, source from events order by id"
    with api.rt.db.every_tenant() as tx:
        assert [tuple(row) for row in tx.execute(text(facts))] == [
            ("APPOINTMENT_SCHEDULED", "api")
        ] * 2


@pytest.mark.parametrize(
    ("change", "field"),
    [({"at": "2020-01-01T00:00:00Z"}, "at"), ({"at": "2100-01-01T00:00:00Z"}, "at"),
     ({"at": "2026-12-01T10:00:00"}, "at"), ({"name": None}, "body"),
     ({"minutes": 0}, "minutes"),
     ({"name": None, "customer": "01900000-0000-7000-8000-000000000000"}, "customer")],
)  # fmt: skip
def test_what_is_no_appointment_is_named(
    api: World, change: dict[str, Any], field: str
) -> None:
    answer = api.post("/appointments", {"name": "A", "at": later(api, days=1), **change})

    assert answer.status_code == 422
    assert [one["field"] for one in answer.get_json()["errors"]] == [field]


def test_it_is_moved_and_has_to_be_confirmed_anew(api: World) -> None:
    key = book(api)["id"]
    assert patch(api, key, status="confirmed")[1]["status"] == "confirmed"

    status, moved = patch(api, key, at=later(api, days=2))

    assert (status, moved["status"]) == (200, "scheduled")
    query = "select payload ->> 'previous_at' is not null from events order by id desc limit 1"
    with api.rt.db.every_tenant() as tx:
        assert tx.execute(text(query)).scalar_one() is True


def test_what_became_of_it_is_said_once(api: World) -> None:
    key = book(api)["id"]

    assert patch(api, key, status="missed")[1]["status"] == "missed"
    assert patch(api, key, status="kept")[1]["status"] == "kept"
    assert patch(api, key, status="kept")[0] == 409
    assert patch(api, key, status="cancelled")[0] == 409
    assert patch(api, key, status="lost")[0] == 422
    assert patch(api, key)[0] == 422
    assert patch(api, key, at=later(api, days=1), status="kept")[0] == 422


def test_what_was_cancelled_is_not_moved(api: World) -> None:
    key = book(api)["id"]
    patch(api, key, status="cancelled")

    status, problem = patch(api, key, at=later(api, days=2))

    assert (status, problem["detail"]) == (409, "It was cancelled: book another one.")


def test_another_shops_appointment_is_not_there(api: World) -> None:
    key = book(api)["id"]

    assert api.get(f"/appointments/{key}", api.stranger).status_code == 404
    answer = api.call(
        "PATCH", f"/appointments/{key}", api.stranger, json={"status": "cancelled"}
    )
    assert answer.status_code == 404


def test_the_diary_is_listed_the_latest_first(api: World) -> None:
    three, one, two = (book(api, at=later(api, days=days))["id"] for days in (3, 1, 2))
    patch(api, two, status="cancelled")

    def found(**query: Any) -> list[str]:
        answer = api.get("/appointments", query_string=query)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return [item["id"] for item in answer.get_json()["items"]]

    assert found() == [three, two, one]
    assert found(status="cancelled") == [two]
    assert found(since=later(api, days=1.5)) == [three, two]
    assert found(until=later(api, days=1.5)) == [one]
    first = api.get("/appointments?limit=1").get_json()
    assert found(cursor=first["next_cursor"]) == [two, one]
    assert len(found(customer=first["items"][0]["customer_id"])) == 3


def test_an_integrator_may_tell_it_as_an_event(api: World) -> None:
    key = book(api)["id"]
    fact = {"type": "APPOINTMENT_CONFIRMED", "payload": {"appointment": key}}

    told = api.post("/events", fact)
    foreign = api.post("/events", fact, api.stranger)

    assert told.get_json()["payload"]["name"] == "Mama Njeri"
    assert api.get(f"/appointments/{key}").get_json()["status"] == "confirmed"
    assert foreign.get_json()["errors"][0]["field"] == "payload.appointment"
