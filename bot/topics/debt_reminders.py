"""Remind a customer of what they owe, once the owner has seen whom and of how much."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import Turn
from bot.directions import NUMBER_OF
from bot.effects import Json, RemindDebt, Say
from bot.nlu.understanding import Awaiting, Intent
from bot.people import meant, mentioned, picked
from bot.replies import debt_reminders as replies
from bot.reply import Money, Reply
from bot.shop import Customer
from bot.topic import Scene, Topic

NAME = "debt_reminders"
DEBT = (Intent.REMIND, "debt")
LEAVING = (Intent.REJECT, Intent.UNDO, Intent.STOP)


def begin(scene: Scene) -> Turn:
    """Say once more who is reminded of how much, or why it cannot be."""
    if scene.organization.role != "OWNER":
        return scene.say(replies.only_owner())
    act = next(act for act in scene.acts if (act.intent, act.kind) == DEBT)
    found = _meant(scene, act.party)
    if len(found) == 1:
        return _about(scene, found[0])
    if not found:
        return scene.say(replies.unknown())
    offered: list[Json] = [str(one.id) for one in found]
    conversation = scene.conversation.ask(NAME, Awaiting.CHOICE, {"offered": offered})
    return Turn(conversation, (Say(replies.who([one.name for one in found])),))


def answer(scene: Scene) -> Turn | None:
    """Hear whom, or whether."""
    if "offered" in scene.conversation.slots:
        return _hear_who(scene)
    customer, agreed = _asked_about(scene), scene.yes_or_no()
    if customer is None or agreed is None:
        return None
    if not agreed:
        return scene.say(replies.left(customer.name))
    return scene.close(RemindDebt(customer.id))


def question(scene: Scene) -> Reply | None:
    """Ask once more, as long as there is something to remind of."""
    if scene.shop.organization is None or scene.organization.role != "OWNER":
        return None
    if "offered" in scene.conversation.slots:
        names = [one.name for one in _offered(scene)]
        return replies.who(names) if names else None
    customer = _asked_about(scene)
    return _ask(scene, customer) if customer else None


def _about(scene: Scene, customer: Customer) -> Turn:
    if customer.owes_us <= 0:
        return scene.say(replies.owes_nothing(customer.name))
    asked = _ask(scene, customer)
    if asked is None:
        return _missing_number(scene, customer)
    slots: dict[str, Json] = {"customer": str(customer.id)}
    return Turn(scene.conversation.ask(NAME, Awaiting.CONSENT, slots), (Say(asked),))


def _missing_number(scene: Scene, customer: Customer) -> Turn:
    """Say so; a number straight after it is theirs."""
    turn = scene.say(replies.no_phone(customer.name))
    slots: dict[str, Json] = {NUMBER_OF: customer.name}
    return replace(turn, conversation=replace(turn.conversation, slots=slots))


def _hear_who(scene: Scene) -> Turn | None:
    if any(scene.wants(intent) for intent in LEAVING):
        return scene.close()
    offered = _offered(scene)
    place = picked(scene.digit, scene.heard.text, offered)
    return _about(scene, offered[place - 1]) if place else None


def _ask(scene: Scene, customer: Customer) -> Reply | None:
    """The question; None where the customer has no phone."""
    phone = scene.shop.contacts.phone_of(customer.id)
    owed = Money(customer.owes_us, scene.organization.currency)
    return replies.ask(customer.name, phone, owed) if phone else None


def _meant(scene: Scene, name: str | None) -> list[Customer]:
    everyone = scene.shop.customers()
    if name is None:
        named = mentioned(scene.heard.text, everyone)
        return [named] if named else []
    found = meant(name, everyone)
    return [found.sure] if found.sure else list(found.candidates)


def _offered(scene: Scene) -> list[Customer]:
    known = {str(one.id): one for one in scene.shop.customers()}
    offered = scene.conversation.slots.get("offered")
    ids = offered if isinstance(offered, list) else []
    return [known[str(one)] for one in ids if str(one) in known]


def _asked_about(scene: Scene) -> Customer | None:
    """The customer in question, while the speaker may decide and a debt is there."""
    if scene.shop.organization is None or scene.organization.role != "OWNER":
        return None
    asked = scene.conversation.slots.get("customer")
    found = (one for one in scene.shop.customers() if str(one.id) == asked)
    return next((one for one in found if one.owes_us > 0), None)


TOPIC = Topic(
    intents=frozenset(),
    kinds=frozenset({DEBT}),
    begin=begin,
    answer=answer,
    question=question,
)
