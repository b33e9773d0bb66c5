"""Who works in a shop, over the API: invite, change, take off, with what follows."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from bot.effects import ChangeMember, Invite
from engine import consequences, founding, notices, team, tiers
from engine.consequences import Fact
from engine.desk import Desk
from engine.notices import News
from store import members, people


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
