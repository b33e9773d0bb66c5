"""On whose behalf wishes are carried out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from store.events import Event


@dataclass(frozen=True, slots=True)
class Scene:
    """On whose behalf wishes are carried out, and what they answer."""

    person_id: UUID
    organization_id: UUID | None
    message_id: UUID
    now: datetime
    channel: str = "whatsapp"
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
