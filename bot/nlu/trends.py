"""Tell how totals stand from what was done: "sales went up 500" books no sale."""

from __future__ import annotations

from dataclasses import replace

from bot.nlu.clause import Clause, Reading
from bot.nlu.message import words_of
from bot.nlu.senses import NOTHING, Deed, Role
from bot.nlu.understanding import Act

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


def doubted(clause: Clause) -> Reading | None:
    """A figure that seems to tell how a total stands, and may be a record: asked about.

    `mauzo maziwa mazuri 300` may sell good milk, "sales came to 5000" may sum up the day.
    """
    intent = clause.heading()
    if intent is None or not _is_doubtful(clause):
        return None
    (figure,) = clause.figures()
    words = clause.message.tokens[clause.bounds[0] : figure.start]
    goods = [token.text for token in words if token.sense is NOTHING]
    item = None if _sums_up(clause) else " ".join(goods) or None
    day = clause.day()
    act = Act(intent, figure.value, item=item, date=day.date if day else None)
    return Reading(act=replace(act, line=clause.number), question="direction")


def _is_doubtful(clause: Clause) -> bool:
    tokens, figures = clause.message.tokens, clause.figures()
    change = _change(clause)
    if change is None or change == 0 or len(figures) != 1 or figures[0].unclear:
        return False
    if _sums_up(clause):
        return True
    before = tokens[change - 1]
    if tokens[change].sense.verb is not None:
        return False
    return before.kind == "word" and before.sense is NOTHING and _is_bare(clause, change - 1)


def _sums_up(clause: Clause) -> bool:
    """`sales came to 5000`."""
    change, figures = _change(clause), clause.figures()
    words = words_of(clause.message.tokens[change or 0 : figures[0].start])
    return " ".join(words) in clause.message.lexicons.sums


def _is_bare(clause: Clause, place: int) -> bool:
    """`maziwa mazuri`: goods right behind the total, not a way to tell how it stands."""
    tokens = clause.message.tokens
    words = words_of(tokens[place : place + 1])
    telling = any(
        verbs.tells_of_things(word)
        for verbs in clause.message.lexicons.shapes.values()
        for word in words
    )
    total = tokens[place - 1].sense.roles if place else frozenset()
    return (
        not telling
        and words not in clause.message.lexicons.trends
        and bool(total & (TOTALS | LINKS))
    )


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
