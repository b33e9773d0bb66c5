"""The slow lane: turns of whoever writes too fast, one for all that came in a minute."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import text

from store.database import Transaction

MINUTE = timedelta(minutes=1)
FULL, PAUSE = 200, timedelta(minutes=2)
"""So many messages that wait are no talk any more; then a batch is answered now and then."""

_ADD = text("""
    insert into outbox (id, kind, subject_id, organization_id, person_id, due_at)
    values (:id, 'turn', :conversation, :organization, :person, now() + :wait)
    on conflict do nothing
""")
_IS_FLOODED = text("""
    select heard_at > now() - :pause and :full <= (
        select count(*) from (
          select from inbound_messages
          where conversation_id = :conversation and handled_at is null limit :full
        ) as waiting
      )
    from conversations where id = :conversation
""")


def add(
    tx: Transaction,
    conversation_id: UUID,
    organization_id: UUID | None,
    person_id: UUID,
    now: datetime,
) -> None:
    """Leave a turn for the minute after next, unless one is left for it already.

    The entry is named by that minute, so it is there once; and it cannot be worked before
    this transaction is over, for that is a minute away at least.
    """
    due = now.replace(second=0, microsecond=0) + 2 * MINUTE
    values = {
        "id": uuid5(conversation_id, due.isoformat()),
        "conversation": conversation_id,
        "organization": organization_id,
        "person": person_id,
        "wait": due - now,
    }
    tx.execute(_ADD, values)


def is_flooded(tx: Transaction, conversation_id: UUID) -> bool:
    """Whether very much waits in a conversation that was answered a moment ago."""
    values = {"conversation": conversation_id, "full": FULL, "pause": PAUSE}
    return bool(tx.execute(_IS_FLOODED, values).scalar_one_or_none())
