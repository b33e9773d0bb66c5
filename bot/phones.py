"""Phone numbers in what people write: found as they are typed, shown only in part."""

from __future__ import annotations

from typing import NamedTuple

import phonenumbers
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher


class Phone(NamedTuple):
    """A number (E.164), and where the words behind it begin."""

    number: str
    end: int


def found(text: str, country: str) -> Phone | None:
    """The first phone number in a text: "0722 000 002" in Kenya (ISO 3166)."""
    for match in PhoneNumberMatcher(text, country, leniency=Leniency.POSSIBLE):
        number = phonenumbers.format_number(match.number, PhoneNumberFormat.E164)
        return Phone(number, match.end)
    return None


def masked(number: str) -> str:
    """Enough of a number to tell two members apart: "+254722***002"."""
    return f"{number[:7]}***{number[-3:]}"
