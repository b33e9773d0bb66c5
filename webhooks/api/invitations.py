"""Invitations: what the caller may join, and their answer to it."""

from __future__ import annotations

from typing import Self
from uuid import UUID

from sqlalchemy.exc import NoResultFound

from engine.organizations import staffing
from store import invitations
from store.invitations import Invitation
from webhooks.api.organizations import Own
from webhooks.api.route import Call, Route, Routes
from webhooks.api.shapes import Shape
from webhooks.errors import ProblemError


class InvitationSeen(Shape):
    """An invitation that waits for the caller: where to, as what, and by whom."""

    id: UUID
    organization: str
    role: str
    invited_by: str

    @classmethod
    def of(cls, one: Invitation) -> Self:
        """As the API shows it."""
        return cls(
            id=one.id,
            organization=one.organization_name,
            role=one.role,
            invited_by=one.invited_by_name,
        )


class InvitationsSeen(Shape):
    """All open invitations of the caller, newest first."""

    items: list[InvitationSeen]
    next_cursor: None = None


def listing(call: Call) -> InvitationsSeen:
    """List the invitations that wait for the caller, whichever phone they were sent to."""
    found = invitations.open_for(call.tx, call.caller.person_id)
    return InvitationsSeen(items=[InvitationSeen.of(one) for one in found])


def accept(call: Call, invitation_id: UUID) -> Own:
    """Accept an invitation: the caller works there from now on."""
    try:
        joined = staffing.accept(call.rt, call.tx, call.caller.person_id, invitation_id)
    except NoResultFound:
        raise ProblemError(404, "There is no such invitation that is open.") from None
    return Own(id=joined.id, name=joined.name, role=joined.role)


def decline(call: Call, invitation_id: UUID) -> None:
    """Refuse an invitation."""
    try:
        staffing.decline(call.tx, call.caller.person_id, invitation_id)
    except NoResultFound:
        raise ProblemError(404, "There is no such invitation that is open.") from None


_ONE = "/invitations/<uuid:invitation_id>"
ROUTES: Routes = (
    Route("GET", "/invitations", listing, InvitationsSeen),
    Route("POST", f"{_ONE}/accept", accept, Own, starts_runs=True),
    Route("POST", f"{_ONE}/decline", decline, None),
)
