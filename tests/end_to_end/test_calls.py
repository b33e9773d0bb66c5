"""Calls: an approval that nobody answers is read aloud, and a pressed key decides it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.end_to_end.phoned_shop import PhoneCall, calls
from tests.end_to_end.signed_shop import AMINA, BARAKA, SignedShop, signed_shop
from tests.webhooks.doors import twilio_posts

CALLER = "+15005550007"
HELLO = "Mimi ni Karani, mwandishi wa daftari la Duka la Amina."
QUESTION = "Mauzo ya shilingi 12,000 (saruji), ameandika Baraka. Ni sawa?"
KEYS = "Bonyeza 1 kwa ndiyo, 2 kwa hapana."
AGAIN = "Sijasikia jibu, kwa hiyo nauliza tena."
PIN = "Hiki ni kiasi kikubwa. Bonyeza PIN yako, kisha alama ya reli."
UNDECIDED = "Hakuna kilichoamuliwa. Bado unaweza kujibu kwa ujumbe."
BYE = "Kwaheri."
STATE = "select status, via from approvals order by id"


@pytest.fixture(name="shop")
def _shop(database_url: str, redis_url: str) -> Iterator[SignedShop]:
    """Half an hour without an answer, and Amina's phone rings; a key decides up to 20,000."""
    with signed_shop(database_url, redis_url, twilio_voice_from=CALLER) as shop:
        shop.sets("approval_call_minutes", 30)
        shop.sets("sms_limit", 20_000)
        yield shop


def rings(shop: SignedShop, words: str = "nimeuza saruji kwa 12000") -> PhoneCall:
    """Baraka sells, Amina does not answer, and her phone rings."""
    shop.says(BARAKA, words, sms=True)
    shop.waits(hours=1)
    (call,) = calls(shop)
    return call


def has_pin(shop: SignedShop) -> None:
    for words in ("weka pin", "4821", "4821"):
        shop.says(AMINA, words)


def kept_anywhere(shop: SignedShop, digits: str) -> list[str]:
    """The tables in whose rows these digits stand, of those that could have them.

    By themselves, or in bytes; not as a part of an id, a moment or a longer number.
    """
    alone = f"(?<![0-9a-f.-]){digits}(?![0-9a-f-])|{digits.encode().hex()}"
    tables = ("inbound_messages", "outbound_messages", "parked_bodies", "conversations",
              "events", "audit_entries", "approvals", "outbox", "step_runs")  # fmt: skip
    return [
        name
        for name in tables
        if shop.rows(f"select 1 from {name} t where t::text ~ '{alone}' limit 1")
    ]


def test_a_pressed_one_decides_and_the_run_goes_on(shop: SignedShop) -> None:
    call = rings(shop)
    assert (call.form["To"], call.form["From"]) == (AMINA, CALLER)
    assert call.answers() == [HELLO, QUESTION, KEYS]

    assert call.presses("1") == ["A1 imekubaliwa.", BYE]

    assert call.ended
    assert shop.rows(STATE) == [("approved", "voice")]
    assert shop.rows("select status from runs") == [("COMPLETED",)]


def test_a_pressed_two_rejects(shop: SignedShop) -> None:
    call = rings(shop)
    call.answers()

    assert call.presses("2") == ["A1 imekataliwa.", BYE]

    assert shop.rows(STATE) == [("rejected", "voice")]


def test_in_english_as_well(shop: SignedShop) -> None:
    shop.says(AMINA, "english")
    call = rings(shop)

    heard = call.answers()

    assert heard == [
        "This is Karani, the clerk of Duka la Amina.",
        "Sale of 12,000 shillings (saruji) by Baraka. Is that all right?",
        "Press 1 for yes, 2 for no.",
    ]
    assert call.presses("1") == ["A1 is approved.", "Goodbye."]


def test_silence_is_asked_once_more_and_decides_nothing(shop: SignedShop) -> None:
    call = rings(shop)
    call.answers()

    assert call.says_nothing() == [AGAIN, QUESTION, KEYS]
    assert call.says_nothing() == [UNDECIDED, BYE]

    assert call.ended
    assert shop.rows(STATE) == [("open", None)]


def test_above_the_limit_the_pin_is_asked_and_kept_nowhere(shop: SignedShop) -> None:
    shop.sets("sms_limit", 10_000)
    has_pin(shop)
    call = rings(shop)
    call.answers()

    assert call.presses("1") == [PIN]
    assert call.presses("9999") == ["Hiyo si PIN yako. Ibonyeze tena, kisha alama ya reli."]
    assert shop.rows(STATE) == [("open", None)]
    assert call.presses("4821") == ["A1 imekubaliwa.", BYE]

    assert shop.rows(STATE) == [("approved", "voice")]
    assert kept_anywhere(shop, "4821") == kept_anywhere(shop, "9999") == []


