"""What the phones of the simulator show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.runtime import Runtime
from store import phone


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message on a phone's screen; `direction` as the phone's owner sees it from Karani."""

    id: str
    direction: Literal["in", "out"]
    text: str
    status: str
    at: datetime


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
    items = tuple(Bubble(str(r.id), r.direction, r.body, r.status, r.at) for r in rows)
    return Page(items, cursor.isoformat())
