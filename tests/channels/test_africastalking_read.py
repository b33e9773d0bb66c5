"""What Africa's Talking calls us with."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.channels.africastalking import AfricasTalkingChannel
from engine.channels.base import (
    OptedOut,
    Received,
    Reported,
    StatusReport,
    Trouble,
    Unreadable,
    Webhook,
)
from tests.channels.africastalking_fakes import ACCOUNT, BARAKA, call, settings, sms

CHANNEL = AfricasTalkingChannel(settings())


def read(kind: str, form: dict[str, str]) -> Sequence[Reported]:
    return list(CHANNEL.read(call(kind, form)))


def test_an_sms_is_heard() -> None:
    (heard,) = read("sms", sms())

    assert isinstance(heard, Received)
    assert (heard.account, heard.channel, heard.address) == (ACCOUNT, "sms", BARAKA)
    assert heard.provider_reference == "3f6c2c61-7a1b-4c55-9d0c-0e3b9c2b7a10"
    assert (heard.text, heard.sent_at) == ("NDIYO A7", None)


@pytest.mark.parametrize("told", ["254722000002", " 254722000002", "+254722000002"])
def test_a_number_is_read_with_and_without_its_sign(told: str) -> None:
    (heard,) = read("sms", sms(**{"from": told}))

    assert isinstance(heard, Received)
    assert heard.address == BARAKA


@pytest.mark.parametrize(
    ("field", "value"), [("from", ""), ("from", "KARANI"), ("id", ""), ("id", "a b")]
)
def test_an_sms_of_nobody_is_kept_for_a_person(field: str, value: str) -> None:
    (found,) = read("sms", sms(**{field: value}))

    assert isinstance(found, Unreadable)
    assert b"NDIYO" in found.raw


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Sent", "sent"), ("Submitted", "sent"), ("Buffered", "sent"),
        ("AbsentSubscriber", "sent"), ("Success", "delivered"),
        ("Rejected", "failed"), ("Failed", "failed"), ("Expired", "failed"),
    ],
)  # fmt: skip
def test_every_word_of_a_delivery_report_has_its_status(word: str, status: str) -> None:
    (news,) = read("delivery", {"id": "ATXid_1", "status": word, "phoneNumber": BARAKA})

    assert isinstance(news, StatusReport)
    assert (news.provider, news.provider_reference, news.status) == (
        "africastalking",
        "ATXid_1",
        status,
    )


@pytest.mark.parametrize(
    ("reason", "trouble"),
    [
        ("InsufficientCredit", Trouble.ACCOUNT), ("InvalidLinkId", Trouble.CONTENT),
        ("UserIsInactive", Trouble.ADDRESS), ("UserInBlackList", Trouble.CONSENT),
        ("UserAccountSuspended", Trouble.ADDRESS), ("NotNetworkSubcriber", Trouble.ADDRESS),
        ("UserNotSubscribedToProduct", Trouble.CONSENT),
        ("UserDoesNotExist", Trouble.ADDRESS), ("DeliveryFailure", Trouble.OTHER),
        ("DoNotDisturbRejection", Trouble.CONSENT), ("", Trouble.OTHER),
        ("Something new", Trouble.OTHER),
    ],
)  # fmt: skip
def test_every_reason_of_a_failure_is_a_kind_of_trouble(reason: str, trouble: Trouble) -> None:
    form = {"id": "ATXid_1", "status": "Failed", "failureReason": reason}
    (news,) = read("delivery", form)

    assert isinstance(news, StatusReport)
    assert news.trouble is trouble


@pytest.mark.parametrize("form", [{}, {"id": "x"}, {"id": "x", "status": "Flying"}])
def test_news_in_unknown_words_is_none(form: dict[str, str]) -> None:
    assert read("delivery", form) == []


def test_whoever_wants_nothing_more_is_named() -> None:
    (word,) = read("optout", {"senderId": "22384", "phoneNumber": BARAKA})

    assert word == OptedOut("africastalking", "sms", BARAKA)


def test_an_opt_out_of_nobody_is_kept_for_a_person() -> None:
    (found,) = read("optout", {"senderId": "22384"})

    assert isinstance(found, Unreadable)


@given(kind=st.sampled_from(["sms", "delivery", "optout"]), body=st.binary(max_size=200))
def test_no_body_makes_it_stumble(kind: str, body: bytes) -> None:
    list(CHANNEL.read(Webhook(f"https://karani.example.com/{kind}", {}, body)))
