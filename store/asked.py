"""Whom an approval has been put to, by which channel."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import bindparam, select

from store.database import Transaction
from store.outbound import DeliveryStatus, outbound_messages

_t = outbound_messages.c
_ASKED = select(_t.person_id).where(
    _t.organization_id == bindparam("organization"),
    _t.approval_id == bindparam("approval"),
    _t.channel == bindparam("by"),
    _t.status != DeliveryStatus.SUPPRESSED,
)


def by(tx: Transaction, organization_id: UUID, approval_id: UUID, channel: str) -> set[UUID]:
    """Who was asked by a channel, or is about to be; hold the approval, so that it stays so."""
    values = {"organization": organization_id, "approval": approval_id, "by": channel}
    return set(tx.execute(_ASKED, values).scalars())
