"""What providers report about outbound messages."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, update

from store import outbox
from store.database import Transaction
from store.outbound import DELIVERY_STATUS, DeliveryStatus, outbound_messages

_t = outbound_messages.c
_WHOSE = (
    _t.provider_reference == bindparam("reference"),
    _t.account.like(bindparam("provider")),
)
_KNOWN = select(_t.id).where(*_WHOSE)
_REPORT = (
    update(outbound_messages)
    .where(
        *_WHOSE,
        _t.status < bindparam("status", type_=DELIVERY_STATUS),
    )
    .values(
        status=bindparam("status", type_=DELIVERY_STATUS),
        error_code=func.coalesce(bindparam("error_code"), _t.error_code),
        updated_at=func.now(),
    )
    .returning(_t.id, _t.organization_id, _t.person_id)
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a provider says about one of its references."""

    provider: str
    provider_reference: str
    status: DeliveryStatus
    error_code: str | None


def report(tx: Transaction, news: Report) -> bool:
    """Take a provider's news; False if nobody has that reference yet. For the directory.

    News that is no news, because the message stands higher already, changes nothing. A
    failure leaves work behind: its organization is to hear of it.
    """
    whose = {"provider": f"{news.provider}:%", "reference": news.provider_reference}
    values = {**whose, "status": news.status, "error_code": news.error_code}
    raised = tx.execute(_REPORT, values).one_or_none()
    if raised is None:
        return tx.execute(_KNOWN, whose).first() is not None
    if news.status is DeliveryStatus.FAILED and raised.organization_id is not None:
        outbox.add(
            tx,
            "failure",
            raised.id,
            organization_id=raised.organization_id,
            person_id=raised.person_id,
        )
    return True
