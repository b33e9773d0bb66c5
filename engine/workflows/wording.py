"""Values in texts of workflows, written as Karani writes them in its own sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from babel.dates import format_date
from phonenumbers import PhoneNumberFormat

from bot import i18n
from bot.reply import Money
from engine.workflows.amounts import hundredths

LONGEST_VALUE = 64 * 1024
_UNSEEN = {code: None for code in (*range(32), *range(0x7F, 0xA0)) if code != ord("\n")}
"""Control characters, but for the end of a line."""
_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029))
"""Signs that turn the direction of what follows: they make one amount look like another."""
_HALVES = dict.fromkeys(range(0xD800, 0xE000))
"""Halves of characters, which no channel can carry."""
_DROPPED = {**_UNSEEN, **_TURNING, **_HALVES}


class WordingError(ValueError):
    """A value that a filter cannot write; the text does not hold the value."""


@dataclass(frozen=True, slots=True)
class Locale:
    """How the reader writes: language (ISO 639), IANA zone, currency (ISO 4217), country."""

    language: str
    timezone: str
    currency: str
    country: str


def shown(value: object, locale: Locale) -> str:
    """A value that no filter was asked for; none is nothing."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return _clean(value)
        case int() | Decimal():
            return _number(Decimal(value))
        case float():
            return str(value)
        case date():
            return (
                f"{day(value, locale)} {clock(value, locale)}"
                if _timed(value)
                else day(value, locale)
            )
        case _:
            raise WordingError("a list or a map is no text: name one of its fields")


def money(value: object, locale: Locale) -> str:
    """An amount: "Ksh 12,000"."""
    try:
        cents = hundredths(format(value, "f") if isinstance(value, Decimal) else value)
    except ValueError as error:
        raise WordingError(f"money: {error}") from error
    return i18n.digits(Money(Decimal(cents).scaleb(-2), locale.currency))


def day(value: object, locale: Locale) -> str:
    """The day: "26 Nov 2026"."""
    moment = _moment(value, locale)
    return format_date(moment, "d MMM y", locale=locale.language)


def hour(value: object, locale: Locale) -> str:
    """The time in digits: "16:00"."""
    return f"{_hour(value, locale):%H:%M}"


def clock(value: object, locale: Locale) -> str:
    """The time as it is said: "saa kumi jioni (16:00)" where the language has a clock."""
    said: Callable[[time], str] = i18n.CLOCKS.get(locale.language, "{:%H:%M}".format)
    return said(_hour(value, locale))


def phone(value: object, locale: Locale) -> str:
    """A phone number as it is dialled from the shop's country: "0722 000 002"."""
    if not isinstance(value, str):
        raise WordingError("phone: the value is no phone number")
    try:
        number = phonenumbers.parse(value, locale.country)
    except phonenumbers.NumberParseException as error:
        raise WordingError("phone: the value is no phone number") from error
    home = phonenumbers.region_code_for_number(number) == locale.country
    form = PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def _clean(text: str) -> str:
    if len(text) > LONGEST_VALUE:
        raise WordingError(f"a value is longer than {LONGEST_VALUE // 1024} kB")
    return text.translate(_DROPPED)


def _number(number: Decimal) -> str:
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise WordingError("a number is too large or too small to be written")
    return i18n.plain(number)


def _timed(value: object) -> bool:
    return isinstance(value, datetime)


def _hour(value: object, locale: Locale) -> time:
    moment = _moment(value, locale)
    if not isinstance(moment, datetime):
        raise WordingError("time: the value is a day without a time")
    return moment.time()


def _moment(value: object, locale: Locale) -> date | datetime:
    """A day, or a time in the shop's zone; a time without a zone is the shop's already."""
    read = _iso(value) if isinstance(value, str) else value
    if isinstance(read, datetime):
        return read.astimezone(_zone(locale)) if read.utcoffset() is not None else read
    if isinstance(read, date):
        return read
    raise WordingError("date: the value is no date")


def _iso(text: str) -> date | datetime:
    try:
        return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
    except ValueError as error:
        raise WordingError("date: the value is no date such as 2026-11-26") from error


def _zone(locale: Locale) -> ZoneInfo:
    try:
        return ZoneInfo(locale.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise WordingError("the zone of the shop is not known") from error
