"""A count of the day's cash: what was found, of whom, beside what there should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from bot.drafts import cents
from bot.effects import Json, Raise
from bot.shop import PersonTotal


@dataclass(frozen=True, slots=True)
class CashCount:
    """What has been told so far; JSON while the next answer is awaited.

    `again` while it is asked whether a closed day may be closed once more. `shares` says
    how much of the cash is whose.
    """

    day: date
    again: bool = False
    counted: Decimal | None = None
    shares: Mapping[UUID, Decimal] = field(default_factory=dict)

    def missing(self, people: Sequence[PersonTotal], closer: UUID) -> PersonTotal | None:
        """Whose share must still be asked: the closer's own is what the others leave."""
        if len(people) < 2:
            return None
        others = (one for one in people if one.member.person_id != closer)
        return next((one for one in others if one.member.person_id not in self.shares), None)

    def with_share(self, person_id: UUID, amount: Decimal) -> CashCount:
        """One person's share more."""
        return replace(self, shares={**self.shares, person_id: amount})

    @property
    def rest(self) -> Decimal:
        """The cash that is nobody's yet."""
        return (self.counted or Decimal()) - sum(self.shares.values(), start=Decimal())

    def whole(self, people: Sequence[PersonTotal], closer: UUID) -> CashCount:
        """With the share that goes without asking: the closer's, or that of the only one."""
        if len(people) == 1:
            return self.with_share(people[0].member.person_id, self.rest)
        mine = [one for one in people if one.member.person_id == closer]
        return self.with_share(closer, self.rest) if mine else self

    def event(self, expected: Decimal, people: Sequence[PersonTotal]) -> Raise:
        """The event that closes the day."""
        counted = self.counted or Decimal()
        return Raise(
            "DAY_CLOSED",
            {
                "business_date": self.day.isoformat(),
                "expected": cents(expected),
                "counted": cents(counted),
                "difference": cents(counted - expected),
                "by_person": [self._of_person(one) for one in people],
            },
        )

    def differences(self, people: Sequence[PersonTotal]) -> list[tuple[str, Decimal]]:
        """By how much each person's cash differs, of those whose share is known."""
        return [
            (one.member.name, self.shares[one.member.person_id] - one.cash)
            for one in people
            if one.member.person_id in self.shares
        ]

    def _of_person(self, one: PersonTotal) -> dict[str, Json]:
        known: dict[str, Json] = {
            "person": str(one.member.person_id),
            "expected": cents(one.cash),
        }
        share = self.shares.get(one.member.person_id)
        if share is None:
            return known
        return {**known, "counted": cents(share), "difference": cents(share - one.cash)}

    def to_json(self) -> dict[str, Json]:
        """As stored; `from_json` reads it back."""
        return {
            "day": self.day.isoformat(),
            "again": self.again,
            "counted": None if self.counted is None else f"{self.counted:f}",
            "shares": {str(person): f"{share:f}" for person, share in self.shares.items()},
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Read a stored count."""
        counted = document["counted"]
        return cls(
            date.fromisoformat(document["day"]),
            document["again"],
            None if counted is None else Decimal(counted),
            {UUID(person): Decimal(share) for person, share in document["shares"].items()},
        )
