"""Name the till or paybill under which a shop is paid, so that its provider can prove it."""

from __future__ import annotations

from bot.conversation import Turn
from bot.effects import NameNumber, RefuseNumber, ReleaseNumber, Say
from bot.nlu.understanding import Awaiting, Intent
from bot.replies import till as replies
from bot.reply import Reply
from bot.topic import Scene, Topic

NAME = "till"
PROVIDER = "mpesa_ke"
REMOVE, TILL = "remove", "till"
SHORTEST, LONGEST = 4, 10


def begin(scene: Scene) -> Turn:
    """Ask whether the number is the shop's; without one tell which are."""
    act = next(act for act in scene.acts if act.intent is Intent.OWN_NUMBER)
    number = act.code
    if number is None or not SHORTEST <= len(number) <= LONGEST:
        return scene.say(replies.numbers(scene.shop.payment_numbers()))
    if scene.organization.role != "OWNER":
        return scene.say(replies.only_owner())
    if act.kind == REMOVE:
        return _release(scene, number)
    if _is_mine(scene, number):
        return scene.say(replies.named(number))
    if scene.shop.number_is_taken(PROVIDER, number):
        return scene.close(RefuseNumber(PROVIDER, number), Say(replies.taken(number)))
    slots = {"number": number, "kind": act.kind or TILL}
    conversation = scene.conversation.ask(NAME, Awaiting.CONSENT, slots)
    return Turn(conversation, (Say(_question(scene, number, slots["kind"])),))


def answer(scene: Scene) -> Turn | None:
    """Hear whether it is."""
    wanted = scene.yes_or_no()
    if wanted is None or scene.organization.role != "OWNER":
        return None
    number, kind = _asked(scene)
    if not wanted:
        return scene.say(replies.left())
    if scene.shop.number_is_taken(PROVIDER, number):
        return scene.close(RefuseNumber(PROVIDER, number), Say(replies.taken(number)))
    return scene.close(NameNumber(PROVIDER, number, kind), Say(replies.named(number)))


def question(scene: Scene) -> Reply | None:
    """Ask again, as long as the speaker may decide."""
    if scene.organization.role != "OWNER":
        return None
    return _question(scene, *_asked(scene))


def _release(scene: Scene, number: str) -> Turn:
    if not _is_mine(scene, number):
        return scene.say(replies.numbers(scene.shop.payment_numbers()))
    return scene.close(ReleaseNumber(PROVIDER, number), Say(replies.released(number)))


def _is_mine(scene: Scene, number: str) -> bool:
    return any(one.number == number for one in scene.shop.payment_numbers())


def _asked(scene: Scene) -> tuple[str, str]:
    slots = scene.conversation.slots
    return str(slots["number"]), str(slots["kind"])


def _question(scene: Scene, number: str, kind: str) -> Reply:
    return replies.ask(number, kind, scene.organization.name)


TOPIC = Topic(
    intents=frozenset({Intent.OWN_NUMBER}),
    begin=begin,
    answer=answer,
    question=question,
)
