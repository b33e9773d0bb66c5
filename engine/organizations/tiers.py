"""Tiers: how much of what an organization may have; only what the API adds is counted.

In a chat nobody is stopped in the middle of their work: there people add one thing at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from engine.context.desk import Desk
from engine.organizations import changed
from store import bounded, organizations
from store.database import Transaction


@dataclass(frozen=True, slots=True)
class Tier:
    """What an organization may have: members and invited, workflows, messages in 24 hours."""

    members: int
    workflows: int
    messages_per_day: int


TIERS: Mapping[str, Tier] = {
    "free": Tier(members=3, workflows=10, messages_per_day=200),
    "standard": Tier(members=50, workflows=200, messages_per_day=10_000),
}

DAY = timedelta(hours=24)


class TierError(Exception):
    """The organization has as much as its tier allows; the text says of what."""


def of(desk: Desk) -> Tier:
    """What the desk's organization may have."""
    return TIERS[desk.organization.tier]


def grant(tx: Transaction, organization_id: UUID, tier: str) -> str:
    """Let an organization have what a tier allows; the tier it had. For operators alone.

    The transaction is everybody's. Raises `LookupError` for an organization that is none.
    """
    if tier not in TIERS:
        raise LookupError(f"{tier}: there is no such tier; there are {', '.join(TIERS)}")
    if not organizations.exists(tx, organization_id):
        raise LookupError(f"{organization_id}: there is no such shop")
    before = organizations.get(tx, organization_id).tier
    if before != tier:
        organizations.change(tx, organization_id, {"tier": tier})
        was, now = {"tier": before}, {"tier": tier}
        changed.tell(tx, organization_id, by=None, via="operator", before=was, after=now)
    return before


def one_more_member(desk: Desk) -> None:
    """See that another person may be invited. Raises `TierError`."""
    bounded.hold(desk.tx, desk.organization_id)
    _within(desk, "members", bounded.members(desk.tx, desk.organization_id), of(desk).members)


def one_more_workflow(desk: Desk) -> None:
    """See that another workflow may be made. Raises `TierError`."""
    bounded.hold(desk.tx, desk.organization_id)
    had = bounded.workflows(desk.tx, desk.organization_id)
    _within(desk, "workflows", had, of(desk).workflows)


def one_more_message(desk: Desk) -> None:
    """See that another message may be sent today. Raises `TierError`."""
    sent = bounded.messages(desk.tx, desk.organization_id, desk.now - DAY)
    _within(desk, "messages in 24 hours", sent, of(desk).messages_per_day)


def _within(desk: Desk, what: str, had: int, most: int) -> None:
    if had >= most:
        tier = desk.organization.tier
        raise TierError(f"This organization has {had} {what}: its tier ({tier}) allows {most}.")
