"""Who works in a shop, over the API: invite, let in, change, take off, with what follows."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from bot.effects import ChangeMember, Invite
from engine import consequences
from engine.consequences import Fact
from engine.context.desk import Desk
from engine.organizations import founding, team, tiers
from engine.outbound import notices
from engine.outbound.notices import News
from engine.runtime import Runtime
from store import members, people
from store.database import Transaction
from store.organizations import OwnShop


class AlreadyHereError(Exception):
    """Whoever is invited works there already."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Who was invited, as what."""

    person_id: UUID
    role: str


def invite(desk: Desk, by: UUID, wish: Invite) -> Invited:
    """Invite the owner of a phone, who must accept in their own chat.

    Raises `AlreadyHereError`, `tiers.TierError`.
    """
    tiers.one_more_member(desk)
    with desk.tx.directory():
        address = people.find_address(desk.tx, "phone", wish.phone)
    if address and members.lock_role(desk.tx, desk.organization_id, address.person_id):
        raise AlreadyHereError("They work here already: change their role instead.")
    payload = team.invite(desk.tx, desk.organization_id, by, wish)
    fact = founding.event(desk, "MEMBER_INVITED", by, payload)
    consequences.follow(desk, [Fact(fact)])
    return Invited(UUID(payload["person"]), payload["role"])


def accept(rt: Runtime, tx: Transaction, person_id: UUID, invitation_id: UUID) -> OwnShop:
    """Join the shop of an invitation; whoever invited is told. The scope moves into it.

    Raises `NoResultFound` unless the invitation is open, and this person's.
    """
    joined = team.join(tx, person_id, invitation_id)
    desk = Desk(rt, tx, joined.organization_id)
    fact = founding.event(desk, "MEMBER_JOINED", person_id, joined.payload)
    consequences.follow(desk, [Fact(fact)])
    news = News(joined.organization_id, fact.id)
    notices.leave(tx, news, by=person_id, now=desk.now, to=joined.invited_by)
    return OwnShop(desk.organization_id, desk.organization.name, joined.payload["role"])


def decline(tx: Transaction, person_id: UUID, invitation_id: UUID) -> None:
    """Refuse an invitation. Raises `NoResultFound` unless it is open, and this person's."""
    team.decline(tx, person_id, invitation_id)


def change(desk: Desk, by: UUID, wish: ChangeMember) -> None:
    """Give a member another role, or take them off. Raises `team.LastOwnerError`.

    Raises `LookupError` for somebody who does not work there.
    """
    payload = team.change(desk.tx, desk.organization_id, by, wish, "api")
    if payload is None:
        if members.lock_role(desk.tx, desk.organization_id, wish.person_id) is None:
            raise LookupError("nobody of this id works here")
        return
    event_type = "MEMBER_REMOVED" if wish.role is None else "MEMBER_CHANGED"
    fact = founding.event(desk, event_type, by, payload)
    consequences.follow(desk, [Fact(fact)])
    if wish.role is None and wish.person_id == by:
        news = News(desk.organization_id, fact.id)
        notices.leave(desk.tx, news, by=by, now=desk.now)
