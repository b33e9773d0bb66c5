"""Ask for the PIN before something grave is done, and go on when it is right.

A topic guards an act in two places: `return ask_first(scene, NAME, slots, allowed)` where it
would act, and `TOPIC = guarded(Topic(…), allowed)`; `allowed` does what the slots say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot import pins
from bot.conversation import Turn
from bot.effects import Hide, Json, Say, TryPin
from bot.nlu.understanding import Awaiting, Intent
from bot.pin_book import Checked
from bot.replies import pins as replies
from bot.reply import Reply
from bot.topic import Scene, Topic

ASKED = "pin_is_asked"
Allowed = Callable[[Scene], Turn]
LEAVING = (Intent.REJECT, Intent.STOP, Intent.UNDO)


def ask_first(scene: Scene, name: str, slots: Mapping[str, Json], allowed: Allowed) -> Turn:
    """Do it at once where the speaker has no PIN; otherwise remember it, and ask."""
    if not scene.shop.pins.is_set():
        return allowed(_with(scene, slots))
    conversation = scene.conversation.ask(name, Awaiting.CHOICE, {**slots, ASKED: True})
    return Turn(conversation, (Say(_ask(conversation.slots)),))


def guarded(topic: Topic, allowed: Allowed) -> Topic:
    """The same topic, which hears a PIN where `ask_first` has asked for one."""

    def answer(scene: Scene) -> Turn | None:
        return _hear(scene, allowed) if _is_asked(scene) else topic.answer(scene)

    def question(scene: Scene) -> Reply | None:
        asked = _is_asked(scene)
        return _ask(scene.conversation.slots) if asked else topic.question(scene)

    return replace(topic, answer=answer, question=question)


def _ask(slots: Mapping[str, Json]) -> Reply:
    return replies.ask(str(slots.get("wish") or slots.get("step") or ""))


def _is_asked(scene: Scene) -> bool:
    return ASKED in scene.conversation.slots


def _hear(scene: Scene, allowed: Allowed) -> Turn | None:
    pin = pins.alone(scene.heard.text)
    if pin is None:
        leaves = any(scene.wants(intent) for intent in LEAVING)
        return scene.say(replies.left()) if leaves else None
    match scene.shop.pins.look(pin):
        case Checked.RIGHT:
            slots = {k: v for k, v in scene.conversation.slots.items() if k != ASKED}
            turn = allowed(_with(scene, slots))
            return Turn(turn.conversation, (Hide(), TryPin(pin), *turn.effects))
        case Checked.WRONG:
            return Turn(scene.conversation, (Hide(), TryPin(pin), Say(replies.wrong())))
        case _:
            return scene.close(Hide(), Say(replies.locked()))


def _with(scene: Scene, slots: Mapping[str, Json]) -> Scene:
    return replace(scene, conversation=replace(scene.conversation, slots=slots))
