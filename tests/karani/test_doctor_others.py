"""What the doctor says of Africa's Talking, mail and models, asked on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from engine.channels.africastalking_account import Balance
from engine.channels.base import ChannelError, Trouble
from karani.doctor import meta, others, troubles, twilio
from karani.doctor.findings import Finding
from karani.doctor.installation import Installation
from tests.ai.model_server import KEY, ModelServer, model_server, whole
from tests.ai.model_server import refused as model_refused
from tests.channels import africastalking_fakes
from tests.channels.smtp_server import PASSWORD, USER, Office, office
from tests.channels.twilio_fakes import ACCOUNT_SID, FakeTwilio, fake_twilio
from tests.karani.patient import NOTE, WARNING, WELL, WRONG, installed, levels, said
from tests.product import free_port

OURS = "https://karani.example.com/webhooks/twilio/messages"
SENDER = "+14155550100"
OF_TWILIO = f"/2010-04-01/Accounts/{ACCOUNT_SID}"


def put(fake: FakeTwilio, path: str, document: object, status: int = 200) -> None:
    fake.shelf[path] = (status, {}, json.dumps(document).encode())


@pytest.fixture(name="models")
def _models() -> Iterator[ModelServer]:
    with model_server() as fake:
        fake.answer = lambda path, body: whole({"id": path.rpartition("/")[2]})
        yield fake


def at_africastalking(fake: FakeTwilio, **settings: Any) -> list[Finding]:
    wanted = africastalking_fakes.settings(africastalking_api_url=fake.url, **settings)
    return list(others.africastalking(Installation(wanted, installed().data)))


def at_mail(there: Office, login: str = "", **settings: Any) -> list[Finding]:
    url = f"smtp://{login}127.0.0.1:{there.port}"
    return list(others.mail(installed(smtp_url=url, email_from="k@x.co", **settings)))


def at_models(fake: ModelServer, **settings: Any) -> list[Finding]:
    wanted: dict[str, Any] = {"openai_api_key": KEY, "openai_base_url": fake.url, **settings}
    return list(others.model(installed(**wanted)))


def test_whoever_is_not_configured_is_not_asked() -> None:
    looks = (twilio.look, meta.look, others.africastalking, others.mail)

    assert [list(look(installed())) for look in looks] == [[], [], [], []]


def test_africas_talking_knows_us_and_tells_what_is_left() -> None:
    with fake_twilio() as fake:
        put(fake, "/version1/user", {"UserData": {"balance": "KES 1785.5000"}})
        found = at_africastalking(fake)
        asked = fake.calls

    assert levels(found) == {"Africa's Talking": WELL}
    assert "KES 1785.50 are left" in said(found)
    assert asked == [("GET", "/version1/user", {"username": "duka"})]


def test_a_wrong_key_of_africas_talking_is_named() -> None:
    with fake_twilio() as fake:
        fake.shelf["/version1/user"] = (401, {}, b"The supplied authentication is invalid")
        found = at_africastalking(fake)

    assert levels(found) == {"Africa's Talking": WRONG}
    assert "AFRICASTALKING_API_KEY" in said(found)


def test_money_is_judged_before_it_is_gone() -> None:
    def level(amount: str) -> object:
        return others.of_balance(Balance(Decimal(amount), "KES")).level

    assert [level(each) for each in ("500", "12.5", "0", "-3")] == [WELL, WARNING, WRONG, WRONG]
    assert others.of_balance(None).level is WELL


def test_the_sandbox_of_africas_talking_is_a_warning() -> None:
    with fake_twilio() as fake:
        put(fake, "/version1/user", {"UserData": {"balance": None}})
        found = at_africastalking(fake, africastalking_username="sandbox")

    assert levels(found)["AFRICASTALKING_USERNAME"] is WARNING


def test_an_answer_that_is_none_is_wrong() -> None:
    with fake_twilio() as fake:
        fake.shelf["/version1/user"] = (200, {}, b"<html>")
        found = at_africastalking(fake)

    assert levels(found) == {"Africa's Talking": WRONG}


def test_a_mail_server_lets_us_in_and_gets_no_mail() -> None:
    with office() as there:
        found = at_mail(there)
        got = there.got

    assert levels(found) == {"mail server": WELL}
    assert got == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_mail_server_takes_the_right_password_alone() -> None:
    with office(signs_in=True) as there:
        none = at_mail(there)
        wrong = at_mail(there, f"{USER}:a-wrong-password@")
        right = at_mail(there, f"{USER}:{PASSWORD.replace('@', '%40').replace(':', '%3A')}@")

    assert levels(none) == levels(wrong) == {"mail server": WRONG}
    assert "password in SMTP_URL" in said(wrong)
    assert "a-wrong-password" not in said(wrong)
    assert levels(right) == {"mail server": WELL}


def test_a_sender_that_the_mail_server_does_not_take_is_named() -> None:
    with office() as there:
        there.mail = "553 5.7.1 not yours"
        found = at_mail(there)

    assert levels(found) == {"mail server": WRONG}
    assert "EMAIL_FROM" in said(found)


def test_a_mail_server_that_is_away_or_in_the_clear_is_wrong() -> None:
    found = at_mail(Office(port=free_port()))

    assert levels(found) == {"mail server": WRONG}
    plain = others.of_mail(ChannelError("no_starttls", "none", trouble=Trouble.ACCOUNT))
    assert "offers no encryption" in plain.says
    bad = others.of_mail(ChannelError("bad_certificate", "no", trouble=Trouble.ACCOUNT))
    assert "certificate" in bad.says


def test_mail_without_a_key_names_the_key() -> None:
    with office() as there:
        assert levels(at_mail(there, secret_key=None)) == {"SECRET_KEY": WRONG}


def test_no_model_is_a_note() -> None:
    assert levels(others.model(installed())) == {"OPENAI_API_KEY": NOTE}


def test_a_model_server_knows_both_models(models: ModelServer) -> None:
    found = at_models(models)

    assert levels(found) == {"OPENAI_MODEL": WELL, "OPENAI_TRANSCRIBE_MODEL": WELL}
    assert [path for path, _ in models.asked] == [
        "/v1/models/gpt-6-luna",
        "/v1/models/gpt-transcribe",
    ]


@pytest.mark.parametrize(
    ("status", "about", "level"),
    [
        (401, "OPENAI_API_KEY", WRONG),
        (404, "OPENAI_MODEL", NOTE),
        (500, "model server", WARNING),
    ],
)
def test_a_refusal_of_a_model_server_s_is_told(
    models: ModelServer, status: int, about: str, level: object
) -> None:
    models.answer = lambda path, body: model_refused(status)

    found = at_models(models)

    assert levels(found)[about] is level
    assert KEY not in said(found)


def test_a_model_without_a_name_is_told(models: ModelServer) -> None:
    assert levels(at_models(models, openai_model=""))["OPENAI_MODEL"] is NOTE


def test_a_model_that_openai_does_not_know_is_wrong() -> None:
    assert others.of_model("OPENAI_MODEL", "not_found", is_theirs=True).level is WRONG


def test_a_model_server_that_is_away_is_wrong() -> None:
    at = installed(openai_api_key=KEY, openai_base_url=f"http://127.0.0.1:{free_port()}/v1")

    assert levels(others.model(at)) == {"model server": WRONG}


def test_a_provider_without_a_way_there_is_told_by_its_address_setting() -> None:
    with fake_twilio() as fake:
        gone = fake.url
    at = installed(
        africastalking_username="duka",
        africastalking_api_key="a-key-of-the-fake",
        africastalking_sender="22384",
        africastalking_webhook_secret="a" * 32,
        africastalking_api_url=gone,
    )

    found = list(others.africastalking(at))

    assert levels(found) == {"Africa's Talking": WRONG}
    assert "AFRICASTALKING_API_URL" in said(found)


def test_a_trouble_that_may_pass_is_a_warning() -> None:
    busy = ChannelError("http_503", "later", retryable=True, trouble=Trouble.BUSY)

    assert troubles.told(twilio.TWILIO, busy).level is WARNING
