"""Keep how a customer is reached: a name and a phone number."""

from __future__ import annotations

from uuid import UUID

from bot import phones
from bot.contacts import Holder
from bot.conversation import Turn
from bot.effects import Json, KeepPhone, Say
from bot.nlu.understanding import Awaiting, Intent
from bot.people import Meant, meant, picked
from bot.replies import customers as replies
from bot.replies import debts
from bot.replies.smalltalk import only_look
from bot.reply import Reply
from bot.shop import Customer
from bot.topic import Scene, Topic

NAME = "customers"
LONGEST_NAME = 60
WHO, SHARED, OTHER = "who", "shared", "other"
"""What was asked last: who is meant, whose the number is, whether it takes another's place."""


def begin(scene: Scene) -> Turn:
    """Keep the number of the customer who is named."""
    if not scene.may_write:
        return scene.say(only_look())
    act = next(act for act in scene.acts if act.intent is Intent.CUSTOMER)
    phone = phones.found(scene.heard.text, scene.organization.country)
    name = (act.party or "")[:LONGEST_NAME].strip()
    if phone is None or not name:
        return scene.say(replies.how_to_name())
    known = meant(name, scene.shop.customers())
    if known.sure is None and known.candidates:
        return _ask(scene, WHO, name, phone.number, None)
    return _examined(scene, name, phone.number, known.sure)


def answer(scene: Scene) -> Turn | None:
    """Hear who is meant, or whether the number changes hands."""
    slots = scene.conversation.slots
    name, phone = str(slots["name"]), str(slots["phone"])
    if slots.get("step") == WHO:
        return _hear_who(scene, name, phone)
    agreed = scene.yes_or_no()
    if agreed is None:
        return None
    if not agreed:
        return scene.say(replies.left_as_it_was())
    return _keep(scene, name, phone, _customer(scene))


def question(scene: Scene) -> Reply | None:
    """Ask once more, as long as it is to be settled."""
    if scene.shop.organization is None or not scene.may_write:
        return None
    slots = scene.conversation.slots
    name, phone = str(slots["name"]), str(slots["phone"])
    match slots.get("step"):
        case "who":
            found = _candidates(scene, name).candidates
            return debts.who(name, found) if found else None
        case "shared":
            holder = scene.shop.contacts.holder(phone)
            return replies.ask_shared(holder.name, name) if holder else None
        case _:
            customer = _customer(scene)
            shown = scene.shop.contacts.phone_of(customer.id) if customer else None
            return replies.ask_other(name, shown, phone) if shown else None


def _examined(scene: Scene, name: str, phone: str, customer: Customer | None) -> Turn:
    """Keep it, unless it takes something away: a number has one owner, and they one number."""
    contacts = scene.shop.contacts
    name = customer.name if customer else name
    holder = contacts.holder(phone)
    if holder is not None and _is_same(holder, customer):
        return scene.say(replies.kept(name, phone))
    if holder is not None:
        return _ask(scene, SHARED, name, phone, customer)
    if customer is not None and contacts.phone_of(customer.id):
        return _ask(scene, OTHER, name, phone, customer)
    return _keep(scene, name, phone, customer)


def _keep(scene: Scene, name: str, phone: str, customer: Customer | None) -> Turn:
    wish = KeepPhone(customer.id if customer else None, name, phone)
    return scene.close(wish, Say(replies.kept(name, phone)))


def _hear_who(scene: Scene, name: str, phone: str) -> Turn | None:
    offered = _candidates(scene, name).candidates
    place = picked(scene.digit, scene.heard.text, offered, beside=1)
    if place is None:
        return None
    if place == len(offered) + 1:
        return _examined(scene, name, phone, None)
    return _examined(scene, name, phone, offered[place - 1])


def _ask(scene: Scene, step: str, name: str, phone: str, customer: Customer | None) -> Turn:
    slots: dict[str, Json] = {
        "step": step,
        "name": name,
        "phone": phone,
        "customer": str(customer.id) if customer else None,
    }
    awaiting = Awaiting.CHOICE if step == WHO else Awaiting.CONSENT
    conversation = scene.conversation.ask(NAME, awaiting, slots)
    asked = question(Scene(conversation, scene.heard, scene.shop, scene.now))
    assert asked is not None, "what is asked is still open"  # noqa: S101
    return Turn(conversation, (Say(asked),))


def _candidates(scene: Scene, name: str) -> Meant:
    return meant(name, scene.shop.customers())


def _customer(scene: Scene) -> Customer | None:
    known = scene.conversation.slots.get("customer")
    if known is None:
        return None
    wanted = UUID(str(known))
    return next((one for one in scene.shop.customers() if one.id == wanted), None)


def _is_same(holder: Holder, customer: Customer | None) -> bool:
    return customer is not None and holder.id == customer.id


TOPIC = Topic(
    intents=frozenset({Intent.CUSTOMER}),
    begin=begin,
    answer=answer,
    question=question,
)
