"""Both sides of a simulated phone's conversation, for its screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    DateTime,
    Row,
    String,
    Text,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from store.conversations import conversations
from store.database import Transaction
from store.inbound import inbound_messages
from store.outbound import DeliveryStatus, outbound_messages
from store.people import people

SHOWN = 100
OVERLAP = timedelta(seconds=2)
"""Transactions do not commit in the order of their clocks: look back a little each time."""

_i, _o = inbound_messages.c, outbound_messages.c
_mine = (
    select(conversations.c.id)
    .where(
        conversations.c.reply_to == bindparam("number"),
        conversations.c.account == bindparam("account"),
    )
    .scalar_subquery()
)
_since = bindparam("since", type_=DateTime(timezone=True))
_SAID = select(
    _i.id,
    literal("in").label("direction"),
    _i.body,
    cast(null(), Text).label("media"),
    _i.organization_id,
    cast(null(), Text).label("language"),
    literal("received").label("status"),
    _i.received_at.label("at"),
).where(_i.conversation_id == _mine, _i.received_at > _since)
_TOLD = select(
    _o.id,
    literal("out").label("direction"),
    _o.body,
    _o.media,
    _o.organization_id,
    select(people.c.language)
    .where(people.c.id == _o.person_id)
    .scalar_subquery()
    .label("language"),
    cast(_o.status, String).label("status"),
    _o.created_at.label("at"),
).where(
    # Whoever never wrote has no conversation yet: then it is known by the number alone.
    (_o.conversation_id == _mine)
    | (
        _o.conversation_id.is_(None)
        & (_o.recipient == bindparam("number"))
        & (_o.account == bindparam("account"))
    ),
    _o.updated_at > _since,
    _o.status >= DeliveryStatus.SENT,
    _o.status != DeliveryStatus.SUPPRESSED,
)
_both = union_all(_SAID, _TOLD).subquery()
_NEWEST = select(_both).order_by(_both.c.id.desc()).limit(SHOWN)
_NOW = select(func.now())
_BEGINNING = datetime.fromisoformat("2020-01-01T00:00:00+00:00")


def history(
    tx: Transaction, number: str, account: str, since: datetime | None
) -> tuple[Sequence[Row[Any]], datetime]:
    """The newest messages that changed since then, oldest first, and from when to ask next."""
    now: datetime = tx.execute(_NOW).scalar_one()
    values = {"number": number, "account": account, "since": since or _BEGINNING}
    rows = tx.execute(_NEWEST, values).all()
    return rows[::-1], now - OVERLAP
