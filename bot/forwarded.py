"""A forwarded payment text: what it claims, and what speaks against it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from bot.drafts import cents
from bot.effects import Json, Raise
from bot.nlu.understanding import Act
from bot.shop import Claim

OLDEST = timedelta(days=7)
AHEAD = timedelta(hours=1)
"""Clocks differ a little: only what lies further ahead is in the future."""
SUSPECT = "suspect_payment"
"""The reader's word for "sent in error, please return it"."""
OTHER = "other"
"""The provider of a text that names none: people forward the words without their sender."""
FEE = re.compile(
    r"(?:transaction cost|access fee|fee|charge|gharama(?: ya \w+)?|ada(?: ya \w+)?|makato)"
    r"\W{0,3}(?:\w{2,3}h?s?\.?)?\s?(?P<fee>\d[\d,]*(?:\.\d{1,2})?)",
    re.IGNORECASE,
)


class Flag(StrEnum):
    """What speaks against a text."""

    NO_CODE = "missing_code"
    FUTURE = "future"
    OLD = "old"
    RETURN = "return_demanded"
    AMOUNT = "other_amount"
    ELSEWHERE = "other_shop"


@dataclass(frozen=True, slots=True)
class Forwarded:
    """One payment text. `when` is aware; `fee` is what the provider took for it.

    `verified` says that the provider itself has told of the payment.
    """

    kind: str
    when: datetime
    provider: str = ""
    code: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    party: str | None = None
    fee: Decimal | None = None
    flags: tuple[Flag, ...] = ()
    verified: bool = False

    @classmethod
    def proven(cls, claim: Claim) -> Self:
        """A payment that came in and that only its provider has told of."""
        return cls(
            kind="received",
            when=claim.at,
            provider=claim.provider,
            code=claim.code,
            amount=claim.amount or None,
            party=claim.party,
            verified=True,
        )

    @classmethod
    def of(cls, act: Act, *, at: datetime, text: str, suspect: bool) -> Self:
        """What a text says; `at` is when it was forwarded."""
        known = cls(
            kind=act.kind or "other",
            when=_moment(act, at),
            provider=act.provider or (OTHER if act.code else ""),
            code=act.code,
            amount=act.amount or None,
            currency=act.currency,
            party=_name(act.party),
            fee=_fee(text),
        )
        return replace(known, flags=tuple(_flags(known, at, suspect)))

    def event(self) -> Raise:
        """That a payment is claimed: not yet money in the book."""
        payload: dict[str, Json] = {
            "provider": self.provider,
            "code": self.code,
            "kind": self.kind,
            "amount": None if self.amount is None else cents(self.amount),
            "party": self.party,
            "when": self.when.isoformat(),
            "flags": [flag.value for flag in self.flags],
        }
        return Raise("PAYMENT_CLAIMED", payload, occurred_at=self.when)

    def to_json(self) -> dict[str, Json]:
        """As stored; `from_json` reads it back."""
        return {
            "kind": self.kind,
            "when": self.when.isoformat(),
            "provider": self.provider,
            "code": self.code,
            "amount": None if self.amount is None else f"{self.amount:f}",
            "party": self.party,
            "flags": [flag.value for flag in self.flags],
            "verified": self.verified,
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Read a stored text; its fee and currency have been dealt with."""
        amount = document["amount"]
        return cls(
            kind=document["kind"],
            when=datetime.fromisoformat(document["when"]),
            provider=document["provider"],
            code=document["code"],
            amount=Decimal(amount) if amount else None,
            party=document["party"],
            flags=tuple(Flag(flag) for flag in document["flags"]),
            verified=bool(document.get("verified")),
        )


def _moment(act: Act, at: datetime) -> datetime:
    if act.when is not None:
        return act.when
    return datetime.combine(act.date, at.timetz()) if act.date else at


def _flags(text: Forwarded, at: datetime, suspect: bool) -> list[Flag]:
    found = {
        Flag.NO_CODE: text.code is None,
        Flag.FUTURE: text.when > at + AHEAD,
        Flag.OLD: text.when < at - OLDEST,
        Flag.RETURN: suspect,
    }
    return [flag for flag, holds in found.items() if holds]


def _name(party: str | None) -> str | None:
    """A name as people write it: providers shout."""
    if party is None or not any(sign.isalpha() for sign in party) or ":" in party:
        return None
    return party.title() if party.isupper() else party


def _fee(text: str) -> Decimal | None:
    found = FEE.search(text)
    fee = Decimal(found["fee"].replace(",", "")) if found else Decimal()
    return fee if fee > 0 else None


def day_of(today: date, local: date) -> date | None:
    """The business date to book on; None is today. Nothing is booked on a day to come."""
    return local if local < today else None
