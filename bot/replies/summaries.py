"""What Karani says when it sums rows up."""

from __future__ import annotations

from decimal import Decimal

from bot.reply import N_, NN_, Money, Reply

RECORDS = NN_("%(n)s record.", "%(n)s records.")


def nothing() -> Reply:
    """There are no rows."""
    return Reply(N_("There is nothing to sum up."))


def how_many(count: int) -> Reply:
    """How many rows there are."""
    return Reply(RECORDS[0], {"n": count}, plural=RECORDS[1])


def total(sum_: Money | Decimal) -> Reply:
    """What they come to."""
    return Reply(N_("In all %(total)s."), {"total": sum_})


def largest(amount: Money | Decimal, name: str | None) -> Reply:
    """The one that counts most; `name` says which it is."""
    if name is None:
        return Reply(N_("The largest is %(amount)s."), {"amount": amount})
    return Reply(N_("The largest is %(amount)s: %(name)s."), {"amount": amount, "name": name})
