"""What Karani says when something is to be written down."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.drafts import Draft
from bot.replies import entries
from bot.reply import N_, NN_, Money, Param, Reply, Several
from bot.shop import EntryKind

NOTED = {
    EntryKind.SALE: N_("Noted: %(entries)s."),
    EntryKind.EXPENSE: N_("Noted as spent: %(entries)s."),
    EntryKind.PURCHASE: N_("Noted as goods bought: %(entries)s."),
    EntryKind.DRAWING: N_("Noted as taken out: %(entries)s."),
}
COUNTED = {
    EntryKind.SALE: N_("Noted: %(count)s sales, %(sum)s."),
    EntryKind.EXPENSE: N_("Noted: %(count)s expenses, %(sum)s."),
    EntryKind.PURCHASE: N_("Noted: %(count)s goods bought, %(sum)s."),
    EntryKind.DRAWING: N_("Noted: taken out %(count)s times, %(sum)s."),
}
HOW_MUCH = {
    EntryKind.SALE: N_("For how much in all did you sell %(goods)s?"),
    EntryKind.EXPENSE: N_("How much in all did you spend on %(goods)s?"),
    EntryKind.PURCHASE: N_("How much in all did you pay for %(goods)s?"),
    EntryKind.DRAWING: N_("How much did you take out for %(goods)s?"),
}
HOW_MUCH_IN_ALL = {
    EntryKind.SALE: N_("For how much in all did you sell?"),
    EntryKind.EXPENSE: N_("How much in all did you spend?"),
    EntryKind.PURCHASE: N_("How much in all did you pay for the goods?"),
    EntryKind.DRAWING: N_("How much did you take out?"),
}
DONE = {
    EntryKind.SALE: N_("Have you sold it already: %(entry)s (1 Yes, 2 No)?"),
    EntryKind.EXPENSE: N_("Have you paid it already: %(entry)s (1 Yes, 2 No)?"),
    EntryKind.PURCHASE: N_("Have you bought it already: %(entry)s (1 Yes, 2 No)?"),
    EntryKind.DRAWING: N_("Have you taken it out already: %(entry)s (1 Yes, 2 No)?"),
}
FEW = 4
"""As many entries as two SMS parts can show beside the totals."""
MANY = 12
"""From here on a list is confirmed by its sums: its lines stand in the message above."""


def noted(kind: EntryKind, drafts: Sequence[Draft], currency: str) -> Reply:
    """The entries of one kind that were just booked."""
    booked = sum((draft.amount or Decimal() for draft in drafts), start=Decimal())
    counts: dict[str, Param] = {"count": len(drafts), "sum": Money(booked, currency)}
    if len(drafts) > MANY:
        return Reply(COUNTED[kind], counts)
    each = Several(tuple(entries.noted(draft, currency) for draft in drafts))
    short = COUNTED[kind] if len(drafts) > FEW else None
    return Reply(NOTED[kind], {"entries": each, **counts}, sms=short)


def receipt(parts: Sequence[Reply], *, entries_booked: int) -> Reply:
    """What was booked with the day's totals, and how to take it back."""
    params = {"parts": Several(tuple(parts), joint=" ")}
    if entries_booked == 1:
        return Reply(N_("%(parts)s Wrong? Reply UNDO."), params)
    return Reply(N_("%(parts)s Is the last one wrong? Reply UNDO."), params)


def how_much(draft: Draft) -> Reply:
    """The amount is missing."""
    if draft.item is None:
        return Reply(HOW_MUCH_IN_ALL[draft.kind])
    return Reply(HOW_MUCH[draft.kind], {"goods": entries.goods(draft)})


def which_direction(drafts: Sequence[Draft], currency: str) -> Reply:
    """Nothing said whether it was sold or paid for; a list is asked about once."""
    if len(drafts) == 1:
        return Reply(
            N_("%(entry)s: what is it (1 Sale, 2 Expense, 3 Goods bought, 4 Other)?"),
            {"entry": entries.entry(drafts[0], currency)},
        )
    booked = sum((draft.amount or Decimal() for draft in drafts), start=Decimal())
    return Reply(
        N_(
            "These %(count)s lines, %(sum)s: what are they"
            " (1 Sales, 2 Expenses, 3 Goods bought, 4 Other)?"
        ),
        {"count": len(drafts), "sum": Money(booked, currency)},
    )


def each_or_all(draft: Draft, rate: Money, all_of_them: Money) -> Reply:
    """A price that can be that of one or of all; the choice is remembered."""
    return Reply(
        N_(
            "%(goods)s: is %(rate)s the price of each or of all"
            " (1 Each, so %(all)s, 2 All)? I will remember."
        ),
        {"goods": entries.goods(draft), "rate": rate, "all": all_of_them},
    )


def is_it_done(draft: Draft, currency: str) -> Reply:
    """It may be a habit: nothing is booked that has not happened."""
    return Reply(DONE[draft.kind], {"entry": entries.entry(draft, currency)})


def how_much_in(currency: str) -> Reply:
    """The amount was said in a currency that this book is not kept in."""
    return Reply(
        N_("This book is kept in %(currency)s. How much was it in %(currency)s?"),
        {"currency": currency},
    )


def asked_later(drafts: Sequence[Draft]) -> Reply:
    """Something else is asked first."""
    goods = Several(tuple(entries.goods(draft) for draft in drafts))
    return Reply(N_("I will ask about %(goods)s next."), {"goods": goods})


def dropped(drafts: Sequence[Draft]) -> Reply:
    """The person took back what waited for an answer."""
    goods = Several(tuple(map(entries.goods, drafts)), joint=", ")
    return Reply(N_("All right, I did not write down %(goods)s."), {"goods": goods})


def unread(lines: Sequence[int]) -> Reply:
    """Lines of a list that could not be read."""
    singular, plural = NN_(
        "I could not read line %(lines)s: please send it again.",
        "I could not read lines %(lines)s: please send them again.",
    )
    numbers = ", ".join(map(str, lines))
    return Reply(singular, {"lines": numbers, "n": len(lines)}, plural=plural)
