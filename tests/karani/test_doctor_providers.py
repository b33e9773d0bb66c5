"""What the doctor says of providers, asked on loopback with a harmless question."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal

import pytest

from engine.channels.africastalking_account import Balance
from engine.channels.base import ChannelError, Trouble
from engine.channels.twilio_account import SANDBOX, Owned
from karani.doctor import meta, others, troubles, twilio
from karani.doctor.findings import Finding
from karani.doctor.installation import Installation
from tests.ai.model_server import KEY, ModelServer, model_server, whole
from tests.ai.model_server import refused as model_refused
from tests.channels import africastalking_fakes, meta_fakes, twilio_fakes
from tests.channels.smtp_server import PASSWORD, USER, Office, office
from tests.channels.twilio_fakes import ACCOUNT_SID, SMS, FakeTwilio, fake_twilio
from tests.graph import NUMBER_ID, Graph, Said, graph
from tests.karani.patient import NOTE, WARNING, WELL, WRONG, installed, levels, said
from tests.product import free_port

OURS = "https://karani.example.com/webhooks/twilio/messages"
SENDER = "+14155550100"
OF_TWILIO = f"/2010-04-01/Accounts/{ACCOUNT_SID}"


@pytest.fixture(name="rest")
def _rest() -> Iterator[FakeTwilio]:
    with fake_twilio() as fake:
        put(fake, f"{OF_TWILIO}.json", {"status": "active", "type": "Full"})
        number = {"phone_number": SMS, "sms_url": OURS, "capabilities": {"sms": True}}
        put(
            fake, f"{OF_TWILIO}/IncomingPhoneNumbers.json", {"incoming_phone_numbers": [number]}
        )
        sender = {"sender_id": f"whatsapp:{SENDER}", "status": "ONLINE", "webhook": {}}
        put(fake, "/v2/Channels/Senders", {"senders": [sender]})
        yield fake


@pytest.fixture(name="whatsapp")
def _whatsapp() -> Iterator[Graph]:
    with graph() as fake:
        yield fake


@pytest.fixture(name="models")
def _models() -> Iterator[ModelServer]:
    with model_server() as fake:
        fake.answer = lambda path, body: whole({"id": path.rpartition("/")[2]})
        yield fake


def put(fake: FakeTwilio, path: str, document: object, status: int = 200) -> None:
    fake.shelf[path] = (status, {}, json.dumps(document).encode())


def at_twilio(fake: FakeTwilio, **settings: object) -> list[Finding]:
    wanted = {"twilio_api_url": fake.url, "twilio_whatsapp_from": SENDER, **settings}
    return list(twilio.look(Installation(twilio_fakes.settings(**wanted), installed().data)))


def at_meta(fake: Graph, **settings: object) -> list[Finding]:
    wanted = meta_fakes.settings(whatsapp_api_url=fake.base, **settings)
    return list(meta.look(Installation(wanted, installed().data)))


def at_africastalking(fake: FakeTwilio, **settings: object) -> list[Finding]:
    wanted = africastalking_fakes.settings(africastalking_api_url=fake.url, **settings)
    return list(others.africastalking(Installation(wanted, installed().data)))


def at_mail(there: Office, login: str = "", **settings: object) -> list[Finding]:
    url = f"smtp://{login}127.0.0.1:{there.port}"
    return list(others.mail(installed(smtp_url=url, email_from="k@x.co", **settings)))


def at_models(fake: ModelServer, **settings: object) -> list[Finding]:
    wanted = {"openai_api_key": KEY, "openai_base_url": fake.url, **settings}
    return list(others.model(installed(**wanted)))


def test_whoever_is_not_configured_is_not_asked() -> None:
    looks = (twilio.look, meta.look, others.africastalking, others.mail)

    assert [list(look(installed())) for look in looks] == [[], [], [], []]


def test_twilio_knows_us_and_our_numbers(rest: FakeTwilio) -> None:
    found = levels(at_twilio(rest))

    assert found == {"Twilio": WELL, "TWILIO_SMS_FROM": WELL, "TWILIO_WHATSAPP_FROM": WELL}
    assert {method for method, _, _ in rest.calls} == {"GET"}


@pytest.mark.parametrize(
    ("code", "about", "words"),
    [
        (20003, "Twilio", "check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN"),
        (20008, "Twilio", "test credentials"),
        (20404, "TWILIO_ACCOUNT_SID", "names no account"),
    ],
)
def test_a_refusal_of_twilio_s_is_told_in_our_words(
    rest: FakeTwilio, code: int, about: str, words: str
) -> None:
    put(rest, f"{OF_TWILIO}.json", {"code": code, "message": "about +254711000001"}, 401)

    found = at_twilio(rest)

    assert levels(found) == {about: WRONG}
    assert words in said(found)
    assert "0001" not in said(found)


@pytest.mark.parametrize(
    ("account", "level"),
    [
        ({"status": "suspended", "type": "Full"}, WRONG),
        ({"status": "active", "type": "Trial"}, WARNING),
        ({}, WRONG),
    ],
)
def test_an_account_of_twilio_s_is_judged(
    rest: FakeTwilio, account: dict[str, str], level: object
) -> None:
    put(rest, f"{OF_TWILIO}.json", account)

    assert levels(at_twilio(rest))["Twilio"] is level


def test_numbers_of_somebody_else_are_wrong(rest: FakeTwilio) -> None:
    put(rest, f"{OF_TWILIO}/IncomingPhoneNumbers.json", {"incoming_phone_numbers": []})
    put(rest, f"{OF_TWILIO}/OutgoingCallerIds.json", {"outgoing_caller_ids": []})

    found = levels(at_twilio(rest, twilio_whatsapp_from="+14155550199", twilio_voice_from=SMS))

    names = ("TWILIO_SMS_FROM", "TWILIO_VOICE_FROM", "TWILIO_WHATSAPP_FROM")
    assert [found[name] for name in names] == [WRONG, WRONG, WRONG]


def test_a_verified_phone_may_call(rest: FakeTwilio) -> None:
    caller = {"phone_number": "+254711000009"}
    put(rest, f"{OF_TWILIO}/OutgoingCallerIds.json", {"outgoing_caller_ids": [caller]})

    found = levels(at_twilio(rest, twilio_voice_from="+254711000009"))

    assert found["TWILIO_VOICE_FROM"] is WELL


def test_messages_that_go_elsewhere_are_a_warning_without_where(rest: FakeTwilio) -> None:
    number = {"phone_number": SMS, "sms_url": "https://demo.twilio.com/welcome?key=abcdef"}
    put(rest, f"{OF_TWILIO}/IncomingPhoneNumbers.json", {"incoming_phone_numbers": [number]})

    found = at_twilio(rest)

    assert levels(found)["TWILIO_SMS_FROM"] is WARNING
    assert "PUBLIC_URL/webhooks/twilio/messages#rc=3&rp=all" in said(found)
    assert "abcdef" not in said(found)


def test_a_webhook_is_the_same_whatever_stands_behind_it() -> None:
    assert twilio.same(f"{OURS}#rc=3&rp=all", OURS)
    assert not twilio.same(OURS.replace("https", "http"), OURS)
    assert not twilio.same("https://karani.example.com/", OURS)


def test_a_number_that_cannot_do_it_is_wrong() -> None:
    found = twilio.of_number("TWILIO_SMS_FROM", Owned(works=False, webhook=""), OURS)

    assert levels(found) == {"TWILIO_SMS_FROM": WRONG}


def test_a_list_of_senders_is_read_to_its_end(rest: FakeTwilio) -> None:
    following = "https://messaging.twilio.com/v2/Channels/Senders?Page=1"
    rest.shelf["/v2/Channels/Senders"] = (
        200,
        {},
        json.dumps({"senders": [], "meta": {"next_page_url": following}}).encode(),
    )

    assert levels(at_twilio(rest))["TWILIO_WHATSAPP_FROM"] is WRONG
    assert [path for _, path, _ in rest.calls].count("/v2/Channels/Senders") == 5


def test_numbers_that_twilio_does_not_tell_of_are_noted(rest: FakeTwilio) -> None:
    put(rest, "/v2/Channels/Senders", {"code": 20403}, 403)

    assert levels(at_twilio(rest))["TWILIO_WHATSAPP_FROM"] is NOTE


def test_the_sandbox_of_twilio_s_is_everybody_s(rest: FakeTwilio) -> None:
    found = levels(at_twilio(rest, twilio_whatsapp_from=SANDBOX))

    assert found["TWILIO_WHATSAPP_FROM"] is WARNING


def test_meta_knows_us_and_our_number(whatsapp: Graph) -> None:
    found = at_meta(whatsapp)

    assert levels(found) == {"Meta": WELL}
    assert "ends with 123" in said(found)
    assert "711000123" not in said(found).replace(" ", "")
    assert {call.method for call in whatsapp.calls} == {"GET"}


@pytest.mark.parametrize(
    ("changed", "level", "words"),
    [
        ({"health_status": {"can_send_message": "BLOCKED"}}, WRONG, "may not send"),
        ({"health_status": {"can_send_message": "LIMITED"}}, WARNING, "with limits"),
        ({"status": "BANNED"}, WRONG, "may not send"),
        ({"quality_rating": "RED"}, WARNING, "red"),
        ({"account_mode": "SANDBOX"}, WARNING, "trials"),
        ({"name_status": "DECLINED"}, WARNING, "approved no name"),
        ({"webhook_configuration": {"application": "https://x.example"}}, WRONG, "another"),
    ],
)
def test_a_number_at_meta_is_judged(
    whatsapp: Graph, changed: dict[str, object], level: object, words: str
) -> None:
    whatsapp.number.update(changed)

    found = at_meta(whatsapp)

    assert levels(found)["Meta"] is level
    assert words in said(found)


def test_an_older_graph_that_knows_fewer_fields_will_do(whatsapp: Graph) -> None:
    del whatsapp.number["health_status"], whatsapp.number["webhook_configuration"]

    assert levels(at_meta(whatsapp)) == {"Meta": WELL}


def test_a_token_of_meta_s_that_has_ended_is_named(whatsapp: Graph) -> None:
    found = at_meta(whatsapp, whatsapp_token="a-token-that-has-ended")

    assert levels(found) == {"WHATSAPP_TOKEN": WRONG}
    assert "a-token-that" not in said(found)


@pytest.mark.parametrize(
    ("status", "code", "about", "level"),
    [
        (400, 100, "WHATSAPP_PHONE_NUMBER_ID", WRONG),
        (403, 200, "WHATSAPP_TOKEN", WRONG),
        (403, 368, "Meta", WRONG),
        (400, 4, "Meta", WARNING),
        (404, 777, "Meta", WRONG),
    ],
)
def test_a_refusal_of_meta_s_is_told_by_what_to_mend(
    whatsapp: Graph, status: int, code: int, about: str, level: object
) -> None:
    body = json.dumps({"error": {"code": code, "message": f"about {NUMBER_ID}"}}).encode()
    whatsapp.answer = lambda: Said(status, body)

    assert levels(at_meta(whatsapp)) == {about: level}


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
