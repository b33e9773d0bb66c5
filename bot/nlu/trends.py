"""Tell how totals stand from what was done: "sales went up 500" books no sale."""

from __future__ import annotations

from bot.nlu.clause import Clause
from bot.nlu.message import words_of
from bot.nlu.senses import NOTHING, Deed, Role

TOTALS = frozenset({Role.SALES, Role.EXPENSES, Role.PURCHASES, Role.PROFIT, Role.STOCK}) | {
    Role.OWED,
    Role.DEBT,
    Role.CUSTOMER,
    Role.AFFAIR,
}
LINKS = frozenset({Role.OF, Role.PRICE, Role.TO})
DEBTS = frozenset({Role.OWED, Role.DEBT})
CHANGING = frozenset({Deed.COME, Deed.CLEAR, Deed.MOVE, Deed.CHANGE})
"""Deeds that, done by a total and by nobody, tell how it moved: `faida imefika 3000`."""


def is_trend(clause: Clause, verb: int | None) -> bool:
    """Tell whether a total is the doer of a verb of change and nothing else is done.

    `verb` is the place of the main verb: "sales went up, sold bread 70" still sells bread.
    """
    change = _change(clause)
    if change is None:
        return False
    said = clause.message.tokens[verb].sense.verb if verb is not None else None
    helps = said is not None and said.deed is Deed.HAVE and verb == change - 1
    return verb is None or verb == change or helps  # "sales have passed 10,000"


def _change(clause: Clause) -> int | None:
    """The place of the first verb of change between a total and its figure."""
    tokens, (start, end) = clause.message.tokens, clause.bounds
    figures = clause.message.figures_in(clause.bounds)
    end = figures[0].start if figures else end
    totals = (each for each in range(start, end) if tokens[each].sense.roles & TOTALS)
    total = next(totals, None)
    if total is None:
        return None
    owed = bool(tokens[total].sense.roles & DEBTS) and not tokens[total].text.istitle()
    return next(
        (place for place in range(total + 1, end) if _changes(clause, place, owed=owed)), None
    )


def _changes(clause: Clause, place: int, *, owed: bool) -> bool:
    token, before = clause.message.tokens[place], clause.message.tokens[place - 1]
    lexicons = clause.message.lexicons
    linked = bool(LINKS & lexicons.look_up(before.word.split(" ")[-1]).roles)
    if token.kind != "word" or (linked and token.sense.verb is None):
        return False  # "mauzo ya iliki", "sales of rose water": goods that look like verbs.
    if token.sense is NOTHING and any(
        verbs.tells_of_things(token.word) for verbs in lexicons.shapes.values()
    ):
        return True
    verb = token.sense.verb
    if verb is not None and verb.subject == "it" and verb.deed in CHANGING:
        return True
    if token.has(Role.LOW):
        return True  # "stock is low 20"
    if owed and token.text.istitle():
        return False  # "add debt Rose 500": a debtor.
    words = words_of(clause.message.tokens[place : clause.bounds[1]])
    return any(words[:size] in lexicons.trends for size in range(1, len(words[:3]) + 1))
