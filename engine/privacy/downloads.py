"""Open a file of an export for whoever holds its address, a piece at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from engine.files import files
from engine.privacy import exporting
from engine.runtime import Runtime
from store import exports
from store.exports import Export


class OverError(Exception):
    """The address was good for a day, and the day is over."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file: its name, its media type, its content."""

    name: str
    mime_type: str
    content: Iterator[bytes]


MIME_TYPES = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def find(rt: Runtime, token: str) -> Download | None:
    """The file that a token opens; None where it opens none. Raises `OverError`.

    Nothing is open while its content is read: each piece is one short look.
    """
    wanted = files.read_export(rt.settings, token, rt.clock())
    if wanted is None or wanted.file_format not in MIME_TYPES:
        return None
    export = _export(rt, wanted.export_id)
    if wanted.is_over:
        raise OverError
    if export is None or export.expires_at is None or not _may_have(rt, export):
        return None
    if export.expires_at <= rt.clock():
        raise OverError
    return Download(
        name=f"karani-{export.scope}.{wanted.file_format}",
        mime_type=MIME_TYPES[wanted.file_format],
        content=_pieces(rt, export.id, wanted.file_format),
    )


def _export(rt: Runtime, export_id: UUID) -> Export | None:
    with rt.db.every_tenant() as tx:  # The directory: whose it is only the row tells.
        return exports.get(tx, export_id)


def _may_have(rt: Runtime, export: Export) -> bool:
    with rt.db.tenant(export.organization_id, export.person_id) as tx:
        return exporting.may_have(tx, export)


def _pieces(rt: Runtime, export_id: UUID, file_format: str) -> Iterator[bytes]:
    number = 0
    while (piece := _piece(rt, export_id, file_format, number)) is not None:
        yield piece
        number += 1


def _piece(rt: Runtime, export_id: UUID, file_format: str, number: int) -> bytes | None:
    with rt.db.every_tenant() as tx:
        return exports.piece(tx, export_id, file_format, number)
