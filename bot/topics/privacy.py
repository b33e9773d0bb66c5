"""My data, and forget me."""

from __future__ import annotations

from bot.conversation import Turn
from bot.effects import Effect, Erase, Export, Say
from bot.nlu.understanding import Awaiting, Intent
from bot.replies import privacy as replies
from bot.reply import Reply
from bot.topic import Scene, Topic

NAME = "privacy"
SHOP = "shop"


def begin(scene: Scene) -> Turn:
    """Prepare an export at once; of forgetting, ask whether it is meant."""
    act = scene.acts[0]
    if act.intent is Intent.EXPORT:
        return _export(scene, whole_shop=act.kind == SHOP)
    return _ask(scene)


def answer(scene: Scene) -> Turn | None:
    """Hear whether they shall be forgotten."""
    wanted = scene.yes_or_no()
    if wanted is None:
        return None
    if not wanted:
        return scene.say(replies.kept())
    asked, now = scene.conversation.slots.get("shops"), _shops(scene)
    if asked != now:
        return _ask(scene)  # Closing a shop is a question of its own.
    return scene.close(Erase(), Say(replies.forgetting()))


def question(scene: Scene) -> Reply:
    """Ask again."""
    return replies.ask_to_forget(tuple(scene.shop.identity.only_mine()))


def _export(scene: Scene, *, whole_shop: bool) -> Turn:
    shop = scene.shop.organization
    is_owner = shop is not None and shop.role == "OWNER"
    if not whole_shop:
        return _guarded(scene, Export("person"), replies.preparing(offers_shop=is_owner))
    if shop is None or not is_owner:
        return scene.say(replies.only_the_owner())
    return _guarded(scene, Export("shop"), replies.preparing_shop(shop.name))


def _guarded(scene: Scene, wish: Effect, reply: Reply) -> Turn:
    return scene.close(wish, Say(reply))


def _ask(scene: Scene) -> Turn:
    slots = {"shops": _shops(scene)}
    conversation = scene.conversation.ask(NAME, Awaiting.CONSENT, slots)
    return Turn(conversation, (Say(question(scene)),))


def _shops(scene: Scene) -> str:
    return "\n".join(scene.shop.identity.only_mine())


TOPIC = Topic(
    intents=frozenset({Intent.EXPORT, Intent.ERASE}),
    begin=begin,
    answer=answer,
    question=question,
    always=True,
)
