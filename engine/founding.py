"""Found a shop: its row, its owner, what its first event says."""

from __future__ import annotations

from uuid import UUID

from bot.effects import Found
from engine import team
from store import organizations
from store.database import Transaction
from store.organizations import NewOrganization


def found(tx: Transaction, person_id: UUID, wish: Found) -> UUID:
    """Found a shop owned by this person; the transaction's scope moves into it."""
    new = NewOrganization(wish.name, wish.country, wish.currency, wish.timezone, wish.language)
    organization_id = organizations.found(tx, new)
    team.found(tx, organization_id, person_id)
    return organization_id


def payload(wish: Found) -> dict[str, str]:
    """What `ORGANIZATION_CREATED` says."""
    return {
        "name": wish.name,
        "country": wish.country,
        "currency": wish.currency,
        "timezone": wish.timezone,
    }
