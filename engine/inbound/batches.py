"""As much of what a conversation has said as one turn hears."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from engine.inbound import catching_up
from store import inbound, slow_lane
from store.database import Transaction
from store.inbound import InboundMessage

MOST = 20


def waiting(tx: Transaction, conversation_id: UUID) -> Sequence[InboundMessage] | None:
    """What waits for an answer; of what waits for hours as much as one answer can be for.

    None where so much waits that it is answered only now and then.
    """
    messages = inbound.unhandled(tx, conversation_id, MOST)
    if len(messages) < MOST:
        return messages
    if messages[-1].is_late:
        return inbound.unhandled(tx, conversation_id, catching_up.MOST)
    return None if slow_lane.is_flooded(tx, conversation_id) else messages
