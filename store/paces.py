"""The pace of a channel account: when it may send the next message that can wait."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Column, Interval, Table, Text, bindparam, cast, func, update
from sqlalchemy.dialects.postgresql import insert

from store.base import metadata, moment
from store.database import Transaction
from store.outbound import outbound_messages

paces = Table(
    "paces",
    metadata,
    Column("account", Text, primary_key=True),
    moment("free_at"),
)

AT_ONCE = timedelta(seconds=1)
"""An account that was silent sends as many at once as in this time one after another."""

_EVERY = cast(bindparam("every"), Interval)
# A moment further ahead than an hour was kept before a clock jumped back.
_NEXT = func.greatest(func.now(), func.least(paces.c.free_at, func.now() + timedelta(hours=1)))
_TAKE = (
    insert(paces)
    .values(account=bindparam("account"), free_at=func.now() + _EVERY)
    .on_conflict_do_update(index_elements=["account"], set_={"free_at": _NEXT + _EVERY})
    .returning((paces.c.free_at - _EVERY - func.now()).label("wait"))
)
_MARK = (
    update(outbound_messages)
    .where(outbound_messages.c.id == bindparam("message"))
    .values(paced=True)
)


def take(tx: Transaction, account: str, message_id: UUID, every: timedelta) -> timedelta:
    """Take the account's next turn for a message; how long it is until then, zero for now.

    The account is held until the transaction ends, so it must be a short one.
    """
    tx.execute(_MARK, {"message": message_id})
    wait: timedelta = tx.execute(_TAKE, {"account": account, "every": every}).scalar_one()
    return max(wait - AT_ONCE, timedelta(0))
