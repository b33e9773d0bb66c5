"""On whose behalf a turn's wishes are carried out, and the facts that they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from store.events import Event

SOURCE = "chat"


@dataclass(frozen=True, slots=True)
class Scene:
    """On whose behalf wishes are carried out, and what they answer."""

    person_id: UUID
    organization_id: UUID | None
    message_id: UUID
    now: datetime
    channel: str = "whatsapp"
    is_doubted: bool = False
    is_signed: bool = True
    """Whether the channel's provider proves whose messages these are."""
    raised: list[Event] = field(default_factory=list)
    """Facts that wait to be recorded, in their order."""

    @property
    def shop_id(self) -> UUID:
        """The organization; raises `LookupError` for a person who has none."""
        if self.organization_id is None:
            raise LookupError("this needs an organization, and this person has none")
        return self.organization_id


def event(
    scene: Scene,
    event_type: str,
    payload: Mapping[str, Any],
    occurred_at: datetime | None = None,
) -> Event:
    """A fact of the scene's, still to be recorded; `occurred_at` where that is not now."""
    return Event(
        organization_id=scene.shop_id,
        type=event_type,
        source=SOURCE,
        person_id=scene.person_id,
        message_id=scene.message_id,
        payload=payload,
        occurred_at=occurred_at or scene.now,
    )
