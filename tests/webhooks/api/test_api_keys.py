"""API keys: shown once, kept as hashes, never with more than their maker, gone at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from engine.privacy import erasing
from store import accounts, members
from tests.webhooks.api.shops import Someone, World, sell

READS = {"name": "Till", "scopes": ["events:read"]}


def keys(api: World, method: str = "GET", path: str = "", **more: Any) -> Any:
    by = more.pop("by", api.owner)
    return api.call(method, f"/organizations/{api.shop}/api-keys{path}", by, **more)


def made(api: World, by: Someone | None = None, **more: Any) -> Someone:
    """A program with a new key."""
    answer = keys(api, "POST", json={**READS, **more}, by=by or api.owner)
    assert answer.status_code == 201
    return Someone(api.owner.person_id, answer.get_json()["key"])


def test_a_key_reads_what_its_scopes_say(api: World) -> None:
    sell(api.rt, api.shop, "5")
    program = made(api)

    assert len(api.get("/events", program).get_json()["items"]) == 1
    sale = {"type": "SALE_RECORDED", "payload": {"amount": "5"}}
    refused = api.post("/events", sale, by=program)
    assert refused.status_code == 403
    assert refused.get_json()["detail"] == (
        "This API key may not do that: it needs the scope events:write."
    )


def test_a_key_is_shown_once_and_kept_as_a_hash(api: World) -> None:
    program = made(api)
    listed = keys(api).get_json()["items"][0]

    assert listed["prefix"] == program.token[:15]
    assert "key" not in listed
    with api.rt.db.every_tenant() as tx:
        row = tx.execute(text("select api_keys::text from api_keys")).scalar_one()
    assert program.token not in row


def test_an_answer_with_a_key_is_not_given_again(api: World) -> None:
    once = {"Idempotency-Key": "till"}
    first, again = (keys(api, "POST", json=READS, headers=once) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 409)


def test_a_key_that_is_taken_back_opens_nothing(api: World) -> None:
    program = made(api)
    key_id = keys(api).get_json()["items"][0]["id"]

    assert keys(api, "DELETE", f"/{key_id}").status_code == 204
    assert api.get("/events", program).status_code == 401
    assert keys(api, "DELETE", f"/{key_id}").status_code == 404


def test_a_key_ends_when_it_should(api: World, does: Callable[[str], Any]) -> None:
    later = (api.rt.clock() + timedelta(hours=1)).isoformat()
    program = made(api, expires_at=later)
    assert api.get("/events", program).status_code == 200

    does("update api_keys set expires_at = now()")
    assert api.get("/events", program).status_code == 401


def test_a_key_that_would_be_over_is_not_made(api: World) -> None:
    answer = keys(api, "POST", json={**READS, "expires_at": "2020-01-01T00:00:00Z"})

    assert answer.status_code == 422


def test_a_key_has_never_more_than_its_maker(api: World) -> None:
    program = made(api, scopes=["events:write", "audit:read"])
    sale = {"type": "SALE_RECORDED", "payload": {"amount": "5"}}
    assert api.post("/events", sale, by=program).status_code == 201
    with api.rt.db.tenant(api.shop, api.owner.person_id) as tx:
        members.change(tx, api.shop, api.owner.person_id, "VIEWER")

    assert api.post("/events", sale, by=program).status_code == 403
    assert api.get("/audit/logs", program).status_code == 403


def test_a_key_goes_with_its_maker(api: World) -> None:
    program = made(api)
    with api.rt.db.tenant(api.shop, api.owner.person_id) as tx:
        members.remove(tx, api.shop, api.owner.person_id)

    assert api.get("/events", program).status_code == 401


def test_a_key_of_a_locked_or_forgotten_person_opens_nothing(api: World) -> None:
    program = made(api)
    with api.rt.db.every_tenant() as tx:
        accounts.lock(tx, api.owner.person_id, is_locked=True)
    assert api.get("/events", program).status_code == 401

    assert erasing.now(api.rt, api.owner.person_id, closes=True)
    with api.rt.db.every_tenant() as tx:
        kept = tx.execute(text("select name, revoked_at is null from api_keys")).one()
    assert tuple(kept) == ("****", False)


def test_a_key_is_good_in_its_own_shop_alone(api: World) -> None:
    program = made(api)
    elsewhere = {"X-Organization-Id": str(api.other_shop)}

    assert api.get("/events", program, headers=elsewhere).status_code == 404
    assert api.get(f"/organizations/{api.other_shop}", program).status_code == 404
    here = {"X-Organization-Id": str(api.shop)}
    assert api.get("/events", program, headers=here).status_code == 200


@pytest.mark.parametrize("path", ["/auth/me", "/organizations/my"])
def test_a_key_is_no_person(api: World, path: str) -> None:
    assert api.get(path, made(api)).status_code == 403


def test_a_key_makes_no_keys_and_no_members(api: World) -> None:
    program = made(api, scopes=["members:read", "organization:read"])

    assert keys(api, "POST", json=READS, by=program).status_code == 403
    body = {"phone": "+254722000009", "role": "OWNER"}
    path = f"/organizations/{api.shop}/members"
    assert api.post(path, body, by=program).status_code == 403
    assert api.get(path, program).status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"scopes": []}, {"scopes": ["root"]}, {"name": ""}, {"person_id": "x"}]
)
def test_a_key_is_made_as_it_should_be(api: World, wrong: dict[str, Any]) -> None:
    assert keys(api, "POST", json={**READS, **wrong}).status_code == 422


def test_nobody_but_owners_has_to_do_with_keys(api: World) -> None:
    made(api)
    key_id = keys(api).get_json()["items"][0]["id"]
    for someone, status in ((api.staff, 403), (api.viewer, 403), (api.stranger, 404)):
        assert keys(api, by=someone).status_code == status
        assert keys(api, "POST", json=READS, by=someone).status_code == status
        assert keys(api, "DELETE", f"/{key_id}", by=someone).status_code == status


@pytest.mark.parametrize("token", ["karani_k_", "karani_k_é", "karani_k_" + "A" * 43])
def test_what_is_no_key_of_ours_opens_nothing(api: World, token: str) -> None:
    assert api.get("/events", Someone(api.owner.person_id, token)).status_code == 401


def test_making_and_taking_back_is_told_to_the_audit(api: World) -> None:
    program = made(api)
    keys(api, "DELETE", f"/{keys(api).get_json()['items'][0]['id']}")

    with api.rt.db.tenant(api.shop) as tx:
        query = text("select action, before, after from audit_entries"
                     " where entity = 'api_key' order by id")  # fmt: skip
        created, deleted = tx.execute(query)
    assert created.after == {
        "name": "Till", "prefix": program.token[:15], "scopes": ["events:read"],
    }  # fmt: skip
    assert (deleted.action, deleted.before) == ("DELETE", {"name": "Till"})
