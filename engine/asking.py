"""Put approvals and questions to people, and take them back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from bot import i18n
from bot.replies import approvals as replies
from engine import audience, codes, reach
from engine.audience import NOBODY, Reader
from engine.desk import Desk
from engine.hours import Occasion
from engine.reach import Note
from engine.workflows.wishes import AskPerson, RequestApproval
from store import approvals, asks
from store.approvals import Approval
from store.asks import Ask
from store.base import new_id
from store.events import Event
from store.runs import RunRow

TRIES = 20
LONGEST_QUESTION = 1200


def request(
    desk: Desk, run: RunRow, step_run_id: UUID, wish: RequestApproval
) -> Sequence[Event]:
    """Ask whoever may decide; whom the step asked before need not answer any more."""
    over = expire(desk, step_run_id)
    approval, people = _add(desk, run, step_run_id, wish)
    reach.tell(
        desk,
        [Note(person, _texts(desk, approval), "approval", step_run_id) for person in people],
    )
    return [*over, fact(desk, "APPROVAL_REQUESTED", approval, person_id=run.person_id)]


def ask(desk: Desk, run: RunRow, step_run_id: UUID, wish: AskPerson) -> None:
    """Ask a person, each of a role, or a customer: the first answer counts."""
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
    reach.tell(desk, [_question(one, step_run_id, wish) for one in readers or [NOBODY]])


def _question(reader: Reader, step_run_id: UUID, wish: AskPerson) -> Note:
    return Note(
        reader.person_id,
        wish.question,
        "question",
        step_run_id,
        occasion=Occasion.REMINDER if reader.customer else Occasion.ASKED,
        customer=reader.customer,
    )


def expire(desk: Desk, step_run_id: UUID) -> Sequence[Event]:
    """The time of what a step has asked for is over; the facts that this is."""
    return [
        fact(desk, "APPROVAL_EXPIRED", one, person_id=None)
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
    question = approval.question.get(desk.organization.language)
    return Event(
        organization_id=desk.organization_id,
        type=event_type,
        source="workflow",
        person_id=person_id,
        message_id=None,
        payload={
            "approval": str(approval.id),
            "run": str(approval.run_id) if approval.run_id else None,
            "question": question or next(iter(approval.question.values()), ""),
            **more,
        },
        occurred_at=desk.now,
    )


def may_ask_themselves(desk: Desk, approval: Approval, person_id: UUID) -> bool:
    """Whether somebody may approve what they asked for: only an owner, if the rule lets her."""
    is_owner = person_id in desk.people("OWNER")
    return is_owner and approval.self_approval == "owner"


def digest(question: Mapping[str, str], event: str | None) -> bytes:
    """What stands for all that a person was shown: a decision is bound to it."""
    shown = json.dumps([dict(question), event], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(shown.encode("utf-8", "surrogatepass")).digest()


def _add(
    desk: Desk, run: RunRow, step_run_id: UUID, wish: RequestApproval
) -> tuple[Approval, Sequence[UUID]]:
    asked = desk.people(wish.of)
    with desk.tx.directory():  # Whatever shop gave a code: nobody hears it twice in a week.
        fresh = codes.free(approvals.used_codes(desk.tx, asked))
    for _ in range(TRIES):
        approval = Approval(
            organization_id=desk.organization_id,
            id=new_id(),
            run_id=run.id,
            step_run_id=step_run_id,
            code=next(fresh),
            question=wish.question,
            shown=digest(wish.question, str(run.event_id)),
            policy=wish.policy,
            self_approval="owner" if wish.self_approval else "nobody",
            of=wish.of,
            # A schedule asks for nobody: whoever made it may decide what it asks.
            requested_by=run.person_id if run.event_id else None,
            deadline=wish.deadline,
        )
        people = [
            person
            for person in asked
            if person != approval.requested_by or may_ask_themselves(desk, approval, person)
        ]
        if approvals.add(desk.tx, approval, people):
            return approval, people
    raise LookupError("no approval code is free")


def _texts(desk: Desk, approval: Approval) -> dict[str, str]:
    translations = desk.rt.languages.translations
    return {
        language: i18n.wording(
            # A question may be long; how to answer it may not be lost behind it.
            replies.request(question[:LONGEST_QUESTION], approval.code),
            language,
            translations,
        )
        for language, question in approval.question.items()
    }
