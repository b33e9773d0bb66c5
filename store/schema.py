"""The whole schema in one place: importing this knows every table."""

from __future__ import annotations

from store import (
    audit,
    choices,
    claims,
    conversations,
    counts,
    customers,
    day_closes,
    early_reports,
    entries,
    events,
    inbound,
    invitations,
    items,
    organizations,
    outbound,
    outbox,
    parked_bodies,
    payment_notices,
    payment_numbers,
    people,
    totals,
)
from store.base import metadata

__all__ = [
    "audit",
    "choices",
    "claims",
    "conversations",
    "counts",
    "customers",
    "day_closes",
    "early_reports",
    "entries",
    "events",
    "inbound",
    "invitations",
    "items",
    "metadata",
    "organizations",
    "outbound",
    "outbox",
    "parked_bodies",
    "payment_notices",
    "payment_numbers",
    "people",
    "totals",
]
