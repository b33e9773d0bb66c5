"""Whose a message is: numbers and business-scoped ids come together, and nobody is mixed up."""

from __future__ import annotations

from uuid import UUID

import structlog

from engine.channels.base import NumberChanged, Received, ScopedIdChanged, StatusReport
from engine.tools import phones
from store import audit, identities, people, places
from store.audit import AuditEntry
from store.database import Transaction
from store.identities import AddressValue
from store.people import Address
from store.places import Place

PHONE, SCOPED = "phone", "bsuid"

_log = structlog.get_logger(__name__)


def address_of(tx: Transaction, received: Received) -> Address:
    """The sender's address, whose person is the sender; made known if nobody has it."""
    scoped = received.scoped_id
    if scoped is None or received.address_kind != PHONE:
        kind, value = received.address_kind, received.address
        return people.find_address(tx, kind, value) or _meet(tx, kind, value)
    by_phone = people.find_address(tx, PHONE, received.address)
    by_id = people.find_address(tx, SCOPED, scoped)
    if by_phone is not None and by_id is not None:
        return _one(tx, by_phone, by_id, received)
    if by_phone is not None:
        return _seen_with(tx, by_phone, scoped)
    if by_id is not None:
        return _with_phone(tx, by_id, received.address)
    return _with_id(tx, _meet(tx, PHONE, received.address), scoped)


def place_of(tx: Transaction, received: Received, address: Address) -> Place | None:
    """The conversation that goes on; None for one that begins."""
    if received.scoped_id is None and received.address_kind == PHONE:
        return places.find(tx, address.id, received.account)
    return places.find_with(tx, address.person_id, received.account, received.address)


def country_of(kind: str, value: str) -> str | None:
    """The country (ISO 3166) that a phone's prefix belongs to; None for other addresses."""
    return phones.country_of(value) if kind == PHONE else None


def change_number(tx: Transaction, change: NumberChanged) -> None:
    """A person has moved to another phone: both must prove whose they are from now on."""
    was = people.find_address(tx, PHONE, change.old)
    if was is None or change.old == change.new:
        return
    _move(tx, was, AddressValue(PHONE, change.new), change.provider)
    here = people.find_address(tx, PHONE, change.old)
    assert here is not None, "a number that was here is gone"  # noqa: S101
    identities.doubt_address(tx, AddressValue(PHONE, change.old))
    identities.doubt(tx, here.person_id)


def change_scoped_id(tx: Transaction, change: ScopedIdChanged) -> None:
    """A person is known by another id now; the old one still leads to them."""
    was = people.find_address(tx, SCOPED, change.old)
    if was is not None:
        _move(tx, was, AddressValue(SCOPED, change.new), change.provider)


def learn_id(tx: Transaction, report: StatusReport) -> None:
    """What was written to a phone tells its owner's id: by which they may answer."""
    phone, scoped = report.phone, report.scoped_id
    if phone is None or scoped is None or people.find_address(tx, SCOPED, scoped) is not None:
        return
    by_phone = people.find_address(tx, PHONE, phone)
    if by_phone is not None:
        _seen_with(tx, by_phone, scoped)


def _move(tx: Transaction, was: Address, new: AddressValue, via: str) -> None:
    other = people.find_address(tx, new.kind, new.value)
    if other is None:
        identities.add(tx, was.person_id, new)
        _tell(tx, was.person_id, via, {"address": f"another {new.kind}"})
    elif other.person_id != was.person_id and not _merged(tx, was, other, via):
        # Two people whom shops know: neither is shown what is the other's.
        identities.doubt(tx, other.person_id)


def _one(tx: Transaction, by_phone: Address, by_id: Address, received: Received) -> Address:
    """Both are known: make one of them, unless shops know two people by them."""
    if by_phone.person_id == by_id.person_id:
        return by_phone
    ids = _ids(tx, by_phone.person_id)
    if not _merged(tx, by_phone, by_id, received.channel):
        # The number shows up at somebody else's account: whose it is, is open.
        identities.doubt_address(tx, AddressValue(PHONE, received.address))
        identities.doubt(tx, by_phone.person_id)
        _log.warning("A number passed to another person", person=str(by_phone.person_id))
        return by_id
    found = people.find_address(tx, PHONE, received.address)
    assert found is not None, "a number that was here is gone"  # noqa: S101
    if ids and found.person_id == by_phone.person_id:
        _doubt(tx, found.person_id, received.address, str(received.scoped_id))
    return found


def _merged(tx: Transaction, one: Address, other: Address, via: str) -> bool:
    """Fold whoever no shop knows into the other; False where shops know both."""
    if not identities.is_known(tx, other.person_id):
        person_id, into = other.person_id, one.person_id
    elif not identities.is_known(tx, one.person_id):
        person_id, into = one.person_id, other.person_id
    else:
        return False
    if identities.is_silent(tx, into):
        # What the newcomer said a moment ago must not make the silent one look awake.
        identities.doubt(tx, into)
    identities.fold(tx, person_id, into)
    identities.share_doubt(tx, into)
    _tell(tx, into, via, {"merged": str(person_id)})
    return True


def _seen_with(tx: Transaction, by_phone: Address, scoped: str) -> Address:
    """A number with an id that is new: the same person's first, or another person's account."""
    differs = _ids(tx, by_phone.person_id)
    identities.add(tx, by_phone.person_id, AddressValue(SCOPED, scoped))
    if differs or identities.is_silent(tx, by_phone.person_id):
        phone = identities.value_of(tx, by_phone.id)
        _doubt(tx, by_phone.person_id, phone, scoped)
    return by_phone


def _with_phone(tx: Transaction, by_id: Address, phone: str) -> Address:
    identities.add(tx, by_id.person_id, AddressValue(PHONE, phone))
    if identities.is_silent(tx, by_id.person_id):
        _doubt(tx, by_id.person_id, phone, identities.value_of(tx, by_id.id))
    return people.find_address(tx, PHONE, phone) or by_id


def _with_id(tx: Transaction, by_phone: Address, scoped: str) -> Address:
    identities.add(tx, by_phone.person_id, AddressValue(SCOPED, scoped))
    return by_phone


def _doubt(tx: Transaction, person_id: UUID, phone: str, scoped: str) -> None:
    """The number has another id than before: so it may have another owner."""
    for address in (AddressValue(PHONE, phone), AddressValue(SCOPED, scoped)):
        identities.doubt_address(tx, address)
    identities.doubt(tx, person_id)


def _ids(tx: Transaction, person_id: UUID) -> bool:
    return any(one.kind == SCOPED for one in identities.addresses_of(tx, person_id))


def _meet(tx: Transaction, kind: str, value: str) -> Address:
    return people.meet(tx, kind, value, country_of(kind, value))


def _tell(tx: Transaction, person_id: UUID, via: str, after: dict[str, str]) -> None:
    for shop in identities.shops_of(tx, person_id):
        audit.append(
            tx,
            AuditEntry(
                organization_id=shop,
                action="UPDATE",
                entity="person",
                entity_id=person_id,
                person_id=None,
                via=via,
                after=after,
            ),
        )
