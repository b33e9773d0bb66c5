"""Payment claims: mobile money that a shop was told of, each transaction code once for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Table,
    Text,
    Uuid,
    bindparam,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from store.base import MONEY, metadata, moment, money, organization_column
from store.database import Transaction
from store.events import Event

CLAIMED, VERIFIED = "claimed", "verified"
RECEIVED = "received"

payment_claims = Table(
    "payment_claims",
    metadata,
    organization_column(),
    Column("provider", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("kind", Text),
    Column("amount", MONEY),
    Column("party", Text),
    moment("at"),
    Column("status", Text, nullable=False),
    Column("flags", JSONB, nullable=False, server_default="[]"),
    Column("claimed_by", Uuid),
    Column("event_id", Uuid, nullable=False),
    CheckConstraint("status in ('claimed', 'verified')", name="status"),
    Index("ix_payment_claims_code", "provider", "code"),
    Index(
        "ix_payment_claims_unclaimed",
        "organization_id",
        "at",
        postgresql_where=text("claimed_by is null"),
    ),
)

_p = payment_claims.c
_KEY = ("organization_id", "provider", "code")
_SHOWN = select(_p.provider, _p.code, _p.amount, _p.party, _p.at, _p.status, _p.claimed_by)
_GET = _SHOWN.where(
    _p.organization_id == bindparam("organization"),
    _p.provider == bindparam("provider"),
    _p.code == bindparam("code"),
)
_UNCLAIMED = (
    _SHOWN.where(
        _p.organization_id == bindparam("organization"),
        _p.claimed_by.is_(None),
        _p.status == VERIFIED,
        _p.kind == RECEIVED,
        _p.amount > 0,
    )
    .order_by(_p.at, _p.code)
    .limit(bindparam("most"))
)
# Whoever looks for a code waits for whoever is just claiming it: two looks at once would both
# find nothing.
_ONE_AT_A_TIME = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("lock"), 0)))
_ELSEWHERE = (
    select(_p.organization_id, _p.event_id, _p.status)
    .where(
        _p.provider == bindparam("provider"),
        _p.code == bindparam("code"),
        _p.organization_id != bindparam("organization"),
        # Payer and payee may both keep a book here: the code is then rightly in both.
        (func.coalesce(_p.kind, RECEIVED) == RECEIVED) == bindparam("came_in", type_=Boolean),
    )
    .order_by(_p.at)
    .limit(10)
)
_new = insert(payment_claims)
# The provider may have told us before anybody at the shop did.
_CLAIM = _new.on_conflict_do_update(
    index_elements=_KEY,
    set_={
        "kind": _new.excluded.kind,
        "amount": func.coalesce(_p.amount, _new.excluded.amount),
        "party": _new.excluded.party,
        "flags": _new.excluded.flags,
        "claimed_by": _new.excluded.claimed_by,
    },
    where=_p.claimed_by.is_(None),
)
# What the provider says is so, whatever a text claimed.
_VERIFY = _new.on_conflict_do_update(
    index_elements=_KEY,
    set_={
        "status": VERIFIED,
        "kind": func.coalesce(_p.kind, _new.excluded.kind),
        "amount": func.coalesce(_new.excluded.amount, _p.amount),
        "party": func.coalesce(_p.party, _new.excluded.party),
        "flags": _p.flags.op("||")(_new.excluded.flags),
    },
)


class ClaimedBeforeError(LookupError):
    """Somebody else claimed this payment a moment ago: look again."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A payment that the shop was told of; `claimed_by` is None where only the provider did."""

    provider: str
    code: str
    amount: Decimal | None
    party: str | None
    at: datetime
    status: str
    claimed_by: UUID | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another shop's claim of a code: whose, and by which event."""

    organization_id: UUID
    event_id: UUID
    status: str


def get(tx: Transaction, organization_id: UUID, provider: str, code: str) -> Claim | None:
    """The claim with this transaction code."""
    key = {"organization": organization_id, **_key(provider, code)}
    row = tx.execute(_GET, key).one_or_none()
    return Claim(**row._mapping) if row else None


def unclaimed(tx: Transaction, organization_id: UUID, most: int) -> list[Claim]:
    """Payments that came in and that only the provider told of, oldest first."""
    rows = tx.execute(_UNCLAIMED, {"organization": organization_id, "most": most})
    return [Claim(**row._mapping) for row in rows]


def elsewhere(
    tx: Transaction, organization_id: UUID, provider: str, code: str, *, came_in: bool
) -> list[Elsewhere]:
    """Which other shops have this code for money that moved the same way; for the directory.

    Until the end of the transaction nobody else is told about the same code.
    """
    key = _key(provider, code)
    tx.execute(_ONE_AT_A_TIME, {"lock": f"{key['provider']} {key['code']}"})
    values = {"organization": organization_id, "came_in": came_in, **key}
    return [Elsewhere(**row._mapping) for row in tx.execute(_ELSEWHERE, values)]


def claim(tx: Transaction, event: Event) -> None:
    """Keep a claim. Raises `ClaimedBeforeError` where another person's was first.

    The look before it may have been too early; the key is what counts.
    """
    values = {**row_of(event), "status": CLAIMED, "claimed_by": event.person_id}
    if not tx.execute(_CLAIM, values).rowcount:
        raise ClaimedBeforeError(f"{values['provider']} {values['code']} is claimed already")


def verify(tx: Transaction, event: Event) -> None:
    """Mark a payment as verified by its provider, whether or not anybody claimed it."""
    tx.execute(_VERIFY, {**row_of(event), "status": VERIFIED, "claimed_by": None})


def verified(known: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """A known claim after its provider's word, as `verify` writes it."""
    first = {
        name: told[name] if known[name] is None else known[name] for name in ("kind", "party")
    }
    amount = known["amount"] if told["amount"] is None else told["amount"]
    return {**known, **first, "amount": amount, "flags": [*known["flags"], *told["flags"]]}


def row_of(event: Event) -> dict[str, Any]:
    """What an event about a payment says of it."""
    payload = event.payload
    amount, when = payload.get("amount"), payload.get("when")
    return {
        "organization_id": event.organization_id,
        **_key(str(payload["provider"]), str(payload["code"])),
        "kind": payload.get("kind"),
        "amount": None if amount is None else money(amount),
        "party": payload.get("party"),
        "at": datetime.fromisoformat(str(when)) if when else event.occurred_at,
        "flags": list(payload.get("flags") or []),
        "event_id": event.id,
    }


def _key(provider: str, code: str) -> dict[str, str]:
    return {"provider": provider.strip().casefold(), "code": code.strip().upper()}
