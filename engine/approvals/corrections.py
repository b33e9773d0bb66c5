"""What staff may change no more alone: asked of an owner, and done as shown on a yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bot.effects import AskCorrection, Raise
from bot.replies import corrections as replies
from bot.reply import Reply
from engine import consequences
from engine.asking import asking, shown, tidings
from engine.consequences import Fact
from engine.context.desk import Desk
from engine.outbound import reach
from engine.runtime import Runtime
from store import approvals, outbox
from store.approvals import Approval
from store.base import new_id
from store.database import Transaction
from store.events import Event
from store.outbox import OutboxEntry
from store.postings import first_id

LASTS = timedelta(hours=24)
OWNER, SOURCE = "OWNER", "chat"


def request(desk: Desk, person_id: UUID, wish: AskCorrection) -> Reply:
    """Ask the owners, once; what the person who wished for it is told."""
    names = ", ".join(tidings.name_of(desk, one) for one in desk.people(OWNER))
    for key in approvals.about(desk.tx, desk.organization_id, wish.entries):
        asked = approvals.get(desk.tx, desk.organization_id, key)
        if asked is not None and asked.act is not None:
            return replies.asked_before(names, wish.what)
    draft = _drafted(desk, person_id, wish)
    approval, _ = asking.put(desk, draft)
    outbox.add(
        desk.tx,
        "approval",
        approval.id,
        organization_id=desk.organization_id,
        person_id=None,
        wait=LASTS,
    )
    event = asking.fact(desk, "APPROVAL_REQUESTED", approval, person_id=person_id)
    consequences.follow(desk, [Fact(event)])
    return replies.asked(names, wish.what)


def events(desk: Desk, approval: Approval) -> Sequence[Event]:
    """The facts that the yes makes, in the name of whoever asked: it was in their hands."""
    act = approval.act or {}
    entries, by = [str(entry) for entry in act["entries"]], act.get("by")
    if by is None:
        return [
            _event(desk, approval, "ENTRY_REVERSED", {"entry": one, "reason": "taken back"})
            for one in entries
        ]
    told: dict[str, Any] = {"entry": entries[0], "reason": "corrected"}
    at = datetime.fromisoformat(by["occurred_at"])
    new = _event(desk, approval, by["type"], by["payload"])
    new = replace(new, occurred_at=at)
    told["replaced_by"] = str(first_id(new))
    return [_event(desk, approval, "ENTRY_REVERSED", told), new]


def expire(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
    """Nobody answered: nothing is changed, and both sides hear of it."""
    assert entry.organization_id is not None  # noqa: S101 -- `request` names it.
    tx.scope(organization_id=entry.organization_id, person_id=None)
    desk = Desk(rt, tx, entry.organization_id, careful=entry.attempts > 0)
    approval = approvals.lock(tx, entry.organization_id, entry.subject_id)
    if approval is not None and approvals.close(tx, approval, "expired", by=None, via="clock"):
        event = asking.fact(desk, "APPROVAL_EXPIRED", approval, person_id=None)
        consequences.follow(desk, [Fact(event)])
        reach.tell(desk, list(tidings.expired(desk, [approval], ())))
    outbox.done(tx, entry.id)


def _drafted(desk: Desk, person_id: UUID, wish: AskCorrection) -> Approval:
    languages = desk.rt.languages.translations
    question = {language: tidings.say(desk, wish.question, language) for language in languages}
    return Approval(
        organization_id=desk.organization_id,
        id=new_id(),
        run_id=None,
        step_run_id=None,
        code="",
        question=question,
        shown=shown.digest(desk, question, None, *wish.entries),
        policy="reject",
        self_approval="nobody",
        of=OWNER,
        requested_by=person_id,
        deadline=desk.now + LASTS,
        amount=wish.amount,
        act={"entries": [str(one) for one in wish.entries], "by": _kept(desk, wish.by)},
    )


def _kept(desk: Desk, by: Raise | None) -> Mapping[str, Any] | None:
    if by is None:
        return None
    at = by.occurred_at or desk.now
    return {"type": by.type, "payload": dict(by.payload), "occurred_at": at.isoformat()}


def _event(
    desk: Desk, approval: Approval, event_type: str, payload: Mapping[str, Any]
) -> Event:
    return Event(
        organization_id=desk.organization_id,
        type=event_type,
        source=SOURCE,
        person_id=approval.requested_by,
        message_id=None,
        payload=payload,
        occurred_at=desk.now,
    )
