"""Forget a person: ask for it in a turn, do it behind the farewell, and tell the audit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

import structlog

from engine.runtime import Runtime
from store import audit, closing, erasure, outbox, personal
from store.audit import AuditEntry
from store.closing import Owned
from store.database import Transaction
from store.erasure import Known
from store.outbox import OutboxEntry

FAREWELL = timedelta(seconds=30)
"""How long the last answer has to be delivered before its address is forgotten."""

BUSY = timedelta(seconds=1)

_log = structlog.get_logger(__name__)


class LastOwnerError(Exception):
    """A shop would be left without an owner; the text names it."""


def ask(tx: Transaction, person_id: UUID, *, closes: bool) -> None:
    """Leave it to be done soon. Raises `LastOwnerError` where a shop would be nobody's.

    `closes`: the shops that they own alone are closed at once.
    """
    here = tx.organization_id
    owned = _sole(tx, person_id)
    if owned and not closes:
        raise LastOwnerError(", ".join(one.name for one in owned))
    _close(tx, person_id, owned)
    tx.scope(organization_id=here, person_id=person_id)
    outbox.add(
        tx, "erasure", person_id, organization_id=None, person_id=person_id, wait=FAREWELL
    )


def work(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
    """Forget the person of an entry, once no turn and no delivery is at them.

    A shop that they have founded since the farewell goes with them: it would be nobody's.
    """
    _close(tx, entry.subject_id, _sole(tx, entry.subject_id))
    tx.scope(organization_id=None, person_id=entry.subject_id)
    with tx.directory():
        if erasure.is_leaving(tx, entry.subject_id) or not _erase(
            tx, entry.subject_id, via="chat"
        ):
            outbox.postpone(tx, entry.id, BUSY)
            return
    outbox.done(tx, entry.id)


def now(rt: Runtime, person_id: UUID, *, closes: bool = False) -> bool:
    """Forget a person at an operator's word; False while they are being answered.

    Raises `LastOwnerError` as `ask` does.
    """
    with rt.db.every_tenant() as tx:
        owned = closing.only_owned_by(tx, person_id)
    if owned and not closes:
        raise LastOwnerError(", ".join(one.name for one in owned))
    for shop in owned:
        with rt.db.tenant(shop.id, person_id) as tx:
            closing.close(tx, shop.id)
            audit.append(tx, _closed(shop.id, None))
    with rt.db.every_tenant() as tx:
        return _erase(tx, person_id, via="operator")


def _erase(tx: Transaction, person_id: UUID, *, via: str) -> bool:
    if not erasure.hold(tx, person_id):
        return False
    found = erasure.known(tx, person_id)
    erasure.erase(tx, person_id, found, _traces(person_id, found))
    _hide_closed(tx, person_id, found.shops)
    audit.append(tx, *_told(found.shops, person_id, via))
    tx.finish()  # Under this role, which sees every shop.
    _log.info("A person was forgotten", person=str(person_id), shops=len(found.shops))
    return True


def _traces(person_id: UUID, found: Known) -> personal.Traces:
    called = [name for name in found.names if name != personal.pseudonym(person_id)]
    return personal.traces(called, found.sure, found.addresses)


def _hide_closed(tx: Transaction, person_id: UUID, shops: Sequence[UUID]) -> None:
    """A closed shop's name may be its owner's, and nobody needs it any more."""
    for shop in erasure.closed_of(tx, person_id, shops):
        erasure.hide_shop(tx, shop, personal.pseudonym(shop))


def _close(tx: Transaction, person_id: UUID, shops: Sequence[Owned]) -> None:
    for shop in shops:
        tx.scope(organization_id=shop.id, person_id=person_id)
        closing.close(tx, shop.id)
        audit.append(tx, _closed(shop.id, person_id))


def _sole(tx: Transaction, person_id: UUID) -> Sequence[Owned]:
    with tx.directory():
        return closing.only_owned_by(tx, person_id)


def _told(shops: Iterable[UUID], person_id: UUID, via: str) -> Iterable[AuditEntry]:
    return [
        AuditEntry(
            organization_id=shop,
            action="ERASE",
            entity="person",
            entity_id=person_id,
            person_id=person_id if via == "chat" else None,
            via=via,
        )
        for shop in shops
    ]


def _closed(shop: UUID, person_id: UUID | None) -> AuditEntry:
    return AuditEntry(
        organization_id=shop,
        action="DELETE",
        entity="organization",
        entity_id=shop,
        person_id=person_id,
        via="operator" if person_id is None else "chat",
    )
