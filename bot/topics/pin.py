"""Choose a PIN, or another one: said twice, and the old one before it."""

from __future__ import annotations

from bot import pins
from bot.conversation import Turn
from bot.effects import Effect, Hide, KeepPin, ProposePin, Say
from bot.guard import LEAVING, ask_first, guarded
from bot.nlu.understanding import Awaiting, Intent
from bot.replies import pins as replies
from bot.reply import Reply
from bot.topic import Scene, Topic

NAME = pins.FLOOR
NEW, AGAIN = "new", "again"
"""What was asked last."""


def begin(scene: Scene) -> Turn:
    """Ask for the old PIN where there is one, then for the new one."""
    hidden: tuple[Effect, ...] = (Hide(),) if pins.DIGITS.search(scene.heard.text) else ()
    if not scene.heard.is_signed:
        return scene.close(*hidden, Say(replies.not_here()))
    turn = ask_first(scene, NAME, {}, _allowed)
    return Turn(turn.conversation, (*hidden, *turn.effects))


def answer(scene: Scene) -> Turn | None:
    """Hear the new PIN, and hear it again."""
    pin = pins.alone(scene.heard.text)
    if pin is None:
        leaves = any(scene.wants(intent) for intent in LEAVING)
        return scene.say(replies.left()) if leaves else None
    if scene.conversation.slots.get("step") == NEW:
        return _propose(scene, pin)
    if scene.shop.pins.is_proposed(pin):
        return scene.close(Hide(), KeepPin(pin), Say(replies.kept()))
    return _ask(scene, NEW, Hide(), Say(replies.differ()))


def question(scene: Scene) -> Reply:
    """Ask again."""
    is_new = scene.conversation.slots.get("step") == NEW
    return replies.ask_new() if is_new else replies.ask_again()


def _propose(scene: Scene, pin: str) -> Turn:
    if not pins.is_one(pin) or pins.is_trivial(pin):
        return _ask(scene, NEW, Hide(), Say(replies.too_easy()))
    return _ask(scene, AGAIN, Hide(), ProposePin(pin), Say(replies.ask_again()))


def _allowed(scene: Scene) -> Turn:
    return _ask(scene, NEW, Say(replies.ask_new()))


def _ask(scene: Scene, step: str, *effects: Effect) -> Turn:
    return Turn(scene.conversation.ask(NAME, Awaiting.CHOICE, {"step": step}), effects)


TOPIC = guarded(
    Topic(intents=frozenset({Intent.PIN}), begin=begin, answer=answer, question=question),
    _allowed,
)
