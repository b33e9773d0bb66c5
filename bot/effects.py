"""Wishes as data: what a turn wants done, carried out by the engine in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.reply import Reply

_Scalar = str | int | bool | None
Json = _Scalar | list["Json"] | Mapping[str, "Json"]


@dataclass(frozen=True, slots=True)
class Say:
    """Answer the person who spoke."""

    reply: Reply


@dataclass(frozen=True, slots=True)
class Raise:
    """Record a fact: an event of the public contract; amounts as decimal strings.

    `occurred_at` is when it happened where that is not now.
    """

    type: str
    payload: Mapping[str, Json] = field(default_factory=dict)
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Introduce:
    """Remember something about the person who spoke; None leaves a value as it is."""

    name: str | None = None
    language: str | None = None
    country: str | None = None
    consent_version: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Found an organization owned by the person who spoke; what follows in the turn is its own.

    `country` is ISO 3166, `currency` ISO 4217, `timezone` an IANA name.
    """

    name: str
    country: str
    currency: str
    timezone: str
    language: str


Effect = Say | Raise | Introduce | Found
