"""Handing an SMS to Africa's Talking, and telling its answers apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from engine.channels.africastalking import AfricasTalkingChannel
from engine.channels.base import Attachment, ChannelError, Letter, Trouble
from engine.settings import SettingsError
from tests.channels.africastalking_fakes import (
    ACCOUNT,
    BARAKA,
    SHORT_CODE,
    receiver,
    settings,
    taken,
)
from tests.channels.twilio_fakes import FakeTwilio as FakeProvider
from tests.channels.twilio_fakes import fake_twilio as fake_provider

NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
LETTER = Letter(UUID(int=1), ACCOUNT, "sms", BARAKA, "KARANI: Jibu NDIYO A7.", NOON)


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    with fake_provider() as fake:
        yield fake


def answering(fake: FakeProvider, status: int, body: bytes) -> AfricasTalkingChannel:
    fake.answer = lambda: (status, body)
    return AfricasTalkingChannel(settings(africastalking_api_url=fake.url))


def failure(sender: AfricasTalkingChannel) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        sender.send(LETTER)
    return caught.value


def test_an_sms_is_handed_over(provider: FakeProvider) -> None:
    assert answering(provider, 201, taken(receiver())).send(LETTER) == "ATXid_1"
    assert provider.calls == [
        (
            "POST",
            "/version1/messaging",
            {
                "username": "duka",
                "to": BARAKA,
                "from": SHORT_CODE,
                "message": "KARANI: Jibu NDIYO A7.",
                "bulkSMSMode": "1",
                "enqueue": "1",
            },
        )
    ]


@pytest.mark.parametrize("code", [100, 101, 102])
def test_each_code_of_acceptance_is_one(provider: FakeProvider, code: int) -> None:
    assert answering(provider, 201, taken(receiver(code))).send(LETTER) == "ATXid_1"


@pytest.mark.parametrize(
    ("code", "word", "trouble"),
    [
        (401, "RiskHold", Trouble.ACCOUNT), (402, "InvalidSenderId", Trouble.ACCOUNT),
        (403, "InvalidPhoneNumber", Trouble.ADDRESS),
        (404, "UnsupportedNumberType", Trouble.ADDRESS),
        (405, "InsufficientBalance", Trouble.ACCOUNT),
        (406, "UserInBlacklist", Trouble.CONSENT), (407, "CouldNotRoute", Trouble.ADDRESS),
        (409, "DoNotDisturbRejection", Trouble.CONSENT),
        (500, "InternalServerError", Trouble.BUSY), (501, "GatewayError", Trouble.BUSY),
        (502, "RejectedByGateway", Trouble.OTHER), (999, "code_999", Trouble.OTHER),
    ],
)  # fmt: skip
def test_a_success_as_a_whole_may_fail_for_its_receiver(
    provider: FakeProvider, code: int, word: str, trouble: Trouble
) -> None:
    error = failure(answering(provider, 201, taken(receiver(code, status=word))))

    assert (error.code, error.trouble, error.ambiguous) == (word, trouble, False)
    assert error.retryable is (trouble is Trouble.BUSY)


@pytest.mark.parametrize(
    ("status", "retryable", "ambiguous", "trouble"),
    [
        (429, True, False, Trouble.BUSY), (503, True, False, Trouble.BUSY),
        (500, False, True, Trouble.BUSY), (502, False, True, Trouble.BUSY),
        (401, False, False, Trouble.ACCOUNT), (403, False, False, Trouble.ACCOUNT),
        (400, False, False, Trouble.OTHER),
    ],
)  # fmt: skip
def test_each_refusal_of_the_whole_is_of_its_kind(
    provider: FakeProvider, status: int, retryable: bool, ambiguous: bool, trouble: Trouble
) -> None:
    error = failure(answering(provider, status, b"The supplied authentication is invalid"))

    assert (error.retryable, error.ambiguous, error.trouble) == (retryable, ambiguous, trouble)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html>", b"[]", b"{}", b'{"SMSMessageData": 7}', b'{"SMSMessageData": {}}',
        taken("x"), taken(receiver("101")), taken(receiver(messageId=None)),  # type: ignore[arg-type]
        taken(receiver(), receiver()), b"[" * 100_000,
    ],
)  # fmt: skip
def test_an_answer_that_is_none_leaves_the_message_in_doubt(
    provider: FakeProvider, body: bytes
) -> None:
    assert failure(answering(provider, 201, body)).ambiguous


def test_a_request_that_was_refused_in_words_was_not_taken(provider: FakeProvider) -> None:
    told = {"SMSMessageData": {"Message": "InvalidSenderId", "Recipients": []}}
    error = failure(answering(provider, 201, json.dumps(told).encode()))

    assert (error.code, error.ambiguous, error.retryable) == ("refused", False, False)


def test_nothing_that_was_sent_can_be_found_again() -> None:
    with pytest.raises(ChannelError, match="cannot_tell"):
        AfricasTalkingChannel(settings()).find(LETTER)


def test_it_has_no_media() -> None:
    with pytest.raises(ChannelError, match="no_media"):
        AfricasTalkingChannel(settings()).fetch(Attachment("image", "x", "image/png"))


@pytest.mark.parametrize(
    "half",
    ["africastalking_api_key", "africastalking_sender", "africastalking_webhook_secret"],
)
def test_half_a_group_of_settings_names_what_is_missing(half: str) -> None:
    with pytest.raises(ValueError, match=f"{half.upper()} is missing"):
        settings(**{half: None})


def test_without_its_settings_there_is_none() -> None:
    with pytest.raises(SettingsError):
        AfricasTalkingChannel(settings().model_copy(update={"africastalking_username": None}))


def test_the_sandbox_has_a_host_of_its_own() -> None:
    assert "sandbox" in settings(africastalking_username="sandbox").africastalking_base
    assert "sandbox" not in settings().africastalking_base
