"""Workflows and their versions, which never change once they are published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    bindparam,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from store.base import columns_of, id_column, metadata, moment, organization_column
from store.database import Transaction
from store.paging import Listing

ENDED = "ended"
"""It begins nothing any more and its name is free; what it did is kept."""

workflows = Table(
    "workflows",
    metadata,
    organization_column(),
    id_column(),
    Column("name", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("version_id", Uuid, nullable=False),
    Column("trigger_event", Text),
    Column("more_events", ARRAY(Text), nullable=False, server_default="{}"),
    Column("schedule", Text),
    Column("starter", Text),
    Column("settings", JSONB, nullable=False, server_default="{}"),
    Column("created_by", Uuid),
    moment("next_at", nullable=True),
    moment("created_at", now=True),
    moment("updated_at", now=True),
    CheckConstraint("status in ('draft', 'active', 'paused', 'ended')", name="status"),
    Index(
        "uq_workflows_name",
        "organization_id",
        "name",
        unique=True,
        postgresql_where=text("status <> 'ended'"),
    ),
    Index(
        "ix_workflows_listening",
        "organization_id",
        "trigger_event",
        postgresql_where=text("status = 'active'"),
    ),
    Index(
        "ix_workflows_more_events",
        "organization_id",
        postgresql_where=text("status = 'active' and more_events <> '{}'"),
    ),
)

workflow_versions = Table(
    "workflow_versions",
    metadata,
    organization_column(),
    id_column(),
    Column("workflow_id", Uuid, nullable=False),
    Column("number", Integer, nullable=False),
    Column("definition", JSONB, nullable=False),
    Column("published_by", Uuid),
    moment("published_at", now=True),
    ForeignKeyConstraint(
        ["organization_id", "workflow_id"],
        ["workflows.organization_id", "workflows.id"],
        name="fk_workflow_versions_workflow",
    ),
    UniqueConstraint("organization_id", "workflow_id", "number"),
)

_w, _v = workflows.c, workflow_versions.c
_ADD = insert(workflows)
_PUBLISH = insert(workflow_versions)
_THIS = (_w.organization_id == bindparam("organization"), _w.id == bindparam("key"))
_COLUMNS = (
    _w.organization_id, _w.id, _w.name, _w.status, _w.version_id, _w.trigger_event, _w.schedule,
    _w.more_events,    _w.starter, _w.settings, _w.created_by, _w.next_at,
)  # fmt: skip
_GET = select(*_COLUMNS).where(*_THIS)
_LOCK = _GET.with_for_update(key_share=True)
_ALL = (
    select(*_COLUMNS)
    .where(_w.organization_id == bindparam("organization"))
    .order_by(_w.created_at, _w.id)
    .limit(bindparam("most"))
)
_LISTED = Listing(
    select(*_COLUMNS).where(_w.organization_id == bindparam("organization")),
    _w.id,
    status=_w.status == bindparam("status"),
)
_NAMED = select(*_COLUMNS).where(
    _w.organization_id == bindparam("organization"),
    _w.name == bindparam("name"),
    _w.status != ENDED,
)
_POINT = (
    update(workflows)
    .where(*_THIS)
    .values(
        name=bindparam("new_name"),
        version_id=bindparam("version"),
        trigger_event=bindparam("event"),
        more_events=bindparam("others", type_=ARRAY(Text)),
        schedule=bindparam("rule"),
        starter=bindparam("new_starter"),
        settings=bindparam("new_settings", type_=JSONB),
        updated_at=func.now(),
    )
)
_SET_STATUS = (
    update(workflows)
    .where(*_THIS)
    .values(status=bindparam("new_status"), next_at=bindparam("next"), updated_at=func.now())
)
_VERSION = select(_v.definition).where(
    _v.organization_id == bindparam("organization"), _v.id == bindparam("version")
)
_VERSIONS = (
    select(_v.id, _v.number, _v.published_by, _v.published_at)
    .where(_v.organization_id == bindparam("organization"), _v.workflow_id == bindparam("key"))
    .order_by(_v.number.desc())
)


@dataclass(frozen=True, slots=True)
class Workflow:
    """A workflow as it stands; `next_at` is when its schedule is due, while it is active.

    `more_events` start it as `trigger_event` does. One that ships with the product names its
    `starter` and the values it was filled with.
    """

    organization_id: UUID
    id: UUID
    name: str
    status: str
    version_id: UUID
    trigger_event: str | None
    schedule: str | None
    more_events: Sequence[str] = ()
    starter: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    created_by: UUID | None = None
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A published definition; `number` counts from 1 within its workflow."""

    organization_id: UUID
    id: UUID
    workflow_id: UUID
    number: int
    definition: Mapping[str, Any]
    published_by: UUID | None


