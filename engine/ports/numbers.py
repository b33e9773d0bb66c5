"""Name a shop's till or paybill, let go of it, and write down who may not have it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import structlog

from bot.effects import NameNumber, RefuseNumber, ReleaseNumber
from store import audit, payment_numbers
from store.audit import Action, AuditEntry
from store.database import Transaction
from store.payment_numbers import PaymentNumber

Wish = NameNumber | ReleaseNumber | RefuseNumber
ACTIONS: Mapping[type[Wish], Action] = {
    NameNumber: "CREATE",
    ReleaseNumber: "DELETE",
    RefuseNumber: "REJECT",
}

_log = structlog.get_logger(__name__)


def settle(tx: Transaction, organization_id: UUID, person_id: UUID, wish: Wish) -> None:
    """Carry out a wish about a number, with its line in the audit.

    Raises `NumberTakenError` where another shop named it a moment ago.
    """
    match wish:
        case NameNumber(provider, number, kind):
            new = PaymentNumber(provider, number, kind)
            payment_numbers.name(tx, organization_id, new, person_id)
        case ReleaseNumber(provider, number):
            payment_numbers.release(tx, organization_id, provider, number)
        case RefuseNumber():
            # For the operator, who alone can find out whose it is.
            _log.warning(
                "A shop asked for a number that another has named",
                organization=str(organization_id),
            )
    audit.append(
        tx,
        AuditEntry(
            organization_id=organization_id,
            action=ACTIONS[type(wish)],
            entity="payment_number",
            entity_id=organization_id,
            person_id=person_id,
            via="chat",
            after={"provider": wish.provider, "number": wish.number},
        ),
    )


def is_taken(tx: Transaction, organization_id: UUID, provider: str, number: str) -> bool:
    """Whether another shop has named this number; not which."""
    with tx.directory():
        owner = payment_numbers.shop_of(tx, provider, number)
    return owner not in (None, organization_id)
