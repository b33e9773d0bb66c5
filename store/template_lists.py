"""Templates as an organization sees them: its own, and those of the installation."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, select

from store.database import Transaction
from store.paging import Listing
from store.templates import MessageTemplate, templates

_t = templates.c
_LISTED = Listing(
    select(
        _t.id, _t.organization_id, _t.provider, _t.name, _t.language, _t.body, _t.variables,
        _t.buttons, _t.reference, _t.state,
    ).where(
        (_t.organization_id == bindparam("organization")) | _t.organization_id.is_(None)
    ),
    _t.id,
    state=_t.state == bindparam("state"),
    name=_t.name == bindparam("name"),
)  # fmt: skip


def listed(
    tx: Transaction,
    organization_id: UUID,
    most: int,
    *,
    before: UUID | None,
    state: str | None,
    name: str | None,
) -> Sequence[MessageTemplate]:
    """Templates, newest first; `before`, an id, and the filters may be left open."""
    found = _LISTED.rows(tx, organization_id, most, before=before, state=state, name=name)
    return [MessageTemplate(*row) for row in found]
