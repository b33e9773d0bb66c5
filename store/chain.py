"""The audit's hash chains: where they end, what is not yet in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    LargeBinary,
    Uuid,
    bindparam,
    func,
    select,
    union,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert

from store.audit import audit_entries, audit_heads
from store.database import Transaction

_a, _h = audit_entries.c, audit_heads.c
_COLUMNS = (
    _a.organization_id,
    _a.id,
    _a.action,
    _a.entity,
    _a.entity_id,
    _a.person_id,
    _a.via,
    _a.before,
    _a.after,
    _a.at,
    _a.salt,
    _a.sequence,
    _a.digest,
    _a.hash,
    _a.erased_at,
)
_WAITING = (
    select(_a.organization_id)
    .where(_a.sequence.is_(None), _a.organization_id > bindparam("after"))
    .distinct()
    .order_by(_a.organization_id)
    .limit(bindparam("most"))
)
# Not the heads alone: whoever cuts a chain's end may have taken its head along.
_ALL = union(
    select(_h.organization_id),
    select(_a.organization_id).where(_a.sequence.is_not(None)),
).order_by("organization_id")
_BEGIN = insert(audit_heads).on_conflict_do_nothing()
_HEAD = select(_h.sequence, _h.hash).where(_h.organization_id == bindparam("organization"))
_LOCK = _HEAD.with_for_update(skip_locked=True)
_UNSEALED = (
    select(*_COLUMNS)
    .where(_a.organization_id == bindparam("organization"), _a.sequence.is_(None))
    .order_by(_a.id)
    .limit(bindparam("most"))
)
# One statement sees one moment: a seal between the head and the chain is no fault of either.
_WHOLE = (
    select(
        *_COLUMNS,
        _HEAD.with_only_columns(_h.sequence).scalar_subquery().label("head_sequence"),
        _HEAD.with_only_columns(_h.hash).scalar_subquery().label("head_hash"),
    )
    .where(_a.organization_id == bindparam("organization"), _a.sequence.is_not(None))
    .order_by(_a.sequence)
)
_PART = _WHOLE.where(_a.sequence > bindparam("after")).limit(bindparam("most"))
_AT = select(_a.hash).where(
    _a.organization_id == bindparam("organization"), _a.sequence == bindparam("place")
)
# One statement for a whole batch: five hundred single updates take ten times as long.
_places = (
    func.unnest(
        bindparam("entries", type_=ARRAY(Uuid)),
        bindparam("places", type_=ARRAY(BigInteger)),
        bindparam("digests", type_=ARRAY(LargeBinary)),
        bindparam("seals", type_=ARRAY(LargeBinary)),
    )
    .table_valued("id", "sequence", "digest", "hash")
    .render_derived(name="places")
)
_PLACE = (
    update(audit_entries)
    .where(_a.organization_id == bindparam("organization"), _a.id == _places.c.id)
    .values(sequence=_places.c.sequence, digest=_places.c.digest, hash=_places.c.hash)
)
_MOVE_HEAD = (
    update(audit_heads)
    .where(_h.organization_id == bindparam("organization"))
    .values(sequence=bindparam("place"), hash=bindparam("seal"), sealed_at=func.now())
)


@dataclass(frozen=True, slots=True)
class Seal:
    """Where a chain ends: its last number and hash."""

    sequence: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Link:
    """An audit entry with its place in the chain; None or empty while it has none."""

    organization_id: UUID
    id: UUID
    action: str
    entity: str
    entity_id: UUID
    person_id: UUID | None
    via: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    at: datetime
    salt: bytes
    sequence: int
    digest: bytes
    hash: bytes
    erased_at: datetime | None

    def placed(self, sequence: int, digest: bytes) -> Link:
        """The entry at its number."""
        return replace(self, sequence=sequence, digest=digest)

    def hashed(self, seal: bytes) -> Link:
        """The entry with its hash."""
        return replace(self, hash=seal)


def unsealed_organizations(tx: Transaction, after: UUID, most: int) -> Sequence[UUID]:
    """Whose chains are behind, in the order of their ids, from the one after `after` on."""
    return tx.execute(_WAITING, {"after": after, "most": most}).scalars().all()


def organizations(tx: Transaction) -> Sequence[UUID]:
    """Everyone who has a chain."""
    return tx.execute(_ALL).scalars().all()


def lock_head(tx: Transaction, organization_id: UUID) -> Seal | None:
    """Take the end of a chain; None while somebody else has it."""
    tx.execute(_BEGIN, {"organization_id": organization_id})
    row = tx.execute(_LOCK, {"organization": organization_id}).one_or_none()
    return _seal(row.sequence, row.hash) if row else None


def unsealed(tx: Transaction, organization_id: UUID, most: int) -> Iterator[Link]:
    """Entries that wait for their place, oldest first."""
    rows = tx.execute(_UNSEALED, {"organization": organization_id, "most": most})
    return (_link(row) for row in rows)


def whole(tx: Transaction, organization_id: UUID) -> tuple[Seal, Iterator[Link]]:
    """Where a chain ends by its head, and its links from the beginning, a piece at a time.

    Both are of one moment. Where a head is missing, the chain should be empty.
    """
    of = {"organization": organization_id}
    head = tx.execute(_HEAD, of).one_or_none()
    rows = iter(
        tx.connection.execution_options(stream_results=True).execute(_WHOLE, of).yield_per(1000)
    )
    first = next(rows, None)
    if first is None:
        return _seal(head.sequence, head.hash) if head else _seal(None, None), iter(())
    end = _seal(first.head_sequence, first.head_hash)
    return end, (_link(row) for row in chain([first], rows))


def part(
    tx: Transaction, organization_id: UUID, after: int, most: int
) -> tuple[Seal, Seal, Sequence[Link]]:
    """Where a chain ends, what stands at the number `after`, and the links behind it."""
    of = {"organization": organization_id}
    before = tx.execute(_AT, {**of, "place": after}).scalar_one_or_none()
    rows = tx.execute(_PART, {**of, "after": after, "most": most}).all()
    head = tx.execute(_HEAD, of).one_or_none()
    end = rows[0] if rows else None
    if end is not None:
        ends = _seal(end.head_sequence, end.head_hash)
    else:
        ends = _seal(head.sequence, head.hash) if head else _seal(None, None)
    return ends, Seal(after, bytes(before or b"")), [_link(row) for row in rows]


def seal(tx: Transaction, organization_id: UUID, links: Sequence[Link]) -> None:
    """Write entries into their places and move the chain's end; its head must be locked."""
    batch = {
        "organization": organization_id,
        "entries": [link.id for link in links],
        "places": [link.sequence for link in links],
        "digests": [link.digest for link in links],
        "seals": [link.hash for link in links],
    }
    tx.execute(_PLACE, batch)
    last = links[-1]
    end = {"organization": organization_id, "place": last.sequence, "seal": last.hash}
    tx.execute(_MOVE_HEAD, end)


def _seal(sequence: int | None, seal: bytes | None) -> Seal:
    return Seal(sequence or 0, bytes(seal or b""))


def _link(row: Any) -> Link:
    values = {column.name: row._mapping[column.name] for column in _COLUMNS}
    for name in ("salt", "digest", "hash"):
        values[name] = bytes(values[name] or b"")
    return Link(**values)
