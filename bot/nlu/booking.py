"""Turn the readings of all lines into one understanding: book, or ask one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.nlu.lists import Line, read_lines
from bot.nlu.message import Message
from bot.nlu.senses import Role
from bot.nlu.understanding import Act, Intent, Understanding
from bot.nlu.verdict import acting, asking, nothing


def booking(message: Message) -> Understanding | None:
    """Book what every line says; what cannot be booked is asked or reported by its number."""
    found = read_lines(message)
    told = [line for line in found if line.reading.act or line.reading.question]
    if not told:
        return nothing(message) if any(line.reading.blocked for line in found) else None
    if _is_torn(found) or (not message.has(Role.DEBT) and _is_part_paid(found)):
        return asking(
            message, "direction", *(line.reading.act for line in told if line.reading.act)
        )
    several = len({line.number for line in told}) > 1
    return _several_lines(message, told) if several else _one_line(message, told)


def _one_line(message: Message, told: list[Line]) -> Understanding:
    """One line is booked whole or asked about whole."""
    readings = [line.reading for line in told]
    acts = [reading.act for reading in readings if reading.act]
    because = tuple(reading.because for reading in readings if reading.because)
    question = next((reading.question for reading in readings if reading.question), None)
    if question is not None:
        return asking(message, question, *acts, because=because)
    return acting(message, *acts, because=because)


def _several_lines(message: Message, told: list[Line]) -> Understanding:
    """Of a list every good line is booked; the others keep their number."""
    doubted = {line.number for line in told if line.reading.question}
    unpriced = {line.number for line in told if _lacks_price(line)}
    unread = doubted - unpriced
    acts = [line.reading.act for line in told if line.reading.act]
    complete = [act for act in acts if act.line not in unread]
    because = tuple(line.reading.because for line in told if line.reading.because)
    if all(act.line in doubted for act in complete):
        question = next(line.reading.question for line in told if line.reading.question)
        return asking(message, question or "amount", *acts, because=because)
    return replace(acting(message, *complete, because=because), unread=tuple(sorted(unread)))


def _lacks_price(line: Line) -> bool:
    """`daftari 8` among sales: the shop may know its price, and is asked where it does not."""
    act = line.reading.act
    if act is None or act.intent is not Intent.RECORD_SALE:
        return False
    counted = act.item is not None and act.quantity is not None
    return counted and line.reading.question == "amount"


def _is_torn(found: Sequence[Line]) -> bool:
    """`bought and sold bread 50`: one deed opens what the next one turns round."""
    return any(
        first.number == second.number
        and first.reading.act is None
        and bool(first.reading.because and second.reading.because)
        and first.reading.heading not in {None, second.reading.heading}
        for first, second in pairwise(found)
    )


def _is_part_paid(found: Sequence[Line]) -> bool:
    """`sold cement 7,200 Hassan paid 5,000`: of what was just sold, or an older debt."""
    return any(
        first.number == second.number and _pays_for(first.reading.act, second.reading.act)
        for first, second in pairwise(found)
    )


def _pays_for(sold: Act | None, paid: Act | None) -> bool:
    if sold is None or paid is None or sold.amount is None or paid.amount is None:
        return False
    intents = (sold.intent, paid.intent)
    return intents == (Intent.RECORD_SALE, Intent.DEBT_PAID) and paid.amount <= sold.amount
