"""Replies in the reader's language."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from bot.i18n import digits, wording
from bot.replies import recording
from bot.reply import Languages, Money, Param, Reply, Several, in_one_bubble
from bot.swahili_clock import both_forms
from tests.bot.chat import TRANSLATIONS


def said(reply: Reply, language: str | None = "sw") -> str:
    return wording(reply, language, TRANSLATIONS)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("300", "KES", "Ksh 300"),
        ("2500.00", "KES", "Ksh 2,500"),
        ("65.5", "KES", "Ksh 65.50"),
        ("1250000", "TZS", "TSh 1,250,000"),
        ("-300", "UGX", "-USh 300"),
        ("0", "KES", "Ksh 0"),
        ("5", "RWF", "RWF 5"),
    ],
)
def test_money_is_written_in_digits(amount: str, currency: str, text: str) -> None:
    assert digits(Money(Decimal(amount), currency)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal(2), "2"),
        (Decimal("2.50"), "2.5"),
        (Decimal("1E+3"), "1,000"),
        (12000, "12,000"),
        ("sukari", "sukari"),
        (date(2026, 3, 9), "9 Mac 2026"),
        (
            datetime.fromisoformat("2026-03-09T10:00+03:00"),
            "9 Mac 2026 saa nne asubuhi (10:00)",
        ),
        (Languages(("en", "sw")), "English, Kiswahili"),
        (Several((Reply("sale"), Reply("expense"))), "mauzo; matumizi"),
        (Reply("sale"), "mauzo"),
    ],
)
def test_every_kind_of_value_has_its_words(value: Param, text: str) -> None:
    assert said(Reply("%(item)s", {"item": value})) == text


def test_english_tells_the_time_in_digits() -> None:
    moment = datetime.fromisoformat("2026-03-09T22:05+03:00")

    assert said(Reply("%(item)s", {"item": moment}), "en") == "9 Mar 2026 22:05"


@pytest.mark.parametrize("language", [None, "fr"])
def test_a_language_without_a_catalogue_is_english(language: str | None) -> None:
    assert said(Reply("What is your name?"), language) == "What is your name?"


def test_the_verb_agrees_with_the_number() -> None:
    assert said(recording.unread((3,))) == "Sijaelewa mstari wa 3: tafadhali utume tena."
    assert said(recording.unread((3, 5))).startswith("Sijaelewa mistari ya 3, 5:")


def test_replies_in_one_bubble_stand_on_lines_of_their_own() -> None:
    assert said(in_one_bubble([Reply("sale"), Reply("expense")])) == "mauzo\nmatumizi"


def test_a_text_message_takes_the_short_form() -> None:
    reply = Reply("What is your name?", sms="sale")

    assert wording(reply, "sw", TRANSLATIONS, "sms") == "mauzo"
    assert wording(reply, "sw", TRANSLATIONS) == "Jina lako ni nani?"


@pytest.mark.parametrize(
    ("moment", "spoken"),
    [
        (time(10, 0), "saa nne asubuhi (10:00)"),
        (time(6, 0), "saa kumi na mbili asubuhi (06:00)"),
        (time(12, 0), "saa sita mchana (12:00)"),
        (time(16, 30), "saa kumi na nusu jioni (16:30)"),
        (time(19, 15), "saa moja na robo usiku (19:15)"),
        (time(9, 45), "saa nne kasorobo asubuhi (09:45)"),
        (time(0, 0), "saa sita usiku (00:00)"),
        (time(5, 0), "saa kumi na moja alfajiri (05:00)"),
        (time(20, 7), "saa mbili na dakika 7 usiku (20:07)"),
    ],
)
def test_the_swahili_clock_counts_from_six(moment: time, spoken: str) -> None:
    assert both_forms(moment) == spoken
