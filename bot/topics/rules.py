"""Rules by chat: said once more in one sentence, agreed to, listed, switched and ended."""

from __future__ import annotations

from bot import day_end, rule_offers, rule_switches, unanswered
from bot.asides import instead
from bot.conversation import Turn
from bot.nlu.understanding import Intent
from bot.replies import rules as replies
from bot.reply import Reply
from bot.rule_offers import AGREE
from bot.rules import FLOOR
from bot.topic import Scene, Topic

NAME = FLOOR
INTENTS = frozenset({Intent.RULE, Intent.RULES})


def begin(scene: Scene) -> Turn:
    """Say a wished rule once more, or show and switch those that there are."""
    act = next(act for act in scene.acts if act.intent in INTENTS)
    if scene.organization.role != "OWNER":
        return scene.say(replies.only_owner())
    if act.kind == day_end.SLOT:
        return day_end.begin(scene, NAME, act)
    if act.kind == unanswered.KIND:
        return unanswered.begin(scene)
    if act.intent is Intent.RULES:
        return rule_switches.begin(scene, act)
    return rule_offers.begin(scene, act)


def answer(scene: Scene) -> Turn | None:
    """Hear whether the rule is wanted, or what is still missing; another wish comes instead."""
    if scene.organization.role != "OWNER":
        return None
    if any(act.intent in INTENTS for act in scene.acts):
        return _another(scene, begin(scene))
    if day_end.SLOT in scene.conversation.slots:
        return day_end.answer(scene)
    return rule_offers.answer(scene) or rule_switches.answer(scene)


def _another(scene: Scene, turn: Turn) -> Turn:
    """Another rule while one is asked about: that one waits, unless this is it put better."""
    before, now = scene.conversation.slots, turn.conversation.slots
    same = before.get("starter") == now.get("starter") and before.get("starter") is not None
    agreeing = before.get("step") == AGREE and before.get("rule") is None
    return instead(scene, turn, question) if agreeing and not same else turn


def question(scene: Scene) -> Reply | None:
    """Ask again, as long as the speaker may decide."""
    if scene.organization.role != "OWNER":
        return None
    if day_end.SLOT in scene.conversation.slots:
        return day_end.question(scene)
    return rule_offers.question(scene) or rule_switches.question(scene)


def let_go(_: Scene) -> Reply:
    """An offer that is passed over again and again changes nothing."""
    return replies.let_go()


TOPIC = Topic(intents=INTENTS, begin=begin, answer=answer, question=question, let_go=let_go)
