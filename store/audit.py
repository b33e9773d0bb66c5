"""The audit: who did what to what, when; appended with the change, sealed behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Index,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from store.base import (
    columns_of,
    id_column,
    metadata,
    moment,
    new_id,
    organization_column,
)
from store.database import Transaction
from store.prepared import insertion

Action = Literal[
    "CREATE",
    "UPDATE",
    "DELETE",
    "EXECUTE",
    "APPROVE",
    "REJECT",
    "AI_PROCESS",
    "MESSAGE_SENT",
    "LOGIN",
    "EXPORT",
    "ERASE",
]

audit_entries = Table(
    "audit_entries",
    metadata,
    organization_column(fenced=True),
    id_column(),
    Column("action", Text, nullable=False),
    Column("entity", Text, nullable=False),
    Column("entity_id", Uuid, nullable=False),
    Column("person_id", Uuid),
    Column("via", Text, nullable=False),
    Column("before", JSONB(none_as_null=True)),
    Column("after", JSONB(none_as_null=True)),
    moment("at", now=True),
    Column("salt", LargeBinary, nullable=False),
    Column("sequence", BigInteger),
    Column("digest", LargeBinary),
    Column("hash", LargeBinary),
    moment("erased_at", nullable=True),
    CheckConstraint(
        "(sequence is null) = (hash is null) and (hash is null) = (digest is null)",
        name="sealed_whole",
    ),
    Index(
        "uq_audit_entries_place",
        "organization_id",
        "sequence",
        unique=True,
        postgresql_where=text("sequence is not null"),
    ),
    Index(
        "ix_audit_entries_unsealed",
        "organization_id",
        "id",
        postgresql_where=text("sequence is null"),
    ),
    Index("ix_audit_entries_entity", "organization_id", "entity", "id"),
    Index("ix_audit_entries_entity_id", "organization_id", "entity_id", "id"),
    Index("ix_audit_entries_action", "organization_id", "action", "id"),
    Index(
        "ix_audit_entries_person_id",
        "organization_id",
        "person_id",
        "id",
        postgresql_where=text("person_id is not null"),
    ),
)

audit_heads = Table(
    "audit_heads",
    metadata,
    organization_column(),
    Column("sequence", BigInteger, nullable=False, server_default="0"),
    Column("hash", LargeBinary, nullable=False, server_default=""),
    moment("sealed_at", now=True),
    Column("signed_on", Date, nullable=False, server_default="0001-01-01"),
    Index("ix_audit_heads_signed_on", "signed_on"),
)

_APPEND = insertion(
    audit_entries,
    "organization_id", "id", "action", "entity", "entity_id", "person_id", "via", "before",
    "after", "salt",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """What was done; `before` and `after` hold what changed, never message text."""

    organization_id: UUID
    action: Action
    entity: str
    entity_id: UUID
    person_id: UUID | None
    via: str
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    id: UUID = field(default_factory=new_id)
    salt: bytes = field(default_factory=lambda: token_bytes(16))


def append(tx: Transaction, *entries: AuditEntry) -> None:
    """Add entries, in the transaction of the changes that they tell of."""
    tx.insert(_APPEND, [columns_of(entry) for entry in entries], last=True)
