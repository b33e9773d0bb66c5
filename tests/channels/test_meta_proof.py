"""Who may come in: Meta's question at the door, and its signature on every body."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.channels.base import Webhook
from engine.channels.meta import MetaChannel
from engine.settings import SettingsError
from tests.channels.meta_fakes import (
    SECRET,
    URL,
    VERIFY,
    message,
    saying,
    settings,
    signature,
    signed,
)

CHANNEL = MetaChannel(settings())
BODY = json.dumps(saying(message())).encode()


def genuine(header: str, body: bytes = BODY) -> bool:
    return CHANNEL.is_genuine(Webhook(URL, {"x-hub-signature-256": header}, body))


def test_metas_own_signature_is_known() -> None:
    # A vector that was made by other means: the secret, the body and its signature.
    channel = MetaChannel(settings(whatsapp_app_secret="app_secret"))
    body = b'{"object":"whatsapp_business_account","entry":[]}'
    made = "sha256=c236c758c9b2bd40b388a550eeca09eaca72384dd0aa5e7c31d19cddac5bba46"

    assert channel.is_genuine(Webhook(URL, {"x-hub-signature-256": made}, body))


def test_a_genuine_one_is_known() -> None:
    assert CHANNEL.is_genuine(signed(saying(message())))
    assert genuine(signature(BODY))


@pytest.mark.parametrize(
    "header",
    [
        "",
        "sha256=",
        signature(BODY).removeprefix("sha256="),
        signature(BODY).replace("sha256", "sha1"),
        signature(BODY).upper(),
        signature(BODY) + "00",
        signature(BODY, secret="another"),
        signature(BODY, secret=""),
        signature(BODY + b" "),
        "sha256=é",
    ],
)
def test_any_other_is_not(header: str) -> None:
    assert not genuine(header)


def test_an_unsigned_one_is_not() -> None:
    assert not CHANNEL.is_genuine(Webhook(URL, {}, BODY))


def test_the_bytes_count_and_not_what_they_mean() -> None:
    spaced = json.dumps(saying(message()), indent=1).encode()

    assert not genuine(signature(BODY), spaced)
    assert genuine(signature(spaced), spaced)


@given(st.binary(), st.text())
def test_no_body_and_no_header_makes_it_stumble(body: bytes, header: str) -> None:
    assert not genuine(header, body)


def test_the_question_is_answered_with_itself() -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "1158201444"}

    assert CHANNEL.challenged(asked) == "1158201444"


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"hub.mode": "subscribe", "hub.challenge": "1"},
        {"hub.mode": "subscribe", "hub.verify_token": "", "hub.challenge": "1"},
        {"hub.mode": "subscribe", "hub.verify_token": VERIFY + " ", "hub.challenge": "1"},
        {"hub.mode": "subscribe", "hub.verify_token": "é\ud800", "hub.challenge": "1"},
        {"hub.mode": "unsubscribe", "hub.verify_token": VERIFY, "hub.challenge": "1"},
        {"hub.verify_token": VERIFY, "hub.challenge": "1"},
    ],
)
def test_whoever_does_not_know_the_token_hears_nothing(asked: dict[str, str]) -> None:
    assert CHANNEL.challenged(asked) is None


def test_half_an_account_is_none() -> None:
    half = settings().model_copy(update={"whatsapp_app_secret": None})

    with pytest.raises(SettingsError):
        MetaChannel(half)


def test_the_secret_signs_nothing_else() -> None:
    assert SECRET not in repr(CHANNEL.__dict__.get("_number"))
