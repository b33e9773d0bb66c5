"""What a shop in memory knows of payments, and of the numbers they come in under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from bot.effects import Effect, NameNumber, ReleaseNumber
from bot.shop import Claim, PaymentNumber
from tests.bot.fake_shops import FakeShops


@dataclass(kw_only=True)
class FakePayments(FakeShops):
    """A part of the shop."""

    claims: dict[tuple[str, str], Claim] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    """Codes that a neighbour claims."""
    numbers: list[PaymentNumber] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    """Numbers that a neighbour has named."""

    def is_paid(self, code: str, amount: str, party: str, at: datetime) -> None:
        """M-Pesa itself tells of a payment."""
        known = self.claims.get(("mpesa_ke", code))
        told = Claim("mpesa_ke", code, Decimal(amount), party, at, "verified", None)
        by = known.claimed_by if known else None
        self.claims["mpesa_ke", code] = replace(told, claimed_by=by)

    def settle_number(self, effect: Effect) -> None:
        """Carry out a wish about a number."""
        match effect:
            case NameNumber(provider, number, kind):
                self.numbers.append(PaymentNumber(provider, number, kind))
            case ReleaseNumber(_, number):
                self.numbers = [one for one in self.numbers if one.number != number]
            case _:
                pass

    def claim(self, provider: str, code: str) -> Claim | None:
        """As it was raised."""
        return self.claims.get((provider, code))

    def claimed_elsewhere(self, provider: str, code: str, kind: str) -> bool:
        """Whether the neighbour has it."""
        return code in self.elsewhere

    def unclaimed(self, most: int) -> Sequence[Claim]:
        """What only the provider told of."""
        return [each for each in self.claims.values() if each.claimed_by is None][:most]

    def payment_numbers(self) -> Sequence[PaymentNumber]:
        """As they were named."""
        return self.numbers

    def number_is_taken(self, provider: str, number: str) -> bool:
        """Whether the neighbour has it."""
        return number in self.taken
