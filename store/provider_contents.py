"""What a provider keeps for us to be filled in again and again, found by its shape."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from store.base import metadata, moment
from store.database import Transaction

provider_contents = Table(
    "provider_contents",
    metadata,
    Column("account", Text, primary_key=True),
    Column("shape", Text, primary_key=True),
    Column("reference", Text, nullable=False),
    moment("created_at", now=True),
)

_c = provider_contents.c
_FIND = select(_c.reference).where(
    _c.account == bindparam("account"), _c.shape == bindparam("shape")
)
_KEEP = insert(provider_contents).on_conflict_do_nothing()
_DROP = delete(provider_contents).where(
    _c.account == bindparam("at"), _c.shape == bindparam("of")
)


def find(tx: Transaction, account: str, shape: str) -> str | None:
    """The provider's reference of a content; None if none was made yet."""
    found: str | None = tx.execute(
        _FIND, {"account": account, "shape": shape}
    ).scalar_one_or_none()
    return found


def keep(tx: Transaction, account: str, shape: str, reference: str) -> None:
    """Remember a content; whoever was first stays."""
    tx.execute(_KEEP, {"account": account, "shape": shape, "reference": reference})


def drop(tx: Transaction, account: str, shape: str) -> None:
    """Forget a content that the provider does not know any more."""
    tx.execute(_DROP, {"at": account, "of": shape})
