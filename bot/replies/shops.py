"""What Karani says to people who belong to several shops."""

from __future__ import annotations

from collections.abc import Sequence

from bot.memberships import OwnShop
from bot.replies.team import ROLES
from bot.reply import N_, Reply, Several


def which(shops: Sequence[OwnShop], here: str) -> Reply:
    """Which of several."""
    numbered = [
        Reply(N_("%(number)s %(shop)s"), {"number": str(number), "shop": shop.name})
        for number, shop in enumerate(shops, start=1)
    ]
    return Reply(
        N_("You write in the book of %(here)s. Which shop do you want: %(shops)s?"),
        {"here": here, "shops": Several(tuple(numbered), ", ")},
    )


def only_one(shop: str) -> Reply:
    """There is no other."""
    return Reply(
        N_("You belong to one shop, %(shop)s. ANOTHER SHOP opens a second one."), {"shop": shop}
    )


def entered(shop: OwnShop) -> Reply:
    """From now on."""
    return Reply(
        N_("From now on I write in the book of %(shop)s (%(role)s). SWITCH SHOP goes back."),
        {"shop": shop.name, "role": Reply(ROLES[shop.role])},
    )


def is_here(shop: OwnShop) -> Reply:
    """It is the one that is open."""
    return Reply(N_("I write in the book of %(shop)s already."), {"shop": shop.name})


def ask_another() -> Reply:
    """A second shop needs a name."""
    return Reply(N_("What is the new shop called (0 if you want none)?"))


def has_that_name(name: str) -> Reply:
    """Two shops of one name could not be told apart."""
    return Reply(
        N_("You have a shop called %(name)s already. What else is the new one called?"),
        {"name": name},
    )


def no_other_shop() -> Reply:
    """It was not wanted after all."""
    return Reply(N_("All right, I opened no other shop."))


def opened_another(name: str) -> Reply:
    """The second book is open."""
    return Reply(
        N_(
            "Done! The book of %(name)s is open, and I write in it from now on. SWITCH SHOP"
            " goes back to the other."
        ),
        {"name": name},
    )


def ask_leave(shop: str) -> Reply:
    """Somebody wants to leave."""
    return Reply(N_("Do you want to leave %(shop)s for good (1 Yes, 2 No)?"), {"shop": shop})


def last_owner(shop: str) -> Reply:
    """A shop without an owner could not be run."""
    return Reply(
        N_("You are the only owner of %(shop)s. Make somebody else an owner first."),
        {"shop": shop},
    )


def has_left(shop: str) -> Reply:
    """They are gone; nothing else is theirs."""
    return Reply(
        N_("You have left %(shop)s. What you wrote stays in its book."), {"shop": shop}
    )


def has_left_for(shop: str, other: str) -> Reply:
    """They are gone, and have another shop."""
    return Reply(
        N_(
            "You have left %(shop)s. What you wrote stays in its book. I write in the book of"
            " %(other)s now."
        ),
        {"shop": shop, "other": other},
    )


def stays(shop: str) -> Reply:
    """They did not want to leave after all."""
    return Reply(N_("All right, you stay with %(shop)s."), {"shop": shop})


def in_shop(shop: str) -> Reply:
    """In whose book something was written, for people who belong to several."""
    return Reply(N_("In %(shop)s:"), {"shop": shop})


def moved(shop: str) -> Reply:
    """They were taken off the team of the shop that they wrote for."""
    return Reply(
        N_("You are no longer in the team you wrote for. Now I write in the book of %(shop)s."),
        {"shop": shop},
    )
