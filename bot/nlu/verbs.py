"""Direction of money: which drawer a verb opens. By rule, from the verb, never from a model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bot.nlu.senses import Deed, Mood, Verb
from bot.nlu.understanding import Intent

RECORDED = frozenset({Mood.DONE, Mood.ORDER})
"""What was done, or is told to be recorded; all other moods book nothing."""


WRITTEN = frozenset({Deed.SELL, Deed.BOOK, Deed.WRITE})
"""Told to the clerk, these are to be written down: "uza mayai 760", "wekea Juma deni 900"."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands around the verb and may turn its direction."""

    party: bool = False
    item: bool = False
    debt: bool = False
    expense: bool = False
    saving: bool = False
    private: bool = False
    supplier: bool = False
    credit: bool = False
    counted: bool = False
    all: bool = False
    staff: bool = False
    customer: bool = False
    sales: bool = False
    cost: bool = False
    sold: bool = False
    hired: bool = False
    stranger: bool = False
    alone: bool = False
    bank: bool = False


class Direction(NamedTuple):
    """The intent a verb opens; `question` when the words around it leave two."""

    intent: Intent
    question: str | None = None


def direction(verb: Verb, facts: Facts) -> Direction | None:
    """Decide where the money goes, or that this verb moves none."""
    rule = RULES.get(verb.deed)
    turned = rule(verb, facts) if rule else None
    if turned is not None and "you" in {verb.subject, verb.object}:
        # "nimekutumia 500": said to the clerk, or sent on from somebody else?
        return Direction(turned.intent, "direction")
    if turned is not None and verb.mood is Mood.ORDER and verb.deed not in WRITTEN:
        # "Pay Juma": told, not done.
        return Direction(turned.intent, turned.question or "done")
    return turned


def _sell(verb: Verb, facts: Facts) -> Direction:
    if verb.object == "we":  # "ameniuzia": he sold it to us.
        return Direction(Intent.RECORD_PAYABLE if facts.credit else Intent.RECORD_PURCHASE)
    if facts.credit:
        return Direction(Intent.RECORD_DEBT, None if facts.party else "debtor")
    if verb.subject == "they" or (verb.subject == "it" and facts.item and not verb.object):
        # "Kamau ameuza gari": one of the shop, or talk of the town? "imeuzwa" has an object.
        return Direction(Intent.RECORD_SALE, "direction")
    return Direction(Intent.RECORD_SALE)


def _buy(verb: Verb, facts: Facts) -> Direction:
    if verb.object == "we":  # "amenininulia", "nimenunuliwa": for us, with whose money?
        return Direction(Intent.RECORD_PURCHASE, "direction")
    if verb.subject == "they" and facts.credit:
        return Direction(Intent.RECORD_DEBT, None if facts.party else "debtor")
    if verb.subject == "they" and facts.customer:
        return Direction(Intent.RECORD_SALE)
    if verb.subject == "they" or (verb.subject == "it" and not verb.object):
        # A customer bought, or our buyer did?
        return Direction(Intent.RECORD_SALE, "direction")
    if facts.credit:
        return Direction(Intent.RECORD_PAYABLE)
    return Direction(Intent.RECORD_PURCHASE)


def _take_in(verb: Verb, facts: Facts) -> Direction:
    """`nimeingiza 4,200 leo` is what the day earned; with goods it is goods brought in."""
    if verb.subject == "we" and facts.alone:
        return Direction(Intent.RECORD_SALE)
    if facts.bank:
        return Direction(Intent.RECORD_PURCHASE, "direction")  # "nimeingiza 5,000 benki"
    return _bring(verb, facts)


def _bring(verb: Verb, facts: Facts) -> Direction:
    if verb.subject == "they" and facts.party and facts.debt and not facts.item:
        return Direction(Intent.DEBT_PAID)  # "Otieno ameleta 500 ya deni"
    if verb.object == "we" and facts.party and facts.item and facts.credit:
        return Direction(Intent.RECORD_PAYABLE)  # "ameniletea mchele wa 6,000, sijamlipa"
    if verb.subject == "it":
        return Direction(Intent.RECORD_SALE, "direction")  # "biashara imeingiza 5,000"
    if verb.subject == "they" or not facts.item:
        # 5,000 brought in: earned or spent?
        return Direction(Intent.RECORD_PURCHASE, "direction")
    return _buy(verb, facts)


