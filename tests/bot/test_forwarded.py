"""What speaks against a payment text."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.forwarded import Flag, Forwarded
from bot.nlu.understanding import Act, Intent
from tests.bot.chat import MORNING


def forwarded(text: str = "", *, suspect: bool = False, **said: Any) -> Forwarded:
    facts = {"kind": "received", "code": "UJ1", "provider": "mpesa_ke", "when": MORNING}
    act = Act(Intent.MOBILE_MONEY, **{**facts, **said})
    return Forwarded.of(act, at=MORNING, text=text, suspect=suspect)


def test_nothing_speaks_against_a_text_of_today() -> None:
    assert forwarded().flags == ()


@pytest.mark.parametrize(
    ("said", "flag"),
    [
        ({"code": None}, Flag.NO_CODE),
        ({"when": MORNING + timedelta(hours=2)}, Flag.FUTURE),
        ({"when": MORNING - timedelta(days=7, minutes=1)}, Flag.OLD),
        ({"when": None, "date": date(2026, 12, 24)}, Flag.FUTURE),
        ({"suspect": True}, Flag.RETURN),
    ],
)
def test_what_is_wrong_with_a_text_is_flagged(said: dict[str, Any], flag: Flag) -> None:
    assert forwarded(**said).flags == (flag,)


def test_a_clock_that_is_a_little_fast_is_no_forgery() -> None:
    assert forwarded(when=MORNING + timedelta(minutes=59)).flags == ()


@pytest.mark.parametrize(
    ("text", "fee"),
    [
        ("Transaction cost, Ksh29.00.", "29.00"),
        ("Gharama ya kutoa Ksh1,029.50.", "1029.50"),
        ("Makato TSh 450", "450"),
        ("Transaction cost, Ksh0.00.", None),
        ("no word of it", None),
    ],
)
def test_the_fee_is_what_the_provider_took(text: str, fee: str | None) -> None:
    assert forwarded(text).fee == (Decimal(fee) if fee else None)


def test_a_name_is_written_as_people_write_it() -> None:
    assert forwarded(party="ASHA OTIENO").party == "Asha Otieno"


@pytest.mark.parametrize("party", ["8:23 AM", "0712", None])
def test_what_is_no_name_is_left_out(party: str | None) -> None:
    assert forwarded(party=party).party is None


def test_a_claim_holds_what_the_contract_names() -> None:
    event = forwarded(party="ASHA", amount=Decimal("500.00"), suspect=True).event()

    assert event.type == "PAYMENT_CLAIMED"
    assert event.payload == {
        "provider": "mpesa_ke",
        "code": "UJ1",
        "kind": "received",
        "amount": "500",
        "party": "Asha",
        "when": "2026-11-24T09:00:00+03:00",
        "flags": ["return_demanded"],
    }


def test_a_text_that_waits_is_read_back_as_it_was() -> None:
    text = forwarded(party="ASHA", amount=Decimal(500))

    assert Forwarded.from_json(text.to_json()) == text
