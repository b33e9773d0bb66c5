"""Go from one shop to another, or leave one."""

from __future__ import annotations

from bot.conversation import Turn
from bot.effects import ChangeMember, EnterShop, Say
from bot.memberships import OwnShop
from bot.names import named
from bot.nlu.understanding import Awaiting, Intent
from bot.replies import shops as replies
from bot.reply import Reply
from bot.topic import Scene, Topic

NAME = "shops"
SWITCH, LEAVE = "switch", "leave"
"""What was asked last."""
OWNER = "OWNER"


def begin(scene: Scene) -> Turn:
    """Ask which shop, or whether they want to leave; one that is named needs no question."""
    if any(act.kind == LEAVE for act in scene.acts):
        return _ask_leave(scene)
    shops = scene.shop.own_shops()
    if len(shops) < 2:
        return scene.say(replies.only_one(scene.organization.name))
    return _enter(scene, _named(scene)) or _ask_which(scene)


def answer(scene: Scene) -> Turn | None:
    """Hear which shop, or whether they leave."""
    if scene.conversation.slots.get("step") == LEAVE:
        return _hear_leave(scene)
    if scene.wants(Intent.REJECT) or scene.wants(Intent.STOP) or scene.digit == 0:
        return scene.say(replies.stays(scene.organization.name))
    shops = dict(enumerate(scene.shop.own_shops(), start=1))
    return _enter(scene, shops.get(scene.digit or 0) or _named(scene))


def question(scene: Scene) -> Reply | None:
    """Ask again, while there is something to choose."""
    if scene.conversation.slots.get("step") == LEAVE:
        return None if _is_last_owner(scene) else replies.ask_leave(scene.organization.name)
    shops = scene.shop.own_shops()
    return replies.which(shops, scene.organization.name) if len(shops) > 1 else None


def _ask_which(scene: Scene) -> Turn:
    asked = replies.which(scene.shop.own_shops(), scene.organization.name)
    conversation = scene.conversation.ask(NAME, Awaiting.CHOICE, {"step": SWITCH})
    return Turn(conversation, (Say(asked),))


def _named(scene: Scene) -> OwnShop | None:
    shops = {shop.name: shop for shop in scene.shop.own_shops()}
    name = named(scene.heard.text, shops)
    return shops[name] if name else None


def _enter(scene: Scene, shop: OwnShop | None) -> Turn | None:
    if shop is None:
        return None
    if shop.id == scene.organization.id:
        return scene.say(replies.is_here(shop))
    return scene.close(EnterShop(shop.id), Say(replies.entered(shop)))


def _ask_leave(scene: Scene) -> Turn:
    shop = scene.organization.name
    if _is_last_owner(scene):
        return scene.say(replies.last_owner(shop))
    conversation = scene.conversation.ask(NAME, Awaiting.CONSENT, {"step": LEAVE})
    return Turn(conversation, (Say(replies.ask_leave(shop)),))


def _hear_leave(scene: Scene) -> Turn | None:
    leaves, here = scene.yes_or_no(), scene.organization
    if leaves is None or _is_last_owner(scene):
        return None
    if not leaves:
        return scene.say(replies.stays(here.name))
    others = [shop for shop in scene.shop.own_shops() if shop.id != here.id]
    said = replies.has_left_for(here.name, others[0].name) if others else None
    left = ChangeMember(scene.shop.speaker.id, None)
    return scene.close(left, Say(said or replies.has_left(here.name)))


def _let_go(scene: Scene) -> Reply | None:
    """Who goes on writing stays; which shop is meant is asked until it is said."""
    leaves = scene.conversation.slots.get("step") == LEAVE
    return replies.stays(scene.organization.name) if leaves else None


def _is_last_owner(scene: Scene) -> bool:
    """A shop keeps an owner, whoever leaves."""
    if scene.organization.role != OWNER:
        return False
    owners = [one.person_id for one in scene.shop.members() if one.role == OWNER]
    return owners == [scene.shop.speaker.id]


TOPIC = Topic(
    intents=frozenset({Intent.SWITCH_SHOP}),
    begin=begin,
    answer=answer,
    question=question,
    let_go=_let_go,
)
