"""One-time codes resist guessing, serve once, and go where their phone's owner reads them."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from engine import upkeep
from engine.access import one_time_codes
from store import accounts, identities
from store.identities import AddressValue
from tests.webhooks.api.phones import codes, person_of, says, works
from tests.webhooks.api.shops import World
from tests.webhooks.doors import with_settings
from webhooks import create_app

Does = Callable[[str], Any]
AMINA, NEW, FAR = "+254711000001", "+254700123456", "+8613800138000"


@pytest.fixture
def rt(rt: Any) -> Any:
    """Where nothing but the codes themselves sets bounds to guessing."""
    return with_settings(
        rt, sign_ins_per_minute=9999, sign_ins_per_account=9999, code_tries_per_hour=9999
    )


def asks(api: World, phone: str = AMINA) -> str:
    verification: str = says(api, "otp", phone=phone).get_json()["verification"]
    return verification


def tries(api: World, verification: str, code: str) -> int:
    status: int = says(api, "otp/verify", verification=verification, code=code).status_code
    return status


def others(code: str, count: int) -> list[str]:
    """Codes that are wrong."""
    return [f"{(int(code) + step) % 10**6:06}" for step in range(1, count + 1)]


def test_a_code_signs_its_phone_in_once(api: World) -> None:
    verification = asks(api)
    code = codes(api.rt, AMINA)[0]

    assert tries(api, verification, code) == 200
    assert tries(api, verification, code) == 401


def test_a_code_serves_only_whoever_asked_for_it(api: World) -> None:
    hers, anothers = asks(api), asks(api)
    first, _ = codes(api.rt, AMINA)

    assert tries(api, anothers, first) == 401
    assert tries(api, hers, first) == 200


def test_after_five_wrong_codes_the_right_one_comes_too_late(api: World) -> None:
    verification = asks(api)
    code = codes(api.rt, AMINA)[0]

    assert [tries(api, verification, wrong) for wrong in others(code, 5)] == [401] * 5
    assert tries(api, verification, code) == 401


def test_a_hundred_tries_at_once_are_five(api: World, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[bytes] = []
    compare = hmac.compare_digest

    def counted(kept: bytes, said: bytes) -> bool:
        looked_at.append(said)
        return compare(kept, said)

    verification = asks(api)
    wrong = others(codes(api.rt, AMINA)[0], 100)
    monkeypatch.setattr(hmac, "compare_digest", counted)
    with ThreadPoolExecutor(8) as at_once:
        list(at_once.map(lambda code: one_time_codes.tried(api.rt, verification, code), wrong))

    assert len(set(looked_at)) == 5


def test_all_codes_of_a_number_have_ten_tries_an_hour(api: World, does: Does) -> None:
    asked = [asks(api) for _ in range(3)]
    sent = codes(api.rt, AMINA)
    for verification, code in zip(asked[:2], sent[:2], strict=True):
        for wrong in others(code, 5):
            tries(api, verification, wrong)

    assert tries(api, asked[2], sent[2]) == 401
    does("update one_time_codes set created_at = created_at - interval '71 minutes'"
         " where tries = 5")  # fmt: skip
    assert tries(api, asked[2], sent[2]) == 200


def test_a_code_is_good_for_ten_minutes(api: World, does: Does) -> None:
    verification = asks(api)
    code = codes(api.rt, AMINA)[0]
    does("update one_time_codes set expires_at = expires_at - interval '600 s'")

    assert tries(api, verification, code) == 401


def test_a_number_is_sent_five_codes_an_hour(api: World) -> None:
    for _ in range(8):
        asks(api)

    assert len(codes(api.rt, AMINA)) == 5


def test_nobody_is_sent_a_code_to_sign_in_by_who_is_not_known(api: World) -> None:
    asks(api, NEW)

    assert codes(api.rt, NEW) == []
    assert person_of(api.rt, NEW) is None


@pytest.mark.parametrize("verification", ["x", "é", "A" * 64, "====", "A" * 63 + "!"])
def test_a_verification_that_is_none_opens_nothing(api: World, verification: str) -> None:
    assert tries(api, verification, "123456") == 401


@pytest.mark.parametrize("code", ["12345", "1234567", "12345a", "１２３４５６", ""])
def test_a_code_has_six_digits(api: World, code: str) -> None:
    assert tries(api, asks(api), code) == 422


def test_the_database_holds_no_code_once_it_was_sent(api: World, does: Does) -> None:
    asks(api)
    code = codes(api.rt, AMINA)[0]
    does("update outbound_messages set account = 'twilio:sms:+1', status = 'sent'")
    upkeep.forget_codes(api.rt)

    with api.rt.db.every_tenant() as tx:
        bodies = tx.execute(text("select body from outbound_messages")).scalars().all()
        kept = tx.execute(text("select one_time_codes::text from one_time_codes")).scalar_one()
    assert (bodies, code in kept) == (["****"], False)


def test_a_code_that_waits_for_ten_minutes_is_not_sent(api: World, does: Does) -> None:
    asks(api)
    codes(api.rt, AMINA)
    upkeep.forget_codes(api.rt)
    does("update outbound_messages set created_at = created_at - interval '601 s'")
    upkeep.forget_codes(api.rt)

    with api.rt.db.every_tenant() as tx:
        left = tx.execute(text("select body, status::text from outbound_messages")).one()
    assert tuple(left) == ("****", "suppressed")


def test_what_a_code_was_for_is_forgotten_after_two_hours(api: World, does: Does) -> None:
    asks(api)
    does("update one_time_codes set created_at = created_at - interval '121 minutes'")
    upkeep.forget_codes(api.rt)

    with api.rt.db.every_tenant() as tx:
        assert tx.execute(text("select count(*) from one_time_codes")).scalar_one() == 0


def test_a_number_that_may_be_anothers_by_now_is_sent_none(api: World) -> None:
    with api.rt.db.every_tenant() as tx:
        identities.doubt_address(tx, AddressValue("phone", AMINA))
    asks(api)

    assert codes(api.rt, AMINA) == []


def test_far_numbers_that_never_wrote_are_sent_none(api: World) -> None:
    says(api, "register", phone=FAR, password="mango-tree-77", name="Amina")

    assert codes(api.rt, FAR) == []


def test_codes_to_numbers_that_never_wrote_have_an_end(api: World) -> None:
    rt = with_settings(api.rt, cold_codes_per_hour=2)
    client = create_app(rt).test_client()
    phones = [f"+25470012345{last}" for last in range(4)]
    for phone in phones:
        body = {"phone": phone, "password": "mango-tree-77", "name": "Amina"}
        assert client.post("/api/v1/auth/register", json=body).status_code == 201
    works(rt)

    assert [len(codes(rt, phone)) for phone in phones] == [1, 1, 0, 0]


def test_who_wants_to_hear_nothing_is_sent_none(api: World, does: Does) -> None:
    person = api.owner.person_id
    does(f"insert into opt_outs (id, person_id, channel)"
         f" values (gen_random_uuid(), '{person}', 'any')")  # fmt: skip
    asks(api)

    assert codes(api.rt, AMINA) == []


def test_an_address_says_ten_codes_an_hour(api: World) -> None:
    client = create_app(with_settings(api.rt, code_tries_per_hour=10)).test_client()
    body = {"verification": asks(api), "code": "123456"}
    answers = [client.post("/api/v1/auth/otp/verify", json=body).status_code for _ in range(11)]

    assert answers == [401] * 10 + [429]


def test_a_members_number_that_was_silent_for_long_is_sent_none(api: World, does: Does) -> None:
    does("update sessions set rotated_at = rotated_at - interval '91 days'")
    asks(api)

    assert codes(api.rt, AMINA) == []


def test_whoever_is_locked_is_not_let_in_by_a_code(api: World) -> None:
    verification = asks(api)
    code = codes(api.rt, AMINA)[0]
    with api.rt.db.every_tenant() as tx:
        accounts.lock(tx, api.owner.person_id, is_locked=True)

    assert tries(api, verification, code) == 401
