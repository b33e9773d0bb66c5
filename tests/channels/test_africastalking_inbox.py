"""What Africa's Talking lists of the SMS that came in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from engine.channels.africastalking import AfricasTalkingChannel
from engine.channels.base import ChannelError, Received, Trouble
from engine.channels.inbox import Inbox
from tests.channels.africastalking_fakes import (
    ACCOUNT,
    BARAKA,
    call,
    listing,
    lists,
    row,
    settings,
    sms,
)
from tests.channels.twilio_fakes import FakeTwilio as FakeProvider
from tests.channels.twilio_fakes import fake_twilio as fake_provider


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    with fake_provider() as fake:
        yield fake


def channel(fake: FakeProvider, **values: object) -> AfricasTalkingChannel:
    return AfricasTalkingChannel(settings(africastalking_api_url=fake.url, **values))


def inbox(fake: FakeProvider) -> Inbox:
    found = channel(fake).inbox
    assert found is not None
    return found


def heard(fake: FakeProvider, **values: object) -> Received:
    lists(fake, [row(15071, **values)])
    (line,) = inbox(fake).after(None)
    assert line.received is not None
    return line.received


def by_itself(**values: str) -> Received:
    (found,) = AfricasTalkingChannel(settings()).read(call("sms", sms(**values)))
    assert isinstance(found, Received)
    return found


def test_it_asks_for_what_is_behind_an_id(provider: FakeProvider) -> None:
    lists(provider, [])

    assert (list(inbox(provider).after(None)), list(inbox(provider).after("15071"))) == ([], [])

    assert provider.calls == [
        ("GET", "/version1/messaging", {"username": "duka", "lastReceivedId": "0"}),
        ("GET", "/version1/messaging", {"username": "duka", "lastReceivedId": "15071"}),
    ]


def test_a_line_is_a_message_with_its_own_id_and_time(provider: FakeProvider) -> None:
    found = heard(provider)

    assert (found.account, found.address, found.text) == (ACCOUNT, BARAKA, "NDIYO A7")
    assert found.provider_reference == "inbox:15071"
    assert found.sent_at == datetime(2026, 11, 27, 7, 15, 0, 445000, UTC)


@pytest.mark.parametrize("date", ["2026-11-27 10:15:00", "yesterday", None])
def test_a_time_without_a_zone_is_none(provider: FakeProvider, date: str | None) -> None:
    assert heard(provider, date=date).sent_at is None


@pytest.mark.parametrize(
    ("listed", "posted"),
    [
        ({}, {}),
        ({"from": "254722000002"}, {}),
        ({"text": " NDIYO  A7\n"}, {}),
        ({"date": "2026-11-27T10:15:03Z"}, {"date": "2026-11-27 07:15:00"}),
        ({"linkId": None}, {"id": "another"}),
    ],
)
def test_it_is_like_what_came_by_itself(
    provider: FakeProvider, listed: dict[str, object], posted: dict[str, str]
) -> None:
    one, other = heard(provider, **listed).likeness, by_itself(**posted).likeness

    assert one is not None
    assert other is not None
    assert one.digest == other.digest
    assert (one.listed, other.listed) == ("15071", None)


@pytest.mark.parametrize("listed", [{"text": "NDIYO A8"}, {"from": "+254722000003"}])
def test_other_words_or_another_sender_are_not_alike(
    provider: FakeProvider, listed: dict[str, object]
) -> None:
    one, other = heard(provider, **listed).likeness, by_itself().likeness

    assert one is not None
    assert other is not None
    assert one.digest != other.digest


def test_nobody_makes_a_likeness_without_the_key(provider: FakeProvider) -> None:
    ours, theirs = inbox(provider), channel(provider, africastalking_api_key="another").inbox

    lists(provider, [row(1)])
    (one,), (other,) = ours.after(None), theirs.after(None) if theirs else ()
    assert one.received is not None
    assert other.received is not None
    assert one.received.likeness != other.received.likeness
    assert theirs is not None
    assert ours.mark != theirs.mark


@pytest.mark.parametrize("values", [{"to": "40404"}, {"from": "MPESA"}, {"from": None}])
def test_what_is_not_for_us_is_passed_over(
    provider: FakeProvider, values: dict[str, object]
) -> None:
    lists(provider, [row(7, **values)])

    (line,) = inbox(provider).after(None)

    assert (line.id, line.received) == ("7", None)


def test_lines_are_read_in_the_order_of_their_ids(provider: FakeProvider) -> None:
    provider.answer = lambda: (200, listing(row(10), row(9), row(100)))

    assert [line.id for line in inbox(provider).after(None)] == ["9", "10", "100"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{}", b'{"SMSMessageData": {"Messages": 1}}',
        b'{"SMSMessageData": {"Messages": [1]}}', listing(row(1, id="a-uuid")),
        listing({"text": "x"}), b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_list_is_not_read(provider: FakeProvider, body: bytes) -> None:
    provider.answer = lambda: (200, body)

    with pytest.raises(ChannelError, match="unreadable"):
        inbox(provider).after(None)


def test_a_refusal_says_what_it_is(provider: FakeProvider) -> None:
    provider.answer = lambda: (401, b"The supplied authentication is invalid")

    with pytest.raises(ChannelError) as caught:
        inbox(provider).after(None)

    assert caught.value.trouble is Trouble.ACCOUNT


def test_a_sender_name_has_no_list(provider: FakeProvider) -> None:
    named = channel(provider, africastalking_sender="KARANI")

    assert named.inbox is None
    (found,) = named.read(call("sms", sms()))
    assert isinstance(found, Received)
    assert found.likeness is None
