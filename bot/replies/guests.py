"""What Karani says to a person who is only a shop's customer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reply import N_, Money, Reply, Several


def who(shops: Sequence[str]) -> Reply:
    """Who writes, and why; what they may answer."""
    return Reply(
        N_(
            "I am Karani, the clerk of %(shops)s, where you are a customer. About a debt"
            " answer PAID or NOT TRUE; STOP ends these messages. For a shop of your own write"
            " REGISTER."
        ),
        {"shops": ", ".join(shops)},
    )


def which(shops: Sequence[str]) -> Reply:
    """Several shops have asked about a debt."""
    names = [f"{number} {shop}" for number, shop in enumerate(shops, start=1)]
    return Reply(N_("Which shop do you mean (%(shops)s)?"), {"shops": ", ".join(names)})


def told_paid(shop: str, amount: Money) -> Reply:
    """They say that they have paid."""
    return Reply(
        N_("Thank you. I have told %(shop)s that you paid %(amount)s; they will check."),
        {"shop": shop, "amount": amount},
    )


def told_untrue(shop: str, amount: Money) -> Reply:
    """They say that they do not owe it."""
    return Reply(
        N_("Thank you. I have told %(shop)s that you do not owe %(amount)s; they will check."),
        {"shop": shop, "amount": amount},
    )


def told_already(shop: str) -> Reply:
    """They have answered today."""
    return Reply(N_("I have passed that on already: %(shop)s will check."), {"shop": shop})


def nothing_owed(shop: str) -> Reply:
    """The debt is paid in the book."""
    return Reply(N_("You owe %(shop)s nothing any more. Thank you."), {"shop": shop})


def nobody_asked() -> Reply:
    """No shop has told them of a debt here."""
    return Reply(N_("No shop has asked you about a debt here: please talk to the shop itself."))


def balances(owed: Sequence[tuple[str, Money]]) -> Reply:
    """What they owe, by shop."""
    lines = [
        Reply(N_("%(shop)s %(amount)s"), {"shop": shop, "amount": amount})
        for shop, amount in owed
    ]
    return Reply(N_("You owe: %(lines)s."), {"lines": Several(tuple(lines))})