def _pay(verb: Verb, facts: Facts) -> Direction:
    if verb.subject == "they":
        if facts.stranger and facts.item and not (facts.debt or facts.expense):
            return Direction(Intent.RECORD_SALE)  # "a customer paid 2,000 for braiding"
        if facts.item and not facts.debt:
            return Direction(Intent.DEBT_PAID, "direction")  # Paid a debt, or paid for goods?
        return Direction(Intent.DEBT_PAID, None if facts.party else "debtor")
    if verb.object == "we":  # "chama imenilipa": paid to us, by no person.
        return Direction(Intent.DEBT_PAID, "direction")
    if facts.debt:
        return Direction(Intent.PAYABLE_PAID)
    if facts.saving:
        return Direction(Intent.RECORD_DRAWING)
    if verb.object == "they" and not (facts.expense or facts.staff):
        return Direction(Intent.PAYABLE_PAID, "direction")  # A debt of ours, or a wage?
    return Direction(Intent.RECORD_EXPENSE)


def _spend(verb: Verb, facts: Facts) -> Direction | None:
    if verb.subject == "they":  # "amenitumia": he sent it to me.
        return _send(verb, facts) if verb.object == "we" else None
    if verb.object == "they" and not (facts.supplier or facts.staff):
        return Direction(Intent.RECORD_EXPENSE, "direction")  # nimemtumia: I sent it to him.
    return Direction(Intent.RECORD_DRAWING if facts.private else Intent.RECORD_EXPENSE)


def _lend(verb: Verb, facts: Facts) -> Direction:
    if verb.object == "we":
        return Direction(Intent.RECORD_PAYABLE, None if facts.party else "creditor")
    if verb.subject == "they":
        return Direction(Intent.RECORD_PAYABLE, "direction")
    return Direction(Intent.RECORD_DEBT, None if facts.party else "debtor")


def _borrow(verb: Verb, facts: Facts) -> Direction:
    if verb.subject == "they":
        return Direction(Intent.RECORD_DEBT, None if facts.party else "debtor")
    return Direction(Intent.RECORD_PAYABLE)


def _claim(verb: Verb, facts: Facts) -> Direction:
    if verb.object == "we":
        return Direction(Intent.RECORD_PAYABLE, None if facts.party else "creditor")
    if verb.subject == "they":
        return Direction(Intent.RECORD_DEBT, "direction")
    return Direction(Intent.RECORD_DEBT, None if facts.party else "debtor")


def _owe(verb: Verb, facts: Facts) -> Direction:
    if verb.subject == "they":
        return Direction(Intent.RECORD_DEBT, None if facts.party else "debtor")
    return Direction(Intent.RECORD_PAYABLE, None if facts.party else "creditor")


def _take(verb: Verb, facts: Facts) -> Direction:
    if verb.subject == "they":
        # "city council wamechukua 100 ushuru": who takes a tax owes nothing.
        sure = facts.party and (facts.item or facts.credit) and not facts.cost
        return Direction(Intent.RECORD_DEBT, None if sure else "direction")
    if facts.credit:
        return Direction(Intent.RECORD_PAYABLE)
    if facts.private or facts.saving:
        return Direction(Intent.RECORD_DRAWING)
    if facts.expense:
        return Direction(Intent.RECORD_EXPENSE)  # "nimechukua 200 ya nauli"
    return Direction(Intent.RECORD_DRAWING, "direction")


def _repay(verb: Verb, facts: Facts) -> Direction:
    if verb.subject == "they":
        sure = facts.party and (facts.debt or not facts.item)
        return Direction(Intent.DEBT_PAID, None if sure else "direction")
    # "returned goods 1500": money of ours, or goods? "returned 150 to customer": for what?
    goods = (facts.item or facts.customer) and not facts.debt
    return Direction(Intent.PAYABLE_PAID, "direction" if goods else None)


def _clear(verb: Verb, facts: Facts) -> Direction | None:
    if not facts.debt and verb.subject != "they":
        return None
    if verb.subject == "they":
        return Direction(Intent.DEBT_PAID, None if facts.party else "debtor")
    return Direction(Intent.PAYABLE_PAID)


