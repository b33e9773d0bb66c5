"""The countries where a shop may keep its book with Karani."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    """Where a shop may be, and what follows from it.

    `code` is ISO 3166, `currency` ISO 4217, `timezone` an IANA name; `name` as it is typed.
    """

    code: str
    name: str
    currency: str
    timezone: str


COUNTRIES = (
    Country("KE", "kenya", "KES", "Africa/Nairobi"),
    Country("TZ", "tanzania", "TZS", "Africa/Dar_es_Salaam"),
    Country("UG", "uganda", "UGX", "Africa/Kampala"),
)
"""In the order of the digits with which a newcomer chooses."""
