"""Approvals as they are listed: newest first, of one status or of all."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, select

from store.approvals import Approval, approvals
from store.database import Transaction
from store.paging import Listing

_a = approvals.c
_LISTED = Listing(
    select(approvals).where(_a.organization_id == bindparam("organization")),
    _a.id,
    status=_a.status == bindparam("status"),
)


def listed(
    tx: Transaction, organization_id: UUID, most: int, before: UUID | None, status: str | None
) -> Sequence[Approval]:
    """A shop's approvals; both `before`, an id, and `status` may be left open."""
    found = _LISTED.rows(tx, organization_id, most, before=before, status=status)
    return [Approval(**{**row._asdict(), "shown": bytes(row.shown)}) for row in found]
