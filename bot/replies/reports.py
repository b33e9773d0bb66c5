"""What Karani says when asked for figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from bot.periods import Period, Span
from bot.reply import N_, Money, Param, Reply, Several
from bot.shop import EntryKind, ItemTotal

DAY = timedelta(days=1)
RUNNING: Mapping[Span, str] = {
    Span.DAY: N_("Today"),
    Span.WEEK: N_("This week"),
    Span.MONTH: N_("This month"),
    Span.YEAR: N_("This year"),
}
JUST_OVER: Mapping[Span, str] = {
    Span.DAY: N_("Yesterday"),
    Span.WEEK: N_("Last week"),
    Span.MONTH: N_("Last month"),
    Span.YEAR: N_("Last year"),
}
BEFORE_RUNNING: Mapping[Span, str] = {
    Span.DAY: N_("yesterday"),
    Span.WEEK: N_("last week up to the same day"),
    Span.MONTH: N_("last month up to the same day"),
    Span.YEAR: N_("last year up to the same day"),
}
BEFORE: Mapping[Span, str] = {
    Span.DAY: N_("the day before"),
    Span.WEEK: N_("the week before"),
    Span.MONTH: N_("the month before"),
    Span.YEAR: N_("the year before"),
}
OTHERS: Mapping[EntryKind, str] = {
    EntryKind.PURCHASE: N_("purchases %(amount)s"),
    EntryKind.DRAWING: N_("taken out %(amount)s"),
    EntryKind.DEBT: N_("debts given %(amount)s"),
    EntryKind.DEBT_PAID: N_("debts repaid %(amount)s"),
    EntryKind.PAYABLE: N_("taken on credit %(amount)s"),
    EntryKind.PAYABLE_PAID: N_("paid to suppliers %(amount)s"),
}
"""What a report names only where there is some of it."""


def when(period: Period) -> Reply:
    """The period's name."""
    if period.is_running:
        return Reply(RUNNING[period.span])
    if Period.around(period.span, period.today, period.today).first - DAY == period.last:
        return Reply(JUST_OVER[period.span])
    if period.span is Span.DAY:
        return Reply(N_("%(day)s"), {"day": period.first})
    return Reply(N_("%(first)s to %(last)s"), {"first": period.first, "last": period.last})


def headline(period: Period, sales: Money, expenses: Money) -> Reply:
    """A period in two figures."""
    return Reply(
        N_("%(when)s: sales %(sales)s, expenses %(expenses)s."),
        {"when": when(period), "sales": sales, "expenses": expenses},
    )


def before(period: Period) -> Reply:
    """What a period is compared with."""
    return Reply((BEFORE_RUNNING if period.is_running else BEFORE)[period.span])


def a_week_before(period: Period) -> Reply:
    """The other day that a day is compared with."""
    if period.is_running:
        return Reply(N_("this day last week"))
    return Reply(N_("the same day a week before"))


def difference(now: Decimal, then: Money, reference: Reply) -> Reply:
    """By how much sales rose or fell."""
    change = Money(abs(now - then.amount), then.currency)
    params: dict[str, Param] = {"amount": change, "reference": reference}
    if now > then.amount:
        return Reply(N_("%(amount)s more than %(reference)s"), params)
    if now < then.amount:
        return Reply(N_("%(amount)s less than %(reference)s"), params)
    return Reply(N_("the same as %(reference)s"), {"reference": reference})


def compared(differences: Sequence[Reply]) -> Reply:
    """Sales beside those of earlier days."""
    return Reply(
        N_("Sales are %(differences)s."),
        {"differences": Several(tuple(differences), joint=", ")},
    )


def also(totals: Mapping[EntryKind, Decimal], currency: str) -> Reply | None:
    """What else money did, where it did."""
    others = [
        Reply(text, {"amount": Money(totals[kind], currency)})
        for kind, text in OTHERS.items()
        if totals.get(kind)
    ]
    if not others:
        return None
    return Reply(N_("Also: %(others)s."), {"others": Several(tuple(others), joint=", ")})


def less_spending(left: Money) -> Reply:
    """Sales without what was spent: no profit, only what the book can tell."""
    return Reply(N_("Sales less spending: %(amount)s."), {"amount": left})


def sold_most(items: Sequence[ItemTotal], currency: str) -> Reply:
    """The items that brought most."""
    named = [_figure(item.item, Money(item.amount, currency)) for item in items]
    return Reply(N_("Sold most: %(items)s."), {"items": Several(tuple(named))})


def sold_by(people: Sequence[tuple[str, Money]]) -> Reply:
    """What each member sold."""
    named = tuple(_figure(name, amount) for name, amount in people)
    return Reply(N_("Sold by: %(people)s."), {"people": Several(named)})


def of_one(period: Period, name: str, sales: Money, quantity: Decimal | None = None) -> Reply:
    """What one item brought, or one person sold."""
    params: dict[str, Param] = {"when": when(period), "name": name, "sales": sales}
    if quantity is None:
        return Reply(N_("%(when)s, %(name)s: sales %(sales)s."), params)
    return Reply(
        N_("%(when)s, %(name)s: sales %(sales)s (quantity %(quantity)s)."),
        {**params, "quantity": quantity},
    )


def bought(amount: Money, quantity: Decimal | None) -> Reply:
    """What was spent on buying an item in."""
    if quantity is None:
        return Reply(N_("Purchases %(amount)s."), {"amount": amount})
    return Reply(
        N_("Purchases %(amount)s (quantity %(quantity)s)."),
        {"amount": amount, "quantity": quantity},
    )


def report(lines: Sequence[Reply], short: Sequence[Reply]) -> Reply:
    """All lines in one bubble; on SMS only the short ones."""
    params: dict[str, Param] = {
        "lines": Several(tuple(lines), joint="\n"),
        "short": Several(tuple(short), joint=" "),
    }
    return Reply(N_("%(lines)s"), params, sms=N_("%(short)s"))


def how_to_close() -> Reply:
    """What ends a day."""
    return Reply(N_("To close the day write CLOSE DAY."))


def chart_title(first: date, last: date) -> Reply:
    """Over the bars of a chart."""
    return Reply(N_("Sales %(first)s to %(last)s"), {"first": first, "last": last})


def chart_items() -> Reply:
    """Over the items of a chart."""
    return Reply(N_("Sold most"))


def _figure(name: str, amount: Money) -> Reply:
    return Reply(N_("%(name)s %(amount)s"), {"name": name, "amount": amount})
