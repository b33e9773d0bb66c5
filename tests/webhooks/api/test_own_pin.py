"""A forgotten PIN is set anew over the API, by a code that only the person's chat shows."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from bot.pin_book import Checked
from engine.access import pins
from store import people, places
from store.places import NewConversation
from tests.webhooks.api.phones import codes
from tests.webhooks.api.shops import World
from tests.webhooks.doors import with_settings

AMINA = "+254711000001"


@pytest.fixture
def rt(rt: Any) -> Any:
    return with_settings(rt, code_tries_per_hour=9)


@pytest.fixture(name="shop")
def _shop(api: World) -> World:
    """The owner has a chat, and a PIN that she has forgotten."""
    owner = api.owner.person_id
    with api.rt.db.every_tenant() as tx:
        address = people.meet(tx, "phone", AMINA, "KE")
        place = NewConversation(owner, address.id, "bench:1", "whatsapp", AMINA, None)
        places.begin(tx, place)
    with api.rt.db.tenant(api.shop, owner) as tx:
        pins.keep(tx, owner, "4821")
    return api


def asks(api: World) -> TestResponse:
    return api.post("/auth/pin/code")


def chooses(api: World, code: str, pin: str = "7305") -> TestResponse:
    return api.post("/auth/pin", {"code": code, "pin": pin})


def check(api: World, pin: str) -> Checked:
    with api.rt.db.tenant(None, api.owner.person_id) as tx:
        return pins.look(tx, api.owner.person_id, pin)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_the_code_sets_the_new_pin_and_the_audit_tells_of_it(shop: World) -> None:
    sent = asks(shop)
    (code,) = codes(shop.rt, AMINA)

    assert (sent.status_code, sent.get_json()) == (202, {"expires_in": 600})
    assert code not in sent.text
    assert chooses(shop, code).status_code == 204
    assert (check(shop, "7305"), check(shop, "4821")) == (Checked.RIGHT, Checked.WRONG)
    with shop.rt.db.every_tenant() as tx:
        rows = tx.execute(text("select via, after from audit_entries where entity = 'pin'"))
        assert [tuple(row) for row in rows] == [("api", None)]


def test_it_is_good_once(shop: World) -> None:
    asks(shop)
    (code,) = codes(shop.rt, AMINA)
    chooses(shop, code)

    again = chooses(shop, code, "8642")

    assert again.status_code == 409
    assert "have another one sent" in again.get_json()["detail"]
    assert check(shop, "8642") is Checked.WRONG


def test_wrong_codes_are_counted_and_five_make_the_right_one_worthless(shop: World) -> None:
    asks(shop)
    (code,) = codes(shop.rt, AMINA)

    said = [chooses(shop, wrong(code)) for _ in range(5)]

    assert [one.status_code for one in said] == [422] * 5
    assert said[0].get_json()["errors"][0]["field"] == "code"
    assert chooses(shop, code).status_code == 409


def test_an_address_may_guess_so_often_in_an_hour_and_no_more(shop: World) -> None:
    asks(shop)

    said = [chooses(shop, "000000").status_code for _ in range(10)]

    assert said[-1] == 429


def test_an_easy_pin_is_refused_and_the_code_stays_good(shop: World) -> None:
    asks(shop)
    (code,) = codes(shop.rt, AMINA)

    easy = chooses(shop, code, "1234")

    assert (easy.status_code, easy.get_json()["errors"][0]["field"]) == (422, "pin")
    assert chooses(shop, code).status_code == 204


def test_codes_are_not_sent_one_on_another(shop: World) -> None:
    asks(shop)

    soon = asks(shop)

    assert (soon.status_code, soon.headers["Retry-After"]) == (429, "60")
    assert len(codes(shop.rt, AMINA)) == 1


def test_without_a_chat_the_answer_says_what_to_do(api: World) -> None:
    answer = asks(api)

    assert answer.status_code == 409
    assert "write to Karani first" in answer.get_json()["detail"]
