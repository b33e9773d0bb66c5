"""How Karani names an entry of the book, or a day's total."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from bot.drafts import ON_CREDIT, PARTIES, Draft
from bot.reply import N_, Money, Param, Reply, Unit
from bot.shop import EntryKind

NOTHING = {
    EntryKind.SALE: N_("sale"),
    EntryKind.EXPENSE: N_("expense"),
    EntryKind.PURCHASE: N_("goods bought"),
    EntryKind.DRAWING: N_("money taken out"),
    EntryKind.DEBT: N_("debt"),
    EntryKind.DEBT_PAID: N_("debt paid"),
    EntryKind.PAYABLE: N_("what you owe"),
    EntryKind.PAYABLE_PAID: N_("your debt paid"),
}
ANONYMOUS = tuple(kind for kind in NOTHING if kind is not EntryKind.SALE)
"""Kinds whose headings say enough where nothing is known but the amount."""
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
    EntryKind.PURCHASE: (
        N_("Goods bought today: %(total)s."),
        N_("Goods bought yesterday: %(total)s."),
        N_("Goods bought on %(day)s: %(total)s."),
    ),
    EntryKind.DRAWING: (
        N_("Taken out today: %(total)s."),
        N_("Taken out yesterday: %(total)s."),
        N_("Taken out on %(day)s: %(total)s."),
    ),
    EntryKind.DEBT: (
        N_("Given on credit today: %(total)s."),
        N_("Given on credit yesterday: %(total)s."),
        N_("Given on credit on %(day)s: %(total)s."),
    ),
    EntryKind.DEBT_PAID: (
        N_("Debts paid today: %(total)s."),
        N_("Debts paid yesterday: %(total)s."),
        N_("Debts paid on %(day)s: %(total)s."),
    ),
    EntryKind.PAYABLE: (
        N_("Borrowed today: %(total)s."),
        N_("Borrowed yesterday: %(total)s."),
        N_("Borrowed on %(day)s: %(total)s."),
    ),
    EntryKind.PAYABLE_PAID: (
        N_("Paid back today: %(total)s."),
        N_("Paid back yesterday: %(total)s."),
        N_("Paid back on %(day)s: %(total)s."),
    ),
}


def goods(draft: Draft) -> Reply:
    """What was sold or paid for: "sugar 2 kg", "bread", "sale"."""
    if draft.item is None:
        return Reply(NOTHING[draft.kind])
    return counted(draft.item, draft.quantity, draft.unit)


def counted(item: str, quantity: Decimal | None, unit: str | None) -> Reply:
    """So much of something."""
    params: dict[str, Param] = {"item": item}
    if quantity is None:
        return Reply(N_("%(item)s"), params)
    params["quantity"] = quantity
    if unit is None:
        return Reply(N_("%(item)s %(quantity)s"), params)
    return Reply(N_("%(item)s %(quantity)s %(unit)s"), {**params, "unit": Unit(unit, quantity)})


def entry(draft: Draft, currency: str) -> Reply:
    """A whole entry in digits: "sugar 2 kg, Ksh 300", "soda 3, Ksh 150 (Ksh 50 each)"."""
    if draft.amount is None:
        return goods(draft)
    whole = _priced(draft, Money(draft.amount, currency))
    return _of(draft, paid(draft, whole))


def on_day(entry: Reply, day: date) -> Reply:
    """With its business date, where nothing else says it."""
    return Reply(N_("%(entry)s on %(day)s"), {"entry": entry, "day": day})


def noted(draft: Draft, currency: str) -> Reply:
    """An entry under a heading that already says what kind it is."""
    if draft.item is None and draft.kind in ANONYMOUS and draft.amount is not None:
        return paid(draft, Reply(N_("%(amount)s"), {"amount": Money(draft.amount, currency)}))
    return entry(draft, currency)


def paid(draft: Draft, what: Reply) -> Reply:
    """The same with the way it was paid, where that was not cash."""
    paid_by = None if draft.kind in ON_CREDIT else PAID_BY.get(draft.payment)
    return Reply(paid_by, {"entry": what}) if paid_by else what


def _priced(draft: Draft, amount: Money) -> Reply:
    params: dict[str, Param] = {"goods": goods(draft), "amount": amount}
    if draft.each is None:
        return Reply(N_("%(goods)s, %(amount)s"), params)
    params["each"] = Money(draft.each, amount.currency)
    if draft.unit is None:
        return Reply(N_("%(goods)s, %(amount)s (%(each)s each)"), params)
    text = N_("%(goods)s, %(amount)s (%(each)s per %(unit)s)")
    return Reply(text, {**params, "unit": draft.unit})


def _of(draft: Draft, whole: Reply) -> Reply:
    """With the name of who owes it or is owed."""
    if draft.kind not in PARTIES or draft.party is None:
        return whole
    return Reply(N_("%(name)s: %(entry)s"), {"name": draft.party, "entry": whole})


def total(kind: EntryKind, amount: Money, day: date, today: date) -> Reply:
    """A day's total of a kind."""
    on_today, on_yesterday, on_day = TOTALS[kind]
    if day == today:
        return Reply(on_today, {"total": amount})
    if day == today - timedelta(days=1):
        return Reply(on_yesterday, {"total": amount})
    return Reply(on_day, {"day": day, "total": amount})
