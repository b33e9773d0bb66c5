"""Retention: drop the words of old messages, a batch at a time; that they were said stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import TextClause, text

from store.database import Transaction

# The condition of each partial index stands word for word: so only what is left is looked at.
_WORDS: Mapping[str, TextClause] = {
    "inbound": text("""
        update inbound_messages set body = '****', raw = '', quoted = null, attachments = '[]',
          reading = null where id in (
          select id from inbound_messages
          where body <> '****' and received_at < :before and handled_at is not null
          order by received_at limit :most for update skip locked
        )
    """),
    "asked": text("""
        update ai_requests set input = null, answer_schema = null, answer = null,
          correction = null
        where (organization_id, id) in (
          select organization_id, id from ai_requests
          where (input is not null or answer is not null) and created_at < :before
          order by created_at limit :most for update skip locked
        )
    """),
    "outbound": text("""
        update outbound_messages set body = '****', subject = null, media = null,
          template = null where id in (
          select id from outbound_messages
          where body <> '****' and created_at < :before and status >= 'sent'
          order by created_at limit :most for update skip locked
        )
    """),
}
_RAW = text("""
    update inbound_messages set raw = '' where id in (
      select id from inbound_messages
      where raw <> '' and received_at < :before and handled_at is not null
      order by received_at limit :most for update skip locked
    )
""")
_NOTICES = text("""
    update payment_notices set raw = null where id in (
      select id from payment_notices where raw is not null and received_at < :before
      order by received_at limit :most for update skip locked
    )
""")
_CODES = text("""
    update outbound_messages set body = '****',
      status = case when status = 'queued' then 'suppressed'::delivery_status else status end
    where reason = 'code' and body <> '****' and (
      created_at < :before or status >= 'sent' and account not like 'simulator:%'
    )
""")


def hide_codes(tx: Transaction, before: datetime) -> int:
    """Hide one-time codes that were sent, and those older than that; how many.

    On a simulated phone they can be read as long as they are good.
    """
    return tx.execute(_CODES, {"before": before}).rowcount


def drop_words(tx: Transaction, before: datetime, most: int) -> int:
    """Forget what was said and answered before then, up to `most` of either; how many."""
    values = {"before": before, "most": most}
    return sum(tx.execute(statement, values).rowcount for statement in _WORDS.values())


def drop_raw(tx: Transaction, before: datetime, most: int) -> int:
    """Forget the bodies that providers sent before then, up to `most`; how many."""
    values = {"before": before, "most": most}
    return sum(tx.execute(one, values).rowcount for one in (_RAW, _NOTICES))
