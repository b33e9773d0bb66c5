"""What Twilio keeps of what people sent: listed page by page, with its media."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from engine.channels.base import Archive, Attachment, ChannelError, Received
from engine.channels.twilio import TwilioChannel
from tests.channels.twilio_fakes import (
    ACCOUNT_SID,
    AMINA,
    SMS,
    WHATSAPP,
    FakeTwilio,
    fake_twilio,
    settings,
)

MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json"
ACCOUNT = f"twilio:whatsapp:{WHATSAPP}"
YESTERDAY = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with fake_twilio() as fake:
        yield fake


def archive(twilio: FakeTwilio) -> Archive:
    channel = TwilioChannel(settings(twilio_api_url=twilio.url))
    assert channel.archive is not None
    return channel.archive


def row(sid: str | None = "SM1", **values: object) -> dict[str, object]:
    return {
        "sid": sid,
        "from": f"whatsapp:{AMINA}",
        "to": f"whatsapp:{WHATSAPP}",
        "body": "nimeuza sukari 300",
        "direction": "inbound",
        "num_media": "0",
        "date_sent": "Fri, 27 Nov 2026 06:30:00 +0000",
        **values,
    }


def listing(*rows: dict[str, object], following: str | None = None) -> bytes:
    document = {"messages": list(rows), "next_page_uri": following, "page": 0}
    return json.dumps(document).encode()


def read(twilio: FakeTwilio) -> list[Received]:
    return [one for page in archive(twilio).pages(ACCOUNT, YESTERDAY) for one in page]


def test_it_keeps_what_came_to_each_of_our_numbers(twilio: FakeTwilio) -> None:
    assert archive(twilio).accounts == [ACCOUNT, f"twilio:sms:{SMS}"]


def test_it_asks_for_what_came_to_a_number_since(twilio: FakeTwilio) -> None:
    twilio.shelf[MESSAGES] = (200, {}, listing())

    read(twilio)

    assert twilio.calls == [
        (
            "GET",
            MESSAGES,
            {
                "To": f"whatsapp:{WHATSAPP}",
                "DateSent>": "2026-11-26T09:00:00Z",
                "PageSize": "200",
            },
        )
    ]


def test_a_message_is_as_if_it_had_come_by_itself_with_its_time(twilio: FakeTwilio) -> None:
    twilio.shelf[MESSAGES] = (200, {}, listing(row()))

    (item,) = read(twilio)

    assert (item.account, item.channel, item.provider_reference) == (ACCOUNT, "whatsapp", "SM1")
    assert (item.address, item.text) == (AMINA, "nimeuza sukari 300")
    assert item.sent_at == datetime(2026, 11, 27, 6, 30, tzinfo=UTC)


def test_what_we_sent_or_nobody_could_have_sent_is_passed_over(twilio: FakeTwilio) -> None:
    odd = [
        row(direction="outbound-api"),
        row(**{"from": "MPESA"}),
        row(to="whatsapp:+14150000000"),
        row(sid=None),
    ]
    twilio.shelf[MESSAGES] = (200, {}, listing(*odd, row("SM2")))

    assert [item.provider_reference for item in read(twilio)] == ["SM2"]


def test_all_pages_are_read(twilio: FakeTwilio) -> None:
    pages = iter([listing(row("SM1"), following="/next.json"), listing(row("SM2"))])
    twilio.answer = lambda: (200, next(pages))

    assert [item.provider_reference for item in read(twilio)] == ["SM1", "SM2"]
    assert twilio.calls[1][1] == "/next.json"


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, b"<html>"), (200, b'{"messages": 1}'), (503, b""), (0, b""), (200, b"[]")],
)
def test_it_says_when_it_cannot_be_read(twilio: FakeTwilio, status: int, body: bytes) -> None:
    twilio.shelf[MESSAGES] = (status, {}, body)

    with pytest.raises(ChannelError):
        read(twilio)


def test_a_voice_note_is_found_by_the_list_of_its_message(twilio: FakeTwilio) -> None:
    uri = f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages/SM1/Media/ME1.json"
    media = {"sid": "ME1", "content_type": "audio/ogg", "uri": uri}
    listed = json.dumps({"media_list": [media], "next_page_uri": None}).encode()
    twilio.shelf[MESSAGES] = (200, {}, listing(row(num_media="1", body="")))
    twilio.shelf[MESSAGES.replace(".json", "/SM1/Media.json")] = (200, {}, listed)

    (item,) = read(twilio)
    whole = archive(twilio).whole(item)

    address = f"https://api.twilio.com{uri.removesuffix('.json')}"
    assert whole.attachments == (Attachment("audio", address, "audio/ogg", is_voice=True),)


def test_a_message_without_media_is_whole(twilio: FakeTwilio) -> None:
    twilio.shelf[MESSAGES] = (200, {}, listing(row()))
    (item,) = read(twilio)

    assert archive(twilio).whole(item) is item
    assert len(twilio.calls) == 1
