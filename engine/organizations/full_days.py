"""A shop has written as much as it may in a day: its owner is told once."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import structlog

from bot import i18n
from bot.replies import news as replies
from engine.context.desk import Desk
from engine.outbound import reach
from engine.outbound.reach import Note
from engine.runtime import Runtime
from store import full_days
from store.database import Transaction

_log = structlog.get_logger(__name__)


def tell(rt: Runtime, tx: Transaction, organization_id: UUID, today: date) -> None:
    """Tell every owner, and the operator, unless they were told today."""
    if not full_days.note(tx, organization_id, today):
        return
    most = rt.settings.messages_per_day
    _log.warning("A shop has written as much as it may", organization=str(organization_id))
    desk, translations = Desk(rt, tx, organization_id), rt.languages.translations
    said = replies.full_day(most)
    texts = {code: i18n.wording(said, code, translations) for code in translations}
    reach.tell(desk, [Note(owner, texts, "full_day") for owner in desk.people("OWNER")])
