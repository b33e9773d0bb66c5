"""The whole schema in one place: importing this knows every table."""

from __future__ import annotations

from store import (
    audit,
    conversations,
    early_reports,
    events,
    inbound,
    ledger,
    organizations,
    outbound,
    outbox,
    parked_bodies,
    people,
)
from store.base import metadata

__all__ = ["metadata"]

_ = (
    audit,
    conversations,
    early_reports,
    events,
    inbound,
    ledger,
    organizations,
    outbound,
    outbox,
    parked_bodies,
    people,
)
