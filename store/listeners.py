"""Who hears of facts: workflows that they start, runs that wait, and other systems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import BindParameter, Text, Uuid, bindparam, func, null, select, text, union_all
from sqlalchemy.dialects.postgresql import ARRAY

from store.database import Transaction
from store.prepared import Prepared
from store.runs import runs
from store.subscriptions import EVERYTHING, subscriptions
from store.workflows import workflows

_r, _s, _w = runs.c, subscriptions.c, workflows.c
_organization: BindParameter[UUID] = bindparam("organization")
_types = bindparam("types", type_=ARRAY(Text))
_more = func.unnest(_w.more_events).column_valued("more", joins_implicitly=True)
_type = func.unnest(_types).column_valued("type", joins_implicitly=True)
_nobody = null().cast(Uuid)
_WORKFLOW = (_w.id.label("workflow_id"), _w.version_id, _w.name, _nobody.label("run_id"))
_LISTENERS = Prepared(
    union_all(
        select(
            _w.trigger_event.label("event"), *_WORKFLOW, _nobody.label("subscription_id")
        ).where(
            _w.organization_id == _organization,
            _w.status == "active",
            _w.trigger_event == func.any(_types),
        ),
        select(_more.label("event"), *_WORKFLOW, _nobody.label("subscription_id"))
        .select_from(workflows)
        .where(
            _w.organization_id == _organization,
            _w.status == "active",
            text("more_events <> '{}'"),
            _more == func.any(_types),
        ),
        select(
            _r.awaited_event.label("event"),
            _r.workflow_id,
            _r.version_id,
            text("'' as name"),
            _r.id.label("run_id"),
            _nobody.label("subscription_id"),
        ).where(
            _r.organization_id == _organization,
            _r.awaited_event == func.any(_types),
        ),
        select(
            _type.label("event"),
            _nobody.label("workflow_id"),
            _nobody.label("version_id"),
            text("'' as name"),
            _nobody.label("run_id"),
            _s.id.label("subscription_id"),
        )
        .select_from(subscriptions)
        .where(
            _s.organization_id == _organization,
            _s.status == "active",
            (_type == func.any(_s.events)) | (_s.events == [EVERYTHING]),
        ),
    ).order_by(text("run_id, workflow_id, subscription_id"))
)


@dataclass(frozen=True, slots=True)
class Listener:
    """An active workflow that an event starts, or a run that waits for it (`run_id`)."""

    event: str
    workflow_id: UUID
    version_id: UUID
    name: str
    run_id: UUID | None


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Another system that hears of events of a type."""

    event: str
    subscription_id: UUID


def find(
    tx: Transaction, organization_id: UUID, types: list[str]
) -> tuple[Sequence[Listener], Sequence[Subscriber]]:
    """Who wants to hear of events of these types: waiting runs first, in a fixed order."""
    rows = tx.fetch(_LISTENERS, {"organization": organization_id, "types": types})
    listening = [Listener(*row[:-1]) for row in rows if row.subscription_id is None]
    subscribed = [
        Subscriber(row.event, row.subscription_id) for row in rows if row.subscription_id
    ]
    return listening, subscribed
