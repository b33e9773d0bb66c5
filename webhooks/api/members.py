"""Members: who works in an organization, as what."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import StringConstraints

from bot.effects import ChangeMember, Invite
from bot.phones import masked
from engine.organizations import staffing
from engine.organizations.staffing import AlreadyHereError
from engine.organizations.team import LastOwnerError
from engine.organizations.tiers import TierError
from store import members
from store.invitations import LASTS
from store.members import Colleague
from webhooks.api.auth import Phone
from webhooks.api.route import Call, Route, Routes
from webhooks.api.shapes import Listed, Page, Shape
from webhooks.errors import ProblemError

Role = Literal["OWNER", "STAFF", "VIEWER"]


class MemberShown(Shape):
    """A member; `phone` is masked, `name` as they gave it here."""

    id: UUID
    name: str | None
    phone: str | None
    role: str
    joined_at: datetime

    @classmethod
    def of(cls, one: Colleague) -> Self:
        """As the API shows them."""
        return cls(
            id=one.person_id,
            name=one.name,
            phone=one.phone,
            role=one.role,
            joined_at=one.created_at,
        )


class MemberList(Listed[MemberShown]):
    """A page of members."""


class MemberNew(Shape):
    """Whom to invite, as what."""

    phone: Phone
    role: Role
    name: Annotated[
        str | None, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)
    ] = None


class InvitationShown(Shape):
    """An invitation that waits for an answer; `id` will be the member's."""

    id: UUID
    name: str | None
    phone: str
    role: str
    expires_at: datetime


class MemberChange(Shape):
    """What a member shall be."""

    role: Role


def listing(call: Call, organization_id: UUID, query: Page) -> MemberList:
    """List who works here, whom Karani met last first."""
    found = members.page(call.tx, organization_id, query.before, query.limit + 1)
    shown = [MemberShown.of(one) for one in found]
    return MemberList.page(shown, [one.person_id for one in found], query.limit)


def invite(call: Call, organization_id: UUID, body: MemberNew) -> InvitationShown:
    """Invite the owner of a phone.

    Nothing changes before they accept, in their own chat with Karani. An earlier invitation of
    theirs to this organization is over.
    """
    wish = Invite(body.phone, body.name, body.role)
    desk = call.desk
    try:
        invited = staffing.invite(desk, call.caller.person_id, wish)
    except (AlreadyHereError, TierError) as error:
        raise ProblemError(409, str(error)) from None
    return InvitationShown(
        id=invited.person_id,
        name=body.name,
        phone=masked(body.phone),
        role=invited.role,
        expires_at=desk.now + LASTS,
    )


def change(
    call: Call, organization_id: UUID, member_id: UUID, body: MemberChange
) -> MemberShown:
    """Give a member another role; the last owner stays one."""
    _settle(call, ChangeMember(member_id, body.role))
    found = members.colleague(call.tx, organization_id, member_id)
    return MemberShown.of(found)


def remove(call: Call, organization_id: UUID, member_id: UUID) -> None:
    """Take a member off; what they wrote keeps their name."""
    _settle(call, ChangeMember(member_id, None))


def _settle(call: Call, wish: ChangeMember) -> None:
    try:
        staffing.change(call.desk, call.caller.person_id, wish)
    except LookupError:
        raise ProblemError(404, "Nobody of this id works here.") from None
    except LastOwnerError:
        raise ProblemError(409, "An organization keeps an owner: make another first.") from None


_ALL = "/organizations/<uuid:organization_id>/members"
_ONE = f"{_ALL}/<uuid:member_id>"
ROUTES: Routes = (
    Route("GET", _ALL, listing, MemberList, query=Page),
    Route(
        "POST",
        _ALL,
        invite,
        InvitationShown,
        201,
        body=MemberNew,
        creates=True,
        conflicts=True,
        needs_pin=True,
        examples={"Staff": {"phone": "+254722000002", "role": "STAFF", "name": "Baraka"}},
    ),
    Route(
        "PATCH",
        _ONE,
        change,
        MemberShown,
        body=MemberChange,
        conflicts=True,
        needs_pin=True,
        examples={"To staff": {"role": "STAFF"}},
    ),
    Route("DELETE", _ONE, remove, None, conflicts=True, needs_pin=True),
)
