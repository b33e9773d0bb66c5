"""What Karani says about the stock."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.reply import N_, Param, Reply, Several, Unit
from bot.shop import Count

Line = tuple[str, Decimal, str | None]
"""An item, how much of it there is, and in which unit."""


def _figure(item: str, quantity: Decimal, unit: str | None) -> Reply:
    params: dict[str, Param] = {"item": item, "quantity": quantity}
    if unit is None:
        return Reply(N_("%(item)s %(quantity)s"), params)
    return Reply(N_("%(item)s %(quantity)s %(unit)s"), {**params, "unit": Unit(unit, quantity)})


def _figures(lines: Sequence[Line]) -> Several:
    return Several(tuple(_figure(*line) for line in lines), joint=", ")


def figure(count: Count) -> Reply:
    """What was counted of an item."""
    return _figure(count.item, count.quantity, count.unit)


def figures(counts: Sequence[Count]) -> Reply:
    """The counts of a message, when they are asked about."""
    lines = [(count.item, count.quantity, count.unit) for count in counts]
    return Reply(N_("the count of %(items)s"), {"items": _figures(lines)})


def taken_back(count: Count) -> Reply:
    """A count no longer counts: the figure is what it would be without it."""
    params: dict[str, Param] = {"count": figure(count), "item": count.item}
    if count.left is None:
        return Reply(
            N_("Taken back: the count of %(count)s. I keep no stock of %(item)s now."), params
        )
    now = _figure(count.item, count.left, count.unit)
    if count.threshold is not None:
        return Reply(
            N_("Taken back: the warning for %(item)s. In stock: %(now)s."),
            {**params, "now": now},
        )
    return Reply(
        N_("Taken back: the count of %(count)s. In stock: %(now)s."), {**params, "now": now}
    )


def count_again() -> Reply:
    """A correction behind a count: of which figure, nobody said."""
    return Reply(
        N_(
            "You counted last. Write the count again (stock sugar 40), or quote the receipt"
            " of what you want to correct."
        )
    )


def left(lines: Sequence[Line]) -> Reply:
    """What remains after an entry."""
    return Reply(N_("Left in stock: %(items)s."), {"items": _figures(lines)})


def runs_low(item: str, quantity: Decimal, unit: str | None) -> Reply:
    """The shop's threshold is reached."""
    return Reply(
        N_("Running low, only %(item)s left."), {"item": _figure(item, quantity, unit)}
    )


def counted(lines: Sequence[Line]) -> Reply:
    """What was counted just now."""
    return Reply(N_("Counted: %(items)s."), {"items": _figures(lines)})


def of_what(quantity: Decimal) -> Reply:
    """A figure, and no item."""
    return Reply(
        N_(
            "Of which item are there %(quantity)s? Write for example: stock sugar %(quantity)s."
        ),
        {"quantity": quantity},
    )


def from_now_on() -> Reply:
    """What a count is good for."""
    return Reply(
        N_("From now on sales take away from it and purchases add. Wrong? Count again.")
    )


def ask_threshold(item: str) -> Reply:
    """Once for each item."""
    return Reply(
        N_("At what stock of %(item)s shall I warn you (0 means never)?"), {"item": item}
    )


def will_warn(item: str, quantity: Decimal) -> Reply:
    """The threshold is set."""
    return Reply(
        N_("All right, I will warn you when %(item)s is down to %(quantity)s."),
        {"item": item, "quantity": quantity},
    )


def will_not_warn(item: str) -> Reply:
    """No threshold is wanted."""
    return Reply(N_("All right, I will not warn you about %(item)s."), {"item": item})


def in_stock(lines: Sequence[Line]) -> Reply:
    """What there is, when asked."""
    return Reply(N_("In stock: %(items)s."), {"items": _figures(lines)})


def never_counted() -> Reply:
    """Nothing has been counted yet."""
    return Reply(N_("You have counted no stock yet. Write for example: stock sugar 40."))


def not_counted(item: str) -> Reply:
    """The item has not been counted yet."""
    return Reply(
        N_("You have not counted %(item)s yet. Write for example: stock sugar 40."),
        {"item": item},
    )