def test_wrong_pins_end_the_call(shop: SignedShop) -> None:
    shop.sets("sms_limit", 10_000)
    has_pin(shop)
    call = rings(shop)
    call.answers()
    call.presses("2")
    call.presses("1111")

    assert call.presses("2222") == [UNDECIDED, BYE]

    assert shop.rows(STATE) == [("open", None)]


def test_above_the_limit_without_a_pin_nothing_is_decided(shop: SignedShop) -> None:
    shop.sets("sms_limit", 10_000)
    call = rings(shop)
    call.answers()

    (said, _) = call.presses("1")

    assert said.startswith("Hiki ni kiasi kikubwa mno")
    assert shop.rows(STATE) == [("open", None)]


def test_a_key_after_the_decision_decides_nothing(shop: SignedShop) -> None:
    call = rings(shop)
    call.answers()
    shop.says(AMINA, "HAPANA A1")

    (said, bye) = call.presses("1")

    assert said.startswith("Amina alishakataa A1")
    assert bye == BYE
    assert shop.rows(STATE) == [("rejected", "whatsapp")]


def test_the_same_key_told_twice_decides_once(shop: SignedShop) -> None:
    call = rings(shop)
    call.answers()
    onward = call.onward
    call.presses("1")

    call.onward, call.ended = onward, False
    call.presses("1")

    assert shop.rows("select count(*) from audit_entries where action = 'APPROVE'") == [(1,)]


def test_a_voicemail_hears_nothing(shop: SignedShop) -> None:
    call = rings(shop)

    assert call.answers(AnsweredBy="machine_start") == []

    assert call.ended
    call.ends("completed", AnsweredBy="machine_start")
    told = "select status::text, error_code from outbound_messages where channel = 'voice'"
    assert shop.rows(told) == [("failed", "machine")]


def test_a_call_that_was_heard_is_delivered(shop: SignedShop) -> None:
    call = rings(shop)
    call.answers()

    call.ends("completed")

    told = "select status::text, reason from outbound_messages where channel = 'voice'"
    assert shop.rows(told) == [("delivered", "approval_call")]


@pytest.mark.parametrize("changed", ["To", "CallSid"])
def test_another_call_hears_nothing(shop: SignedShop, changed: str) -> None:
    call = rings(shop)
    if changed == "To":
        call.form["To"] = BARAKA
    else:
        call.call = "CA9"

    assert call.answers() == []

    assert call.ended


def test_an_unsigned_request_is_refused(shop: SignedShop) -> None:
    call = rings(shop)
    path = call.form["Url"].removeprefix("https://karani.example.com")

    answer = twilio_posts(shop.client, {"CallSid": call.call}, path=path, sign={})

    assert answer.status_code == 403
    assert shop.rows(STATE) == [("open", None)]


def test_whoever_works_there_no_more_hears_nothing_of_it(shop: SignedShop) -> None:
    call = rings(shop)
    (organization,) = shop.rows("select id from organizations")[0]
    with shop.rt.db.tenant(UUID(str(organization))) as tx:
        tx.execute(text("update members set role = 'STAFF' where role = 'OWNER'"))

    heard = call.answers()

    assert QUESTION not in heard
    assert call.ended


def test_a_workflows_message_is_read_twice_by_day(shop: SignedShop) -> None:
    words = {"en": "Order {{ event.payload.amount | money }} now.",
             "sw": "Agiza ya {{ event.payload.amount | money }} sasa."}  # fmt: skip
    shop.publishes(
        {"id": "ring", "type": "send_message", "to": "OWNER", "channel": "voice", "text": words}
    )
    shop.says(BARAKA, "nimeuza mkate kwa 60", sms=True)
    (call,) = calls(shop)

    heard = call.answers()

    assert heard == [
        HELLO,
        "Agiza ya shilingi 60 sasa.",
        "Narudia:",
        "Agiza ya shilingi 60 sasa.",
        BYE,
    ]
    assert call.ended


def test_at_night_no_phone_rings(shop: SignedShop) -> None:
    shop.now[0] = shop.now[0].replace(hour=18)  # Nine in the evening there.
    shop.says(BARAKA, "nimeuza saruji kwa 12000", sms=True)
    shop.waits(hours=1)
    assert calls(shop) == []

    shop.waits(hours=10)

    assert len(calls(shop)) == 1
