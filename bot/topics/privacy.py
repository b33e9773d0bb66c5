"""My data, and forget me; both ask for the PIN of whoever has one."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import Turn
from bot.effects import Say
from bot.guard import ask_first, guarded
from bot.nlu.understanding import Awaiting, Intent
from bot.own_wishes import Erase, Export
from bot.replies import privacy as replies
from bot.reply import Reply
from bot.topic import Scene, Topic

NAME = "privacy"
PERSON, SHOP, ERASE = "person", "shop", "erase"
"""What is wished for."""


def begin(scene: Scene) -> Turn:
    """Prepare an export at once; of forgetting, ask whether it is meant."""
    act = scene.acts[0]
    if act.intent is Intent.EXPORT:
        return _export(scene, whole_shop=act.kind == SHOP)
    if not scene.heard.is_signed:
        return scene.say(replies.not_by_this())
    return _ask(scene)


def answer(scene: Scene) -> Turn | None:
    """Hear whether they shall be forgotten; their data they may have before that."""
    wishes = tuple(act for act in scene.acts if act.intent is Intent.EXPORT)
    if wishes:
        rested = replace(scene, conversation=scene.conversation.rest()).about(wishes)
        turn = begin(rested)
        return replace(turn, effects=(Say(replies.not_yet()), *turn.effects))
    wanted = scene.yes_or_no()
    if wanted is None:
        return None
    if not wanted:
        return scene.say(replies.kept())
    asked, now = scene.conversation.slots.get("shops"), _shops(scene)
    if asked != now:
        return _ask(scene)  # Closing a shop is a question of its own.
    return ask_first(scene, NAME, {"wish": ERASE, "shops": now}, _allowed)


def question(scene: Scene) -> Reply:
    """Ask again."""
    return replies.ask_to_forget(tuple(scene.shop.identity.only_mine()))


def _let_go(_: Scene) -> Reply:
    """Who speaks of other things shall not be forgotten by a yes that meant those."""
    return replies.kept()


def _export(scene: Scene, *, whole_shop: bool) -> Turn:
    if whole_shop and not _is_owner(scene):
        return scene.say(replies.only_the_owner())
    return ask_first(scene, NAME, {"wish": SHOP if whole_shop else PERSON}, _allowed)


def _allowed(scene: Scene) -> Turn:
    """Do what was wished for; nothing stands in the way any more."""
    shop, slots = scene.shop.organization, scene.conversation.slots
    match slots["wish"]:
        case "erase":
            if slots.get("shops") != _shops(scene):
                return _ask(scene)
            gone = scene.close(Erase(), Say(replies.forgetting()))
            return replace(gone, conversation=replace(gone.conversation, below=None))
        case "shop" if shop is not None and _is_owner(scene):
            return scene.close(Export("shop"), Say(replies.preparing_shop(shop.name)))
        case "shop":
            return scene.say(replies.only_the_owner())
        case _:
            said = replies.preparing(offers_shop=_is_owner(scene))
            return scene.close(Export("person"), Say(said))


def _ask(scene: Scene) -> Turn:
    slots = {"shops": _shops(scene)}
    conversation = scene.conversation.ask(NAME, Awaiting.CONSENT, slots)
    return Turn(conversation, (Say(question(scene)),))


def _is_owner(scene: Scene) -> bool:
    shop = scene.shop.organization
    return shop is not None and shop.role == "OWNER"


def _shops(scene: Scene) -> str:
    return "\n".join(scene.shop.identity.only_mine())


TOPIC = guarded(
    Topic(
        intents=frozenset({Intent.EXPORT, Intent.ERASE}),
        begin=begin,
        answer=answer,
        question=question,
        always=True,
        let_go=_let_go,
    ),
    _allowed,
)
