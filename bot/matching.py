"""Which open debt a payment may be for: by its amount, the name and the time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from rapidfuzz.fuzz import token_set_ratio

from bot.people import words
from bot.shop import Customer

ALIKE = 85
"""From this likeness (of 100) the payer may be the debtor."""


def debtor(
    party: str | None, amount: Decimal, day: date, customers: Sequence[Customer]
) -> Customer | None:
    """The customer whose debt a payment of that day probably pays; a person confirms it.

    Providers hide numbers and cut names, so a name must be alike, and of several debtors with
    such a name the one who owes exactly this much. Without a name the amount must be exact
    and nobody else owe the same.
    """
    owing = [each for each in customers if each.owes_us > 0 and _was_open(each, day)]
    exact = [each for each in owing if each.owes_us == amount]
    if party is None:
        return exact[0] if len(exact) == 1 else None
    alike = [each for each in owing if _is_alike(party, each.name)]
    both = [each for each in alike if each.owes_us == amount]
    found = both if len(both) == 1 else alike
    return found[0] if len(found) == 1 else None


def creditor(party: str | None, customers: Sequence[Customer]) -> Customer | None:
    """The supplier whom a payment probably went to."""
    owed = [each for each in customers if each.we_owe > 0]
    alike = [each for each in owed if party is not None and _is_alike(party, each.name)]
    return alike[0] if len(alike) == 1 else None


def _was_open(customer: Customer, day: date) -> bool:
    return customer.owes_since is None or customer.owes_since <= day


def _is_alike(party: str, name: str) -> bool:
    said, known = " ".join(words(party)), " ".join(words(name))
    return bool(known) and token_set_ratio(said, known) >= ALIKE
