"""What an owner sets for the shop in a chat: kept, with its line in the audit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bot.effects import AskAgain, EndDay
from bot.replies import unanswered as replies
from bot.reply import Reply
from engine.context.desk import Desk
from engine.organizations import changed
from engine.outbound import ways
from engine.outbound.ladder import Rung
from store import organizations

COLUMNS: Mapping[str, str] = {"sms": "approval_sms_minutes", "call": "approval_call_minutes"}
RUNGS: Mapping[str, Rung] = {"sms": Rung.SMS, "call": Rung.CALL}


def end_day(desk: Desk, person_id: UUID, wish: EndDay) -> None:
    """Let the shop's day end at another hour; days that were written down stay as they are."""
    shop = str(desk.organization_id)
    desk.records.find("organization", shop)
    after = {"day_ends_hour": wish.hour}
    before = desk.records.change("organization", shop, after)
    _tell(desk, person_id, before, after)


def ask_again(desk: Desk, person_id: UUID, wish: AskAgain) -> Reply:
    """Ask again what nobody answers, or no more; what is so now, or why it cannot be."""
    for way, minutes in wish.after.items():
        if minutes is not None and not ways.can_ask(desk.rt, RUNGS[way]):
            return replies.cannot(way)
    shop = desk.organization
    now = {"sms": shop.approval_sms_minutes, "call": shop.approval_call_minutes}
    after = {COLUMNS[way]: minutes for way, minutes in wish.after.items()}
    before = {COLUMNS[way]: now[way] for way in wish.after}
    if before != after:
        organizations.change(desk.tx, desk.organization_id, after)
        _tell(desk, person_id, before, after)
    stands = {**now, **wish.after}
    return replies.kept(stands["sms"], stands["call"])


def _tell(
    desk: Desk, person_id: UUID, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    shop = desk.organization_id
    changed.tell(desk.tx, shop, by=person_id, via="chat", before=before, after=after)
