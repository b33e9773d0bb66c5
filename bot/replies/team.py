"""What Karani says about who works in a shop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.memberships import Invitation
from bot.reply import N_, Money, Param, Reply, Several
from bot.shop import Member

ROLES: Mapping[str, str] = {
    "OWNER": N_("owner"),
    "STAFF": N_("staff"),
    "VIEWER": N_("viewer"),
}
"""In the order of the digits with which one is chosen."""
WELCOME: Mapping[str, str] = {
    "OWNER": N_("You have joined %(shop)s: you write in its book and decide."),
    "STAFF": N_("You have joined %(shop)s: tell me what you sell and spend."),
    "VIEWER": N_("You have joined %(shop)s: you may look at its reports."),
}
FEW = 6
"""As many people as an SMS can name."""


def team(shop: str, members: Sequence[Member]) -> Reply:
    """Who works here."""
    params: dict[str, Param] = {
        "shop": shop,
        "members": Several(tuple(map(_member, members))),
        "count": len(members),
        "names": Several(tuple(map(_named, members[:FEW])), joint=", "),
    }
    few = N_("%(shop)s: %(names)s.")
    many = N_("%(shop)s: %(count)s people. %(names)s ...")
    return Reply(
        N_("Who works in %(shop)s: %(members)s."),
        params,
        sms=many if len(members) > FEW else few,
    )


def recorded_today(people: Sequence[tuple[str, Money]]) -> Reply:
    """Who wrote what down."""
    named = [
        Reply(N_("%(name)s %(amount)s"), {"name": name, "amount": amount})
        for name, amount in people
    ]
    return Reply(N_("Sales today: %(people)s."), {"people": Several(tuple(named))})


def how_to() -> Reply:
    """How the owner changes the team."""
    return Reply(N_("Write ADD STAFF 0722 000 002 Baraka, or REMOVE STAFF Baraka."))


def only_owner() -> Reply:
    """Somebody else tries to change the team."""
    return Reply(N_("Only the owner may change who works here."))


def invited(name: str | None, phone: str) -> Reply:
    """Nothing happens until they agree, and nobody is written to unasked."""
    params: dict[str, Param] = {"phone": phone}
    if name is None:
        return Reply(
            N_(
                "I have noted the invitation of %(phone)s. They have 7 days to write to me"
                " here from that phone, and I shall ask whether they accept."
            ),
            params,
        )
    return Reply(
        N_(
            "I have noted the invitation of %(name)s (%(phone)s). They have 7 days to write"
            " to me here from that phone, and I shall ask whether they accept."
        ),
        {**params, "name": name},
    )


def already_here(name: str) -> Reply:
    """Whoever has that phone is a member."""
    return Reply(N_("%(name)s works here already."), {"name": name})


def who(members: Sequence[Member]) -> Reply:
    """Nobody was named, or several have that name."""
    return Reply(
        N_("Who do you mean? Write the name with the phone: %(members)s."),
        {
            "members": Several(tuple(map(_member, members))),
            "names": Several(tuple(map(_named, members[:FEW])), joint=", "),
        },
        sms=N_("Who do you mean? Write the name with the phone: %(names)s."),
    )


def not_oneself() -> Reply:
    """So there is always an owner."""
    return Reply(N_("You cannot change yourself: another owner may."))


def ask_remove(name: str) -> Reply:
    """Somebody is to leave."""
    return Reply(N_("Shall I take %(name)s off the team (1 Yes, 2 No)?"), {"name": name})


def removed(name: str) -> Reply:
    """They have left."""
    return Reply(
        N_("%(name)s is no longer on the team. What they wrote stays in the book."),
        {"name": name},
    )


def stays(name: str) -> Reply:
    """Nothing was changed."""
    return Reply(N_("All right, %(name)s stays as before."), {"name": name})


def ask_role(name: str) -> Reply:
    """What somebody is to be."""
    return Reply(
        N_("What may %(name)s do (1 Everything as an owner, 2 Write as staff, 3 Only look)?"),
        {"name": name},
    )


def changed(name: str, role: str) -> Reply:
    """They are something else now."""
    return Reply(N_("%(name)s is now: %(role)s."), {"name": name, "role": Reply(ROLES[role])})


def ask_to_join(invitation: Invitation) -> Reply:
    """The invited person writes for the first time since."""
    return Reply(
        N_("%(inviter)s invites you to %(shop)s (%(role)s). Do you accept (1 Yes, 2 No)?"),
        _of(invitation),
    )


def ask_newcomer_to_join(invitation: Invitation) -> Reply:
    """The same, with the privacy notice for someone who has not agreed to it yet."""
    return Reply(
        N_(
            "I am Karani, the clerk of %(shop)s. %(inviter)s invites you (%(role)s). I keep"
            " your number, your name and your records only for that shop's book. Do you"
            " accept (1 Yes, 2 No)?"
        ),
        _of(invitation),
    )


def joined(invitation: Invitation) -> Reply:
    """Accepted."""
    return Reply(WELCOME[invitation.role], {"shop": invitation.organization_name})


def has_joined(name: str, role: str) -> Reply:
    """For the owner, who invited them."""
    return Reply(
        N_("%(name)s has accepted and is on your team now (%(role)s)."),
        {"name": name, "role": Reply(ROLES[role])},
    )


def has_gone(name: str) -> Reply:
    """For the owner: somebody left of their own accord."""
    return Reply(
        N_("%(name)s has left the team. What they wrote stays in the book."), {"name": name}
    )


def lapsed(name: str) -> Reply:
    """For the owner: nobody came."""
    return Reply(
        N_("%(name)s has not answered your invitation for 7 days: it is over."),
        {"name": name},
    )


def declined(invitation: Invitation) -> Reply:
    """Refused."""
    return Reply(
        N_("All right, you have not joined %(shop)s."), {"shop": invitation.organization_name}
    )


def no_invitation() -> Reply:
    """Somebody wants to join, but nobody has asked them to."""
    return Reply(N_("No shop has invited this phone. Please ask its owner to invite it."))


def _of(invitation: Invitation) -> dict[str, Param]:
    return {
        "inviter": invitation.invited_by,
        "shop": invitation.organization_name,
        "role": Reply(ROLES[invitation.role]),
    }


def _member(member: Member) -> Reply:
    if member.phone is None:
        return _named(member)
    return Reply(
        N_("%(name)s (%(role)s, %(phone)s)"),
        {"name": member.name, "role": Reply(ROLES[member.role]), "phone": member.phone},
    )


def _named(member: Member) -> Reply:
    return Reply(
        N_("%(name)s (%(role)s)"), {"name": member.name, "role": Reply(ROLES[member.role])}
    )
