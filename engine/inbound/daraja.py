"""Read what M-Pesa (Daraja C2B) reports of a payment to a till or paybill."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

PROVIDER = "mpesa_ke"
CURRENCY = "KES"
ACCEPTED: Mapping[str, str] = {"ResultCode": "0", "ResultDesc": "Accepted"}
"""What Daraja wants to hear, whatever becomes of the payment here."""

CODE = re.compile(r"[A-Z0-9]{6,20}")
NUMBER = re.compile(r"\d{4,10}")
ZONE = ZoneInfo("Africa/Nairobi")
LARGEST = Decimal(10) ** 12
LONGEST_NAME = 60
NAMES = ("FirstName", "MiddleName", "LastName")


class NoticeError(ValueError):
    """A body that is no notice of a payment; the text names the field, never its content."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A payment as M-Pesa tells it. `number` is the till or paybill; `at` None if untold.

    The payer's number comes masked and proves nothing, the balance is nobody's business here:
    neither is read.
    """

    code: str
    number: str
    amount: Decimal
    party: str | None
    at: datetime | None


def code_of(raw: bytes) -> str:
    """The transaction code, by which a notice is kept once. Raises `NoticeError`."""
    return _matching(_document(raw), "TransID", CODE)


def read(raw: bytes) -> Notice:
    """The whole notice. Raises `NoticeError`."""
    document = _document(raw)
    return Notice(
        code=_matching(document, "TransID", CODE),
        number=_matching(document, "BusinessShortCode", NUMBER),
        amount=_amount(document.get("TransAmount")),
        party=_party(document),
        at=_moment(document.get("TransTime")),
    )


def _document(raw: bytes) -> Mapping[str, object]:
    try:
        document = json.loads(raw, parse_float=Decimal)
    except (ValueError, RecursionError):  # Not JSON, not UTF-8, or nested beyond all measure.
        raise NoticeError("the body is no JSON") from None
    if not isinstance(document, dict):
        raise NoticeError("the body is no JSON object")
    return document


def _matching(document: Mapping[str, object], name: str, pattern: re.Pattern[str]) -> str:
    value = document.get(name)
    told = str(value).strip().upper() if isinstance(value, str | int) else ""
    if not told.isascii() or pattern.fullmatch(told) is None:
        raise NoticeError(f"{name} is missing or not what it should be")
    return told


def _amount(value: object) -> Decimal:
    try:
        amount = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        amount = Decimal()
    # Compared only once it is known to be a number: some decimals are none.
    if not amount.is_finite() or not 0 < amount < LARGEST or amount != round(amount, 2):
        raise NoticeError("TransAmount is missing or not what it should be")
    return amount


def _party(document: Mapping[str, object]) -> str | None:
    told = (document.get(name) for name in NAMES)
    words = " ".join(name for name in told if isinstance(name, str)).split()
    name = "".join(sign for sign in " ".join(words) if sign.isprintable())
    return name[:LONGEST_NAME].title() or None


def _moment(value: object) -> datetime | None:
    try:
        return datetime.strptime(str(value), "%Y%m%d%H%M%S").replace(tzinfo=ZONE)
    except ValueError:
        return None
