"""A decision or an answer given in a chat: carried out, and told in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from bot.effects import Answer, Decide
from bot.replies import approvals as replies
from bot.reply import Reply, spoken
from engine import consequences
from engine.access.proofs import Lack, Proof
from engine.approvals import approvals
from engine.approvals.approvals import Ruling, Verdict
from engine.asking import tidings
from engine.context import audience
from engine.context.desk import Desk
from engine.runtime import Runtime
from engine.workflows.step import Answered
from store import asks, people, runs, step_runs
from store.approvals import Approval
from store.database import Transaction

LACKS: Mapping[Lack, Callable[[str], Reply]] = {
    Lack.CODE: replies.needs_code,
    Lack.PIN: replies.needs_pin,
    Lack.NO_PIN: replies.needs_whatsapp,
    Lack.WRONG_PIN: replies.wrong_pin,
    Lack.LOCKED: replies.locked,
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who answers, on which channel, and whether its provider has proven that it is them."""

    person_id: UUID
    channel: str
    is_signed: bool = True


def carry_out(
    rt: Runtime,
    tx: Transaction,
    speaker: Speaker,
    wish: Decide | Answer,
    *,
    careful: bool = False,
) -> Reply | None:
    """Decide or answer, in whatever shop has asked; the transaction's scope moves there.

    None where a new question has gone out in place of a reply.
    """
    tx.scope(organization_id=wish.organization_id, person_id=speaker.person_id)
    desk = Desk(rt, tx, wish.organization_id, careful)
    match wish:
        case Decide():
            return told(desk, speaker.person_id, rule(desk, speaker, wish))
        case Answer():
            return _answered(desk, speaker.person_id, wish)


def rule(desk: Desk, speaker: Speaker, wish: Decide) -> Ruling:
    """Take the answer as far as the way it came by proves whose it is."""
    return approvals.decide(
        desk,
        wish.approval_id,
        approved=wish.approved,
        by=speaker.person_id,
        via=speaker.channel,
        proof=Proof(speaker.is_signed, wish.coded, wish.pin),
    )


def told(desk: Desk, by: UUID, ruling: Ruling) -> Reply | None:
    """What became of an answer, in a sentence; None where a new question has gone out."""
    approval = ruling.approval
    code = approval.code if approval else ""
    match ruling.verdict:
        case Verdict.APPROVED:
            return replies.approved(code)
        case Verdict.REJECTED:
            return replies.rejected(code)
        case Verdict.LATE if approval is not None and approval.decided_at is not None:
            return _late(desk, approval)
        case Verdict.CHANGED:
            return None if ruling.told else _changed(desk, by, ruling.instead, code)
        case Verdict.UNPROVEN if ruling.lack is not None:
            return LACKS[ruling.lack](code)
        case _:
            return _ENDED.get(ruling.verdict, replies.withdrawn)(code)


_ENDED: Mapping[Verdict, Callable[[str], Reply]] = {
    Verdict.EXPIRED: replies.expired,
    Verdict.FORBIDDEN: replies.not_yours,
    Verdict.GONE: replies.gone,
}


def _changed(desk: Desk, by: UUID, instead: Approval | None, code: str) -> Reply:
    if instead is None or instead.status != "open":
        return replies.withdrawn(code)
    language = people.get(desk.tx, by).language or desk.organization.language
    return replies.changed(spoken(instead.question, language), instead.code)


def _late(desk: Desk, approval: Approval) -> Reply:
    assert approval.decided_at is not None  # noqa: S101 -- Only a decided one comes here.
    name = tidings.name_of(desk, approval.decided_by)
    at = approval.decided_at.astimezone(desk.zone)
    return replies.decided_before(approval.code, name, approval.status == "approved", at)


def _answered(desk: Desk, person_id: UUID, wish: Answer) -> Reply:
    run_id = step_runs.run_of(desk.tx, wish.organization_id, wish.step_run_id)
    run = runs.lock(desk.tx, wish.organization_id, run_id) if run_id else None
    news = Answered(wish.value, str(person_id))
    is_here = bool(audience.find(desk, str(person_id)))
    if run is None or not is_here or run.waiting_id != wish.step_run_id:
        return replies.nothing_to_answer()
    consequences.hear(desk, run, wish.step_run_id, news)
    # Also where the run is paused: it keeps the answer, and needs no other.
    asks.close(desk.tx, wish.organization_id, wish.step_run_id)
    return replies.noted(wish.question)