def _send(verb: Verb, facts: Facts) -> Direction:
    if verb.subject == "they":
        return Direction(Intent.DEBT_PAID, None if facts.debt and facts.party else "direction")
    if facts.supplier or facts.expense or facts.staff:
        return Direction(Intent.RECORD_EXPENSE)
    return Direction(Intent.RECORD_EXPENSE, "direction")


def _get(verb: Verb, facts: Facts) -> Direction:
    if verb.subject == "it" and facts.expense:
        return Direction(Intent.RECORD_EXPENSE)  # "stima imelipwa"
    if facts.debt and facts.party and verb.subject != "they" and not facts.item:
        return Direction(Intent.DEBT_PAID)  # "received 1,000 from Mary for her debt"
    if (facts.sales or facts.sold) and verb.subject != "they":
        return Direction(Intent.RECORD_SALE)  # "we made sales of 450k", "got 800 by selling"
    return Direction(Intent.RECORD_SALE, "direction")  # Earned, repaid, lent or given?


def _give(verb: Verb, facts: Facts) -> Direction:
    if verb.subject != "they" and facts.credit:
        return Direction(Intent.RECORD_DEBT, None if facts.party else "debtor")
    sure = verb.subject != "they" and (facts.expense or facts.staff)
    # Lent, paid, or a gift?
    return Direction(Intent.RECORD_EXPENSE, None if sure else "direction")


def _refund(verb: Verb, facts: Facts) -> Direction:
    if facts.debt and facts.party and verb.subject == "we":
        return Direction(Intent.PAYABLE_PAID)  # "nimemrudishia Mwangi deni lake 5,000"
    return Direction(Intent.RECORD_EXPENSE, "direction")


def _contribute(verb: Verb, facts: Facts) -> Direction | None:
    return None if verb.subject in {"they", "it"} else Direction(Intent.RECORD_DRAWING)


def _withdraw(verb: Verb, facts: Facts) -> Direction | None:
    if verb.subject == "they":
        repaid = facts.debt and facts.party and not facts.item
        return Direction(Intent.DEBT_PAID) if repaid else None  # "ametoa 200 ya deni"
    if facts.expense:
        return Direction(Intent.RECORD_EXPENSE)
    return Direction(Intent.RECORD_DRAWING, None if facts.private else "direction")


def _put(verb: Verb, facts: Facts) -> Direction | None:
    return Direction(Intent.RECORD_DRAWING) if facts.saving else None


def _book(verb: Verb, facts: Facts) -> Direction | None:
    owed = facts.debt or facts.credit
    return Direction(Intent.RECORD_DEBT, None if facts.party else "debtor") if owed else None


def _have(verb: Verb, facts: Facts) -> Direction | None:
    return _owe(verb, facts) if facts.debt else _count(verb, facts)  # "niko na deni la 500"


def _count(verb: Verb, facts: Facts) -> Direction | None:
    held = facts.item and facts.counted and not facts.debt
    return Direction(Intent.STOCK_COUNT) if held else None


def _run_out(verb: Verb, facts: Facts) -> Direction | None:
    return Direction(Intent.STOCK_COUNT, "stock") if facts.item and not facts.counted else None


RULES: Mapping[Deed, Callable[[Verb, Facts], Direction | None]] = {
    Deed.SELL: _sell,
    Deed.BUY: _buy,
    Deed.BRING: _bring,
    Deed.TAKE_IN: _take_in,
    Deed.PAY: _pay,
    Deed.SPEND: _spend,
    Deed.LEND: _lend,
    Deed.BORROW: _borrow,
    Deed.CLAIM: _claim,
    Deed.OWE: _owe,
    Deed.TAKE: _take,
    Deed.REPAY: _repay,
    Deed.CLEAR: _clear,
    Deed.SEND: _send,
    Deed.GET: _get,
    Deed.GIVE: _give,
    Deed.REFUND: _refund,
    Deed.CONTRIBUTE: _contribute,
    Deed.WITHDRAW: _withdraw,
    Deed.PUT: _put,
    Deed.COUNT: _count,
    Deed.HAVE: _have,
    Deed.REMAIN: _count,
    Deed.RUN_OUT: _run_out,
    Deed.BOOK: _book,
    Deed.WRITE: _book,
}
