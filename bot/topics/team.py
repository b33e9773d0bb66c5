"""Who works in the shop: show, invite, change, take off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from bot import guard, phones
from bot.conversation import Turn
from bot.effects import ChangeMember, Invite, Say
from bot.names import named
from bot.nlu.understanding import Act, Awaiting, Intent
from bot.phones import Phone
from bot.replies import team as replies
from bot.reply import Money, Reply, in_one_bubble
from bot.shop import Member
from bot.topic import Scene, Topic

NAME = "team"
REMOVE, ROLE = "remove", "role"
"""What was asked last."""
OWNER, STAFF = "OWNER", "STAFF"
LONGEST_NAME = 60


def begin(scene: Scene) -> Turn:
    """Do what is wished about the team; without a wish say who is on it."""
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


def answer(scene: Scene) -> Turn | None:
    """Hear whether somebody leaves, or what they become."""
    leaves = scene.conversation.slots.get("step") == REMOVE
    return _hear_remove(scene) if leaves else _hear_role(scene)


def question(scene: Scene) -> Reply | None:
    """Ask again, unless the member has left."""
    member = _asked_about(scene)
    if member is None:
        return None
    leaves = scene.conversation.slots.get("step") == REMOVE
    return replies.ask_remove(member.name) if leaves else replies.ask_role(member.name)


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
    return guard.ask_first(scene, NAME, dict(scene.conversation.slots), _allowed)


def _hear_role(scene: Scene) -> Turn | None:
    member = _asked_about(scene)
    if member is None:
        return None
    if scene.wants(Intent.REJECT) or scene.wants(Intent.STOP):
        return scene.say(replies.stays(member.name))
    role = dict(enumerate(replies.ROLES, start=1)).get(scene.digit or 0)
    if role is None:
        return None
    return guard.ask_first(scene, NAME, {**scene.conversation.slots, "role": role}, _allowed)


def _allowed(scene: Scene) -> Turn:
    """The speaker may: let the member go, or be what was chosen."""
    member, role = _asked_about(scene), scene.conversation.slots.get("role")
    if member is None:
        return scene.close()
    change = ChangeMember(member.person_id, str(role) if role else None)
    said = replies.changed(member.name, str(role)) if role else replies.removed(member.name)
    return scene.close(change, Say(said))


def _asked_about(scene: Scene) -> Member | None:
    """The member in question, while they are here and the speaker may decide."""
    if scene.shop.organization is None or scene.organization.role != OWNER:
        return None
    asked = scene.conversation.slots.get("person")
    members = scene.shop.members()
    return next((one for one in members if str(one.person_id) == asked), None)


TOPIC = guard.guarded(
    Topic(intents=frozenset({Intent.TEAM}), begin=begin, answer=answer, question=question),
    _allowed,
)
