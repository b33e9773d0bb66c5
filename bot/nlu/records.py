"""Read what is to be booked: one line, several things in a line, or an evening's list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from bot.nlu.amounts import Figure
from bot.nlu.clauses import Bounds, clauses, lines
from bot.nlu.commands import request
from bot.nlu.dates import Day
from bot.nlu.message import Message
from bot.nlu.moods import asks, blocked, main_verb
from bot.nlu.parties import Named, Scene, Seat, names
from bot.nlu.prices import Terms, terms
from bot.nlu.senses import Deed, Mood, Role, Verb
from bot.nlu.understanding import Act, Intent, Payment
from bot.nlu.verbs import RECORDED, Direction, Facts, direction

HEADINGS = (
    (Role.SALES, Intent.RECORD_SALE),
    (Role.EXPENSES, Intent.RECORD_EXPENSE),
    (Role.PURCHASES, Intent.RECORD_PURCHASE),
    (Role.STOCK, Intent.STOCK_COUNT),
    (Role.OWED, Intent.RECORD_DEBT),
)
PARTY_FIRST = frozenset(
    {
        Deed.PAY,
        Deed.BORROW,
        Deed.TAKE,
        Deed.OWE,
        Deed.REPAY,
        Deed.CLEAR,
        Deed.SEND,
        Deed.LEND,
        Deed.CLAIM,
    }
)
PARTY_BEHIND = frozenset(
    {Deed.OWE, Deed.CLAIM, Deed.LEND, Deed.BORROW, Deed.PAY, Deed.REPAY}
)
PARTY_NEXT = frozenset({Deed.LEND, Deed.CLAIM, Deed.OWE})
DIARY = frozenset({Deed.BOOK, Deed.CANCEL, Deed.MOVE, Deed.REMIND})
HOLDING = frozenset({Deed.HAVE, Deed.REMAIN, Deed.COUNT})
FEW = 2
LONGEST_HEADING = 5
LONGEST_NAME = 6
"""A thing or a person called by more words than this is a story, not an entry."""
ON_CREDIT = frozenset({Intent.RECORD_DEBT, Intent.RECORD_PAYABLE})
NEEDS_PARTY = {
    Intent.RECORD_DEBT: "debtor",
    Intent.DEBT_PAID: "debtor",
    Intent.RECORD_PAYABLE: "creditor",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One clause read: an act, the question it leaves, or nothing to book."""

    act: Act | None = None
    question: str | None = None
    heading: Intent | None = None
    blocked: bool = False
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What earlier words decided for a clause that has no verb of its own."""

    heading: Intent | None = None
    date: date | None = None
    line: Bounds = (0, 0)


def read_lines(message: Message) -> list[tuple[int, Reading]]:
    """Read every clause of every line, numbered by line from 1."""
    context, readings = Context(), []
    for number, bounds in enumerate(lines(message), start=1):
        context = replace(context, line=bounds)
        for clause in clauses(message, bounds):
            reading = _request(message, clause, bounds) or read_clause(message, clause, context)
            readings.append((number, reading))
            if reading.heading is not None:
                context = replace(context, heading=reading.heading)
            if reading.act is None and reading.heading is not None:
                day = day_in(message, bounds)
                context = replace(context, date=day.date if day else context.date)
    return readings


def _request(message: Message, clause: Bounds, line: Bounds) -> Reading | None:
    """A report asked for beside a record: "… halafu niambie mauzo ya leo"."""
    if asks(message, line) and line != (0, len(message.tokens)):
        return Reading(act=request(message, clause) or _summary(message, clause), blocked=True)
    if any(clause[0] <= figure.start < clause[1] for figure in message.figures):
        return None
    if clause == line and heading_of(message, clause) is not None:
        return None  # "Mauzo ya leo" over a list is its heading.
    act = request(message, clause)
    return Reading(act=act) if act is not None else None


def _summary(message: Message, clause: Bounds) -> Act:
    day = day_in(message, clause)
    return Act(Intent.SUMMARY, date=day.date if day else None)


def read_clause(message: Message, bounds: Bounds, context: Context) -> Reading:
    """Read one clause between `bounds`."""
    place = main_verb(message.tokens, bounds)
    verb = message.tokens[place].sense.verb if place is not None else None
    if place is not None and _is_aside(message, bounds, place):
        return Reading()
    if blocked(message.tokens, bounds, place):
        return Reading(blocked=True, because=_word(message, place))
    figures = _figures(message, bounds)
    if verb is None and _has(message, bounds, Role.PRICE_LIST):
        return Reading(blocked=True)  # A price told is nothing sold.
    if verb is not None and not figures and (message.hours or verb.mood is Mood.ORDER):
        return Reading()  # An hour and no sum is an errand; an order without a sum no entry.
    deed = verb.deed if verb else None
    read = terms(message.tokens, figures, bounds, message.utterance.country, deed)
    verb = _with_subject(message, bounds, place, verb)
    named = _named(message, bounds, place, verb, read)
    facts = replace(_facts(message, bounds, named), counted=bool(figures))
    if any(name and name.count(" ") >= LONGEST_NAME for name in named):
        return Reading()  # A sentence about something else.
    turned = _direction(message, bounds, verb, facts, context)
    if turned is None:
        return _undirected(message, bounds, named, read, context)
    heading = turned.intent
    if not figures and verb is None and _isheading_of(message, bounds):
        return Reading(heading=heading)
    act = _act(message, bounds, turned.intent, named, read, context)
    return Reading(
        act=act,
        question=turned.question or _missing(act, read, verb, whole_debt=facts.debt and facts.all),
        heading=heading if verb is not None or heading_of(message, bounds) else None,
        because=_word(message, place),
    )


def _figures(message: Message, bounds: Bounds) -> list[Figure]:
    """The figures of a clause; slang in front of a written sum names the thing (mbao 3 kwa 600)."""
    inside = [figure for figure in message.figures if bounds[0] <= figure.start < bounds[1]]
    last = max((figure.start for figure in inside if figure.digits), default=-1)
    return [figure for figure in inside if not _is_slang(message, figure) or figure.start > last]


def _is_slang(message: Message, figure: Figure) -> bool:
    number = message.tokens[figure.start].sense.number
    return number is not None and number.country is not None and figure.end == figure.start + 1


def _has(message: Message, bounds: Bounds, role: Role) -> bool:
    return any(message.tokens[place].has(role) for place in range(*bounds))


def _undirected(
    message: Message, bounds: Bounds, named: Named, read: Terms, context: Context
) -> Reading:
    """Goods and money without a word that says which way they went: sale, purchase, price?"""
    priced = read.amount is not None or read.unit_price is not None or read.question is not None
    alone = bounds == (0, len(message.tokens)) and len(read.used) == len(message.tokens)
    if not priced or not (named.item or named.party or alone):
        return Reading()
    act = _act(message, bounds, Intent.UNKNOWN, named, read, context)
    return Reading(act=act, question=read.question or "direction")


def _is_aside(message: Message, bounds: Bounds, place: int) -> bool:
    """A deed inside a wish for the diary, or a "have" inside a story, is no record."""
    before = message.tokens[bounds[0] : place]
    if any(token.sense.verb and token.sense.verb.deed in DIARY for token in before):
        return True
    verb = message.tokens[place].sense.verb
    words = sum(token.kind == "word" for token in before)
    return verb is not None and verb.deed in HOLDING and words > FEW


def _word(message: Message, place: int | None) -> str | None:
    return message.tokens[place].text if place is not None else None


def _with_subject(
    message: Message, bounds: Bounds, place: int | None, verb: Verb | None
) -> Verb | None:
    """In languages whose verbs wear no prefix, the words around the verb tell who and whom."""
    if verb is None or place is None or verb.subject is not None:
        return verb
    before = [
        message.tokens[each] for each in range(bounds[0], place) if each not in message.used
    ]
    whom = message.tokens[place + 1] if place + 1 < bounds[1] else None
    subject = verb.subject
    if any(token.has(Role.WE) for token in before):
        subject = "we"
    elif any(token.has(Role.THEY) or _may_name(token) for token in before):
        subject = "they"
    to_us = whom is not None and whom.has(Role.US)
    if to_us and subject is None:
        subject = "they"
    return replace(verb, subject=subject, object="we" if to_us else verb.object)


def _may_name(token: object) -> bool:
    from bot.nlu.words import Token

    assert isinstance(token, Token)
    return token.kind == "word" and (
        token.has(Role.TITLE) or token.has(Role.CUSTOMER) or not token.sense.roles
    )


def _named(
    message: Message, bounds: Bounds, place: int | None, verb: Verb | None, read: Terms
) -> Named:
    if verb is None:
        place = next(
            (each for each in range(*bounds) if message.tokens[each].has(Role.OWED)), None
        )
    used = message.used | read.used
    scene = Scene(message.tokens, *bounds, used, place, message.catalogue)
    return names(scene, _seat(verb))


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


def _facts(message: Message, bounds: Bounds, named: Named) -> Facts:
    roles = frozenset(
        role for place in range(*bounds) for role in message.tokens[place].sense.roles
    )
    return Facts(
        party=named.party is not None,
        item=named.item is not None,
        debt=Role.DEBT in roles,
        expense=Role.EXPENSE in roles,
        saving=Role.SAVING in roles,
        private=Role.PRIVATE in roles,
        supplier=Role.SUPPLIER in roles,
        credit=Role.CREDIT in roles or Role.UNPAID in roles,
        staff=Role.STAFF in roles,
        all=Role.ALL in roles,
    )


def _direction(
    message: Message, bounds: Bounds, verb: Verb | None, facts: Facts, context: Context
) -> Direction | None:
    if verb is not None:
        return direction(verb, facts) if verb.mood in RECORDED else _unsure(verb, facts)
    heading = heading_of(message, bounds)
    if heading is not None:
        return Direction(heading)
    if facts.saving:
        return Direction(Intent.RECORD_DRAWING)
    if context.heading is not None:
        return Direction(context.heading)
    return Direction(Intent.RECORD_EXPENSE) if facts.expense else None


def _unsure(verb: Verb, facts: Facts) -> Direction | None:
    """What is being done now may be a record or a habit: ask; claims and debts simply stand."""
    turned = direction(verb, facts)
    if turned is None or verb.mood is not Mood.NOW:
        return None
    standing = verb.deed in {Deed.CLAIM, Deed.OWE, Deed.HAVE}
    return turned if standing else Direction(turned.intent, turned.question or "done")


def _isheading_of(message: Message, bounds: Bounds) -> bool:
    words = sum(message.tokens[place].kind == "word" for place in range(*bounds))
    return words <= LONGEST_HEADING and heading_of(message, bounds) is not None


def heading_of(message: Message, bounds: Bounds) -> Intent | None:
    """The drawer that a noun opens: sales, expenses, purchases, stock, debts."""
    for place in range(*bounds):
        for role, intent in HEADINGS:
            if message.tokens[place].has(role):
                return intent
    return None


def _act(
    message: Message, bounds: Bounds, intent: Intent, named: Named, read: Terms, context: Context
) -> Act:
    return Act(
        intent=intent,
        amount=read.amount,
        currency=read.currency or None,
        item=named.item,
        quantity=read.quantity,
        unit=read.unit,
        unit_price=read.unit_price,
        party=named.party,
        date=_date(message, bounds, intent, context),
        payment=_payment(message, bounds, intent),
    )


def _date(message: Message, bounds: Bounds, intent: Intent, context: Context) -> date | None:
    """The day said in the clause, else in its line or heading; what is done lies in the past."""
    day = day_in(message, bounds) or day_in(message, context.line)
    if day is None:
        return context.date
    ahead = day.date > message.utterance.now.date()
    if day.weekday and ahead and intent not in ON_CREDIT:
        return day.date - timedelta(days=7)
    return day.date


def day_in(message: Message, bounds: Bounds) -> Day | None:
    """The first day said between `bounds`."""
    return next((day for day in message.days if bounds[0] <= day.start < bounds[1]), None)


def _payment(message: Message, bounds: Bounds, intent: Intent) -> Payment | None:
    for place in range(*bounds):
        token = message.tokens[place]
        if token.has(Role.CREDIT) or token.has(Role.UNPAID):
            return "credit" if intent in ON_CREDIT else None
        if token.has(Role.MOBILE):
            return "mobile"
        if token.has(Role.CASH):
            return "cash"
    return None


def _missing(act: Act, read: Terms, verb: Verb | None, *, whole_debt: bool) -> str | None:
    if read.question is not None:
        return read.question
    if act.intent is Intent.STOCK_COUNT:
        return None if act.item else "item"
    cleared = verb is not None and (verb.deed is Deed.CLEAR or whole_debt)
    if act.amount is None and not cleared:
        return "amount"
    if act.party is None and act.intent in NEEDS_PARTY:
        return NEEDS_PARTY[act.intent]
    return None


def total(acts: Sequence[Act]) -> Decimal:
    """Add up what `acts` move."""
    return sum((act.amount for act in acts if act.amount is not None), Decimal(0))
