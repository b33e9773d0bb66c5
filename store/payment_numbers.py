"""Payment numbers: under which till or paybill a provider reports a shop's payments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Table,
    Text,
    Uuid,
    bindparam,
    delete,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from store.base import metadata, moment
from store.database import Transaction

# The directory of numbers: one belongs to one shop, so the shop is not part of the key.
payment_numbers = Table(
    "payment_numbers",
    metadata,
    Column("provider", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    Column("organization_id", Uuid, ForeignKey("organizations.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("named_by", Uuid),
    moment("named_at", now=True),
    CheckConstraint("kind in ('till', 'paybill')", name="kind"),
    Index("ix_payment_numbers_organization_id", "organization_id"),
)


@dataclass(frozen=True, slots=True)
class PaymentNumber:
    """A till or paybill of a shop."""

    provider: str
    number: str
    kind: str


class NumberTakenError(LookupError):
    """Another shop has named this number: look again."""


_n = payment_numbers.c
_MINE = (
    _n.organization_id == bindparam("organization"),
    _n.provider == bindparam("provider"),
    _n.number == bindparam("number"),
)
_NAME = insert(payment_numbers).on_conflict_do_nothing()
_IS_MINE = select(_n.number).where(*_MINE)
_RELEASE = delete(payment_numbers).where(*_MINE)
_OF_SHOP = (
    select(_n.provider, _n.number, _n.kind)
    .where(_n.organization_id == bindparam("organization"))
    .order_by(_n.named_at, _n.number)
)
_SHOP_OF = select(_n.organization_id).where(
    _n.provider == bindparam("provider"), _n.number == bindparam("number")
)


def name(tx: Transaction, organization_id: UUID, new: PaymentNumber, by: UUID) -> None:
    """Name a number as the shop's; naming it again changes nothing.

    Raises `NumberTakenError` where another shop was first: the key decides, not a look.
    """
    row = {"provider": new.provider, "number": new.number, "organization_id": organization_id}
    if tx.execute(_NAME, {**row, "kind": new.kind, "named_by": by}).rowcount:
        return
    if tx.execute(_IS_MINE, _key(organization_id, new.provider, new.number)).first() is None:
        raise NumberTakenError("another shop has named this number")


def release(tx: Transaction, organization_id: UUID, provider: str, number: str) -> None:
    """Let go of a number of the shop: anybody may name it then."""
    tx.execute(_RELEASE, _key(organization_id, provider, number))


def of_shop(tx: Transaction, organization_id: UUID) -> Sequence[PaymentNumber]:
    """The shop's numbers, the first named first."""
    rows = tx.execute(_OF_SHOP, {"organization": organization_id})
    return [PaymentNumber(**row._mapping) for row in rows]


def shop_of(tx: Transaction, provider: str, number: str) -> UUID | None:
    """Whose number it is; for the directory."""
    key = {"provider": provider, "number": number}
    found: UUID | None = tx.execute(_SHOP_OF, key).scalar_one_or_none()
    return found


def _key(organization_id: UUID, provider: str, number: str) -> dict[str, object]:
    return {"organization": organization_id, "provider": provider, "number": number}
