"""Decide which drawer one clause opens: by its verb, its heading, or the cost it names."""

from __future__ import annotations

from bot.nlu.clause import Clause
from bot.nlu.parties import Named
from bot.nlu.prices import Terms
from bot.nlu.senses import NOTHING, Deed, Mood, Role, Verb
from bot.nlu.understanding import Intent
from bot.nlu.verbs import RECORDED, Direction, Facts, direction

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
    )


def drawer(clause: Clause, verb: Verb | None, facts: Facts) -> Direction | None:
    """The drawer that a verb, a heading or a cost opens, and what it leaves open."""
    if verb is not None:
        return direction(verb, facts) if verb.mood in RECORDED else _unsure(verb, facts)
    heading = clause.heading()
    if heading is not None:
        return Direction(heading, "direction" if _is_forgiven(clause, heading) else None)
    if facts.saving:
        return Direction(Intent.RECORD_DRAWING)
    if clause.context.heading is not None:
        return Direction(clause.context.heading)
    if not facts.expense:
        return None
    # "nauli ni 200": what it costs, or what was paid?
    if _is_of_unknown_deed(clause):
        return Direction(Intent.RECORD_EXPENSE, "direction")
    return Direction(Intent.RECORD_EXPENSE, "done" if _is_told(clause) else None)


def _is_of_unknown_deed(clause: Clause) -> bool:
    """`nimepewa nauli 200`: a cost beside a verb that no word list knows."""
    words = clause.message.tokens[slice(*clause.bounds)]
    shapes = clause.message.lexicons.shapes.values()
    return any(
        shape.resembles(token.word)
        for token in words
        if token.sense is NOTHING
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


def _is_forgiven(clause: Clause, heading: Intent) -> bool:
    """`sahau deni la Asha 500`: a word before a debt may say anything about it."""
    first = clause.message.tokens[clause.bounds[0]]
    return heading is Intent.RECORD_DEBT and first.kind == "word" and first.sense is NOTHING
