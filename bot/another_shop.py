"""Open a second shop: only its name is asked; the rest is known of its owner."""

from __future__ import annotations

from bot.conversation import Turn
from bot.effects import Found, Say
from bot.languages import FALLBACK
from bot.nlu.understanding import Awaiting, Intent
from bot.replies import shops as replies
from bot.reply import Reply
from bot.topic import Scene

NAME = "registration"
"""The topic that has the floor meanwhile."""
ANOTHER = "another"
LONGEST_NAME = 60


def begin(scene: Scene) -> Turn:
    """Ask what it is called."""
    conversation = scene.conversation.ask(NAME, Awaiting.SHOP, {ANOTHER: True})
    return Turn(conversation, (Say(replies.ask_another()),))


def is_asked(scene: Scene) -> bool:
    """Whether the name of a second shop was asked for."""
    return bool(scene.conversation.slots.get(ANOTHER))


def answer(scene: Scene) -> Turn | None:
    """Found it: in the country, and with the money, of the shop that there is."""
    if scene.digit == 0 or scene.wants(Intent.STOP) or scene.wants(Intent.REJECT):
        return scene.say(replies.no_other_shop())
    said = next((act.party for act in scene.acts if act.intent is Intent.REGISTER), None)
    said = said or _titled(scene)
    if not said or not any(sign.isalpha() for sign in said):
        return None
    name = " ".join(said.split())[:LONGEST_NAME]
    if any(shop.name.casefold() == name.casefold() for shop in scene.shop.own_shops()):
        return Turn(scene.conversation, (Say(replies.has_that_name(name)),))
    here, language = scene.organization, scene.conversation.language or FALLBACK
    found = Found(name, here.country, here.currency, here.timezone, language)
    return scene.close(found, Say(replies.opened_another(name)))


def _titled(scene: Scene) -> str | None:
    """`Duka la Pili`: the order to open a second shop, but written as a name."""
    first, *_, last = scene.heard.text.split() or [""]
    again = any(act.kind == ANOTHER for act in scene.acts)
    is_name = again and first.istitle() and last.istitle() and first != last
    return scene.heard.text.strip() if is_name else None


def question(scene: Scene) -> Reply | None:
    """Ask again, while there is a shop beside which it is opened."""
    return replies.ask_another() if scene.shop.organization is not None else None
