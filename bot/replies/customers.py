"""What Karani says about how a shop's customers are reached."""

from __future__ import annotations

from bot.reply import N_, Reply


def kept(name: str, phone: str) -> Reply:
    """The number is in the book."""
    return Reply(N_("Noted: %(name)s is on %(phone)s."), {"name": name, "phone": phone})


def how_to_name() -> Reply:
    """There was no name, or no number that could be called."""
    return Reply(N_("Write the name and the number: CUSTOMER Asha 0712 345 678."))


def unknown(name: str) -> Reply:
    """Nobody of that name is in the book."""
    return Reply(
        N_("I do not know %(name)s. Write for example: CUSTOMER %(name)s 0712 345 678."),
        {"name": name},
    )


def ask_shared(holder: str, name: str) -> Reply:
    """Another customer has the number."""
    return Reply(
        N_("This number is %(holder)s's. Is it %(name)s's from now on (1 Yes, 2 No)?"),
        {"holder": holder, "name": name},
    )


def ask_other(name: str, before: str, phone: str) -> Reply:
    """The customer has another number."""
    return Reply(
        N_("%(name)s is on %(before)s. Is it %(phone)s from now on (1 Yes, 2 No)?"),
        {"name": name, "before": before, "phone": phone},
    )


def left_as_it_was() -> Reply:
    """Nothing changes."""
    return Reply(N_("All right, the number stays as it was."))
