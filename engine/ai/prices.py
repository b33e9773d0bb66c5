"""What models cost: a table with dates, in US dollars; what it does not name costs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_UP, Decimal

MILLION = Decimal(1_000_000)
MINUTE_S = Decimal(60)
SMALLEST = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Price:
    """A model's price from a day on: per million tokens, or per minute of sound."""

    model: str
    since: date
    tokens_in: Decimal = Decimal(0)
    cached: Decimal = Decimal(0)
    written: Decimal = Decimal(0)
    """For what the provider keeps, so that it is cached the next time."""
    tokens_out: Decimal = Decimal(0)
    minute: Decimal = Decimal(0)


PRICES: tuple[Price, ...] = (
    # https://developers.openai.com/api/docs/models has a page for each.
    Price(
        "gpt-6-luna",
        date(2026, 8, 1),
        tokens_in=Decimal("0.10"),
        cached=Decimal("0.01"),
        written=Decimal("0.125"),
        tokens_out=Decimal("0.50"),
    ),
    Price(
        "gpt-6-sol",
        date(2026, 8, 1),
        tokens_in=Decimal(2),
        cached=Decimal(2),  # Whatever less it may be: rather too dear than over the budget.
        written=Decimal("2.5"),
        tokens_out=Decimal(10),
    ),
    Price("gpt-transcribe", date(2026, 8, 1), minute=Decimal("0.0045")),
)
"""A new price is a new line: what was answered before keeps the price of its day."""


def price(model: str, day: date) -> Price | None:
    """What a model costs on a day; None where the table does not say."""
    known = [one for one in PRICES if one.model == model and one.since <= day]
    return max(known, key=lambda one: one.since, default=None)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What an answer used; of those in some were `cached`, others `written` to the cache."""

    into: int
    out: int
    cached: int = 0
    written: int = 0


def of_tokens(model: str, day: date, used: Tokens) -> Decimal:
    """The cost of an answer."""
    found = price(model, day)
    if found is None:
        return Decimal(0)
    fresh = max(used.into - used.cached - used.written, 0)
    whole = (
        fresh * found.tokens_in
        + used.cached * found.cached
        + used.written * found.written
        + used.out * found.tokens_out
    )
    return (whole / MILLION).quantize(SMALLEST, ROUND_UP)


def of_sound(model: str, day: date, seconds: Decimal) -> Decimal:
    """The cost of writing down that many seconds."""
    found = price(model, day)
    if found is None:
        return Decimal(0)
    return (seconds * found.minute / MINUTE_S).quantize(SMALLEST, ROUND_UP)
