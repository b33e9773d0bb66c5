"""Forms that providers approve for outside the service window, and what has become of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, array, insert

from store.base import columns_of, id_column, metadata, moment
from store.database import Transaction

templates = Table(
    "templates",
    metadata,
    id_column(),
    Column("organization_id", Uuid, ForeignKey("organizations.id")),
    Column("provider", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("variables", JSONB, nullable=False),
    Column("buttons", JSONB, nullable=False, server_default="[]"),
    Column("reference", Text),
    Column("state", Text, nullable=False, server_default="draft"),
    moment("created_at", now=True),
    moment("updated_at", now=True),
    UniqueConstraint(
        "organization_id", "provider", "name", "language", postgresql_nulls_not_distinct=True
    ),
    CheckConstraint("state in ('draft', 'approved', 'rejected')", name="state"),
    CheckConstraint("state <> 'approved' or reference is not null", name="reference"),
)

DRAFT, APPROVED, REJECTED = "draft", "approved", "rejected"

_t = templates.c
_COLUMNS = (
    _t.id,
    _t.organization_id,
    _t.provider,
    _t.name,
    _t.language,
    _t.body,
    _t.variables,
    _t.buttons,
    _t.reference,
    _t.state,
)
_new = insert(templates)
# Another wording is another form: what was approved before is a draft again.
_KEEP = _new.on_conflict_do_update(
    constraint="uq_templates_organization_id_provider_name_language",
    set_={
        **{name: _new.excluded[name] for name in ("body", "variables", "buttons")},
        **{name: _new.excluded[name] for name in ("reference", "state")},
        "updated_at": func.now(),
    },
).returning(_t.id)
_LIST = (
    select(*_COLUMNS)
    .where(_t.organization_id.is_not_distinct_from(bindparam("organization")))
    .order_by(_t.provider, _t.name, _t.language)
)
_FIND = (
    select(*_COLUMNS)
    .where(
        _t.organization_id.is_(None) | (_t.organization_id == bindparam("organization")),
        _t.provider == bindparam("provider"),
        _t.name == bindparam("name"),
        _t.language == func.any(bindparam("languages")),
        _t.state == APPROVED,
    )
    .order_by(
        func.array_position(bindparam("languages"), _t.language),
        _t.organization_id.is_(None),
    )
    .limit(1)
)
_KNOWN = (
    select(*_COLUMNS)
    .where(
        _t.organization_id.is_(None) | (_t.organization_id == bindparam("organization")),
        _t.name == func.coalesce(bindparam("name"), _t.name),
    )
    .order_by(
        _t.organization_id.is_(None),
        func.array_position(array([APPROVED, DRAFT, REJECTED]), _t.state),
        _t.provider,
    )
)
_SETTLE = (
    update(templates)
    .where(
        _t.organization_id.is_not_distinct_from(bindparam("organization")),
        _t.provider == bindparam("whose"),
        _t.name == bindparam("called"),
        _t.language == bindparam("spoken"),
    )
    .values(
        state=bindparam("state"),
        reference=func.coalesce(bindparam("reference"), _t.reference),
        updated_at=func.now(),
    )
)


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """A form: `body` with places {{1}}, {{2}}, … that `variables` name in order.

    Without an organization it is every organization's that has none of its own. `reference`
    is the provider's name for it, which an approved one has.
    """

    id: UUID
    organization_id: UUID | None
    provider: str
    name: str
    language: str
    body: str
    variables: Sequence[str]
    buttons: Sequence[str] = ()
    reference: str | None = None
    state: str = DRAFT


def keep(tx: Transaction, template: MessageTemplate) -> UUID:
    """Keep a form, in the place of an earlier wording; its id."""
    values = {**columns_of(template), "variables": list(template.variables)}
    values["buttons"] = list(template.buttons)
    kept: UUID = tx.execute(_KEEP, values).scalar_one()
    return kept


def every(tx: Transaction, organization_id: UUID | None) -> Sequence[MessageTemplate]:
    """An organization's own forms, or the installation's."""
    rows = tx.execute(_LIST, {"organization": organization_id})
    return [MessageTemplate(**row._mapping) for row in rows]


def find(
    tx: Transaction,
    organization_id: UUID | None,
    provider: str,
    name: str,
    languages: Sequence[str],
) -> MessageTemplate | None:
    """The approved form of that name in the first of the languages that has one.

    An organization's own goes before the installation's.
    """
    values = {
        "organization": organization_id,
        "provider": provider,
        "name": name,
        "languages": list(languages),
    }
    row = tx.execute(_FIND, values).one_or_none()
    return MessageTemplate(**row._mapping) if row else None


def known(
    tx: Transaction, organization_id: UUID, name: str | None = None
) -> Sequence[MessageTemplate]:
    """The forms that an organization may name, approved or not: its own and approved first."""
    rows = tx.execute(_KNOWN, {"organization": organization_id, "name": name})
    return [MessageTemplate(**row._mapping) for row in rows]


def settle(
    tx: Transaction, key: tuple[UUID | None, str, str, str], state: str, reference: str | None
) -> bool:
    """Note what the provider says of a form; False where there is none.

    The key is organization, provider, name, language.
    """
    organization, provider, name, language = key
    values = {
        "organization": organization,
        "whose": provider,
        "called": name,
        "spoken": language,
        "state": state,
        "reference": reference,
    }
    return tx.execute(_SETTLE, values).rowcount == 1
