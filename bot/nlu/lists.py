"""Read line after line: headings, what stands under them, and totals that book nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from bot.nlu.clause import Clause, Context, Reading
from bot.nlu.clauses import Bounds, clauses, lines
from bot.nlu.commands import request
from bot.nlu.message import Message
from bot.nlu.moods import asks, supposes, taken_back
from bot.nlu.records import read_clause
from bot.nlu.senses import Role
from bot.nlu.understanding import Act, Intent


class Line(NamedTuple):
    """A reading and the number of its line, counted from 1."""

    number: int
    reading: Reading


def read_lines(message: Message) -> list[Line]:
    """Read every clause of every line."""
    context, found = Context(), []
    parts = lines(message)
    for number, bounds in enumerate(parts, start=1):
        asked = asks(message, bounds)
        shown = number if len(parts) > 1 else None
        if shown and _is_riddle(message, bounds):
            found.append(Line(number, Reading(question="amount")))
            continue
        context = replace(context, doer=None)
        supposed = taken_back(message.tokens, bounds)
        whole = supposed
        for part in clauses(message, bounds):
            clause = Clause(message, part, bounds, context, shown, asked)
            begun = supposes(message.tokens, part) or (supposed and _goes_on(clause))
            supposed = whole or begun
            told = Reading(blocked=True) if supposed else read_clause(clause)
            reading = _request(clause) or told
            found.append(Line(number, reading))
            context = _opened(context, reading)
    return _without_totals(_priced(found))


def _goes_on(clause: Clause) -> bool:
    """Tell whether no comma or stop parts a clause from the one before it on its line.

    A colon leads on: `example: sold bread 50`.
    """
    start = clause.bounds[0]
    before = clause.message.tokens[start - 1]
    return start > clause.line[0] and (before.kind != "sign" or before.word == ":")


def _priced(found: list[Line]) -> list[Line]:
    """`sukari kilo 2, 320`: a sum alone behind goods without a price is theirs."""
    joined: list[Line] = []
    for line in found:
        last = joined[-1] if joined else None
        goods = _unpriced(last) if last and last.number == line.number else None
        paid = _sum(line)
        if last is not None and paid is not None and _is_told_twice(last, line, paid):
            if _amount(last) != paid.amount:
                told = replace(line.reading, question="amount_unclear")
                joined.append(Line(line.number, told))
            continue
        if last is None or goods is None or paid is None:
            joined.append(line)
            continue
        act = replace(goods, amount=paid.amount, currency=paid.currency)
        joined[-1] = Line(line.number, replace(last.reading, act=act, question=None))
    return joined


def _is_told_twice(last: Line, line: Line, paid: Act) -> bool:
    """`nimeuza kaptura 500, yaani mia tano`: a bare sum behind a thing that has its own."""
    act = last.reading.act
    if act is None or act.item is None or act.amount is None or last.number != line.number:
        return False
    return act.intent is paid.intent and last.reading.question is None


def _unpriced(line: Line) -> Act | None:
    """Goods of a line that lack nothing but their price."""
    act = line.reading.act
    if act is None or act.quantity is None or act.item is None:
        return None
    owes = act.intent is not Intent.RECORD_DEBT or act.party is not None
    lacks = act.amount is None and line.reading.question == "amount"
    return act if lacks and owes else None


def _sum(line: Line) -> Act | None:
    """Money of a line that is for nothing and nobody it names."""
    act = line.reading.act
    if act is None or act.amount is None or line.reading.is_total or line.reading.because:
        return None
    return None if act.item or act.party or act.quantity else act


def _is_riddle(message: Message, line: Bounds) -> bool:
    """`???`: a line of signs alone asks nothing; it could not be read."""
    signs = [
        message.tokens[place] for place in range(*line) if message.tokens[place].kind != "line"
    ]
    return any(sign.word == "?" for sign in signs) and all(
        sign.kind == "sign" for sign in signs
    )


def _opened(context: Context, reading: Reading) -> Context:
    context = replace(context, doer=reading.doer)
    if reading.heading is None:
        return context
    date = reading.act.date if reading.act else reading.date
    return replace(context, heading=reading.heading, date=date or context.date)


def _request(clause: Clause) -> Reading | None:
    """A report asked for beside a record: "… halafu niambie mauzo ya leo"."""
    several_lines = clause.line != (0, len(clause.message.tokens))
    beside = not clause.whole and clause.has(Role.QUESTION)
    if beside or (clause.asked and several_lines):
        return Reading(act=_requested(clause) or _summary(clause), blocked=True)
    heads = _begins(clause) and clause.heading() is not None
    if clause.figures() or heads:
        return None  # "Mauzo ya leo" over a list is its heading.
    act = _requested(clause)
    return Reading(act=act) if act is not None else None


def _begins(clause: Clause) -> bool:
    """Tell whether a clause is the first of its line; a greeting before it is none."""
    before = clause.message.tokens[clause.line[0] : clause.bounds[0]]
    return all(token.kind == "sign" or token.has(Role.POLITE) for token in before)


def _requested(clause: Clause) -> Act | None:
    act = request(clause.message, clause.bounds)
    return replace(act, line=clause.number) if act is not None else None


def _summary(clause: Clause) -> Act:
    day = clause.day()
    return Act(Intent.SUMMARY, date=day.date if day else None, line=clause.number)


def _without_totals(found: list[Line]) -> list[Line]:
    """`jumla 110` adds nothing when it is the sum of its lines, and is asked when it is not."""
    below = _sums_below(found)
    checked: list[Line] = []
    above = Decimal(0)
    for place, line in enumerate(found):
        if line.reading.heading is not None:
            above = Decimal(0)
        summed = below[place] if _heads_lines(found, place) else above
        if not line.reading.is_total and not _heads_lines(found, place):
            checked.append(line)
            above += _amount(line)
        elif _amount(line) != summed:
            checked.append(Line(line.number, replace(line.reading, act=None, question="total")))
    return checked if len(found) > 1 else found


def _sums_below(found: list[Line]) -> list[Decimal]:
    """For every line the sum of those under it, up to the next heading."""
    sums, running = [Decimal(0)] * len(found), Decimal(0)
    for place in range(len(found) - 1, -1, -1):
        sums[place] = running
        opens = found[place].reading.heading is not None
        running = Decimal(0) if opens else running + _amount(found[place])
    return sums


def _heads_lines(found: list[Line], place: int) -> bool:
    """`Matumizi 15000` over lines of its own is their total, not one more."""
    reading = found[place].reading
    if reading.act is None or reading.act.item is not None or reading.heading is None:
        return False
    if place + 1 == len(found) or found[place + 1].number == found[place].number:
        return False
    below = found[place + 1].reading
    return (
        below.heading is None and below.act is not None and below.act.intent is reading.heading
    )


def _amount(line: Line) -> Decimal:
    act = line.reading.act
    return act.amount if act is not None and act.amount is not None else Decimal(0)
