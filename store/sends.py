"""The right to send an outbound message once, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, case, func, select, update

from store.database import Transaction
from store.outbound import DELIVERY_STATUS, DeliveryStatus, outbound_messages

_t = outbound_messages.c
_CLAIM = (
    update(outbound_messages)
    .where(_t.id == bindparam("key"))
    .values(
        status=DeliveryStatus.SENDING,
        fence=_t.fence + 1,
        lease_until=func.now() + bindparam("lease"),
        claimed_at=func.now(),
        updated_at=func.now(),
    )
    .returning(_t.fence, _t.claimed_at)
)
_RISE = (
    update(outbound_messages)
    .where(
        _t.id == bindparam("key"),
        _t.fence == bindparam("fence_held"),
        _t.status < bindparam("status", type_=DELIVERY_STATUS),
    )
    .values(
        status=bindparam("status", type_=DELIVERY_STATUS),
        provider_reference=func.coalesce(bindparam("reference"), _t.provider_reference),
        error_code=bindparam("error_code"),
        trouble=func.coalesce(bindparam("trouble"), _t.trouble),
        lease_until=None,
        sent_at=case((bindparam("reference").is_not(None), func.now()), else_=_t.sent_at),
        updated_at=func.now(),
    )
)
_SUPPRESS = (
    update(outbound_messages)
    .where(
        _t.id == bindparam("key"),
        _t.status < DeliveryStatus.UNKNOWN,
        _t.lease_until.is_(None),
    )
    .values(
        status=DeliveryStatus.SUPPRESSED,
        error_code=bindparam("error_code"),
        replaced_by=bindparam("by"),
        held_at=None,
        updated_at=func.now(),
    )
)
_REPLACE = (
    update(outbound_messages)
    .where(_t.id == bindparam("key"), _t.replaced_by.is_(None))
    .values(replaced_by=bindparam("by"), updated_at=func.now())
)
_ARRIVED = select(_t.id).where(
    _t.replaced_by == bindparam("by"), _t.status >= DeliveryStatus.DELIVERED
)
_LET_GO = (
    update(outbound_messages)
    .where(_t.id == bindparam("key"), _t.fence == bindparam("fence_held"))
    .values(
        lease_until=None,
        error_code=bindparam("error_code"),
        trouble=bindparam("trouble"),
        updated_at=func.now(),
    )
)
_KNOWN_REFERENCES = select(_t.provider_reference).where(
    _t.provider_reference == func.any(bindparam("references")),
    _t.account == bindparam("account"),
)


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send a message once: its fence number, and when it was taken."""

    message_id: UUID
    fence: int
    at: datetime


def claim(tx: Transaction, message_id: UUID, lease: timedelta) -> Claim:
    """Mark a message as being sent, for as long as the lease runs."""
    row = tx.execute(_CLAIM, {"key": message_id, "lease": lease}).one()
    return Claim(message_id, row.fence, row.claimed_at)


def rise(
    tx: Transaction,
    claim: Claim,
    status: DeliveryStatus,
    *,
    reference: str | None = None,
    error_code: str | None = None,
    trouble: str | None = None,
) -> bool:
    """Raise a message's status; False if the claim passed to another, or it stands higher."""
    values = {
        "key": claim.message_id,
        "fence_held": claim.fence,
        "status": status,
        "reference": reference,
        "error_code": error_code,
        "trouble": trouble,
    }
    return tx.execute(_RISE, values).rowcount == 1


def suppress(
    tx: Transaction, message_id: UUID, reason: str, *, replaced_by: UUID | None = None
) -> bool:
    """It is not sent after all; False if it has been, or is being sent.

    `replaced_by` is the message that goes instead.
    """
    values = {"key": message_id, "error_code": reason, "by": replaced_by}
    return tx.execute(_SUPPRESS, values).rowcount == 1


def replace(tx: Transaction, message_id: UUID, by: UUID) -> bool:
    """Another message goes instead of one that failed; False if one did before."""
    return tx.execute(_REPLACE, {"key": message_id, "by": by}).rowcount == 1


def arrived_before(tx: Transaction, message_id: UUID) -> bool:
    """Whether the message that this one goes instead of has arrived after all."""
    return tx.execute(_ARRIVED, {"by": message_id}).first() is not None


def known_references(tx: Transaction, account: str, references: list[str]) -> set[str]:
    """Which of a provider's references belong to messages of ours already."""
    whose = {"account": account, "references": references}
    return set(tx.execute(_KNOWN_REFERENCES, whose).scalars())


def let_go(tx: Transaction, claim: Claim, error_code: str, trouble: str) -> None:
    """Give up a claim whose message was certainly not accepted: it may be tried again."""
    values = {
        "key": claim.message_id,
        "fence_held": claim.fence,
        "error_code": error_code,
        "trouble": trouble,
    }
    tx.execute(_LET_GO, values)
