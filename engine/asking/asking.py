"""Put approvals and questions to people, and take them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from bot.replies import approvals as replies
from bot.reply import Reply, spoken
from engine.asking import codes, shown, tidings
from engine.asking.tidings import Sentence
from engine.channels.base import Choice
from engine.context import audience
from engine.context.audience import NOBODY, Reader
from engine.context.desk import Desk
from engine.outbound import ladder, reach
from engine.outbound.hours import Occasion
from engine.outbound.reach import Note
from engine.workflows.wishes import AskPerson, RequestApproval, Wanted
from store import approvals, asks, events, outbox
from store.approvals import Approval
from store.asks import Ask
from store.base import money, new_id
from store.events import Event
from store.outbox import NewEntry
from store.runs import RunRow

TRIES = 20
LONGEST_QUESTION = 1200


def request(
    desk: Desk, run: RunRow, step_run_id: UUID, wish: RequestApproval
) -> Sequence[Event]:
    """Ask whoever may decide; whom the step asked before need not answer any more."""
    over = expire(desk, step_run_id)
    approval, people = put(desk, _drafted(desk, run, step_run_id, wish), again=wish.again)
    reach.tell(desk, list(tidings.passed_on(desk, over, people)))
    return [
        *(fact(desk, "APPROVAL_EXPIRED", one, person_id=None) for one in over),
        fact(desk, "APPROVAL_REQUESTED", approval, person_id=run.person_id),
    ]


def put(desk: Desk, draft: Approval, *, again: bool = False) -> tuple[Approval, Sequence[UUID]]:
    """Give an approval a code, and ask whoever may decide it; `again` says it has changed."""
    approval, people = _add(desk, draft)
    note = question(desk, approval, replies.changed if again else replies.request)
    reach.tell(desk, [replace(note, person_id=one) for one in people])
    rungs = ladder.timers(desk.organization, approval.deadline - desk.now)
    shop = desk.organization_id
    timers = [NewEntry(rung, approval.id, shop, wait=wait) for rung, wait in rungs]
    if timers and people:
        outbox.add_all(desk.tx, timers)
    return approval, people


def question(desk: Desk, approval: Approval, word: Sentence = replies.request) -> Note:
    """An approval as whoever may decide reads it; who that is, is still to be said."""
    texts = {
        # A question may be long; how to answer it may not be lost behind it.
        language: word(question[:LONGEST_QUESTION], approval.code)
        for language, question in approval.question.items()
    }
    return Note(
        None,
        {language: tidings.say(desk, texts[language], language) for language in texts},
        "approval",
        approval.step_run_id,
        approval_id=approval.id,
        template=_form(desk, approval),
        choices=_choices(desk, replies.yes(approval.code), replies.no(approval.code)),
        behind_sms=_dial(desk),
    )


def ask(desk: Desk, run: RunRow, step_run_id: UUID, wish: AskPerson) -> None:
    """Ask a person, a customer, or each of a role: the first answer counts."""
    readers = audience.find(desk, wish.who)
    rows = [
        Ask(
            organization_id=desk.organization_id,
            id=new_id(),
            run_id=run.id,
            step_run_id=step_run_id,
            person_id=one.person_id,
            question=wish.question,
            expect=wish.expect,
            deadline=wish.deadline,
            customer_id=one.customer.id if one.customer else None,
        )
        for one in readers
        if one.person_id is not None
    ]
    if rows:
        asks.add(desk.tx, rows)
    taps = wish.expect == "yes_no"
    choices = _choices(desk, replies.yes(), replies.no()) if taps else {}
    notes = [_question(one, wish, step_run_id) for one in readers or [NOBODY]]
    reach.tell(desk, [replace(note, choices=choices) for note in notes])


def _question(reader: Reader, wish: AskPerson, step_run_id: UUID) -> Note:
    """A customer is asked by day: it is about something of their own."""
    occasion = Occasion.REMINDER if reader.customer else Occasion.ASKED
    return Note(
        reader.person_id,
        wish.question,
        "question",
        step_run_id,
        occasion=occasion,
        customer=reader.customer,
        template=wish.template,
    )


def _dial(desk: Desk) -> dict[str, str]:
    """What to dial instead, where USSD is open."""
    code = desk.rt.settings.africastalking_ussd_code
    if code is None:
        return {}
    word = replies.or_dial(code)
    return {one: tidings.say(desk, word, one) for one in desk.rt.languages.translations}


def _form(desk: Desk, approval: Approval) -> Wanted:
    """The same outside the service window."""
    shop = desk.organization.name
    return Wanted(
        "approval_request",
        {
            language: {"code": approval.code, "shop": shop, "question": question}
            for language, question in approval.question.items()
        },
    )


def _choices(desk: Desk, *answers: Reply) -> dict[str, tuple[Choice, ...]]:
    """Answers that can be tapped: what is tapped is what would be written."""
    said = {
        language: [tidings.say(desk, one, language) for one in answers]
        for language in desk.rt.languages.translations
    }
    return {code: tuple(Choice(word, word) for word in said[code]) for code in said}


def expire(desk: Desk, step_run_id: UUID) -> Sequence[Approval]:
    """The time of what a step has asked for is over; the approvals that were open till now."""
    return [
        one
        for one in approvals.of_step(desk.tx, desk.organization_id, step_run_id)
        if approvals.close(desk.tx, one, "expired", by=None, via="clock")
    ]


def withdraw(desk: Desk, step_run_id: UUID) -> None:
    """Nobody needs what a step has asked any more."""
    asks.close(desk.tx, desk.organization_id, step_run_id)
    for one in approvals.of_step(desk.tx, desk.organization_id, step_run_id):
        approvals.close(desk.tx, one, "cancelled", by=None, via="workflow")


def fact(
    desk: Desk,
    event_type: str,
    approval: Approval,
    *,
    person_id: UUID | None,
    **more: Any,
) -> Event:
    """What happened to an approval, as an event."""
    return Event(
        organization_id=desk.organization_id,
        type=event_type,
        source="workflow",
        person_id=person_id,
        message_id=None,
        payload={
            "approval": str(approval.id),
            "run": str(approval.run_id) if approval.run_id else None,
            "question": spoken(approval.question, desk.organization.language),
            **more,
        },
        occurred_at=desk.now,
    )


def may_ask_themselves(desk: Desk, approval: Approval, person_id: UUID) -> bool:
    """Whether somebody may approve what they asked for: only an owner, if the rule lets her."""
    is_owner = person_id in desk.people("OWNER")
    return is_owner and approval.self_approval == "owner"


def _drafted(desk: Desk, run: RunRow, step_run_id: UUID, wish: RequestApproval) -> Approval:
    return Approval(
        organization_id=desk.organization_id,
        id=new_id(),
        run_id=run.id,
        step_run_id=step_run_id,
        code="",
        question=wish.question,
        shown=shown.digest(desk, wish.question, run.event_id),
        policy=wish.policy,
        self_approval="owner" if wish.self_approval else "nobody",
        of=wish.of,
        # A schedule asks for nobody: whoever made it may decide what it asks.
        requested_by=run.person_id if run.event_id else None,
        deadline=wish.deadline,
        amount=_amount(desk, run.event_id),
    )


def _amount(desk: Desk, event_id: UUID | None) -> Decimal | None:
    """The money that an event tells of, in the shop's currency; None where it tells none."""
    if event_id is None:
        return None
    payload = events.get(desk.tx, desk.organization_id, event_id).payload
    currency = desk.organization.currency
    if payload.get("currency", currency) != currency:
        return None
    try:
        return money(payload["amount"])
    except (KeyError, ArithmeticError):
        return None


def _add(desk: Desk, draft: Approval) -> tuple[Approval, Sequence[UUID]]:
    asked = desk.people(draft.of)
    with desk.tx.directory():  # Whatever shop gave a code: nobody hears it twice in a week.
        fresh = codes.free(approvals.used_codes(desk.tx, asked))
    people = [
        person
        for person in asked
        if person != draft.requested_by or may_ask_themselves(desk, draft, person)
    ]
    for _ in range(TRIES):
        approval = replace(draft, code=next(fresh))
        if approvals.add(desk.tx, approval, people):
            return approval, people
    raise LookupError("no approval code is free")
