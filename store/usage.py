"""How much an organization has written: messages, SMS parts and what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import bindparam, func, select

from store.database import Transaction
from store.outbound import outbound_messages

AHEAD = timedelta(days=8)
"""As long as a message may wait between being queued and being sent."""

_t = outbound_messages.c
_TAKEN = (_t.sent_at.is_not(None), _t.organization_id == bindparam("organization"))
# Ids rise with time: so the key is looked up from where they begin, and no row before.
_SINCE = select(func.count()).where(
    _t.organization_id == bindparam("organization"),
    _t.id >= bindparam("first"),
    _t.claimed_at >= bindparam("begins"),
    _t.occasion.in_(("reminder", "unasked")),
)
_MONTH = (
    select(
        _t.channel,
        _t.form,
        func.split_part(_t.account, ":", 1).label("provider"),
        _t.price_category.label("category"),
        _t.price_currency.label("currency"),
        func.count().label("messages"),
        func.sum(_t.parts).label("parts"),
        func.coalesce(func.sum(_t.price), 0).label("price"),
        func.count(_t.price).label("priced"),
    )
    .where(
        *_TAKEN,
        _t.id >= bindparam("first"),
        _t.sent_at >= bindparam("begins"),
        _t.sent_at < bindparam("ends"),
    )
    .group_by(*(column for column in (_t.channel, _t.form)), "provider", "category", "currency")
    .order_by(_t.channel, _t.form, "provider", "category", "currency")
)


@dataclass(frozen=True, slots=True)
class Usage:
    """Messages of one kind that a provider took; `parts` are SMS parts, 1 for any other.

    `price` is the sum over the `priced` ones of them, in `currency`: None where no provider
    has told a price.
    """

    channel: str
    form: str
    provider: str
    category: str | None
    currency: str | None
    messages: int
    parts: int
    price: Decimal
    priced: int


def since(tx: Transaction, organization_id: UUID, begins: datetime) -> int:
    """How many messages that nobody waited for have gone since then."""
    values = {"organization": organization_id, "begins": begins}
    first = first_id_of(begins - timedelta(days=1))
    count: int = tx.execute(_SINCE, {**values, "first": first}).scalar_one()
    return count


def between(
    tx: Transaction, organization_id: UUID, begins: datetime, ends: datetime
) -> Sequence[Usage]:
    """What was sent from the one moment until before the other, by kind."""
    values = {"organization": organization_id, "begins": begins, "ends": ends}
    rows = tx.execute(_MONTH, {**values, "first": first_id_of(begins - AHEAD)})
    return [Usage(**row._mapping) for row in rows]


def first_id_of(moment: datetime) -> UUID:
    """The lowest id that a row of that moment may have."""
    milliseconds = int(moment.timestamp() * 1000)
    return UUID(int=max(milliseconds, 0) << 80)
