"""Signing in: who has proved nothing gets nothing, and learns nothing."""

from __future__ import annotations

from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from engine.access import passwords
from store import accounts, identities
from store.identities import AddressValue
from tests.webhooks.api.phones import bearer, codes, person_of, says
from tests.webhooks.api.shops import World

AMINA, NEW = "+254711000001", "+254700123456"
MAIL = "amina@example.com"
OWN, FOREIGN = "mango-tree-77", "thief-of-mangoes"


def registers(api: World, password: str = OWN, **who: str) -> Any:
    return says(api, "register", password=password, name="Amina", **who)


def proves(api: World, registered: Any, code: str) -> Any:
    verification = registered.get_json()["verification"]
    return says(api, "otp/verify", verification=verification, code=code)


def is_in(api: World, answer: Any) -> bool:
    return api.client.get("/api/v1/auth/me", headers=bearer(answer)).status_code == 200


def test_a_phone_registers_by_the_code_that_is_sent_there(api: World) -> None:
    registered = registers(api, phone="+254 700 123 456")
    assert registered.status_code == 201

    signed_in = proves(api, registered, codes(api.rt, NEW)[0])
    assert signed_in.status_code == 200
    assert signed_in.get_json()["expires_in"] == 900

    me = api.client.get("/api/v1/auth/me", headers=bearer(signed_in)).get_json()
    assert (me["name"], me["organizations"]) == ("Amina", [])
    assert me["addresses"] == [{"kind": "phone", "value": NEW, "proved": True}]
    assert says(api, "login", phone=NEW, password=OWN).status_code == 200


def test_before_the_code_is_said_the_password_opens_nothing(api: World) -> None:
    registers(api, phone=NEW)
    codes(api.rt, NEW)

    assert says(api, "login", phone=NEW, password=OWN).status_code == 401


def test_a_stranger_who_registers_somebodys_phone_sets_no_password(api: World) -> None:
    taken = registers(api, FOREIGN, phone=AMINA)
    own = registers(api, OWN, phone=AMINA)
    for_the_thief, for_amina = codes(api.rt, AMINA)

    # She types the code that she was sent for his registration into hers.
    assert proves(api, own, for_the_thief).status_code == 401
    assert proves(api, own, for_amina).status_code == 200
    assert proves(api, taken, for_amina).status_code == 401
    assert says(api, "login", phone=AMINA, password=FOREIGN).status_code == 401
    assert says(api, "login", phone=AMINA, password=OWN).status_code == 200


def test_who_is_known_from_a_chat_keeps_their_shop_and_name(api: World) -> None:
    signed_in = proves(api, registers(api, phone=AMINA), codes(api.rt, AMINA)[0])

    me = api.client.get("/api/v1/auth/me", headers=bearer(signed_in)).get_json()
    assert me["id"] == str(api.owner.person_id)
    assert [one["name"] for one in me["organizations"]] == ["Duka la Amina"]


def test_a_new_password_ends_what_the_old_one_opened(api: World) -> None:
    before = proves(api, registers(api, FOREIGN, phone=AMINA), codes(api.rt, AMINA)[0])
    after = proves(api, registers(api, OWN, phone=AMINA), codes(api.rt, AMINA)[1])

    assert (is_in(api, before), is_in(api, after)) == (False, True)
    assert api.get("/auth/me", api.owner).status_code == 401
    assert says(api, "login", phone=AMINA, password=FOREIGN).status_code == 401


def test_an_email_registers_as_a_name_to_sign_in_by(api: World) -> None:
    registered = registers(api, email="Amina@Example.com")
    assert registered.get_json()["verification"] is None

    signed_in = says(api, "login", email=MAIL, password=OWN)
    me = api.client.get("/api/v1/auth/me", headers=bearer(signed_in)).get_json()
    assert me["addresses"] == [{"kind": "email", "value": MAIL, "proved": False}]


def test_an_email_that_is_known_stays_whose_it_is(api: World) -> None:
    registers(api, OWN, email=MAIL)
    again = registers(api, FOREIGN, email=MAIL)

    assert again.status_code == 201
    assert says(api, "login", email=MAIL, password=FOREIGN).status_code == 401
    assert says(api, "login", email=MAIL, password=OWN).status_code == 200


def test_an_email_known_from_a_chat_gives_nothing_to_who_registers_it(api: World) -> None:
    with api.rt.db.every_tenant() as tx:
        identities.add(tx, api.owner.person_id, AddressValue("email", MAIL))

    assert registers(api, FOREIGN, email=MAIL).status_code == 201
    assert says(api, "login", email=MAIL, password=FOREIGN).status_code == 401


