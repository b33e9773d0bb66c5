"""Addresses of a shop in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from bot.contacts import Acquaintance, Holder
from bot.effects import AnswerDebt, Effect, Json, KeepPhone, OptIn, OptOut, Raise, RemindDebt
from bot.phones import masked
from bot.replies import debt_reminders as replies
from bot.reply import Money, Reply


@dataclass
class FakeContacts:
    """Customers' phones, kept as the engine does; `people` are the names in the book."""

    people: dict[str, UUID]
    phones: dict[UUID, str] = field(default_factory=dict)
    known_by: list[Acquaintance] = field(default_factory=list)
    shut_out: set[UUID | None] = field(default_factory=set)

    def phone_of(self, customer_id: UUID) -> str | None:
        """Masked."""
        phone = self.phones.get(customer_id)
        return masked(phone) if phone else None

    def holder(self, phone: str) -> Holder | None:
        """Whoever has it."""
        names = {known: name for name, known in self.people.items()}
        found = [known for known, number in self.phones.items() if number == phone]
        return Holder(found[0], names[found[0]], masked(phone)) if found else None

    def acquaintances(self) -> Sequence[Acquaintance]:
        """Whose customer the speaker is."""
        return self.known_by

    def opted_out(self) -> frozenset[UUID | None]:
        """From whom they want to hear nothing."""
        return frozenset(self.shut_out)

    def settle(self, effect: Effect) -> None:
        """Carry out one wish about addresses; any other is none of ours."""
        match effect:
            case KeepPhone():
                self._keep(effect)
            case OptOut(shop):
                self.shut_out.add(shop)
            case OptIn():
                self.shut_out.clear()
            case AnswerDebt(_, customer, _, _):
                self.known_by = [_told(one, customer) for one in self.known_by]
            case _:
                pass

    def said(self, effects: Sequence[Effect]) -> list[Reply]:
        """What the engine would answer to the wishes whose outcome it alone knows."""
        names = {known: name for name, known in self.people.items()}
        return [
            replies.sent(names[effect.customer_id], Money(Decimal(500), "KES"))
            for effect in effects
            if isinstance(effect, RemindDebt)
        ]

    def _keep(self, wish: KeepPhone) -> None:
        fresh = UUID(int=500 + len(self.people))
        known = wish.customer or self.people.setdefault(wish.name, fresh)
        self.phones = {k: v for k, v in self.phones.items() if v != wish.phone}
        self.phones[known] = wish.phone


def _told(one: Acquaintance, customer: UUID) -> Acquaintance:
    return replace(one, disputed_at=one.reminded_at) if one.customer_id == customer else one


def raised_about_customers(effect: Effect) -> list[Raise]:
    """The facts that such a wish leads to, in the shops that it concerns."""
    match effect:
        case AnswerDebt(_, _, answer, amount):
            told: dict[str, Json] = {"answer": answer, "amount": format(amount, "f")}
            return [Raise("DEBT_DISPUTED", told)]
        case OptOut(shop):
            scope = "everything" if shop is None else "shop"
            return [Raise("CUSTOMER_OPTED_OUT", {"scope": scope})]
        case OptIn():
            return [Raise("CUSTOMER_OPTED_IN")]
        case _:
            return []


def known_by(*owed: str) -> list[Acquaintance]:
    """Duka la Amina, and then the neighbour, know a person who owes them so much."""
    shops = zip(("Duka la Amina", "Jirani"), owed, strict=False)
    return [
        Acquaintance(
            organization_id=UUID(int=20 + place),
            shop=shop,
            language="sw",
            timezone="Africa/Nairobi",
            currency="KES",
            customer_id=UUID(int=500 + place),
            name="Asha",
            owes=Decimal(amount),
            reminded_at=datetime.fromisoformat("2026-11-24T08:00:00+03:00"),
        )
        for place, (shop, amount) in enumerate(shops)
    ]


@dataclass(kw_only=True)
class WithContacts:
    """A part of the shop: the people in its book, and how they are reached."""

    people: dict[str, UUID] = field(default_factory=dict)

    @cached_property
    def contacts(self) -> FakeContacts:
        """Their phones."""
        return FakeContacts(self.people)
