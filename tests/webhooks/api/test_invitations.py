"""An invited person signs in, sees who invites them, and accepts or refuses over the API."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.webhooks.api.shops import Someone, World, newcomer

BARAKA = "+254722000009"


@pytest.fixture(name="baraka")
def _baraka(api: World) -> Someone:
    """Amina has invited him; he signs in."""
    body = {"phone": BARAKA, "role": "STAFF", "name": "Baraka"}
    assert api.post(f"/organizations/{api.shop}/members", body).status_code == 201
    return newcomer(api.rt, BARAKA)


def waiting(api: World, by: Someone) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get("/invitations", by).get_json()["items"]
    return found


def answers(api: World, by: Someone, word: str) -> Any:
    (invitation,) = waiting(api, by)
    return api.post(f"/invitations/{invitation['id']}/{word}", by=by)


def types(api: World) -> list[str]:
    with api.rt.db.tenant(api.shop) as tx:
        return list(tx.execute(text("select type from events order by id")).scalars())


def test_the_invited_see_where_to_as_what_and_by_whom(api: World, baraka: Someone) -> None:
    (invitation,) = waiting(api, baraka)

    assert (invitation["organization"], invitation["role"]) == ("Duka la Amina", "STAFF")
    assert waiting(api, api.owner) == []


def test_who_accepts_works_there_and_the_shop_is_told(api: World, baraka: Someone) -> None:
    answer = answers(api, baraka, "accept")

    told = {"id": str(api.shop), "name": "Duka la Amina", "role": "STAFF"}
    assert (answer.status_code, answer.get_json()) == (200, told)
    assert api.get("/events", baraka).status_code == 200
    assert types(api)[-1] == "MEMBER_JOINED"
    assert waiting(api, baraka) == []


def test_who_refuses_works_nowhere(api: World, baraka: Someone) -> None:
    assert answers(api, baraka, "decline").status_code == 204

    assert waiting(api, baraka) == []
    assert api.get("/organizations/my", baraka).get_json()["items"] == []


def test_nobody_answers_for_another(api: World, baraka: Someone) -> None:
    (invitation,) = waiting(api, baraka)

    for word in ("accept", "decline"):
        path = f"/invitations/{invitation['id']}/{word}"
        assert api.post(path, by=api.stranger).status_code == 404
    assert waiting(api, baraka) == [invitation]


def test_one_is_accepted_once(api: World, baraka: Someone) -> None:
    (invitation,) = waiting(api, baraka)
    path = f"/invitations/{invitation['id']}/accept"

    assert [api.post(path, by=baraka).status_code for _ in range(2)] == [200, 404]
    assert api.post(f"/invitations/{uuid4()}/accept", by=baraka).status_code == 404


def test_one_that_is_over_opens_nothing(api: World, baraka: Someone) -> None:
    (invitation,) = waiting(api, baraka)
    with api.rt.db.tenant(api.shop) as tx:
        tx.execute(text("update invitations set expires_at = now() - interval '1 second'"))

    assert waiting(api, baraka) == []
    path = f"/invitations/{invitation['id']}/accept"
    assert api.post(path, by=baraka).status_code == 404
