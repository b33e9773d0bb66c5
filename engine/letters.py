"""What a step that sends a message wishes, as notes to its readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from engine import audience, debt_letters, digests
from engine.audience import DEBTORS, Reader
from engine.desk import Desk
from engine.hours import NO_WAIT, Occasion
from engine.reach import Note
from engine.workflows.wishes import Send, Texts
from store.runs import RunRow

REASON = "workflow"


def of(desk: Desk, run: RunRow, step_run_id: UUID, wish: Send) -> Iterator[Note]:
    """A note for each reader; one for nobody where there is none."""
    readers = _meant(desk, wish)
    for one in readers:
        yield Note(
            one.person_id,
            _texts(desk, one, wish),
            REASON,
            step_run_id,
            wish.channel,
            _occasion(run, one, wish),
            one.customer,
            subjects=wish.subjects,
        )
    if not readers and wish.to != DEBTORS:
        yield Note(None, wish.texts, REASON, step_run_id, wish.channel)


def _meant(desk: Desk, wish: Send) -> Sequence[Reader]:
    """The readers; of a debt only those who owe, and have not been told of it that day."""
    readers = audience.find(desk, wish.to)
    if wish.report != debt_letters.REPORT:
        return readers
    return [
        one
        for one in readers
        if one.customer is not None and debt_letters.is_due(desk, one.customer, desk.now)
    ]


def _texts(desk: Desk, reader: Reader, wish: Send) -> Texts:
    """A customer's report is of their own debt; a member's is made of what they may see."""
    if wish.report is None or reader.person_id is None:
        return wish.texts
    if reader.customer is not None:
        debt_letters.note(desk, reader.customer, NO_WAIT)
        return debt_letters.texts(desk, reader.customer)
    return digests.texts(desk, wish.report, reader.person_id)


def _occasion(run: RunRow, reader: Reader, wish: Send) -> Occasion:
    """Members hear of what they did, and of what they set a time for, at any hour."""
    if reader.customer is not None:
        return Occasion(wish.occasion or Occasion.UNASKED)
    is_theirs = run.event_id is None or run.person_id == reader.person_id
    return Occasion.ASKED if is_theirs else Occasion.REMINDER
