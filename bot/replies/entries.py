"""How Karani names an entry of the book, or a day's total."""

from __future__ import annotations

from datetime import date, timedelta

from bot.drafts import Draft
from bot.reply import N_, Money, Param, Reply
from bot.shop import EntryKind

NOTHING = {EntryKind.SALE: N_("sale"), EntryKind.EXPENSE: N_("expense")}
PAID_BY = {"mobile": N_("%(entry)s by phone"), "credit": N_("%(entry)s on credit")}
TOTALS = {
    EntryKind.SALE: (
        N_("Today: %(total)s."),
        N_("Yesterday: %(total)s."),
        N_("%(day)s: %(total)s."),
    ),
    EntryKind.EXPENSE: (
        N_("Spent today: %(total)s."),
        N_("Spent yesterday: %(total)s."),
        N_("Spent on %(day)s: %(total)s."),
    ),
}


def goods(draft: Draft) -> Reply:
    """What was sold or paid for: "sugar 2 kg", "bread", "sale"."""
    if draft.item is None:
        return Reply(NOTHING[draft.kind])
    params: dict[str, Param] = {"item": draft.item}
    if draft.quantity is None:
        return Reply(N_("%(item)s"), params)
    params["quantity"] = draft.quantity
    if draft.unit is None:
        return Reply(N_("%(item)s %(quantity)s"), params)
    return Reply(N_("%(item)s %(quantity)s %(unit)s"), {**params, "unit": draft.unit})


def entry(draft: Draft, currency: str) -> Reply:
    """A whole entry in digits: "sugar 2 kg, Ksh 300", "soda 3, Ksh 150 (Ksh 50 each)"."""
    if draft.amount is None:
        return goods(draft)
    params: dict[str, Param] = {"goods": goods(draft), "amount": Money(draft.amount, currency)}
    text = N_("%(goods)s, %(amount)s")
    if draft.each is not None:
        params["each"] = Money(draft.each, currency)
        text = N_("%(goods)s, %(amount)s (%(each)s each)")
    paid_by = PAID_BY.get(draft.payment)
    return Reply(paid_by, {"entry": Reply(text, params)}) if paid_by else Reply(text, params)


def noted(draft: Draft, currency: str) -> Reply:
    """An entry under a heading that already says what kind it is."""
    if draft.item is None and draft.kind is EntryKind.EXPENSE and draft.amount is not None:
        return Reply(N_("%(amount)s"), {"amount": Money(draft.amount, currency)})
    return entry(draft, currency)


def total(kind: EntryKind, amount: Money, day: date, today: date) -> Reply:
    """A day's total of a kind."""
    on_today, on_yesterday, on_day = TOTALS[kind]
    if day == today:
        return Reply(on_today, {"total": amount})
    if day == today - timedelta(days=1):
        return Reply(on_yesterday, {"total": amount})
    return Reply(on_day, {"day": day, "total": amount})
