"""Organizations over the API: founded, shown, changed, by those who may."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from engine.organizations import tiers
from store.base import new_id
from tests.webhooks.api.shops import World, newcomer, sell
from webhooks.api.workflow_shapes import EXAMPLES

NEW = {"name": "Duka jipya", "country": "TZ"}


def test_whoever_is_signed_in_founds_a_shop_and_owns_it(api: World) -> None:
    someone = newcomer(api.rt, "+255711000009")
    founded = api.post("/organizations", NEW, by=someone)
    shop = founded.get_json()

    assert founded.status_code == 201
    assert (shop["currency"], shop["timezone"], shop["language"], shop["tier"]) == (
        "TZS", "Africa/Dar_es_Salaam", "en", "standard",
    )  # fmt: skip
    mine = api.get("/organizations/my", someone).get_json()["items"]
    assert mine == [{"id": shop["id"], "name": "Duka jipya", "role": "OWNER"}]
    types = [one["type"] for one in api.get("/events", someone).get_json()["items"]]
    assert types == ["ORGANIZATION_CREATED"]


def test_one_key_founds_one_shop(api: World) -> None:
    key = {"Idempotency-Key": "once"}
    both = [api.post("/organizations", NEW, headers=key).get_json()["id"] for _ in range(2)]

    assert both[0] == both[1]
    assert len(api.get("/organizations/my").get_json()["items"]) == 2


def test_nobody_founds_shops_without_end(api: World) -> None:
    made = [api.post("/organizations", NEW).status_code for _ in range(10)]

    assert made == [201] * 9 + [409]


@pytest.mark.parametrize(
    "wrong",
    [{"country": "US"}, {"name": " "}, {"name": "x" * 101}, {"id": "x"}, {"tier": "free"}],
)
def test_a_shop_is_founded_as_it_should_be(api: World, wrong: dict[str, str]) -> None:
    assert api.post("/organizations", {**NEW, **wrong}).status_code == 422


def test_a_shop_is_shown_to_its_people(api: World) -> None:
    shown = api.get(f"/organizations/{api.shop}", api.viewer)

    assert shown.status_code == 200
    assert shown.get_json()["limits"]["members"] == 50


def test_a_shop_of_others_is_not_found(api: World) -> None:
    named = {"X-Organization-Id": str(api.shop)}

    assert api.get(f"/organizations/{api.other_shop}").status_code == 404
    assert api.get(f"/organizations/{api.other_shop}", headers=named).status_code == 404
    assert api.get(f"/organizations/{uuid4()}").status_code == 404


def test_the_path_says_which_of_two_shops_is_meant(api: World) -> None:
    second = api.post("/organizations", NEW).get_json()["id"]

    assert api.get(f"/organizations/{second}").get_json()["name"] == "Duka jipya"
    assert api.get(f"/organizations/{api.shop}").get_json()["name"] == "Duka la Amina"
    other = {"X-Organization-Id": second}
    assert api.get(f"/organizations/{api.shop}", headers=other).status_code == 404


def changes(api: World, body: dict[str, Any], by: Any = None) -> Any:
    return api.call("PATCH", f"/organizations/{api.shop}", by or api.owner, json=body)


def test_an_owner_changes_what_a_shop_says_of_itself(api: World) -> None:
    body = {"name": "Duka kubwa", "language": "sw", "day_ends_hour": 3, "sms_limit": "250.50"}
    changed = changes(api, body).get_json()

    assert {name: changed[name] for name in body} == body
    with api.rt.db.tenant(api.shop) as tx:
        told = tx.execute(
            text("select before, after from audit_entries where entity = 'organization'")
        ).one()
    assert told.before["name"] == "Duka la Amina"
    assert told.after == body


def test_nobody_else_changes_it(api: World) -> None:
    for someone in (api.staff, api.viewer):
        assert changes(api, {"name": "Duka langu"}, someone).status_code == 403
    assert changes(api, {"name": "Duka langu"}, api.stranger).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"name": None}, {"day_ends_hour": 13}, {"sms_limit": "-1"}, {"tier": "free"}, {"id": "x"},
     {"sms_limit": "0.001"}, {"correction_hours": None}, {"approval_sms_minutes": 0},
     {"approval_call_minutes": 1441}],
)  # fmt: skip
def test_a_shop_is_changed_as_it_should_be(api: World, wrong: dict[str, Any]) -> None:
    assert changes(api, wrong).status_code == 422


def test_what_is_left_out_stays(api: World) -> None:
    changes(api, {"sms_limit": "5"})

    assert changes(api, {}).get_json()["sms_limit"] == "5.00"
    assert changes(api, {"sms_limit": None}).get_json()["sms_limit"] is None


def test_an_owner_wants_approvals_asked_again_or_no_more(api: World) -> None:
    wanted = {"approval_sms_minutes": 10, "approval_call_minutes": 30}
    changed = changes(api, wanted).get_json()
    assert {name: changed[name] for name in wanted} == wanted

    changed = changes(api, {"approval_call_minutes": None}).get_json()

    assert (changed["approval_sms_minutes"], changed["approval_call_minutes"]) == (10, None)


def members(api: World, method: str = "GET", path: str = "", **more: Any) -> Any:
    by = more.pop("by", api.owner)
    return api.call(method, f"/organizations/{api.shop}/members{path}", by, **more)


def test_members_are_listed_without_their_numbers(api: World) -> None:
    listed = members(api, by=api.viewer).get_json()["items"]

    assert {one["role"] for one in listed} == {"OWNER", "STAFF", "VIEWER"}
    assert len(members(api, path="?limit=2").get_json()["items"]) == 2
    assert members(api, by=api.stranger).status_code == 404


def test_the_invited_are_members_once_they_accept(api: World) -> None:
    body = {"phone": "+254 722 000 009", "role": "STAFF", "name": "Baraka"}
    invited = members(api, "POST", json=body)

    assert invited.status_code == 201
    assert invited.get_json()["phone"] == "+254722***009"
    assert len(members(api).get_json()["items"]) == 3
    with api.rt.db.every_tenant() as tx:
        query = text("select organization_id, role from invitations")
        assert tuple(tx.execute(query).one()) == (api.shop, "STAFF")


def test_who_works_here_is_not_invited_again(api: World) -> None:
    answer = members(api, "POST", json={"phone": "+254733000003", "role": "OWNER"})

    assert answer.status_code == 409


def test_a_role_is_changed_and_counts_at_once(api: World) -> None:
    path = f"/{api.viewer.person_id}"
    changed = members(api, "PATCH", path, json={"role": "OWNER"})

    assert changed.get_json()["role"] == "OWNER"
    assert changes(api, {"name": "Duka letu"}, api.viewer).status_code == 200


def test_a_member_is_taken_off_and_is_out_at_once(api: World) -> None:
    assert members(api, "DELETE", f"/{api.staff.person_id}").status_code == 204

    assert api.get("/events", api.staff).status_code == 404
    assert members(api, "DELETE", f"/{api.staff.person_id}").status_code == 404


def test_the_last_owner_stays(api: World) -> None:
    path = f"/{api.owner.person_id}"

    assert members(api, "DELETE", path).status_code == 409
    assert members(api, "PATCH", path, json={"role": "STAFF"}).status_code == 409


def test_nobody_but_owners_staffs_a_shop(api: World) -> None:
    path = f"/{api.staff.person_id}"
    for someone, status in ((api.staff, 403), (api.viewer, 403), (api.stranger, 404)):
        assert members(api, "DELETE", path, by=someone).status_code == status
        body = {"phone": "+254722000009", "role": "OWNER"}
        assert members(api, "POST", json=body, by=someone).status_code == status
    assert members(api, "DELETE", f"/{api.stranger.person_id}").status_code == 404
    assert members(api, "DELETE", f"/{new_id()}").status_code == 404


def test_a_tier_bounds_whom_the_api_invites(api: World) -> None:
    with api.rt.db.every_tenant() as tx:
        tx.execute(
            text("update organizations set tier = 'free' where id = :id"), {"id": api.shop}
        )
    answer = members(api, "POST", json={"phone": "+254722000009", "role": "STAFF"})

    assert answer.status_code == 409
    assert answer.get_json()["detail"] == (
        "This organization has 3 members: its tier (free) allows 3."
    )
    sell(api.rt, api.shop, "5")  # The book goes on.


@pytest.mark.parametrize(
    ("of", "path", "body"),
    [
        ("workflows", "/workflows", next(iter(EXAMPLES.values()))),
        ("messages_per_day", "/communications/send", {"to": "OWNER", "text": {"en": "Hi"}}),
    ],
)
def test_a_tier_bounds_what_else_the_api_adds(
    api: World, monkeypatch: pytest.MonkeyPatch, of: str, path: str, body: dict[str, Any]
) -> None:
    none_left = replace(tiers.TIERS["standard"], **{of: 0})
    monkeypatch.setitem(tiers.TIERS, "standard", none_left)
    answer = api.post(path, body)

    assert answer.status_code == 409
    assert "its tier (standard) allows 0" in answer.get_json()["detail"]
