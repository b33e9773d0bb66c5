"""Which hand works which kind of outbox entry."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from engine.access import one_time_codes
from engine.approvals import corrections
from engine.asking import climbing
from engine.assistants import second_reading
from engine.automation import outside, schedules, timers, waking
from engine.customers import debt_reminders, reminders
from engine.facts import announcing
from engine.inbound import archives, inboxes, payments, turns
from engine.integrations import couriers
from engine.outbound import news, notices
from engine.outbound.ladder import Rung
from engine.privacy import erasing, exporting
from engine.runtime import Runtime
from engine.sending import failures, sending
from engine.work import Duty, work

DUTIES: Mapping[str, Duty] = {
    "turn": turns.take,
    "delivery": sending.deliver,
    "digest": news.tell,
    "failure": failures.record,
    "timer": timers.ring,
    "retry": timers.ring,
    "approval": corrections.expire,
    Rung.SMS: climbing.ring,
    Rung.CALL: climbing.ring,
    "schedule": schedules.ring,
    "wake": waking.ring,
    "reminder": reminders.ring,
    "call": outside.do,
    "ai": outside.do,
    second_reading.KIND: second_reading.do,
    "notice": notices.tell,
    "invitation": notices.tell,
    "payment": payments.verify,
    debt_reminders.KIND: debt_reminders.ring,
    one_time_codes.KIND: one_time_codes.send,
    "erasure": erasing.work,
    announcing.KIND: couriers.deliver,
    "export": exporting.prepare,
    archives.KIND: archives.look,
    inboxes.KIND: inboxes.look,
}


def start(rt: Runtime, entry_id: UUID) -> None:
    """Work an entry, whoever rang."""
    work(rt, DUTIES, entry_id)
