"""What the phones of the simulator show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row

from engine.files import files
from engine.files.reports import Wanted
from engine.runtime import Runtime
from store import phone


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message on a phone's screen; `direction` as the phone's owner sees it from Karani.

    `media_url` is where on this installation its picture is, None for a text alone.
    """

    id: str
    direction: Literal["in", "out"]
    text: str
    status: str
    at: datetime
    media_url: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Bubbles that are new or changed, oldest first; ask again with `cursor`."""

    items: tuple[Bubble, ...]
    cursor: str


def history(rt: Runtime, number: str, channel: str, after: str | None) -> Page:
    """What a simulated phone has said and been told since the cursor, or lately.

    A bubble may come again, with a higher status: its id tells. Raises `ValueError` for a
    cursor that is none.
    """
    since = datetime.fromisoformat(after) if after else None
    account = f"simulator:{channel}:karani"
    with rt.db.every_tenant() as tx:
        rows, cursor = phone.history(tx, number, account, since)
    items = tuple(_bubble(rt, row) for row in rows)
    return Page(items, cursor.isoformat())


def _bubble(rt: Runtime, row: Row[Any]) -> Bubble:
    media_url = None
    if row.media is not None and row.organization_id is not None:
        wanted = Wanted.of_media(row.media, row.organization_id, row.language)
        media_url = files.path(rt.settings, wanted, rt.clock())
    return Bubble(str(row.id), row.direction, row.body, row.status, row.at, media_url)
