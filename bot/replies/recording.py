"""What Karani says when something is to be written down."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.drafts import Draft
from bot.replies import entries
from bot.reply import N_, NN_, Money, Reply, Several
from bot.shop import EntryKind

NOTED = {
    EntryKind.SALE: N_("Noted: %(entries)s."),
    EntryKind.EXPENSE: N_("Noted as spent: %(entries)s."),
}
COUNTED = {
    EntryKind.SALE: N_("Noted: %(count)s sales, %(sum)s."),
    EntryKind.EXPENSE: N_("Noted: %(count)s expenses, %(sum)s."),
}
HOW_MUCH = {
    EntryKind.SALE: N_("For how much in all did you sell %(goods)s?"),
    EntryKind.EXPENSE: N_("How much in all did you spend on %(goods)s?"),
}
HOW_MUCH_IN_ALL = {
    EntryKind.SALE: N_("For how much in all did you sell?"),
    EntryKind.EXPENSE: N_("How much in all did you spend?"),
}
DONE = {
    EntryKind.SALE: N_("Have you sold it already: %(entry)s (1 Yes, 2 No)?"),
    EntryKind.EXPENSE: N_("Have you paid it already: %(entry)s (1 Yes, 2 No)?"),
}
FEW = 4
"""As many entries as two SMS parts can show beside the totals."""


def noted(kind: EntryKind, drafts: Sequence[Draft], currency: str) -> Reply:
    """The entries of one kind that were just booked."""
    booked = sum((draft.amount or Decimal() for draft in drafts), start=Decimal())
    return Reply(
        NOTED[kind],
        {
            "entries": Several(tuple(entries.noted(draft, currency) for draft in drafts)),
            "count": len(drafts),
            "sum": Money(booked, currency),
        },
        sms=COUNTED[kind] if len(drafts) > FEW else None,
    )


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


def which_direction(draft: Draft, currency: str) -> Reply:
    """Nothing said whether it was sold or paid for."""
    return Reply(
        N_("%(entry)s: what is it (1 Sale, 2 Expense, 3 Other)?"),
        {"entry": entries.entry(draft, currency)},
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
