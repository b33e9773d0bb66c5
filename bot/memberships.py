"""The shops that a person belongs to, or may join."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OwnShop:
    """A shop that the speaker is a member of, as what."""

    id: UUID
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """An open invitation to the speaker: to which shop, as what, from whom."""

    id: UUID
    organization_name: str
    role: str
    invited_by: str
