"""What Karani says when asked for totals."""

from __future__ import annotations

from datetime import date, timedelta

from bot.reply import N_, Money, Param, Reply


def totals(sales: Money, expenses: Money, day: date, today: date) -> Reply:
    """A day in two figures."""
    params: dict[str, Param] = {"sales": sales, "expenses": expenses}
    if day == today:
        return Reply(N_("Today: sales %(sales)s, expenses %(expenses)s."), params)
    if day == today - timedelta(days=1):
        return Reply(N_("Yesterday: sales %(sales)s, expenses %(expenses)s."), params)
    return Reply(N_("%(day)s: sales %(sales)s, expenses %(expenses)s."), {**params, "day": day})


def one_day_only() -> Reply:
    """Longer spans are not offered."""
    return Reply(N_("I can give totals of one day: write SALES TODAY or SALES YESTERDAY."))
