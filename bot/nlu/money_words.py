"""Compile the phrases that mobile-money texts are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Documents = Mapping[str, Mapping[str, Any]]

KINDS = (
    "received",
    "sent",
    "till",
    "paybill",
    "withdraw",
    "deposit",
    "airtime",
    "balance",
    "other",
)
NOTHING_MATCHES = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class MoneyWords:
    """Patterns over a whole text, in all languages at once."""

    kinds: Mapping[str, str]
    """Phrase → kind."""
    kind: re.Pattern[str]
    failed: re.Pattern[str]
    reversal: re.Pattern[str]
    confirmed: re.Pattern[str]
    balance: re.Pattern[str]
    account: re.Pattern[str]
    cost: re.Pattern[str]
    not_amount: re.Pattern[str]
    reference: re.Pattern[str]
    sender: re.Pattern[str]
    receiver: re.Pattern[str]
    stop: re.Pattern[str]
    due: re.Pattern[str]
    suspect: re.Pattern[str]
    own: re.Pattern[str]
    address: tuple[str, ...]
    """How the words begin with which a provider speaks to somebody."""
    total: re.Pattern[str]
    currencies: Mapping[str, str]
    money: re.Pattern[str]

    @classmethod
    def of(cls, documents: Documents) -> MoneyWords:
        """Compile the `[mobile_money]` tables of all languages."""
        tables = [document.get("mobile_money", {}) for document in documents.values()]

        def words(name: str) -> list[str]:
            return [phrase.casefold() for table in tables for phrase in table.get(name, [])]

        kinds = {phrase: kind for kind in KINDS for phrase in words(kind)}
        currencies = _currencies(documents)
        currency = _choice(currencies)
        return cls(
            kinds=kinds,
            kind=_any(kinds, glued=True),
            failed=_any(words("failed")),
            reversal=_any(words("reversal")),
            confirmed=_loose(words("confirmed")),
            balance=_any(words("not_amount")),
            account=_any(words("account")),
            cost=_before_money(words("cost"), currency),
            not_amount=_before_money(words("not_amount"), currency),
            reference=_reference(words("reference")),
            sender=_any(words("from")),
            receiver=_any(words("to")),
            stop=_any(words("stop")),
            due=_any(words("due")),
            suspect=_any(words("suspect")),
            own=_any(words("own")),
            address=tuple(words("address")),
            total=_total(words("total")),
            currencies=currencies,
            money=_money(currency),
        )


def _currencies(documents: Documents) -> dict[str, str]:
    return {
        text.casefold(): code
        for document in documents.values()
        for code, texts in document.get("currencies", {}).items()
        for text in texts
        if code and text.isascii() and text.isalpha()
    }


def _choice(phrases: Iterable[str]) -> str:
    """The longest phrase first, so that it wins where two begin together."""
    longest_first = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)


def _any(phrases: Iterable[str], *, glued: bool = False) -> re.Pattern[str]:
    """Any of `phrases`, whole; `glued` lets a figure follow at once: `received Ksh340`."""
    choice, behind = _choice(phrases), r"[^\W\d_]" if glued else r"[^\W_]"
    return re.compile(rf"(?<![^\W_])(?:{choice})(?!{behind})") if choice else NOTHING_MATCHES


def _loose(phrases: Iterable[str]) -> re.Pattern[str]:
    """Providers forget the space in front: `QX12AB34CDConfirmed`."""
    choice = _choice(phrases)
    return re.compile(rf"(?:{choice})(?![^\W_])") if choice else NOTHING_MATCHES


def _before_money(phrases: Iterable[str], currency: str) -> re.Pattern[str]:
    """Words right in front of a sum that say it is not the one that moved."""
    choice = _choice(phrases)
    if not choice:
        return NOTHING_MATCHES
    return re.compile(
        rf"(?<![^\W_])(?:{choice})(?![^\W_])[^\d.;]{{0,40}}(?:(?:{currency})\.?)?\s*\Z"
    )


def _reference(labels: Iterable[str]) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![^\W_])(?:{_choice(labels)})(?![^\W_])[\s.:#]*(?:no[.:\s]+)?"
        r"(?P<code>(?=[a-z]*\d)[a-z0-9]{5,30}(?:\.[a-z]?\d{3,})*)"
    )


def _money(currency: str) -> re.Pattern[str]:
    number = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?"
    return re.compile(
        rf"(?:(?P<before>{currency})\.?\s*(?P<first>{number}))(?![\d*])"
        rf"|(?<![\d.,])(?P<second>{number})\s*(?P<behind>{currency})(?![^\W_])"
    )


def _total(labels: Iterable[str]) -> re.Pattern[str]:
    """A receipt that names no currency still labels its total."""
    return re.compile(
        rf"(?<![^\W_])(?:{_choice(labels)})\s*:?\s*(?P<sum>\d[\d,]*(?:\.\d{{1,2}})?)"
    )
