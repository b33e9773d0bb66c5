"""Decide which drawer one clause opens: by its verb, its heading, or the cost it names."""

from __future__ import annotations

from bot.nlu.clause import Clause
from bot.nlu.long_spans import heads, sums_up
from bot.nlu.parties import Named
from bot.nlu.prices import Terms
from bot.nlu.senses import NOTHING, Deed, Mood, Role, Verb
from bot.nlu.understanding import Intent
from bot.nlu.verbs import RECORDED, Direction, Facts, direction

GOODS_IN = frozenset({Deed.BUY, Deed.BRING, Deed.TAKE_IN})
SPENDABLE = frozenset({Intent.RECORD_SALE, Intent.RECORD_PURCHASE, Intent.RECORD_DRAWING})
"""Among these a cost is what was paid; among debts it may be what is owed."""
REPAID = frozenset({Intent.PAYABLE_PAID, Intent.DEBT_PAID})
QUIET = frozenset({Role.WE, Role.POLITE, Role.NOISE})
STANDING = frozenset({Deed.CLAIM, Deed.OWE, Deed.HAVE, Deed.REMAIN})
"""What one owes or has is said in the present and simply stands."""


def facts_of(clause: Clause, named: Named, read: Terms) -> Facts:
    """What stands around the verb of a clause."""
    roles = clause.roles()
    return Facts(
        party=named.party is not None,
        item=named.item is not None,
        debt=Role.DEBT in roles or Role.OWED in roles,
        expense=Role.EXPENSE in roles,
        saving=Role.SAVING in roles,
        private=Role.PRIVATE in roles,
        supplier=Role.SUPPLIER in roles,
        credit=Role.CREDIT in roles or Role.UNPAID in roles,
        counted=read.quantity is not None and read.amount is None and bool(clause.figures()),
        all=Role.ALL in roles,
        staff=Role.STAFF in roles,
        customer=Role.CUSTOMER in roles,
        sales=Role.SALES in roles,
        cost=Role.COST in roles,
        sold=_is_by_selling(clause),
        hired=_is_hired(clause, named, read),
        stranger=Role.CUSTOMER in clause.roles_of(named.party),
        alone=_is_alone(clause, read),
        bank=Role.LENDER in roles,
    )


def _is_alone(clause: Clause, read: Terms) -> bool:
    """Tell whether a sum and its day are all that is said beside the verb."""
    known = clause.message.used | read.used
    rest = (
        token
        for place, token in enumerate(clause.message.tokens)
        if clause.bounds[0] <= place < clause.bounds[1] and place not in known
    )
    plain = all(
        token.kind == "sign"
        or token.sense.verb
        or token.sense.daypart
        or token.sense.roles & QUIET
        for token in rest
    )
    return plain and read.amount is not None and read.quantity is None and read.unit is None


def _is_hired(clause: Clause, named: Named, read: Terms) -> bool:
    """`mechanic 2,200`: a trade and a sum, and nobody and nothing else, is what was paid."""
    if named.party or not named.item or read.amount is None or read.question:
        return False
    trade, *of = named.item.split()
    led = not of or Role.OF in clause.roles_of(of[0])  # "fundi wa friji"
    whole = Role.HIRED in clause.roles_of(named.item)
    return whole or (led and Role.HIRED in clause.roles_of(trade))


def _is_by_selling(clause: Clause) -> bool:
    """`nimepata 800 kwa kuuza mboga`: what the money was got by."""
    verbs = (token.sense.verb for token in clause.message.tokens[slice(*clause.bounds)])
    return any(
        verb is not None and verb.deed is Deed.SELL and verb.mood in {Mood.WISH, Mood.NOW}
        for verb in verbs
    )


