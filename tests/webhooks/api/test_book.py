"""The book over the API: customers, debts, entries, reports."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from engine import rebuild
from tests.webhooks.api.shops import Someone, World

NJERI = {"name": "Mama Njeri", "phone": "0722 000 002", "note": "pays on Fridays"}


def tells(api: World, kind: str, by: Someone | None = None, **payload: Any) -> dict[str, Any]:
    answer = api.post("/events", {"type": kind, "payload": payload}, by)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    told: dict[str, Any] = answer.get_json()
    return told


def names(api: World, path: str) -> list[str]:
    answer = api.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return [item["name"] for item in answer.get_json()["items"]]


def audited(api: World) -> list[tuple[object, ...]]:
    query = "select action, via from audit_entries where entity = 'customer' order by id"
    with api.rt.db.every_tenant() as tx:
        return [tuple(row) for row in tx.execute(text(query))]


def test_a_customer_is_written_in_once_with_a_masked_phone(api: World) -> None:
    made = api.post("/customers", NJERI, api.staff)
    again = api.post("/customers", {"name": " mama  NJERI "})

    shown = made.get_json()
    assert made.status_code == 201
    assert (shown["phone"], shown["note"]) == ("+254722***002", "pays on Fridays")
    assert (again.status_code, shown["id"] in again.get_json()["detail"]) == (409, True)
    assert api.get(f"/customers/{shown['id']}").get_json() == shown
    assert audited(api) == [("CREATE", "api"), ("UPDATE", "api"), ("UPDATE", "api")]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": " "}, "name"), ({"name": "—"}, "name"), ({"name": "A" * 101}, "name"),
     ({"phone": "my number"}, "phone"), ({"phone": "0722 000 002 or so"}, "phone"),
     ({"owes_us": "5"}, "owes_us"), ({"organization_id": "x"}, "organization_id")],
)  # fmt: skip
def test_what_no_customer_can_be_is_named(
    api: World, change: dict[str, Any], field: str
) -> None:
    answer = api.post("/customers", {**NJERI, **change})

    assert answer.status_code == 422
    assert [one["field"] for one in answer.get_json()["errors"]] == [field]


def test_a_note_is_changed_and_taken_away(api: World) -> None:
    key = api.post("/customers", NJERI).get_json()["id"]

    changed = api.call("PATCH", f"/customers/{key}", api.staff, json={"note": "left"})
    emptied = api.call("PATCH", f"/customers/{key}", api.staff, json={"note": None})
    kept = api.call("PATCH", f"/customers/{key}", api.staff, json={"phone": "+254733000009"})

    assert [one.get_json()["note"] for one in (changed, emptied, kept)] == ["left", None, None]
    assert kept.get_json()["phone"] == "+254733***009"
    foreign = api.call("PATCH", f"/customers/{key}", api.stranger, json={"note": "x"})
    assert foreign.status_code == 404


def test_customers_are_listed_and_found_by_name(api: World) -> None:
    for name in ("Asha", "Baraka", "Chausiku"):
        api.post("/customers", {"name": name})
    api.post("/customers", {"name": "Asha"}, api.stranger)

    page = api.get("/customers?limit=2").get_json()
    rest = api.get(f"/customers?cursor={page['next_cursor']}").get_json()
    assert [one["name"] for one in page["items"] + rest["items"]] == [
        "Chausiku",
        "Baraka",
        "Asha",
    ]
    assert names(api, "/customers?name=%20baraka") == ["Baraka"]
    assert names(api, "/customers?since=2100-01-01T00:00:00Z") == []


def test_a_name_that_no_database_can_hold_is_refused(api: World) -> None:
    errors = api.get("/customers?name=a%00b").get_json()["errors"]

    assert errors == [{"field": "name", "detail": "holds a NUL character"}]


def test_debts_are_listed_the_largest_first(api: World) -> None:
    for name, amount in (("Asha", 100), ("Baraka", 300), ("Chausiku", 300), ("Dada", 50)):
        tells(api, "DEBT_RECORDED", name=name, amount=amount)
    tells(api, "DEBT_PAID", name="Dada", amount=50)
    tells(api, "PAYABLE_RECORDED", name="Mill", amount=900)

    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = api.get(f"/debts?limit=1{cursor and f'&cursor={cursor}'}").get_json()
        seen += [one["name"] for one in page["items"]]
        cursor = page["next_cursor"]

    assert seen == ["Chausiku", "Baraka", "Asha"]
    assert names(api, "/debts?side=we_owe") == ["Mill"]
    assert api.get("/debts").get_json()["items"][0]["owes_us"] == "300.00"


def test_entries_are_listed_by_day_and_found(api: World) -> None:
    yesterday = (api.rt.clock() - timedelta(days=1)).isoformat()
    new = tells(api, "SALE_RECORDED", amount=500, item="sugar")
    old = {"type": "EXPENSE_RECORDED", "payload": {"amount": 80}, "occurred_at": yesterday}
    api.post("/events", old, api.staff)
    debt = tells(api, "DEBT_RECORDED", name="Asha", amount=70)

    def kinds(query: str = "") -> list[str]:
        answer = api.get(f"/entries{query}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return [one["kind"] for one in answer.get_json()["items"]]

    day = new["payload"]["business_date"]
    assert kinds() == ["debt", "sale", "expense"]
    assert kinds("?kind=sale") == ["sale"]
    assert kinds(f"?customer={debt['payload']['customer']}") == ["debt"]
    assert kinds(f"?person={api.staff.person_id}") == ["expense"]
    assert kinds(f"?first={day}") == ["debt", "sale"]
    assert kinds(f"?last={day}&limit=1") == ["debt"]
    first = api.get("/entries?limit=2").get_json()
    assert kinds(f"?cursor={first['next_cursor']}") == ["expense"]
    shown = first["items"][1]
    assert (shown["amount"], shown["item"], shown["is_taken_back"]) == (
        "500.00",
        "sugar",
        False,
    )
    assert first["items"][0]["customer"] == "Asha"


def test_a_summary_adds_up_what_was_told(api: World) -> None:
    tells(api, "SALE_RECORDED", amount="500.50", item="sugar")
    tells(api, "SALE_RECORDED", api.staff, amount=100, item="sugar", payment="mobile")
    tells(api, "EXPENSE_RECORDED", amount=80)
    tells(api, "DEBT_RECORDED", name="Asha", amount=70)

    told = api.get("/reports/summary", api.viewer).get_json()

    assert told["currency"] == "KES"
    assert told["totals"] == {"sale": "600.50", "expense": "80.00", "debt": "70.00"}
    assert told["items"] == [{"item": "sugar", "amount": "600.50", "quantity": None}]
    assert [(one["amount"], one["cash"]) for one in told["people"]] == [
        ("500.50", "420.50"),
        ("100.00", "0"),
    ]
    assert (told["owed_to_us"], told["owed_by_us"]) == ("70.00", "0")


@pytest.mark.parametrize(
    "query", ["first=2026-02-01&last=2026-01-01", "first=2020-01-01&last=2026-01-01",
              "first=soon", "last=2026-02-30"],
)  # fmt: skip
def test_a_period_has_an_end_that_is_not_too_far(api: World, query: str) -> None:
    assert api.get(f"/reports/summary?{query}").status_code == 422


def test_an_empty_period_is_empty(api: World) -> None:
    told = api.get("/reports/summary?first=0001-01-01&last=0001-01-01").get_json()

    assert (told["totals"], told["items"], told["people"]) == ({}, [], [])


def test_the_book_follows_from_its_events(api: World) -> None:
    api.post("/customers", NJERI)
    tells(api, "SALE_RECORDED", amount=30, lines=[
        {"item": "sugar", "quantity": "2", "unit": "kg", "unit_price": 10, "amount": 20},
        {"item": "salt", "amount": "10"},
    ], name="Mama Njeri", payment="credit", due="2026-12-24")  # fmt: skip
    tells(api, "DEBT_PAID", name="Mama Njeri", amount=30)

    found = [rebuild.examine(api.rt, shop, lambda: None) for shop in rebuild.shops(api.rt)]

    assert [list(one.differences) for one in found] == [[], []]
