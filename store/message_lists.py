"""Outbound messages of a shop as they are listed: on their way, arrived, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from store.database import Transaction
from store.outbound import DELIVERY_STATUS, outbound_messages
from store.paging import Listing
from store.prepared import Prepared

_m = outbound_messages.c
# The shop is named: whoever looks could see what other shops have written to them as well.
_SEEN = select(
    _m.id, _m.person_id, _m.customer_id, _m.step_run_id, _m.approval_id, _m.channel,
    _m.recipient, _m.body, _m.parts, _m.form, _m.status, _m.reason, _m.error_code,
    _m.created_at, _m.due_at, _m.sent_at, _m.updated_at,
).where(_m.organization_id == bindparam("organization"))  # fmt: skip
_GET = Prepared(_SEEN.where(_m.id == bindparam("key")))
_LISTED = Listing(
    _SEEN,
    _m.id,
    status=_m.status == bindparam("status", type_=DELIVERY_STATUS),
    channel=_m.channel == bindparam("channel"),
    person=_m.person_id == bindparam("person"),
    customer=_m.customer_id == bindparam("customer"),
)


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """A message to somebody: where it is, and `error_code` for why it got no further.

    `due_at` is when it may go, `reason` why it was written.
    """

    id: UUID
    person_id: UUID | None
    customer_id: UUID | None
    step_run_id: UUID | None
    approval_id: UUID | None
    channel: str
    recipient: str
    body: str
    parts: int
    form: str
    status: str
    reason: str | None
    error_code: str | None
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages: behind the id `before`, and by what is not None."""

    before: UUID | None = None
    status: str | None = None
    channel: str | None = None
    person: UUID | None = None
    customer: UUID | None = None


def get(tx: Transaction, organization_id: UUID, message_id: UUID) -> SeenMessage | None:
    """A message of this shop's."""
    found = tx.fetch(_GET, {"organization": organization_id, "key": message_id})
    return SeenMessage(*found[0]) if found else None


def listed(
    tx: Transaction, organization_id: UUID, most: int, wanted: Wanted
) -> Sequence[SeenMessage]:
    """A shop's messages, newest first."""
    found = _LISTED.rows(
        tx,
        organization_id,
        most,
        before=wanted.before,
        status=wanted.status,
        channel=wanted.channel,
        person=wanted.person,
        customer=wanted.customer,
    )
    return [SeenMessage(*row) for row in found]
