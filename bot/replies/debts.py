"""What Karani says about debts, ours and theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.balances import Balance
from bot.drafts import Draft
from bot.replies import entries
from bot.reply import N_, NN_, Money, Param, Reply, Several
from bot.shop import Customer, Entry, EntryKind

NOTED = {
    EntryKind.DEBT: N_("Noted as debt of %(name)s: %(entry)s."),
    EntryKind.DEBT_PAID: N_("Noted: %(name)s paid %(amount)s."),
    EntryKind.PAYABLE: N_("Noted as your debt to %(name)s: %(entry)s."),
    EntryKind.PAYABLE_PAID: N_("Noted: you paid %(name)s %(amount)s."),
}
HOW_MUCH = {
    EntryKind.DEBT: N_("How much does %(name)s owe you for it?"),
    EntryKind.DEBT_PAID: N_("How much did %(name)s pay?"),
    EntryKind.PAYABLE: N_("How much do you owe %(name)s for it?"),
    EntryKind.PAYABLE_PAID: N_("How much did you pay %(name)s?"),
}
WHOSE = {
    EntryKind.DEBT: N_("Who owes you this: %(entry)s? Write the name."),
    EntryKind.DEBT_PAID: N_("Who paid you this: %(entry)s? Write the name."),
    EntryKind.PAYABLE: N_("Whom do you owe this: %(entry)s? Write the name."),
    EntryKind.PAYABLE_PAID: N_("Whom did you pay this: %(entry)s? Write the name."),
}
DIRECTION = {
    EntryKind.DEBT: N_(
        "%(entry)s: what is it (1 %(name)s owes you, 2 A sale that was paid, 3 Other)?"
    ),
    EntryKind.DEBT_PAID: N_(
        "%(entry)s: what is it (1 %(name)s pays a debt, 2 A sale that was paid, 3 Other)?"
    ),
    EntryKind.PAYABLE: N_(
        "%(entry)s: what is it (1 You owe %(name)s, 2 An expense that you paid, 3 Other)?"
    ),
    EntryKind.PAYABLE_PAID: N_(
        "%(entry)s: what is it (1 You pay a debt of yours, 2 An expense, 3 Other)?"
    ),
}
SHOWN, FEW = 8, 3
"""As many lines of a list as are comfortable to read, and as two SMS parts can hold."""


def noted(draft: Draft, currency: str) -> Reply:
    """One line that was just booked."""
    amount = Reply(N_("%(amount)s"), {"amount": Money(draft.amount or Decimal(), currency)})
    params: dict[str, Param] = {
        "entry": entries.noted(replace(draft, party=None), currency),
        "name": draft.party or "",
        "amount": entries.paid(draft, amount),
    }
    return Reply(NOTED[draft.kind], params)


def now_owes(balance: Balance, currency: str) -> Reply:
    """What is left to pay."""
    params: dict[str, Param] = {
        "name": balance.name,
        "amount": Money(balance.amount, currency),
    }
    if balance.amount <= 0:
        settled = N_("%(name)s owes nothing now."), N_("You owe %(name)s nothing now.")
        return Reply(settled[0] if balance.to_us else settled[1], params)
    if balance.to_us:
        return Reply(N_("%(name)s now owes %(amount)s."), params)
    return Reply(N_("You now owe %(name)s %(amount)s."), params)


def is_new(name: str) -> Reply:
    """Said whenever a name enters the book."""
    return Reply(N_("%(name)s is new in the book."), {"name": name})


def receipt(parts: Sequence[Reply]) -> Reply:
    """What was booked, and how to take it back."""
    return Reply(
        N_("%(parts)s Wrong? Reply UNDO."), {"parts": Several(tuple(parts), joint=" ")}
    )


def counted(kind: EntryKind, count: int, amount: Money) -> Reply:
    """Many lines of one kind."""
    text = {
        EntryKind.DEBT: N_("Noted: %(count)s debts, %(amount)s."),
        EntryKind.DEBT_PAID: N_("Noted: %(count)s debts paid, %(amount)s."),
        EntryKind.PAYABLE: N_("Noted: %(count)s debts of yours, %(amount)s."),
        EntryKind.PAYABLE_PAID: N_("Noted: %(count)s payments of yours, %(amount)s."),
    }
    return Reply(text[kind], {"count": count, "amount": amount})


def how_much(draft: Draft) -> Reply:
    """The amount is missing."""
    return Reply(HOW_MUCH[draft.kind], {"name": draft.party or ""})


def whose(draft: Draft, currency: str) -> Reply:
    """The name is missing."""
    return Reply(WHOSE[draft.kind], {"entry": entries.entry(draft, currency)})


def who(name: str, candidates: Sequence[Customer]) -> Reply:
    """Several people may be meant."""
    names = [f"{number} {each.name}" for number, each in enumerate(candidates, start=1)]
    return Reply(
        N_("Who is %(name)s: %(names)s, %(last)s Somebody new?"),
        {"name": name, "names": ", ".join(names), "last": len(names) + 1},
    )


def which(draft: Draft, currency: str) -> Reply:
    """The verb leaves open which way it is."""
    named = entries.entry(draft, currency)
    return Reply(DIRECTION[draft.kind], {"entry": named, "name": draft.party or ""})


def is_it_done(draft: Draft, currency: str) -> Reply:
    """It may not have happened yet."""
    return Reply(
        N_("Has this happened already: %(entry)s (1 Yes, 2 No)?"),
        {"entry": entries.entry(draft, currency)},
    )


def surplus(owed: Balance, paid: Money) -> Reply:
    """More was paid than is owed; the rest must be something else."""
    rest = Money(paid.amount - owed.amount, paid.currency)
    owes = Money(owed.amount, paid.currency)
    params: dict[str, Param] = {"name": owed.name, "owed": owes, "paid": paid, "rest": rest}
    if owed.to_us:
        none = N_("%(name)s owes nothing in the book: what is %(paid)s (1 A sale, 2 Other)?")
        more = N_(
            "%(name)s owes only %(owed)s: what is the rest of %(paid)s"
            " (1 %(rest)s is a sale, 2 Note only %(owed)s, 3 Note nothing)?"
        )
    else:
        none = N_("You owe %(name)s nothing: what is %(paid)s (1 An expense, 2 Other)?")
        more = N_(
            "You owe %(name)s only %(owed)s: what is the rest of %(paid)s"
            " (1 %(rest)s is an expense, 2 Note only %(owed)s, 3 Note nothing)?"
        )
    return Reply(more if owed.amount > 0 else none, params)


def dropped(draft: Draft, currency: str) -> Reply:
    """The person took back what waited for an answer."""
    return Reply(
        N_("All right, I did not write down %(entry)s."),
        {"entry": entries.entry(draft, currency)},
    )


def age(since: date, today: date) -> Reply:
    """How long a debt is open."""
    days = (today - since).days
    if days <= 0:
        return Reply(N_("today"))
    singular, plural = NN_("%(n)s day", "%(n)s days")
    return Reply(singular, {"n": days}, plural=plural)


def owes(customer: Customer, currency: str, today: date) -> Reply:
    """One line of who owes."""
    params: dict[str, Param] = {
        "name": customer.name,
        "amount": Money(customer.owes_us, currency),
    }
    if customer.owes_since is None:
        return Reply(N_("%(name)s %(amount)s"), params)
    params["age"] = age(customer.owes_since, today)
    return Reply(N_("%(name)s %(amount)s (%(age)s)"), params)


def they_owe(customers: Sequence[Customer], currency: str, today: date) -> Reply:
    """Everybody who owes the shop."""
    if not customers:
        return Reply(N_("Nobody owes you."))
    total = sum((each.owes_us for each in customers), start=Decimal())
    lines = [owes(each, currency, today) for each in customers]
    return _listed(
        (
            N_("You are owed %(total)s: %(lines)s."),
            N_("You are owed %(total)s: %(lines)s and %(more)s more."),
            N_("You are owed %(total)s in all, most by %(most)s."),
        ),
        Money(total, currency),
        lines,
    )


def you_owe(customers: Sequence[Customer], currency: str) -> Reply:
    """Everybody whom the shop owes."""
    if not customers:
        return Reply(N_("You owe nobody."))
    total = sum((each.we_owe for each in customers), start=Decimal())
    lines = [
        Reply(
            N_("%(name)s %(amount)s"),
            {"name": each.name, "amount": Money(each.we_owe, currency)},
        )
        for each in customers
    ]
    return _listed(
        (
            N_("You owe %(total)s: %(lines)s."),
            N_("You owe %(total)s: %(lines)s and %(more)s more."),
            N_("You owe %(total)s in all, most to %(most)s."),
        ),
        Money(total, currency),
        lines,
    )


def statement(customer: Customer, lines: Sequence[Reply], currency: str, today: date) -> Reply:
    """What stands between the shop and one person."""
    params: dict[str, Param] = {
        "name": customer.name,
        "owed": Money(customer.owes_us, currency),
        "owing": Money(customer.we_owe, currency),
        "lines": Several(tuple(lines), joint="\n"),
    }
    said = Reply(_standing(customer), params)
    if customer.owes_since is not None and customer.owes_us:
        params["age"] = age(customer.owes_since, today)
        said = Reply(N_("%(name)s owes %(owed)s (%(age)s)."), params)
    if not lines:
        return said
    return Reply(N_("%(said)s\n%(lines)s"), {"said": said, **params}, sms=N_("%(said)s"))


def line(entry: Entry, draft: Draft) -> Reply:
    """One line of a statement."""
    plain = replace(draft, party=None, payment="cash")
    params: dict[str, Param] = {
        "day": entry.business_date,
        "entry": entries.entry(plain, entry.currency),
        "amount": Money(entry.amount, entry.currency),
    }
    if entry.kind in (EntryKind.DEBT_PAID, EntryKind.PAYABLE_PAID):
        return Reply(N_("%(day)s: paid %(amount)s"), params)
    return Reply(N_("%(day)s: %(entry)s"), params)


def unknown(name: str) -> Reply:
    """A statement of somebody who is not in the book."""
    return Reply(N_("%(name)s is not in the book."), {"name": name})


def _standing(customer: Customer) -> str:
    if customer.we_owe:
        return N_("You owe %(name)s %(owing)s.")
    return N_("%(name)s owes %(owed)s.") if customer.owes_us else N_("%(name)s owes nothing.")


def _listed(texts: tuple[str, str, str], total: Money, lines: Sequence[Reply]) -> Reply:
    few, many, short = texts
    more = len(lines) - SHOWN
    params: dict[str, Param] = {
        "total": total,
        "lines": Several(tuple(lines[:SHOWN]), joint=", "),
        "more": max(more, 0),
        "most": lines[0],
    }
    return Reply(many if more > 0 else few, params, sms=short if len(lines) > FEW else None)
