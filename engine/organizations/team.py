"""Who works in a shop: invite, let in, change, take off."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from bot.effects import ChangeMember, Invite
from bot.phones import masked
from engine.tools import phones
from store import audit, invitations, members, organizations, outbox, people
from store.audit import AuditEntry
from store.database import Transaction
from store.invitations import NewInvitation
from store.members import Member

Payload = dict[str, str]
"""What the member events say."""


class LastOwnerError(RuntimeError):
    """A shop keeps an owner: of two who leave at once the second may not."""


def invite(tx: Transaction, organization_id: UUID, person_id: UUID, wish: Invite) -> Payload:
    """Invite the owner of a phone, in the name of this person."""
    with tx.directory():
        address = people.find_address(tx, "phone", wish.phone) or people.meet(
            tx, "phone", wish.phone, phones.country_of(wish.phone)
        )
    invitation_id = invitations.add(
        tx,
        NewInvitation(
            organization_id=organization_id,
            person_id=address.person_id,
            role=wish.role,
            name=wish.name,
            phone=masked(wish.phone),
            organization_name=organizations.get(tx, organization_id).name,
            invited_by=person_id,
            invited_by_name=people.get(tx, person_id).name or "",
        ),
    )
    outbox.add(
        tx,
        "invitation",
        invitation_id,
        organization_id=organization_id,
        person_id=person_id,
        wait=invitations.LASTS,
    )
    return {"person": str(address.person_id), "role": wish.role}


def found(tx: Transaction, organization_id: UUID, person_id: UUID) -> None:
    """Make a person the owner of the organization that they have just founded."""
    phone = people.phone_of(tx, person_id)
    members.join(
        tx,
        Member(
            organization_id=organization_id,
            person_id=person_id,
            role="OWNER",
            name=people.get(tx, person_id).name,
            phone=masked(phone) if phone else None,
        ),
    )


@dataclass(frozen=True, slots=True)
class Joined:
    """Which shop somebody has joined, and at whose invitation."""

    organization_id: UUID
    invited_by: UUID
    payload: Payload


def join(tx: Transaction, person_id: UUID, invitation_id: UUID) -> Joined:
    """Accept an invitation; the transaction's scope moves into that shop, which is told.

    Raises `NoResultFound` when the invitation is not open, or not this person's.
    """
    organization_id = invitations.organization_of(tx, invitation_id, person_id)
    tx.scope(organization_id=organization_id, person_id=person_id)
    accepted = invitations.accept(tx, organization_id, invitation_id)
    name = people.get(tx, person_id).name or accepted.name
    members.join(
        tx,
        Member(
            organization_id=organization_id,
            person_id=person_id,
            role=accepted.role,
            name=name,
            phone=accepted.phone,
        ),
    )
    payload = {"person": str(person_id), "role": accepted.role}
    return Joined(organization_id, accepted.invited_by, payload)


def enter(tx: Transaction, person_id: UUID, organization_id: UUID) -> None:
    """Move the transaction's scope into a shop of theirs. Raises `LookupError` for another."""
    tx.scope(organization_id=organization_id, person_id=person_id)
    if members.lock_role(tx, organization_id, person_id) is None:
        raise LookupError("one may only go to a shop that one belongs to")


def decline(tx: Transaction, person_id: UUID, invitation_id: UUID) -> None:
    """Refuse an invitation. Raises `NoResultFound` when it is not an open one of theirs."""
    here = tx.organization_id
    organization_id = invitations.organization_of(tx, invitation_id, person_id)
    tx.scope(organization_id=organization_id, person_id=person_id)
    invitations.decline(tx, organization_id, invitation_id)
    tx.scope(organization_id=here, person_id=person_id)


def change(
    tx: Transaction, organization_id: UUID, by: UUID, wish: ChangeMember, via: str = "chat"
) -> Payload | None:
    """Give a member another role, or take them off; None where nothing was to be changed.

    The payload's role is the new one; of somebody who leaves, the one they had.
    """
    before = members.lock_role(tx, organization_id, wish.person_id)
    if before is None or before == wish.role:
        return None
    if before == "OWNER" and members.lock_owners(tx, organization_id) == 1:
        raise LastOwnerError
    if wish.role is None:
        members.remove(tx, organization_id, wish.person_id)
    else:
        members.change(tx, organization_id, wish.person_id, wish.role)
    audit.append(
        tx,
        AuditEntry(
            organization_id=organization_id,
            action="DELETE" if wish.role is None else "UPDATE",
            entity="member",
            entity_id=wish.person_id,
            person_id=by,
            via=via,
            before={"role": before},
            after={"role": wish.role},
        ),
    )
    return {"person": str(wish.person_id), "role": wish.role or before}
