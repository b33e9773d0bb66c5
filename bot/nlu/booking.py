"""Turn the readings of all lines into one understanding: book, or ask one question."""

from __future__ import annotations

from dataclasses import replace

from bot.nlu.message import Message
from bot.nlu.records import Reading, read_lines
from bot.nlu.understanding import Act, Understanding
from bot.nlu.verdict import acting, asking, nothing


def booking(message: Message) -> Understanding | None:
    """Book what every line says; what cannot be booked is asked or reported by its number."""
    readings = read_lines(message)
    told = [
        (number, reading) for number, reading in readings if reading.act or reading.question
    ]
    if not told:
        return nothing(message) if any(reading.blocked for _, reading in readings) else None
    several = len({number for number, _ in told}) > 1
    return _list(message, told) if several else _line(message, [reading for _, reading in told])


def _line(message: Message, readings: list[Reading]) -> Understanding:
    """One line is booked whole or asked about whole."""
    acts = [reading.act for reading in readings if reading.act]
    because = tuple(reading.because for reading in readings if reading.because)
    question = next((reading.question for reading in readings if reading.question), None)
    if question is not None:
        return asking(message, question, *acts, because=because)
    return acting(message, *acts, because=because)


def _list(message: Message, told: list[tuple[int, Reading]]) -> Understanding:
    """Of a list every good line is booked; the others keep their number."""
    acts = [_numbered(number, reading) for number, reading in told if reading.act]
    unread = tuple(sorted({number for number, reading in told if reading.question}))
    complete = [act for number, act in acts if number not in unread]
    if not complete:
        question = next(reading.question for _, reading in told if reading.question)
        return asking(message, question, *(act for _, act in acts))
    return replace(acting(message, *complete), unread=unread)


def _numbered(number: int, reading: Reading) -> tuple[int, Act]:
    assert reading.act is not None
    return number, replace(reading.act, line=number)
