"""Codes by e-mail: whoever reads what is sent there has the address, and nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from engine import duties
from engine.access import signing_in
from engine.access.signing_in import Address, Newcomer
from engine.channels.smtp import SmtpChannel
from engine.runtime import Runtime
from engine.tools.carriers import Carriers
from store import identities
from store.identities import AddressValue
from tests.channels.smtp_server import Office, office
from tests.webhooks.api.phones import bearer, codes, says
from tests.webhooks.api.shops import World, world
from tests.webhooks.doors import with_settings

ZAWADI, PASSWORD = "zawadi@example.com", "a long enough password"


@pytest.fixture
def there() -> Iterator[Office]:
    with office() as running:
        yield running


@pytest.fixture
def rt(rt: Runtime, there: Office) -> Runtime:
    """Where e-mail can be sent, and whoever rings waits until it is."""
    more = {"smtp_url": f"smtp://127.0.0.1:{there.port}", "email_from": "Karani <k@x.co>"}
    made = with_settings(rt, **more)
    channels = {**made.channels, "smtp": SmtpChannel(made.settings)}
    return replace(made, channels=channels, carriers=Carriers())


@pytest.fixture
def api(rt: Runtime) -> World:
    return world(rt)


def registers(api: World, password: str = PASSWORD) -> str:
    body = {"email": ZAWADI, "password": password, "name": "Zawadi", "language": "sw"}
    verification: str = says(api, "register", **body).get_json()["verification"]
    return verification


def proves(api: World) -> Any:
    """She registers, reads the code and says it."""
    verification = registers(api)
    return says(api, "otp/verify", verification=verification, code=codes(api.rt, ZAWADI)[-1])


def logs_in(api: World, password: str = PASSWORD) -> int:
    status: int = says(api, "login", email=ZAWADI, password=password).status_code
    return status


def before_mail(api: World, password: str) -> None:
    """Somebody registered with her e-mail when none could be sent."""
    channels = {name: one for name, one in api.rt.channels.items() if name != "smtp"}
    who = Newcomer(Address("email", ZAWADI), password, "Somebody", None)
    signing_in.register(replace(api.rt, channels=channels), who)


def test_the_code_arrives_as_an_email(api: World, there: Office) -> None:
    registers(api)
    (code,) = codes(api.rt, ZAWADI)
    with api.rt.db.every_tenant() as tx:
        entries = list(tx.execute(text("select id from outbox")).scalars())
    for entry in entries:
        duties.start(api.rt, entry)

    (got,) = there.messages
    body = got.get_body(("plain",))
    assert body is not None
    assert code in body.get_content()
    assert not re.search(r"\d{6}", got["Subject"])
    assert "List-Unsubscribe" not in got


def test_a_said_code_makes_the_account(api: World) -> None:
    answer = proves(api)

    me = api.client.get("/api/v1/auth/me", headers=bearer(answer)).get_json()
    assert me["name"] == "Zawadi"
    assert me["addresses"] == [{"kind": "email", "value": ZAWADI, "proved": True}]
    assert logs_in(api) == 200


def test_before_that_the_password_is_worth_nothing(api: World) -> None:
    registers(api)
    codes(api.rt, ZAWADI)

    assert logs_in(api) == 401


def test_the_answer_tells_nothing_of_who_is_known(api: World) -> None:
    body = {"email": ZAWADI, "password": PASSWORD, "name": "Zawadi"}
    first = says(api, "register", **body).get_json()
    proves(api)
    second = says(api, "register", **body).get_json()

    assert {**first, "verification": ""} == {**second, "verification": ""}


def test_a_code_signs_in_only_where_the_address_is_proved(api: World) -> None:
    registers(api)
    codes(api.rt, ZAWADI)
    assert says(api, "otp", email=ZAWADI).status_code == 202
    assert len(codes(api.rt, ZAWADI)) == 1

    proves(api)
    verification = says(api, "otp", email=ZAWADI).get_json()["verification"]
    code = codes(api.rt, ZAWADI)[-1]

    assert says(api, "otp/verify", verification=verification, code=code).status_code == 200


def test_a_new_password_ends_the_old_one_and_its_sessions(api: World) -> None:
    old = bearer(proves(api))
    verification = registers(api, "another long password")
    code = codes(api.rt, ZAWADI)[-1]
    says(api, "otp/verify", verification=verification, code=code)

    assert logs_in(api) == 401
    assert logs_in(api, "another long password") == 200
    assert api.client.get("/api/v1/auth/me", headers=old).status_code == 401


def test_who_registered_before_there_was_mail_keeps_their_account(api: World) -> None:
    before_mail(api, "the password of before")
    token = says(api, "login", email=ZAWADI, password="the password of before")
    was = api.client.get("/api/v1/auth/me", headers=bearer(token)).get_json()["id"]

    is_now = api.client.get("/api/v1/auth/me", headers=bearer(proves(api))).get_json()

    assert is_now["id"] == was
    assert is_now["addresses"] == [{"kind": "email", "value": ZAWADI, "proved": True}]
    assert logs_in(api, "the password of before") == 401


def test_whoever_has_a_phone_besides_loses_an_email_that_is_anothers(api: World) -> None:
    before_mail(api, "the password of a thief")
    with api.rt.db.every_tenant() as tx:
        query = text("select person_id from accounts where email = :email")
        thief = tx.execute(query, {"email": ZAWADI}).scalar_one()
        identities.add(tx, thief, AddressValue("phone", "+254799000001"))

    mine = api.client.get("/api/v1/auth/me", headers=bearer(proves(api))).get_json()

    assert mine["id"] != str(thief)
    assert [one["value"] for one in mine["addresses"]] == [ZAWADI]
    assert logs_in(api, "the password of a thief") == 401
    assert logs_in(api) == 200


def test_an_address_gets_five_codes_an_hour(api: World) -> None:
    for _ in range(7):
        with api.rt.db.every_tenant():
            signing_in.register(api.rt, Newcomer(Address("email", ZAWADI), PASSWORD, "Z", None))

    assert len(codes(api.rt, ZAWADI)) == 5
