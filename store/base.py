"""What every table is made of: the metadata, ids, column shapes."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Column, DateTime, ForeignKey, MetaData, Numeric, Uuid, text
from uuid_utils.compat import uuid7

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_MILLISECOND = 2**48 - 1
MONEY = Numeric(18, 2)
QUANTITY = Numeric(18, 4)


LAST_ID = UUID(int=(1 << 128) - 1)
"""Behind every other: where a list begins that shows the newest first."""


def new_id() -> UUID:
    """A UUIDv7: unique, and rising with time, so that new rows lie together."""
    return uuid7()


def first_id(at: datetime) -> UUID:
    """The lowest id that a row can have that was made at a moment, to the millisecond."""
    milliseconds = min(max((at - _EPOCH) // timedelta(milliseconds=1), 0), _LAST_MILLISECOND)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | 0b10 << 62)


def made_at(row_id: UUID) -> datetime:
    """When a row was made, by its id."""
    return _EPOCH + timedelta(milliseconds=row_id.int >> 80)


def columns_of(row: DataclassInstance) -> dict[str, Any]:
    """A row's dataclass as parameters of a statement; unlike `asdict`, without copying."""
    return {name: getattr(row, name) for name in _names(type(row))}


@cache
def _names(kind: type[DataclassInstance]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def money(value: object) -> Decimal:
    """An amount as it is stored: in whole cents, rounded as PostgreSQL does."""
    return Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def quantity(value: object) -> Decimal:
    """A quantity as it is stored: to four places."""
    return Decimal(str(value)).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def id_column() -> Column[UUID]:
    """A row's own id."""
    return Column("id", Uuid, primary_key=True)


def organization_column(*, implied: bool = False, fenced: bool = False) -> Column[UUID]:
    """The tenant a row belongs to: the first part of every tenant table's key.

    It needs no key of its own where another key of the row leads to it (`implied`), nor where
    row-level security lets in the rows of the transaction's own organization alone (`fenced`:
    of the tables with most rows, for it is looked up for each).
    """
    keys = () if implied or fenced else (ForeignKey("organizations.id"),)
    return Column("organization_id", Uuid, *keys, primary_key=True)


def moment(name: str, *, nullable: bool = False, now: bool = False) -> Column[datetime]:
    """A point in time, stored in UTC; `now` fills it with the transaction's time."""
    default: dict[str, Any] = {"server_default": text("now()")} if now else {}
    return Column(name, DateTime(timezone=True), nullable=nullable, **default)
