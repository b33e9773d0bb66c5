"""Addresses of a shop in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from bot.contacts import Holder
from bot.effects import Effect, KeepPhone
from bot.phones import masked


@dataclass
class FakeContacts:
    """Customers' phones, kept as the engine does; `people` are the names in the book."""

    people: dict[str, UUID]
    phones: dict[UUID, str] = field(default_factory=dict)

    def phone_of(self, customer_id: UUID) -> str | None:
        """Masked."""
        phone = self.phones.get(customer_id)
        return masked(phone) if phone else None

    def holder(self, phone: str) -> Holder | None:
        """Whoever has it."""
        names = {known: name for name, known in self.people.items()}
        found = [known for known, number in self.phones.items() if number == phone]
        return Holder(found[0], names[found[0]], masked(phone)) if found else None

    def settle(self, effect: Effect) -> None:
        """Carry out one wish about addresses; any other is none of ours."""
        if not isinstance(effect, KeepPhone):
            return
        known = effect.customer or self.people.setdefault(
            effect.name, UUID(int=500 + len(self.people))
        )
        self.phones = {k: v for k, v in self.phones.items() if v != effect.phone}
        self.phones[known] = effect.phone


@dataclass(kw_only=True)
class WithContacts:
    """A part of the shop: the people in its book, and how they are reached."""

    people: dict[str, UUID] = field(default_factory=dict)

    @cached_property
    def contacts(self) -> FakeContacts:
        """Their phones."""
        return FakeContacts(self.people)
