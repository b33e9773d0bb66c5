"""Read line after line: headings, what stands under them, and totals that book nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from bot.nlu.clause import Clause, Context, Reading
from bot.nlu.clauses import clauses, lines
from bot.nlu.commands import request
from bot.nlu.message import Message
from bot.nlu.moods import asks
from bot.nlu.records import numbered, read_clause
from bot.nlu.understanding import Act, Intent


class Line(NamedTuple):
    """A reading and the number of its line, counted from 1."""

    number: int
    reading: Reading


def read_lines(message: Message) -> list[Line]:
    """Read every clause of every line."""
    context, found = Context(), []
    for number, bounds in enumerate(lines(message), start=1):
        for part in clauses(message, bounds):
            clause = Clause(message, part, bounds, context)
            reading = numbered(_request(clause) or read_clause(clause), number)
            found.append(Line(number, reading))
            context = _opened(context, reading)
    return _without_totals(found)


def _opened(context: Context, reading: Reading) -> Context:
    if reading.heading is None:
        return context
    date = reading.date if reading.act is None else context.date
    return replace(context, heading=reading.heading, date=date or context.date)


def _request(clause: Clause) -> Reading | None:
    """A report asked for beside a record: "… halafu niambie mauzo ya leo"."""
    message, several_lines = clause.message, clause.line != (0, len(clause.message.tokens))
    if asks(message, clause.line) and several_lines:
        return Reading(act=request(message, clause.bounds) or _summary(clause), blocked=True)
    if clause.figures() or clause.bounds[0] == clause.line[0] and clause.heading() is not None:
        return None  # "Mauzo ya leo" over a list is its heading.
    act = request(message, clause.bounds)
    return Reading(act=act) if act is not None else None


def _summary(clause: Clause) -> Act:
    day = clause.day()
    return Act(Intent.SUMMARY, date=day.date if day else None)


def _without_totals(found: list[Line]) -> list[Line]:
    """`jumla 110` adds nothing when it is the sum of its lines, and is asked when it is not."""
    checked: list[Line] = []
    for place, line in enumerate(found):
        if not line.reading.is_total and not _heads_lines(found, place):
            checked.append(line)
        elif _amount(line) != _sum(_beside(found, place)):
            checked.append(Line(line.number, replace(line.reading, act=None, question="total")))
    return checked if len(found) > 1 else found


def _heads_lines(found: list[Line], place: int) -> bool:
    """`Matumizi 15000` over lines of its own is their total, not one more."""
    line = found[place]
    bare = line.reading.act is not None and line.reading.act.item is None
    below = found[place + 1 : place + 2]
    return bool(
        bare
        and line.reading.heading is not None
        and below
        and below[0].number > line.number
        and below[0].reading.heading is None
        and below[0].reading.act is not None
        and below[0].reading.act.intent is line.reading.heading
    )


def _beside(found: list[Line], place: int) -> list[Line]:
    """The lines a total adds up: those above it, or those under it when it heads them."""
    if not found[place].reading.is_total:
        end = next(
            (each for each in range(place + 1, len(found)) if found[each].reading.heading),
            len(found),
        )
        return found[place + 1 : end]
    start = max((each for each in range(place) if found[each].reading.heading), default=0)
    return found[start:place]


def _amount(line: Line) -> Decimal | None:
    return line.reading.act.amount if line.reading.act else None


def _sum(found: list[Line]) -> Decimal:
    return sum((_amount(line) or Decimal(0) for line in found), Decimal(0))


