"""A reply: a whole sentence of ours before it has a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount of a currency (ISO 4217); written in digits by `bot.i18n`."""

    amount: Decimal
    currency: str


Param = str | int | Money | Decimal | date | datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """A sentence by its English text (the catalogue's key) and the values it names.

    `sms` is the short form for SMS where the full one would not fit two GSM-7 parts.
    """

    text: str
    params: Mapping[str, Param] = field(default_factory=dict)
    sms: str | None = None


def N_(sentence: str) -> str:  # noqa: N802 -- gettext's own name for "collect, do not translate".
    """Mark a sentence for the catalogues."""
    return sentence
