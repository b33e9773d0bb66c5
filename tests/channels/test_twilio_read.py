"""What Twilio reports, in our words; nothing it says makes us stumble."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.rest.api.v2010.account.message import (  # type: ignore[import-untyped]
    MessageInstance,
)

from engine.channels.base import (
    Received,
    Reported,
    StatusReport,
    Trouble,
    Unreadable,
    Webhook,
)
from engine.channels.twilio import TwilioChannel
from engine.channels.twilio_form import STATUSES
from tests.channels.twilio_fakes import (
    ACCOUNT_SID,
    AMINA,
    SMS,
    URL,
    WHATSAPP,
    message,
    settings,
    signed,
)

CHANNEL = TwilioChannel(settings())
SID = "SM" + "0" * 32


def read(form: dict[str, str] | bytes) -> list[Reported]:
    body = form if isinstance(form, bytes) else urlencode(form).encode()
    return list(CHANNEL.read(Webhook(URL, {}, body)))


def received(form: dict[str, str] | bytes) -> Received:
    (item,) = read(form)
    assert isinstance(item, Received)
    return item


def test_a_whatsapp_message_is_read() -> None:
    webhook = signed(message())

    assert list(CHANNEL.read(webhook)) == [
        Received(
            account=f"twilio:whatsapp:{WHATSAPP}",
            channel="whatsapp",
            provider_reference=SID,
            address=AMINA,
            address_kind="phone",
            text="nimeuza sukari kilo 2 kwa 300",
            raw=webhook.body,
        )
    ]


def test_an_sms_is_read() -> None:
    item = received(message(From=AMINA, To=SMS))

    assert (item.channel, item.account, item.address) == ("sms", f"twilio:sms:{SMS}", AMINA)


def test_a_person_without_a_visible_phone_is_reached_by_their_scoped_id() -> None:
    item = received(
        message(From="whatsapp:KE.1A2B3C4D5E", ExternalUserId="whatsapp:KE.1A2B3C4D5E")
    )

    assert (item.address, item.address_kind) == ("KE.1A2B3C4D5E", "bsuid")


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (message(Body="  Ndiyo\n"), "  Ndiyo\n"),
        (message(Body="", NumMedia="1", MediaUrl0="https://…"), ""),
        (message(Body="Ndiyo", ButtonText="Ndiyo", ButtonPayload="approve:A7"), "Ndiyo"),
        (message(Body="", ButtonText="Ndiyo", ButtonPayload="approve:A7"), "Ndiyo"),
        (message(Body="", ListTitle="Jana", ListId="day:1"), "Jana"),
        (message(Body="nusu\0 kilo 👍"), "nusu kilo 👍"),
        (
            urlencode(message(Body="")).encode().replace(b"Body=", b"Body=%ED%A0%80x%FF"),
            "���x�",
        ),
        (urlencode(message(Body="1")).encode() + b"&Body=2", "1"),
        (urlencode(message()).encode().replace(b"&Body=", b"&Bodi="), ""),
    ],
)
def test_the_text_is_what_was_said_or_tapped(form: dict[str, str] | bytes, text: str) -> None:
    assert received(form).text == text


def test_what_is_quoted_is_kept() -> None:
    assert received(message(OriginalRepliedMessageSid="MM1")).quoted == "MM1"
    assert received(message(OriginalRepliedMessageSid="")).quoted is None


def test_the_older_names_of_the_reference_count() -> None:
    form = message(SmsSid="SM9")
    del form["MessageSid"]

    assert received(form).provider_reference == "SM9"


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"AccountSid": ACCOUNT_SID},
        message(To="whatsapp:+14150000000"),
        message(To=WHATSAPP),
        message(To=""),
        message(From=""),
        message(From="whatsapp:"),
        message(From="MPESA", To=SMS),
        message(From="KE.1A2B3C4D5E", To=SMS),
        message(From="whatsapp:+" + "9" * 4000),
        message(From="whatsapp:KE." + "A" * 4000),
        message(MessageSid=""),
        message(MessageSid="x" * 5000),
        message(MessageSid="SM 1\r\n"),
        b'{"a": 1}',
        b"%",
        b"\xff\xfe\x00",
        b"&&=&=x&a",
    ],
)
def test_what_no_person_of_ours_can_have_sent_is_kept_as_it_came(
    form: dict[str, str] | bytes,
) -> None:
    (item,) = read(form)

    assert isinstance(item, Unreadable)
    assert item.raw == (form if isinstance(form, bytes) else urlencode(form).encode())


@given(st.binary())
def test_no_body_makes_it_stumble(body: bytes) -> None:
    webhook = Webhook(URL, {"x-twilio-signature": "x"}, body)

    assert not CHANNEL.is_genuine(webhook)
    assert [type(item) for item in CHANNEL.read(webhook)] in ([Unreadable], [])


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("sent", "sent"),
        ("partially_delivered", "sent"),
        ("delivered", "delivered"),
        ("read", "read"),
        ("failed", "failed"),
        ("undelivered", "failed"),
        ("canceled", "failed"),
    ],
)
def test_a_status_is_reported_in_our_words(theirs: str, ours: str) -> None:
    (report,) = read({"MessageSid": SID, "MessageStatus": theirs, "AccountSid": ACCOUNT_SID})

    assert report == StatusReport("twilio", SID, ours)  # type: ignore[arg-type] # A table.


@pytest.mark.parametrize("theirs", ["queued", "sending", "accepted", "scheduled", "new one"])
def test_what_we_knew_already_is_no_report(theirs: str) -> None:
    assert read({"MessageSid": SID, "MessageStatus": theirs}) == []


def test_all_words_of_the_sdk_for_a_status_are_known() -> None:
    words = {value for name, value in vars(MessageInstance.Status).items() if name.isupper()}

    assert words == {*STATUSES, "receiving", "received"}


@pytest.mark.parametrize(
    ("code", "trouble"),
    [("63016", Trouble.WINDOW), ("63024", Trouble.ADDRESS), ("12345", Trouble.OTHER)],
)
def test_a_failure_says_what_kind_it_is(code: str, trouble: Trouble) -> None:
    (report,) = read({"MessageSid": SID, "MessageStatus": "undelivered", "ErrorCode": code})

    assert isinstance(report, StatusReport)
    assert report.trouble is trouble


@pytest.mark.parametrize(
    ("query", "ours"),
    [
        (f"?message={UUID(int=7)}", UUID(int=7)),
        (f"?x=1&message={UUID(int=7)}", UUID(int=7)),
        ("?message=7", None),
        ("?message=", None),
        ("", None),
    ],
)
def test_a_report_brings_back_which_message_of_ours_it_is_about(
    query: str, ours: UUID | None
) -> None:
    body = urlencode({"MessageSid": SID, "MessageStatus": "sent"}).encode()

    (report,) = CHANNEL.read(Webhook(URL + query, {}, body))

    assert isinstance(report, StatusReport)
    assert report.message_id == ours


@pytest.mark.parametrize(("given", "kept"), [("63016", "63016"), ("", None), ("0", None)])
def test_a_failure_keeps_twilios_code(given: str, kept: str | None) -> None:
    (report,) = read({"MessageSid": SID, "MessageStatus": "failed", "ErrorCode": given})

    assert isinstance(report, StatusReport)
    assert report.error_code == kept


def test_a_message_may_say_that_it_was_received() -> None:
    item = received(message(SmsStatus="received", MessageStatus="received"))

    assert item.address == AMINA


def test_a_channel_without_a_number_takes_nothing() -> None:
    channel = TwilioChannel(settings(twilio_sms_from=None))

    (item,) = channel.read(signed(message(From=AMINA, To=SMS)))

    assert isinstance(item, Unreadable)


def test_the_id_beside_a_phone_is_read_too() -> None:
    item = received(message(ExternalUserId="whatsapp:KE.1A2B3C4D5E"))

    assert (item.address, item.scoped_id) == (AMINA, "KE.1A2B3C4D5E")


@pytest.mark.parametrize("odd", ["", "whatsapp:", "whatsapp:+254711000001", "x" * 400])
def test_what_is_no_id_is_none(odd: str) -> None:
    assert received(message(ExternalUserId=odd)).scoped_id is None
