"""A reply: a whole sentence of ours before it has a language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Union


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount of a currency (ISO 4217); written in digits by `bot.i18n`."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as the book has it, in the number that so many of it take: "bag", "bags"."""

    word: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Languages:
    """Languages by code, each written by its own name; `numbered` for a choice."""

    codes: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Several:
    """Replies side by side inside another one."""

    replies: tuple[Reply, ...]
    joint: str = "; "


Param = Union[str, int, Money, Decimal, Unit, date, datetime, time, Languages, Several, "Reply"]


@dataclass(frozen=True, slots=True)
class Reply:
    """A sentence by its English text (the catalogue's key) and the values it names.

    `sms` is the short form for SMS where the full one would not fit two GSM-7 parts.
    `plural` is the text when the parameter `n` is not one. `then` follows in the same bubble.
    """

    text: str
    params: Mapping[str, Param] = field(default_factory=dict)
    sms: str | None = None
    plural: str | None = None
    then: Reply | None = None

    def followed_by(self, other: Reply) -> Reply:
        """Both in one bubble, this one first."""
        return replace(self, then=self.then.followed_by(other) if self.then else other)


def in_one_bubble(replies: Sequence[Reply]) -> Reply:
    """Several replies, at least one, as one message."""
    first, *others = replies
    return first.followed_by(in_one_bubble(others)) if others else first


def N_(sentence: str) -> str:  # noqa: N802 -- gettext's own name for "collect, do not translate".
    """Mark a sentence for the catalogues."""
    return sentence


def NN_(singular: str, plural: str) -> tuple[str, str]:  # noqa: N802 -- the same for two forms.
    """Mark a sentence whose verb agrees with the number `n`."""
    return singular, plural


def spoken(texts: Mapping[str, str], language: str | None) -> str:
    """A text that somebody has written for every language, in this one or in any."""
    return texts.get(language or "") or next(iter(texts.values()), "")