def drawer(clause: Clause, verb: Verb | None, facts: Facts) -> Direction | None:
    """The drawer that a verb, a heading or a cost opens, and what it leaves open."""
    if verb is not None:
        turned = direction(verb, facts) if verb.mood in RECORDED else _unsure(verb, facts)
        if turned is not None and (_is_turned_round(clause, verb) or _is_taken_back(clause)):
            return Direction(turned.intent, "direction")
        if turned is not None and sums_up(clause.message.tokens, clause.bounds, verb):
            return Direction(turned.intent, turned.question or "done")
        return turned
    tokens, own = clause.message.tokens, clause.heading()
    heading = own or clause.context.heading
    spent = heading in SPENDABLE and (
        clause.has(Role.COST) or heading is not Intent.RECORD_SALE
    )
    if heading is None or (own is None and (facts.saving or (facts.expense and spent))):
        return _by_cost(clause, facts)
    if heading is Intent.STOCK_COUNT and not _counts(clause):
        return None
    if heading is Intent.RECORD_SALE and facts.credit:
        return _on_credit(clause, facts)
    if own in SPENDABLE | {Intent.RECORD_EXPENSE} and heads(tokens, clause.bounds):
        return Direction(heading, "done")
    returned = own is None and heading in REPAID and facts.item  # "returned: shoes 1,200"
    return Direction(heading, "direction" if returned or _is_forgiven(clause) else None)


def _counts(clause: Clause) -> bool:
    """`go to the store after work`, `nimepoteza stock ya 2000`: these count nothing."""
    first = clause.message.tokens[clause.bounds[0]]
    done = first.sense is NOTHING and any(
        shape.resembles(first.word) for shape in clause.message.lexicons.shapes.values()
    )
    return bool(clause.figures() or clause.is_heading()) and not done


def _is_turned_round(clause: Clause, verb: Verb) -> bool:
    """`nimeuza au nimenunua 50`: goods that go out and come in at once."""
    tokens = clause.message.tokens[slice(*clause.bounds)]
    done = {
        token.sense.verb.deed
        for token in tokens
        if token.sense.verb and token.sense.verb.mood is Mood.DONE
    } | {verb.deed}
    return Deed.SELL in done and bool(done & GOODS_IN)


def _is_taken_back(clause: Clause) -> bool:
    """`nimeuza 500 hapana nimenunua 500`: behind a no the same line tells another deed."""
    tokens = clause.message.tokens
    told = refused = False
    for place in range(clause.bounds[0], clause.line[1]):
        if refused and tokens[place].sense.verb is not None:
            return True
        inside = place < clause.bounds[1]
        refused = refused or (told and inside and tokens[place].has(Role.NO))
        told = told or tokens[place].sense.verb is not None
    return False


def _by_cost(clause: Clause, facts: Facts) -> Direction | None:
    """`chama 500`, `nauli 200`: named with a sum, savings and costs are what was paid."""
    if not (facts.saving or facts.expense or facts.hired):
        return None
    intent = Intent.RECORD_DRAWING if facts.saving else Intent.RECORD_EXPENSE
    if _is_of_unknown_deed(clause):
        return Direction(intent, "direction")
    # "nauli ni 200": what it costs, or what was paid?
    return Direction(intent, "done" if facts.expense and _is_told(clause) else None)


def _on_credit(clause: Clause, facts: Facts) -> Direction:
    """`sold bread 65 and milk 60 on credit`: the milk alone, or the bread too."""
    if clause.bounds[0] != clause.line[0] and clause.heading() is None:
        return Direction(Intent.RECORD_DEBT, "direction")
    return Direction(Intent.RECORD_DEBT, None if facts.party else "debtor")


def _is_of_unknown_deed(clause: Clause) -> bool:
    """`nimepewa nauli 200`: a cost beside a verb that no word list knows."""
    words = clause.message.tokens[slice(*clause.bounds)]
    shapes = clause.message.lexicons.shapes.values()
    return any(
        shape.resembles(token.word)
        for place, token in enumerate(words)
        if token.sense is NOTHING and (place == 0 or not token.text[:1].isupper())
        for shape in shapes
    )


def _unsure(verb: Verb, facts: Facts) -> Direction | None:
    """What is being done now may be a record or a habit: ask."""
    turned = direction(verb, facts)
    if turned is None or verb.mood is not Mood.NOW or verb.deed in STANDING:
        return turned if verb.mood is Mood.NOW else None
    return Direction(turned.intent, turned.question or "done")


def _is_told(clause: Clause) -> bool:
    """Tell whether an "is" stands right before a figure."""
    before = (clause.message.tokens[each.start - 1] for each in clause.figures() if each.start)
    return any(token.has(Role.IS) for token in before)


def _is_forgiven(clause: Clause) -> bool:
    """`sahau deni la Asha 500`: a word before a debt may say anything about it."""
    first = clause.message.tokens[clause.bounds[0]]
    owed = clause.heading() is Intent.RECORD_DEBT
    return owed and first.kind == "word" and first.sense is NOTHING
