"""What the doctor says of our number at Meta, asked on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from karani.doctor import meta
from karani.doctor.findings import Finding
from karani.doctor.installation import Installation
from tests.channels import meta_fakes
from tests.channels.twilio_fakes import ACCOUNT_SID
from tests.graph import NUMBER_ID, Graph, Said, graph
from tests.karani.patient import WARNING, WELL, WRONG, installed, levels, said

OURS = "https://karani.example.com/webhooks/twilio/messages"
SENDER = "+14155550100"
OF_TWILIO = f"/2010-04-01/Accounts/{ACCOUNT_SID}"


@pytest.fixture(name="whatsapp")
def _whatsapp() -> Iterator[Graph]:
    with graph() as fake:
        yield fake


def at_meta(fake: Graph, **settings: Any) -> list[Finding]:
    wanted = meta_fakes.settings(whatsapp_api_url=fake.base, **settings)
    return list(meta.look(Installation(wanted, installed().data)))


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
    for name in ("health_status", "webhook_configuration", "account_mode"):
        del whatsapp.number[name]

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
