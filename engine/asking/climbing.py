"""Ask again what nobody has answered: by SMS, by a call, as the shop wants it, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from engine.asking import asking
from engine.context.desk import Desk
from engine.outbound import ladder, reach
from engine.outbound.ladder import Rung, Standing
from engine.runtime import Runtime
from engine.tools.failpoints import reached
from store import approvals, asked, audit, outbox
from store.approvals import Approval
from store.audit import AuditEntry
from store.database import Transaction
from store.outbound import OutboundMessage
from store.outbox import OutboxEntry

VIA = "ladder"
_REASONS = frozenset(ladder.REASONS.values())


def ring(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
    """Climb a rung; what was decided, has ended, or is wanted no more stays where it is."""
    assert entry.organization_id is not None  # noqa: S101 -- An approval is an organization's.
    tx.scope(organization_id=entry.organization_id, person_id=None)
    desk, rung = Desk(rt, tx, entry.organization_id), Rung(entry.kind)
    # Held until the end: whoever answers now comes first, or is asked once more.
    approval = approvals.lock(tx, entry.organization_id, entry.subject_id)
    wait = ladder.wait(rung, _standing(desk, approval, rung)) if approval else None
    if approval is not None and wait == timedelta(0):
        _climb(desk, approval, rung)
    if wait:
        outbox.postpone(tx, entry.id, wait)
    else:
        outbox.done(tx, entry.id)
    reached("run.before_commit")


def is_over(tx: Transaction, message: OutboundMessage) -> bool:
    """Whether a message of the ladder asks what was settled while it waited to be sent."""
    if message.reason not in _REASONS:
        return False
    shop, about = message.organization_id, message.approval_id
    found = approvals.get(tx, shop, about) if shop and about else None
    return found is None or found.status != "open"


def is_asked_by_sms(tx: Transaction, message: OutboundMessage) -> bool:
    """Whether what a message asks was put to its person by SMS already.

    The approval is held until the end: nobody else asks so meanwhile.
    """
    shop, about = message.organization_id, message.approval_id
    if shop is None or about is None or approvals.lock(tx, shop, about) is None:
        return False
    return message.person_id in asked.by(tx, shop, about, ladder.CHANNELS[Rung.SMS])


def _standing(desk: Desk, approval: Approval, rung: Rung) -> Standing:
    return Standing(
        is_open=approval.status == "open",
        is_wanted=ladder.after(desk.organization, rung) is not None,
        deadline=approval.deadline,
        now=desk.now,
        zone=desk.zone,
    )


def _climb(desk: Desk, approval: Approval, rung: Rung) -> None:
    people = _people(desk, approval, rung)
    if not people:
        return
    note = replace(
        asking.question(desk, approval),
        reason=ladder.REASONS[rung],
        channel=ladder.CHANNELS[rung],
    )
    refused = reach.tell(desk, [replace(note, person_id=one) for one in people])
    _tell(desk, approval, rung, sum(reason is None for reason in refused))


def _people(desk: Desk, approval: Approval, rung: Rung) -> Sequence[UUID]:
    """Who was asked, may still decide, and was not asked by this channel yet."""
    seated = approvals.seated(desk.tx, approval) & {*desk.people(approval.of)}
    before = asked.by(desk.tx, desk.organization_id, approval.id, ladder.CHANNELS[rung])
    return sorted(seated - before)


def _tell(desk: Desk, approval: Approval, rung: Rung, people: int) -> None:
    wanted = ladder.after(desk.organization, rung) or timedelta(0)
    told = {"minutes": int(wanted.total_seconds() // 60), "people": people}
    audit.append(
        desk.tx,
        AuditEntry(
            organization_id=desk.organization_id,
            action="EXECUTE",
            entity="approval",
            entity_id=approval.id,
            person_id=None,
            via=VIA,
            after={"asked_again_by": ladder.CHANNELS[rung], **told},
        ),
    )
