"""What Karani says about reminding a customer of a debt, and the reminder itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.reply import N_, Money, Reply


def letter(name: str, owed: Money) -> Reply:
    """To the customer; the shop's name comes before it."""
    return Reply(
        N_(
            "Dear %(name)s, a friendly reminder: you still owe %(owed)s. Reply PAID if you have"
            " paid it, or NOT TRUE if it is wrong. Thank you."
        ),
        {"name": name, "owed": owed},
    )


def ask(name: str, phone: str, owed: Money) -> Reply:
    """Said once more before it goes."""
    return Reply(
        N_("Shall I remind %(name)s (%(phone)s) of %(owed)s (1 Yes, 2 No)?"),
        {"name": name, "phone": phone, "owed": owed},
    )


def who(names: Sequence[str]) -> Reply:
    """Several may be meant."""
    numbered = [f"{number} {name}" for number, name in enumerate(names, start=1)]
    return Reply(
        N_("Whom shall I remind of a debt (%(names)s)?"), {"names": ", ".join(numbered)}
    )


def unknown() -> Reply:
    """Nobody of that name is in the book, or none was said."""
    return Reply(N_("I find nobody of that name who owes you. Write DEBTS to see them all."))


def no_phone(name: str) -> Reply:
    """The customer cannot be written to."""
    return Reply(
        N_("I have no number of %(name)s. Write for example: CUSTOMER %(name)s 0712 345 678."),
        {"name": name},
    )


def only_owner() -> Reply:
    """Somebody else wants to remind a customer."""
    return Reply(N_("Only the owner may remind customers of their debts."))


def left(name: str) -> Reply:
    """The owner does not want it."""
    return Reply(N_("All right, I do not write to %(name)s."), {"name": name})


def sent(name: str, owed: Money) -> Reply:
    """It is on its way."""
    return Reply(
        N_("I have reminded %(name)s of %(owed)s. What they answer I put to you."),
        {"name": name, "owed": owed},
    )


def later(name: str, owed: Money, at: datetime) -> Reply:
    """Customers are written to by day."""
    return Reply(
        N_(
            "At this hour I do not write to customers. I shall remind %(name)s of %(owed)s on"
            " %(at)s."
        ),
        {"name": name, "owed": owed, "at": at},
    )


def reminded_already(name: str) -> Reply:
    """Once a day is enough."""
    return Reply(
        N_("%(name)s has a reminder for that day already: one is enough."),
        {"name": name},
    )


def owes_nothing(name: str) -> Reply:
    """There is no debt."""
    return Reply(N_("%(name)s owes you nothing in the book."), {"name": name})


def opted_out(name: str) -> Reply:
    """They want no messages."""
    return Reply(
        N_("%(name)s wants no messages, so I did not write. Please talk to them yourself."),
        {"name": name},
    )


def unreachable(name: str) -> Reply:
    """No way leads to them."""
    return Reply(
        N_("I cannot reach %(name)s, so nothing was sent. Please talk to them yourself."),
        {"name": name},
    )
