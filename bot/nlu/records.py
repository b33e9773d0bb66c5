"""Read one clause as an entry: which drawer, how much, of what, with whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.nlu.clause import Clause, Reading
from bot.nlu.drawers import drawer, facts_of
from bot.nlu.moods import MARKERS, blocked, main_verb
from bot.nlu.parties import Named, Scene, Seat, names
from bot.nlu.prices import Terms, terms
from bot.nlu.senses import NOTHING, Deed, Mood, Role, Verb
from bot.nlu.subjects import with_subject
from bot.nlu.trends import doubted, is_trend
from bot.nlu.understanding import Act, Intent, Payment
from bot.nlu.verbs import Facts

PARTY_FIRST = frozenset(
    {Deed.PAY, Deed.BORROW, Deed.TAKE, Deed.OWE, Deed.REPAY, Deed.CLEAR, Deed.SEND, Deed.LEND}
    | {Deed.CLAIM, Deed.BUY, Deed.BRING, Deed.TAKE_IN, Deed.WITHDRAW}
)
PARTY_BEHIND = frozenset(
    {Deed.OWE, Deed.CLAIM, Deed.LEND, Deed.BORROW, Deed.PAY, Deed.REPAY, Deed.REFUND, Deed.GIVE}
)
PARTY_NEXT = frozenset({Deed.LEND, Deed.CLAIM, Deed.OWE, Deed.BOOK, Deed.WRITE})
DIARY = frozenset({Deed.BOOK, Deed.CANCEL, Deed.MOVE, Deed.REMIND})
HOLDING = frozenset({Deed.HAVE, Deed.REMAIN, Deed.COUNT})
IDLE = HOLDING | {Deed.SPEND}
TILLS = frozenset({Role.CASH, Role.MOBILE})
FEW, MOST_FIGURES = 2, 8
LONGEST_COUNT, LONGEST_NAME = 12, 6
"""A thing or a person called by more than six words is a story, not an entry."""
UNSOLD = frozenset({Role.UNSOLD, Role.CUSTOMER, Role.STAFF, Role.APPOINTMENT})
UNDER = {Intent.STOCK_COUNT: Deed.COUNT, Intent.RECORD_EXPENSE: Deed.SPEND}
ON_CREDIT = frozenset({Intent.RECORD_DEBT, Intent.RECORD_PAYABLE})
NEEDS_PARTY = {
    Intent.RECORD_DEBT: "debtor",
    Intent.DEBT_PAID: "debtor",
    Intent.RECORD_PAYABLE: "creditor",
}


def read_clause(clause: Clause) -> Reading:
    """Read one clause; what was not done books nothing."""
    tokens = clause.message.tokens
    if len(clause.message.figures_in(clause.bounds)) > MOST_FIGURES:
        return Reading()  # A table of numbers, not an entry.
    clause = _dictated(clause)
    place = main_verb(tokens, clause.bounds)
    if place is not None and _is_purpose(clause, place):
        return read_clause(replace(clause, bounds=(clause.bounds[0], place)))
    if place is not None and _is_aside(clause, place):
        return Reading()
    told = is_trend(clause, place) or (place is None and _only_tells(clause))
    if told and (doubt := doubted(clause)) is not None:
        return doubt
    if told or blocked(tokens, clause.bounds, place):
        return Reading(blocked=True, because=clause.word(place))
    verb = with_subject(clause.message, clause.bounds, place)
    if verb is not None and verb.subject is None and clause.context.doer:
        verb = replace(verb, subject="they")  # "Musa took goods 1,200 and paid 200"
    if verb is not None and _is_errand(clause, verb):
        return Reading()
    return _entry(clause, place, verb)


def _dictated(clause: Clause) -> Clause:
    """`naomba uniandikie nimeuza kuku 3`: what is wished is the writing of what follows."""
    start, end = clause.bounds
    for place in range(start, end):
        token = clause.message.tokens[place]
        verb = token.sense.verb
        if token.sense.roles & (MARKERS - {Role.WISH}) or (
            verb and verb.deed is not Deed.WRITE
        ):
            return clause
        if verb is not None and verb.mood in {Mood.ORDER, Mood.WISH, Mood.DONE}:
            rest = replace(clause, bounds=(place + 1, end))
            told = rest.heading() is not None or main_verb(clause.message.tokens, rest.bounds)
            return rest if told else clause
    return clause


def _only_tells(clause: Clause) -> bool:
    """A price told is nothing sold; "rent 8000 not yet paid" is nothing spent."""
    unpaid = clause.has(Role.UNPAID) and clause.has(Role.EXPENSE)
    return unpaid or clause.has(Role.PRICE_LIST)


def _entry(clause: Clause, place: int | None, verb: Verb | None) -> Reading:
    message = clause.message
    deed = verb.deed if verb else _deed_of(clause.heading() or clause.context.heading)
    if deed is Deed.HAVE and clause.has(Role.DEBT):
        deed = Deed.OWE  # "niko na deni la 500" counts no debts.
    read = terms(
        message.tokens,
        clause.figures(),
        clause.bounds,
        message.utterance.country,
        deed,
        message.used,
    )
    named = _named(clause, place, verb, read)
    if named.party is None and verb is not None and verb.subject == "they":
        named = named._replace(party=clause.context.doer)
    if any(name and name.count(" ") >= LONGEST_NAME for name in named):
        return Reading()  # A sentence about something else.
    facts = facts_of(clause, named, read)
    if (verb is None or verb.deed in IDLE) and _is_unsold(clause, named, facts):
        return Reading()  # "niko na watoto watatu"
    turned = drawer(clause, verb, facts)
    if turned is None:
        return _undirected(clause, named, read)
    if verb is None and not clause.figures() and _is_talk(clause, facts):
        return Reading()  # "stima imepotea"
    opened = verb is not None or clause.heading() is not None
    if _only_opens(clause, verb, named):
        date = _date(clause, turned.intent)
        return Reading(heading=turned.intent, date=date, because=clause.word(place))
    act = _act(clause, turned.intent, named, read)
    return Reading(
        act=act,
        question=turned.question or _missing(clause, act, read, verb, facts),
        heading=turned.intent if opened else None,
        doer=act.party if verb is not None and verb.subject == "they" else None,
        is_total=clause.has(Role.WHOLE) and verb is None and act.item is None,
        because=clause.word(place),
    )


def _is_unsold(clause: Clause, named: Named, facts: Facts) -> bool:
    """Tell whether the thing is none that a shop sells: children, years, a password."""
    words = (named.item or "").split()
    unsold = any(clause.roles_of(word) & UNSOLD for word in (*words[:1], *words[-1:]))
    return unsold and not facts.hired


def _is_talk(clause: Clause, facts: Facts) -> bool:
    """Tell whether a cost without a sum stands beside words that are no cost."""
    tokens = clause.message.tokens[slice(*clause.bounds)]
    words = [token for token in tokens if token.kind == "word"]
    return facts.expense and any(token.sense is NOTHING for token in words)


def _deed_of(heading: Intent | None) -> Deed | None:
    """Under a heading of stock every figure counts, under one of spending none does."""
    return UNDER.get(heading) if heading is not None else None


def _only_opens(clause: Clause, verb: Verb | None, named: Named) -> bool:
    """`Mauzo ya leo`, `nimeuza:`: a line that opens a drawer for the lines below it."""
    if not clause.is_heading():
        return False
    return clause.heading() is not None if verb is None else named == Named(None, None)


def _is_errand(clause: Clause, verb: Verb) -> bool:
    """An hour without a sum is an errand, an order without one no entry; so is "sell me 3"."""
    order = verb.mood is Mood.ORDER
    bare = not clause.figures() and (bool(clause.message.hours) or order)
    return bare or (order and verb.object == "we")


def _is_purpose(clause: Clause, place: int) -> bool:
    """`boda 150 kubeba mzigo`: behind an expense and its sum a verb tells what it was for."""
    verb = clause.message.tokens[place].sense.verb
    before = replace(clause, bounds=(clause.bounds[0], place))
    wished = verb is not None and verb.mood is Mood.WISH
    return wished and bool(before.figures()) and before.has(Role.EXPENSE)


def _is_aside(clause: Clause, place: int) -> bool:
    """A deed inside a wish for the diary, or a "have" inside a story, is no record."""
    before = clause.message.tokens[clause.bounds[0] : place]
    if any(token.sense.verb and token.sense.verb.deed in DIARY for token in before):
        return True
    verb = clause.message.tokens[place].sense.verb
    if verb is None or verb.deed not in HOLDING:
        return False
    words = sum(
        token.kind == "word" and not (token.sense.unit or token.has(Role.OF))
        for token in before
    )
    return words > FEW or clause.message.has(Role.APPOINTMENT)


def _undirected(clause: Clause, named: Named, read: Terms) -> Reading:
    """Goods and money without a word for their way may be sold, bought or only priced."""
    priced = read.amount is not None or read.unit_price is not None or read.question is not None
    alone = clause.whole and all(
        _is_money(clause, place, read) for place in range(*clause.bounds)
    )
    if not (priced or _is_counted(clause, read)) or not (named.item or named.party or alone):
        return Reading()
    act = _act(clause, Intent.UNKNOWN, named, read)
    return Reading(act=act, question=read.question or "direction")


def _is_money(clause: Clause, place: int, read: Terms) -> bool:
    return place in read.used or bool(clause.message.tokens[place].sense.roles & TILLS)


def _is_counted(clause: Clause, read: Terms) -> bool:
    """`sukari kilo 12, chai 30`: goods counted in a short message want a word or a price."""
    short = len(clause.message.words) <= LONGEST_COUNT and not clause.message.hours
    return short and bool(clause.figures()) and (read.unit is not None or not clause.whole)


def _named(clause: Clause, place: int | None, verb: Verb | None, read: Terms) -> Named:
    tokens = clause.message.tokens
    if verb is None:
        owed = (each for each in range(*clause.bounds) if tokens[each].has(Role.OWED))
        place = next(owed, None)
    used = clause.message.used | read.used
    scene = Scene(tokens, *clause.bounds, used, place, clause.message.known)
    under_debts = clause.context.heading is Intent.RECORD_DEBT and place is None
    return names(scene, "first" if under_debts else _seat(verb))


def _seat(verb: Verb | None) -> Seat:
    """Where a clause with this verb keeps its person."""
    if verb is None:
        return "heading"
    if verb.subject == "they" and (verb.deed in PARTY_FIRST or verb.object == "we"):
        return "doer"
    if verb.object == "they" or verb.deed in PARTY_NEXT:
        return "object"
    if verb.deed in {Deed.SELL, Deed.BUY}:
        return "buyer"
    return "named" if verb.deed in PARTY_BEHIND else "nobody"


def _act(clause: Clause, intent: Intent, named: Named, read: Terms) -> Act:
    return Act(
        intent=intent,
        amount=read.amount,
        currency=read.currency or None,
        item=named.item,
        quantity=read.quantity,
        unit=read.unit,
        unit_price=read.unit_price,
        party=named.party,
        date=_date(clause, intent),
        payment=_payment(clause, intent),
        line=clause.number,
    )


def _date(clause: Clause, intent: Intent) -> date | None:
    """The day said in the clause, its line or heading; what is done lies in the past."""
    day = clause.day()
    if day is None:
        return clause.context.date
    if day.earlier and _is_ahead(clause, day.date) and intent not in ON_CREDIT:
        return day.earlier
    return day.date


def _is_ahead(clause: Clause, day: date) -> bool:
    return day > clause.message.utterance.now.date()


def _payment(clause: Clause, intent: Intent) -> Payment | None:
    roles = clause.roles()
    if Role.CREDIT in roles or Role.UNPAID in roles:
        return "credit" if intent in ON_CREDIT else None
    if Role.MOBILE in roles:
        return "mobile"
    return "cash" if Role.CASH in roles else None


def _missing(
    clause: Clause, act: Act, read: Terms, verb: Verb | None, facts: Facts
) -> str | None:
    """What still has to be asked before `act` can be done."""
    if read.question is not None:
        return read.question
    if act.date and act.intent not in ON_CREDIT and _is_ahead(clause, act.date):
        return "done"
    if act.intent is Intent.STOCK_COUNT:
        return None if act.item and not _is_stock(clause, act.item) else "item"
    all_of_it = verb is not None and (verb.deed is Deed.CLEAR or (facts.debt and facts.all))
    if act.amount is None and not all_of_it:
        return "amount"
    who = NEEDS_PARTY.get(act.intent)
    return who if act.party is None or _are_several(clause, act.party) else None


def _is_stock(clause: Clause, item: str) -> bool:
    """`stoki ni 20`: of what, nobody said."""
    return bool(clause.roles_of(item) & {Role.STOCK, Role.GOODS})


def _are_several(clause: Clause, party: str) -> bool:
    """`Juma na Otieno wamekopa 500`, `all debts paid`, `you owe me 500`: no one of the book."""
    several = (clause.roles_of(word) & {Role.AND, Role.ALL} for word in party.split())
    return any(several) or Role.UNSOLD in clause.roles_of(party)
