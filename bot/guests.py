"""A person who is only a customer: what they may say, and never a word of a shop's book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot import consents
from bot.contacts import Acquaintance
from bot.conversation import Turn
from bot.effects import AnswerDebt, Introduce, Json, Say
from bot.languages import chosen
from bot.nlu.understanding import Act, Awaiting, Intent
from bot.replies import guests as replies
from bot.reply import Money, Reply
from bot.topic import Scene

NAME = "guests"
PAID, UNTRUE = "paid", "untrue"
PAYING = (Intent.RECORD_EXPENSE, Intent.PAYABLE_PAID, Intent.DEBT_PAID, Intent.MOBILE_MONEY)
"""What "I have paid" may read as: whoever keeps no book means the debt."""
SILENT = (Intent.THANKS, Intent.APPROVE, Intent.DEFER)
LEFT_TO_OTHERS = (Intent.REGISTER, Intent.JOIN)
UNCLEAR = (*SILENT, Intent.UNKNOWN, Intent.STOP, Intent.START, Intent.GREETING)
"""What people of every language write: it does not show theirs."""


def hear(scene: Scene) -> Turn | None:
    """Hear a customer who has no shop; None for whoever is none, or wants to open one."""
    known = scene.shop.contacts.acquaintances()
    if not known:
        return consents.stop(scene) if scene.wants(Intent.STOP) else None
    if any(scene.wants(intent) for intent in LEFT_TO_OTHERS):
        return None
    scene = _speaking(scene, known)
    if scene.wants(Intent.LANGUAGE):
        return _in_language(scene, known)
    if scene.wants(Intent.STOP):
        return consents.stop(scene)
    if scene.wants(Intent.START):
        return consents.start(scene) or scene.say(replies.who(_names(known)))
    return about_debt(scene) or _small_talk(scene, known)


def about_debt(scene: Scene) -> Turn | None:
    """Pass on what they say of a debt, or tell their own balance; None for anything else."""
    said = _answer(scene)
    if said is not None:
        return _pass_on(scene, said, _amount(scene))
    if scene.wants(Intent.WHO_OWES):
        return scene.say(_balances(scene))
    return None


def answer(scene: Scene) -> Turn | None:
    """Hear which shop they mean."""
    asked = _asked_about(scene)
    if scene.wants(Intent.STOP):
        return consents.stop(scene)
    if not scene.digit or scene.digit > len(asked):
        return None
    slots = scene.conversation.slots
    amount = slots.get("amount")
    stated = Decimal(str(amount)) if amount is not None else None
    return _tell(scene, asked[scene.digit - 1], str(slots["answer"]), stated)


def question(scene: Scene) -> Reply | None:
    """Ask once more."""
    asked = _asked_about(scene)
    return replies.which(_names(asked)) if len(asked) > 1 else None


def _pass_on(scene: Scene, said: str, amount: Decimal | None) -> Turn:
    asked = _asked_about(scene)
    if not asked:
        return scene.say(replies.nobody_asked())
    if len(asked) == 1:
        return _tell(scene, asked[0], said, amount)
    slots: dict[str, Json] = {"answer": said, "amount": str(amount) if amount else None}
    conversation = scene.conversation.ask(NAME, Awaiting.CHOICE, slots)
    return Turn(conversation, (Say(replies.which(_names(asked))),))


def _tell(scene: Scene, one: Acquaintance, said: str, amount: Decimal | None) -> Turn:
    """To the owner, who decides; once a day is enough."""
    if one.owes <= 0:
        return scene.say(replies.nothing_owed(one.shop))
    if one.disputed_at is not None and (scene.now - one.disputed_at).days < 1:
        return scene.say(replies.told_already(one.shop))
    about = amount if amount is not None and 0 < amount < one.owes else one.owes
    wish = AnswerDebt(one.organization_id, one.customer_id, said, about)
    money = Money(about, one.currency)
    told = replies.told_paid if said == PAID else replies.told_untrue
    return scene.close(wish, Say(told(one.shop, money)))


def _asked_about(scene: Scene) -> list[Acquaintance]:
    """The shops that have reminded them of a debt."""
    known = scene.shop.contacts.acquaintances()
    asked = [one for one in known if one.reminded_at is not None]
    owing = [one for one in asked if one.owes > 0]
    return owing or asked[:1]


def _answer(scene: Scene) -> str | None:
    for act in scene.acts:
        if act.intent is Intent.DISPUTE:
            return PAID if act.kind == PAID else UNTRUE
        if act.intent in PAYING and not _is_own_business(act):
            return PAID
    return None


def _is_own_business(act: Act) -> bool:
    """Something was bought, or money came in: that is no answer about a debt."""
    return act.item is not None or act.kind in ("received", "failed", "balance")


def _amount(scene: Scene) -> Decimal | None:
    return next((act.amount for act in scene.acts if act.amount), None)


def _balances(scene: Scene) -> Reply:
    """Only what they have been told of by the shop itself."""
    asked = [one for one in _asked_about(scene) if one.owes > 0]
    if not asked:
        return replies.nobody_asked()
    return replies.balances([(one.shop, Money(one.owes, one.currency)) for one in asked])


def _small_talk(scene: Scene, known: Sequence[Acquaintance]) -> Turn:
    quiet = bool(scene.acts) and all(act.intent in SILENT for act in scene.acts)
    wordless = not any(sign.isalnum() for sign in scene.heard.text)
    if quiet or wordless:
        return Turn(scene.conversation)
    return scene.say(replies.who(_names(known)))


def _in_language(scene: Scene, known: Sequence[Acquaintance]) -> Turn:
    """From now on in the language that they name."""
    code = chosen(scene) or scene.conversation.language
    conversation = replace(scene.conversation, language=code)
    return Turn(conversation, (Introduce(language=code), Say(replies.who(_names(known)))))


def _names(known: Sequence[Acquaintance]) -> list[str]:
    return [one.shop for one in known]


def _speaking(scene: Scene, known: Sequence[Acquaintance]) -> Scene:
    """In their language, or as long as nobody knows it in the shop's."""
    clear = any(act.intent not in UNCLEAR for act in scene.acts)
    read = scene.heard.understanding.language if clear else known[0].language
    language = scene.conversation.language or read
    return replace(scene, conversation=replace(scene.conversation, language=language))
