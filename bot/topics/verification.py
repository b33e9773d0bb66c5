"""Ask a number that was silent for long whose it is, before it is shown a book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot import pins
from bot.conversation import Turn
from bot.effects import Effect, Hide, Json, Say, TryPin
from bot.nlu.understanding import Awaiting
from bot.own_wishes import BeginAnew, Hold, Trust
from bot.pin_book import Checked
from bot.replies import verification as replies
from bot.reply import Reply
from bot.topic import Scene
from bot.wordless import is_shown

NAME = "verification"
TRIES = 3
REST = timedelta(hours=24)
NEW = 0
"""The digit that says that the number is new to whoever speaks."""


def is_needed(scene: Scene) -> bool:
    """Whether somebody speaks of whom it is not sure that the book is theirs."""
    return scene.shop.organization is not None and scene.shop.identity.is_doubted


def hear(scene: Scene) -> Turn:
    """Ask, or hear the answer; whatever else is said is kept until it is known by whom."""
    if scene.conversation.floor != NAME:
        return _begin(scene)
    slots = scene.conversation.slots
    if scene.digit == NEW:
        return Turn(scene.conversation.rest(), (BeginAnew(),))
    if _is_from_before(scene):
        return Turn(scene.conversation, (Hold(),))
    if _rests(slots, scene.now):
        return Turn(scene.conversation, (Hold(), Say(replies.come_back(tries=TRIES))))
    if scene.shop.pins.is_set():
        return _by_pin(scene)
    if is_shown(scene) or any(act.amount is not None for act in scene.acts):
        return Turn(scene.conversation, (Hold(), Say(_question(scene, slots))))
    if "shop" not in slots:
        return _asking(scene, Awaiting.NAME, {**slots, "shop": scene.heard.text})
    return _judged(scene, slots)


def _begin(scene: Scene) -> Turn:
    """What was open before stays open below."""
    conversation = scene.conversation
    below = conversation if conversation.floor else conversation.below
    before = replace(scene, conversation=replace(conversation, below=below))
    return _asking(before, Awaiting.SHOP, {}, Hold())


def _judged(scene: Scene, slots: Mapping[str, Json]) -> Turn:
    proof = scene.shop.identity.proof()
    is_right = _is_one_of(str(slots["shop"]), proof.shops) and _is_owner(
        scene.heard.text, proof.owners
    )
    if is_right:
        return _welcome(scene)
    tries = _number(slots.get("tries")) + 1
    if tries < TRIES:
        return _asking(scene, Awaiting.SHOP, {"tries": tries})
    until = (scene.now + REST).isoformat()
    conversation = scene.conversation.ask(NAME, Awaiting.SHOP, {"until": until})
    return Turn(conversation, (Say(replies.come_back(tries=TRIES)),))


def _by_pin(scene: Scene) -> Turn:
    """Hear the PIN; wrong ones are counted with all others."""
    pin = pins.alone(scene.heard.text)
    if pin is None:
        return Turn(scene.conversation, (Hold(), Say(replies.ask_pin())))
    match scene.shop.pins.look(pin):
        case Checked.RIGHT:
            return _welcome(scene, Hide(), TryPin(pin))
        case Checked.WRONG:
            return Turn(scene.conversation, (Hide(), TryPin(pin), Say(replies.wrong_pin())))
        case _:
            return Turn(scene.conversation, (Hide(), Say(replies.locked_pin())))


def _welcome(scene: Scene, *effects: Effect) -> Turn:
    """What was open before is open again."""
    conversation = scene.conversation.below or scene.conversation.rest()
    language = scene.conversation.language
    said = Say(replies.welcome_back())
    return Turn(replace(conversation, language=language), (*effects, Trust(), said))


def _asking(
    scene: Scene, awaiting: Awaiting, slots: Mapping[str, Json], *effects: Effect
) -> Turn:
    asked = {**slots, "asked_at": scene.now.isoformat()}
    conversation = scene.conversation.ask(NAME, awaiting, asked)
    return Turn(conversation, (*effects, Say(_question(scene, slots))))


def _is_from_before(scene: Scene) -> bool:
    """What was written before the question was put is no answer to it."""
    asked_at = scene.conversation.slots.get("asked_at")
    return asked_at is not None and scene.heard.at < datetime.fromisoformat(str(asked_at))


def _question(scene: Scene, slots: Mapping[str, Json]) -> Reply:
    if scene.shop.pins.is_set():
        return replies.ask_pin()
    if "shop" in slots:
        return replies.ask_owner()
    return replies.ask_shop(again="tries" in slots)


def _rests(slots: Mapping[str, Json], now: datetime) -> bool:
    until = slots.get("until")
    return until is not None and now < datetime.fromisoformat(str(until))


def _is_one_of(said: str, names: Iterable[str]) -> bool:
    return bool(_plain(said)) and _plain(said) in {_plain(name) for name in names}


def _is_owner(said: str, owners: Iterable[str]) -> bool:
    """By the whole name or the first of its names."""
    return _is_one_of(said, [*owners, *(owner.split()[0] for owner in owners if owner.split())])


def _plain(text: str) -> str:
    """What two spellings of a name have in common: letters and digits."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _number(value: Json) -> int:
    return value if isinstance(value, int) else 0
