"""Who works in the shop: show, invite, change, take off; join where one is invited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from bot import phones
from bot.conversation import Turn
from bot.effects import ChangeMember, Decline, Effect, Introduce, Invite, Join, Raise, Say
from bot.languages import FALLBACK
from bot.names import named
from bot.nlu.understanding import Act, Awaiting, Intent
from bot.phones import Phone
from bot.replies import registration, smalltalk
from bot.replies import team as replies
from bot.reply import Money, Reply, in_one_bubble
from bot.shop import Invitation, Member
from bot.topic import Scene, Topic

NAME = "team"
REMOVE, ROLE, INVITED = "remove", "role", "invited"
"""What was asked last."""
OWNER, STAFF = "OWNER", "STAFF"
LONGEST_NAME = 60


def begin(scene: Scene) -> Turn:
    """Do what is wished about the team; without a wish say who is on it."""
    if scene.wants(Intent.JOIN):
        return offer(scene) or scene.say(replies.no_invitation())
    act = scene.acts[0]
    phone = phones.found(scene.heard.text, scene.organization.country)
    meant = _meant(scene, act, phone)
    if act.kind is None and phone is None and not meant:
        return _show(scene)
    if scene.organization.role != OWNER:
        return scene.say(replies.only_owner())
    if act.kind == REMOVE:
        return _about_one(scene, meant, REMOVE)
    if meant and act.kind is None:
        return _about_one(scene, meant, ROLE)
    return _invite(scene, act, phone) if phone else scene.say(replies.how_to())


def offer(scene: Scene) -> Turn | None:
    """Ask an invited person whether they accept; None for one whom nobody has invited."""
    invitation = scene.shop.invitation()
    if invitation is None:
        return None
    language = scene.conversation.language or scene.heard.understanding.language
    language = language if language in scene.shop.languages else FALLBACK
    slots = {"step": INVITED, "invitation": str(invitation.id)}
    conversation = replace(scene.conversation, language=language)
    conversation = conversation.ask(NAME, Awaiting.CONSENT, slots)
    return Turn(conversation, (Say(_ask_to_join(scene, invitation)),))


def answer(scene: Scene) -> Turn | None:
    """Hear whether somebody joins, leaves, or what they become."""
    match scene.conversation.slots.get("step"):
        case "invited":
            return _hear_invited(scene)
        case "remove":
            return _hear_remove(scene)
        case _:
            return _hear_role(scene)


def question(scene: Scene) -> Reply | None:
    """Ask again, unless the invitation is over or the member has left."""
    step = scene.conversation.slots.get("step")
    if step == INVITED:
        invitation = _invitation(scene)
        return _ask_to_join(scene, invitation) if invitation else None
    member = _asked_about(scene)
    if member is None:
        return None
    ask = replies.ask_remove if step == REMOVE else replies.ask_role
    return ask(member.name)


def _show(scene: Scene) -> Turn:
    """Who works here, and what each has sold today."""
    shop, organization = scene.shop, scene.organization
    today = shop.business_date(scene.heard.at)
    said = [replies.team(organization.name, shop.members())]
    sold = [
        (one.member.name, Money(one.amount, organization.currency))
        for one in shop.by_person(today, today)
        if one.amount
    ]
    if sold:
        said.append(replies.recorded_today(sold[: replies.FEW]))
    if organization.role == OWNER:
        said.append(replies.how_to())
    return scene.say(in_one_bubble(said))


def _invite(scene: Scene, act: Act, phone: Phone) -> Turn:
    masked = phones.masked(phone.number)
    here = [member for member in scene.shop.members() if member.phone == masked]
    if here:
        return scene.say(replies.already_here(here[0].name))
    name = act.party or _name_behind(scene.heard.text[phone.end :])
    name = name[:LONGEST_NAME] if name else None
    said = Say(replies.invited(name, masked))
    return scene.close(Invite(phone.number, name, STAFF), said)


def _name_behind(text: str) -> str | None:
    """A name is what follows the number: one word, or all that are written large."""
    words = re.findall(r"[^\W\d_][\w'’-]*", text)
    large = list(takewhile(lambda word: word[0].isupper(), words))
    return " ".join(large or words[:1]) or None


def _meant(scene: Scene, act: Act, phone: Phone | None) -> Sequence[Member]:
    """The members whom the message names; by a phone only the one who has it."""
    members = scene.shop.members()
    if phone is not None:
        masked = phones.masked(phone.number)
        return [member for member in members if member.phone == masked]
    text = act.party or scene.heard.text
    name = named(text, [member.name for member in members])
    return [member for member in members if member.name == name]


def _about_one(scene: Scene, meant: Sequence[Member], step: str) -> Turn:
    """Ask about the only member who can be meant."""
    if len(meant) != 1:
        return scene.say(replies.who(meant or scene.shop.members()))
    (member,) = meant
    if member.person_id == scene.shop.speaker.id:
        return scene.say(replies.not_oneself())
    slots = {"step": step, "person": str(member.person_id)}
    awaiting = Awaiting.CONSENT if step == REMOVE else Awaiting.CHOICE
    ask = replies.ask_remove if step == REMOVE else replies.ask_role
    return Turn(scene.conversation.ask(NAME, awaiting, slots), (Say(ask(member.name)),))


def _hear_remove(scene: Scene) -> Turn | None:
    member, wanted = _asked_about(scene), scene.yes_or_no()
    if member is None or wanted is None:
        return None
    if not wanted:
        return scene.say(replies.stays(member.name))
    return scene.close(ChangeMember(member.person_id, None), Say(replies.removed(member.name)))


def _hear_role(scene: Scene) -> Turn | None:
    member = _asked_about(scene)
    if member is None:
        return None
    if scene.wants(Intent.REJECT) or scene.wants(Intent.STOP):
        return scene.say(replies.stays(member.name))
    role = dict(enumerate(replies.ROLES, start=1)).get(scene.digit or 0)
    if role is None:
        return None
    return scene.close(
        ChangeMember(member.person_id, role), Say(replies.changed(member.name, role))
    )


def _asked_about(scene: Scene) -> Member | None:
    """The member in question, while they are here and the speaker may decide."""
    if scene.shop.organization is None or scene.organization.role != OWNER:
        return None
    asked = scene.conversation.slots.get("person")
    members = scene.shop.members()
    return next((one for one in members if str(one.person_id) == asked), None)


def _hear_invited(scene: Scene) -> Turn | None:
    invitation, wanted = _invitation(scene), scene.yes_or_no()
    if invitation is None or wanted is None:
        return None
    if not wanted:
        return scene.close(Decline(invitation.id), Say(replies.declined(invitation)))
    said = replies.joined(invitation)
    if invitation.role != "VIEWER":
        said = said.followed_by(smalltalk.example())
    return scene.close(*_joining(scene, invitation), Say(said))


def _joining(scene: Scene, invitation: Invitation) -> Sequence[Effect]:
    """The wishes of one who accepts; for a newcomer that is the consent as well."""
    if scene.shop.speaker.consented:
        return [Join(invitation.id)]
    language = scene.conversation.language or FALLBACK
    return [
        Introduce(language=language, consent_version=registration.NOTICE),
        Join(invitation.id),
        Raise("PERSON_REGISTERED", {"language": language}),
    ]


def _invitation(scene: Scene) -> Invitation | None:
    """The invitation in question, while it is open."""
    invitation = scene.shop.invitation()
    asked = scene.conversation.slots.get("invitation")
    return invitation if invitation is not None and str(invitation.id) == asked else None


def _ask_to_join(scene: Scene, invitation: Invitation) -> Reply:
    if scene.shop.speaker.consented:
        return replies.ask_to_join(invitation)
    return replies.ask_newcomer_to_join(invitation)


TOPIC = Topic(
    intents=frozenset({Intent.TEAM, Intent.JOIN}),
    begin=begin,
    answer=answer,
    question=question,
)
