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
    tokens_out: Decimal = Decimal(0)
    minute: Decimal = Decimal(0)


PRICES: tuple[Price, ...] = (
    # https://developers.openai.com/api/docs/pricing, looked up in November 2026.
    Price("gpt-6-luna", date(2026, 8, 1), Decimal("0.10"), Decimal("0.01"), Decimal("0.50")),
    Price("gpt-6-sol", date(2026, 8, 1), Decimal(2), Decimal("0.20"), Decimal(10)),
    Price("gpt-transcribe", date(2026, 8, 1), minute=Decimal("0.0045")),
)
"""A new price is a new line: what was answered before keeps the price of its day."""


def price(model: str, day: date) -> Price | None:
    """What a model costs on a day; None where the table does not say."""
    known = [one for one in PRICES if one.model == model and one.since <= day]
    return max(known, key=lambda one: one.since, default=None)


def of_tokens(
    model: str, day: date, tokens_in: int, tokens_out: int, cached: int = 0
) -> Decimal:
    """The cost of an answer; `cached` of the tokens in were known to the provider."""
    found = price(model, day)
    if found is None:
        return Decimal(0)
    fresh = max(tokens_in - cached, 0)
    whole = fresh * found.tokens_in + cached * found.cached + tokens_out * found.tokens_out
    return (whole / MILLION).quantize(SMALLEST, ROUND_UP)


def of_sound(model: str, day: date, seconds: Decimal) -> Decimal:
    """The cost of writing down that many seconds."""
    found = price(model, day)
    if found is None:
        return Decimal(0)
    return (seconds * found.minute / MINUTE_S).quantize(SMALLEST, ROUND_UP)
