"""Who and what a demonstration is made of: a shop, its people and goods, from a table."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from karani import languages
from store.organizations import NewOrganization


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody of the team, with their phone (E.164)."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Good:
    """What is sold: its cost and price in whole units, how often it goes, how many come."""

    item: str
    unit: str
    cost: int
    price: int
    share: int
    lot: int


@dataclass(frozen=True, slots=True)
class Bulk:
    """What is sold by the lorry."""

    item: str
    unit: str
    price: int


@dataclass(frozen=True, slots=True)
class Outlay:
    """What is spent every so many days, between two amounts."""

    item: str
    every: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Cast:
    """A whole shop; above `limit` a sale is put to the owner. The team has the owner first."""

    shop: NewOrganization
    limit: str
    hello: str
    team: Sequence[Hand]
    customers: Sequence[str]
    suppliers: Sequence[str]
    services: Sequence[str]
    goods: Sequence[Good]
    bulk: Bulk
    outlays: Sequence[Outlay]


def known() -> Sequence[str]:
    """The languages that have one."""
    return sorted(path.parent.name for path in languages.folder().glob("*/demo.toml"))


def load(language: str) -> Cast:
    """The one of a language."""
    path = languages.folder() / language / "demo.toml"
    return _cast(tomllib.loads(path.read_text("utf-8")), language)


def _cast(document: Mapping[str, Any], language: str) -> Cast:
    shop, people = dict(document["shop"]), document["people"]
    limit = shop.pop("limit")
    return Cast(
        shop=NewOrganization(**shop, language=language),
        limit=limit,
        hello=people["hello"],
        team=[Hand(**one) for one in document["team"]],
        customers=people["customers"],
        suppliers=people["suppliers"],
        services=people["services"],
        goods=[Good(**one) for one in document["goods"]],
        bulk=Bulk(**document["bulk"]),
        outlays=[Outlay(**one) for one in document["expenses"]],
    )
