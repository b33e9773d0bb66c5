"""What a step that sends a message wishes, as notes to its readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from engine.context import audience
from engine.context.audience import DEBTORS, Reader
from engine.context.desk import Desk
from engine.letters import debt_letters, digests
from engine.letters.debt_letters import Said
from engine.outbound.hours import NO_WAIT, Occasion
from engine.outbound.reach import Note
from engine.templates import template_words
from engine.workflows.wishes import Send, Texts
from store.runs import RunRow

REASON = "workflow"
UNFILLED = "template_unfilled"
"""A template has been worded anew since, with variables that the workflow does not name."""


def of(desk: Desk, run: RunRow, step_run_id: UUID, wish: Send) -> Iterator[Note]:
    """A note for each reader; one for nobody where there is none."""
    readers = _meant(desk, wish)
    wish = replace(wish, texts=_words(desk, wish))
    barred = None if wish.texts or wish.report else UNFILLED
    for one in readers:
        said = _said(desk, one, wish)
        yield Note(
            one.person_id,
            said.texts,
            REASON,
            step_run_id,
            wish.channel,
            _occasion(run, one, wish),
            one.customer,
            template=said.form,
            subjects=wish.subjects,
            barred=barred,
        )
    if not readers and wish.to != DEBTORS:
        yield Note(None, wish.texts, REASON, step_run_id, wish.channel)


def _words(desk: Desk, wish: Send) -> Texts:
    """Its text; a template's own where it has none."""
    if wish.texts or wish.template is None:
        return wish.texts
    return template_words.say(desk.tx, desk.organization_id, wish.template)


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


def _said(desk: Desk, reader: Reader, wish: Send) -> Said:
    """A customer's report is of their own debt; a member's is made of what they may see."""
    if wish.report is None or reader.person_id is None:
        return Said(wish.texts, wish.template)
    if reader.customer is not None:
        debt_letters.note(desk, reader.customer, NO_WAIT)
        return debt_letters.said(desk, reader.customer)
    return Said(digests.texts(desk, wish.report, reader.person_id))


def _occasion(run: RunRow, reader: Reader, wish: Send) -> Occasion:
    """Members hear of what they did, and of what they set a time for, at any hour."""
    if reader.customer is not None:
        return Occasion(wish.occasion or Occasion.UNASKED)
    is_theirs = run.event_id is None or run.person_id == reader.person_id
    return Occasion.ASKED if is_theirs else Occasion.REMINDER