@pytest.mark.parametrize("path", ["register", "otp"])
def test_the_answer_tells_nobody_whether_a_phone_is_known(api: World, path: str) -> None:
    more = {"password": OWN, "name": "Amina"} if path == "register" else {}
    known, unknown = (says(api, path, phone=phone, **more) for phone in (AMINA, NEW))

    assert known.status_code == unknown.status_code
    assert len(known.data) == len(unknown.data)
    assert known.get_json()["detail"] == unknown.get_json()["detail"]
    assert person_of(api.rt, NEW) is None  # Nothing was looked for before the answer.


@pytest.fixture(name="hashings")
def _hashings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What argon2 was asked to do, and at which cost."""
    done: list[str] = []
    for name in ("hash", "verify"):
        real = getattr(PasswordHasher, name)

        def counted(
            self: PasswordHasher, *given: Any, _real: Any = real, _name: str = name
        ) -> Any:
            cost = given[0].rpartition("$")[0].rpartition("$")[0] if _name == "verify" else ""
            done.append(f"{_name} {cost}")
            return _real(self, *given)

        monkeypatch.setattr(PasswordHasher, name, counted)
    return done


def test_signing_in_costs_the_same_for_the_unknown(api: World, hashings: list[str]) -> None:
    proves(api, registers(api, phone=AMINA), codes(api.rt, AMINA)[0])
    hashings.clear()

    wrong = says(api, "login", phone=AMINA, password=FOREIGN)
    for_known = list(hashings)
    nobody = says(api, "login", phone=NEW, password=FOREIGN)
    for_unknown = hashings[len(for_known) :]

    assert for_known == for_unknown == ["verify $argon2id$v=19$m=19456,t=2,p=1"]
    assert (
        (wrong.status_code, wrong.data)
        == (nobody.status_code, nobody.data)
        == (401, wrong.data)
    )


def test_registering_costs_the_same_for_the_known(api: World, hashings: list[str]) -> None:
    registers(api, phone=AMINA)
    registers(api, phone=NEW)
    registers(api, email=MAIL)
    registers(api, email=MAIL)

    assert hashings == ["hash "] * 4


def test_what_stands_for_nobodys_password_costs_what_others_cost() -> None:
    assert not passwords.is_outdated(passwords.NOBODYS)
    assert not passwords.fits(None, OWN)


@pytest.mark.parametrize(
    "password",
    [
        "x" * 64,
        "x" * 128,
        "x" * 1000,
        "nenosiri 🐐🥭🌍",
        " with spaces ",
        "x" * 1024,
        "é" * 512,
    ],
)
def test_a_password_counts_as_it_was_typed(api: World, password: str) -> None:
    registers(api, password, email=MAIL)

    assert says(api, "login", email=MAIL, password=password).status_code == 200
    assert says(api, "login", email=MAIL, password=password[:-1] + "y").status_code == 401


def test_passwords_that_differ_in_their_last_sign_differ() -> None:
    kept = passwords.hashed("x" * 72 + "a")

    assert passwords.fits(kept, "x" * 72 + "a")
    assert not passwords.fits(kept, "x" * 72 + "b")


@pytest.mark.parametrize("password", ["short", "x" * 1025, "é" * 513, ""])
def test_a_password_of_another_length_is_refused(api: World, password: str) -> None:
    answer = registers(api, password, phone=NEW)

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] == "password"


def test_a_password_that_was_hashed_cheaply_is_hashed_anew(api: World) -> None:
    registers(api, email=MAIL)
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(OWN)
    with api.rt.db.every_tenant() as tx:
        tx.execute(text("update accounts set password = :cheap"), {"cheap": cheap})

    assert says(api, "login", email=MAIL, password=OWN).status_code == 200
    with api.rt.db.every_tenant() as tx:
        found = accounts.find(tx, "email", MAIL)
    assert found is not None
    assert not passwords.is_outdated(found.password)


def test_a_sign_in_is_told_to_the_audit_of_the_shop(api: World) -> None:
    proves(api, registers(api, phone=AMINA), codes(api.rt, AMINA)[0])

    with api.rt.db.tenant(api.shop) as tx:
        query = text("select person_id, via, after from audit_entries where action = 'LOGIN'")
        told = tx.execute(query).one()
    assert tuple(told) == (api.owner.person_id, "api", {"by": "code"})


@pytest.mark.parametrize(
    "who", [{}, {"phone": AMINA, "email": MAIL}, {"phone": "0711000001"}, {"email": "amina"}]
)
def test_one_signs_in_by_one_address_that_is_whole(api: World, who: dict[str, str]) -> None:
    assert registers(api, **who).status_code == 422


def test_an_email_is_sent_no_code_and_says_so(api: World) -> None:
    answer = says(api, "otp", email=MAIL)

    assert answer.status_code == 422
    assert "cannot send e-mail" in answer.get_json()["errors"][0]["detail"]
