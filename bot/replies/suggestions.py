"""Why Karani suggests to approve, to reject, or to look at something."""

from __future__ import annotations

from bot.reply import N_, Money, Reply


def no_amount() -> Reply:
    """Nobody knows how much it is about."""
    return Reply(N_("The amount is not known."))


def unclear() -> Reply:
    """A limit or a usual amount was given that cannot be read."""
    return Reply(N_("What it is to be compared with cannot be read."))


def nothing_to_compare() -> Reply:
    """Neither limits nor history."""
    return Reply(N_("There is nothing to compare it with."))


def above_maximum(amount: Money, maximum: Money) -> Reply:
    """More than is ever allowed."""
    values = {"amount": amount, "maximum": maximum}
    return Reply(N_("%(amount)s is more than the %(maximum)s that is allowed."), values)


def above_available(amount: Money, available: Money) -> Reply:
    """More than there is."""
    values = {"amount": amount, "available": available}
    return Reply(N_("%(amount)s is more than the %(available)s that is left."), values)


def above_limit(amount: Money, limit: Money) -> Reply:
    """More than goes without asking."""
    values = {"amount": amount, "limit": limit}
    return Reply(N_("%(amount)s is above the limit of %(limit)s."), values)


def within_limit(amount: Money, limit: Money) -> Reply:
    """No more than goes without asking."""
    values = {"amount": amount, "limit": limit}
    return Reply(N_("%(amount)s is within the limit of %(limit)s."), values)


def unusual(amount: Money, usual: Money) -> Reply:
    """Far more than before."""
    values = {"amount": amount, "usual": usual}
    return Reply(N_("%(amount)s is much more than the usual %(usual)s."), values)


def usual(amount: Money, usual: Money) -> Reply:
    """About as before."""
    values = {"amount": amount, "usual": usual}
    return Reply(N_("%(amount)s is not far from the usual %(usual)s."), values)