@dataclass(frozen=True, slots=True)
class Published:
    """When which version was published by whom."""

    id: UUID
    number: int
    published_by: UUID | None
    published_at: datetime


def add(tx: Transaction, workflow: Workflow, version: Version) -> None:
    """Keep a new workflow with its first version. Raises `IntegrityError` for a name taken."""
    tx.execute(_ADD, {**columns_of(workflow), "more_events": list(workflow.more_events)})
    tx.execute(_PUBLISH, columns_of(version))


def publish(tx: Transaction, workflow: Workflow, version: Version) -> None:
    """Keep another version, and let the workflow begin new runs with it."""
    tx.execute(_PUBLISH, columns_of(version))
    tx.execute(
        _POINT,
        {
            "organization": workflow.organization_id,
            "key": workflow.id,
            "new_name": workflow.name,
            "version": version.id,
            "event": workflow.trigger_event,
            "others": list(workflow.more_events),
            "rule": workflow.schedule,
            "new_starter": workflow.starter,
            "new_settings": dict(workflow.settings),
        },
    )


def get(tx: Transaction, organization_id: UUID, workflow_id: UUID) -> Workflow | None:
    """The workflow, if this shop has it."""
    return _one(tx, _GET, organization=organization_id, key=workflow_id)


def lock(tx: Transaction, organization_id: UUID, workflow_id: UUID) -> Workflow | None:
    """The same, held until the end."""
    return _one(tx, _LOCK, organization=organization_id, key=workflow_id)


def named(tx: Transaction, organization_id: UUID, name: str) -> Workflow | None:
    """The workflow of this name that has not ended."""
    return _one(tx, _NAMED, organization=organization_id, name=name)


def rules(tx: Transaction, organization_id: UUID) -> Sequence[Workflow]:
    """What an owner knows as her rules, oldest first: no drafts, and none that has ended."""
    every = everything(tx, organization_id)
    return [one for one in every if one.status not in {"draft", ENDED}]


def everything(tx: Transaction, organization_id: UUID, most: int = 200) -> Sequence[Workflow]:
    """The shop's workflows, oldest first."""
    rows = tx.execute(_ALL, {"organization": organization_id, "most": most})
    return [Workflow(**row._mapping) for row in rows]


def listed(
    tx: Transaction, organization_id: UUID, most: int, before: UUID | None, status: str | None
) -> Sequence[Workflow]:
    """The shop's workflows, newest first; `before`, an id, and `status` may be left open."""
    found = _LISTED.rows(tx, organization_id, most, before=before, status=status)
    return [Workflow(**row._asdict()) for row in found]


def set_status(
    tx: Transaction, workflow: Workflow, status: str, next_at: datetime | None = None
) -> None:
    """Let it listen, or not; `next_at` is when its schedule is due next."""
    key = {"organization": workflow.organization_id, "key": workflow.id}
    tx.execute(_SET_STATUS, {**key, "new_status": status, "next": next_at})


def definition(tx: Transaction, organization_id: UUID, version_id: UUID) -> Mapping[str, Any]:
    """A version's document; raises `NoResultFound` for another shop's."""
    key = {"organization": organization_id, "version": version_id}
    document: Mapping[str, Any] = tx.execute(_VERSION, key).scalar_one()
    return document


def versions(tx: Transaction, organization_id: UUID, workflow_id: UUID) -> Sequence[Published]:
    """When which version was published, newest first."""
    key = {"organization": organization_id, "key": workflow_id}
    return [Published(**row._mapping) for row in tx.execute(_VERSIONS, key)]


def _one(tx: Transaction, query: Any, **values: Any) -> Workflow | None:
    row = tx.execute(query, values).one_or_none()
    return Workflow(**row._mapping) if row else None
