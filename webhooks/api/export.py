"""Exports: the whole book in files, prepared behind the scenes and fetched for a day."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from engine.files import files
from engine.privacy import exporting
from store import exports
from store.exports import FORMATS, Export
from webhooks.api.route import Call, Route, Routes
from webhooks.api.shapes import Shape
from webhooks.errors import ProblemError


class ExportNew(Shape):
    """What is to be exported."""

    scope: Literal["shop"] = "shop"


class ExportShown(Shape):
    """An export: once it is `ready`, `files` holds addresses by format, good for a day."""

    id: UUID
    status: Literal["waiting", "ready", "over"]
    requested_at: datetime
    expires_at: datetime | None
    files: dict[str, str]


def begin(call: Call, body: ExportNew) -> ExportShown:
    """Have the shop's book written into files; look again for their addresses."""
    now = call.rt.clock()
    key = exporting.ask(call.tx, call.caller.person_id, None, body.scope, now)
    return show(call, key)


def show(call: Call, export_id: UUID) -> ExportShown:
    """Show whether an export is ready, and where its files are."""
    found = exports.get(call.tx, export_id)
    if found is None or found.organization_id != call.organization_id:
        raise ProblemError(404)
    now = call.rt.clock()
    is_over = found.expires_at is not None and found.expires_at <= now
    is_ready = found.expires_at is not None and not is_over
    return ExportShown(
        id=found.id,
        status="ready" if is_ready else "over" if is_over else "waiting",
        requested_at=found.requested_at,
        expires_at=found.expires_at,
        files=_addresses(call, found, now) if is_ready else {},
    )


def _addresses(call: Call, found: Export, now: datetime) -> dict[str, str]:
    settings = call.rt.settings
    paths = {one: files.export_path(settings, found.id, one, now) for one in FORMATS}
    return {one: f"{settings.base_url}{path}" for one, path in paths.items() if path}


ROUTES: Routes = (
    Route(
        "POST", "/export", begin, ExportShown, 202, body=ExportNew, creates=True, needs_pin=True
    ),
    Route("GET", "/export/<uuid:export_id>", show, ExportShown),
)
