"""What providers report about outbound messages."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

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
        trouble=func.coalesce(bindparam("trouble"), _t.trouble),
        updated_at=func.now(),
    )
    .returning(_t.id, _t.organization_id, _t.person_id)
)
_PRICE = (
    update(outbound_messages)
    .where(*_WHOSE)
    .values(
        price=func.coalesce(bindparam("amount"), _t.price),
        price_currency=func.coalesce(bindparam("currency"), _t.price_currency),
        price_category=func.coalesce(bindparam("category"), _t.price_category),
    )
)
# Only while its answer is lost: as long as somebody is sending it, they will know.
_NAME = (
    update(outbound_messages)
    .where(
        _t.id == bindparam("key"),
        _t.status == DeliveryStatus.UNKNOWN,
        _t.provider_reference.is_(None),
        _t.account.like(bindparam("provider")),
    )
    .values(
        provider_reference=bindparam("named"),
        status=DeliveryStatus.SENT,
        sent_at=func.now(),
        updated_at=func.now(),
    )
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a provider says about one of its references.

    `trouble` is what kind of failure it is; `message_id` our own id, where it says so; a
    price is in `price_currency`, for a `price_category` of the provider's.
    """

    provider: str
    provider_reference: str
    status: DeliveryStatus
    error_code: str | None = None
    trouble: str | None = None
    message_id: UUID | None = None
    price: Decimal | None = None
    price_currency: str | None = None
    price_category: str | None = None


def report(tx: Transaction, news: Report) -> bool:
    """Take a provider's news; False if nobody has that reference yet. For the directory.

    News that is no news, because the message stands higher already, changes nothing. A
    failure leaves work behind: its organization is to hear of it. A message whose answer was
    lost is settled by news that names it.
    """
    whose = {"provider": f"{news.provider}:%", "reference": news.provider_reference}
    if news.message_id is not None:
        named = {"key": news.message_id, "named": news.provider_reference}
        tx.execute(_NAME, {**named, "provider": whose["provider"]})
    _note_price(tx, whose, news)
    values = {"status": news.status, "error_code": news.error_code, "trouble": news.trouble}
    raised = tx.execute(_REPORT, {**whose, **values}).one_or_none()
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


def _note_price(tx: Transaction, whose: dict[str, str], news: Report) -> None:
    if news.price is None and news.price_category is None:
        return
    values = {"amount": news.price, "currency": news.price_currency}
    tx.execute(_PRICE, {**whose, **values, "category": news.price_category})
