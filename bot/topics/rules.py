"""Rules by chat: said once more in one sentence, agreed to, listed, paused and resumed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from decimal import Decimal

from bot import day_end
from bot.conversation import Turn
from bot.effects import Json, MakeRule, Say, SwitchRule
from bot.nlu.understanding import Act, Awaiting, Intent
from bot.replies import rules as replies
from bot.reply import Reply
from bot.rules import LIMITS, PLAIN, Rule, Wanted, every_day, limited
from bot.topic import Scene, Topic

NAME = "rules"
SWITCHES = {"pause": False, "remove": False, "resume": True}
EVENING = time(20)


def begin(scene: Scene) -> Turn:
    """Say a wished rule once more, or show and switch those that there are."""
    act = next(act for act in scene.acts if act.intent in TOPIC.intents)
    if scene.organization.role != "OWNER":
        return scene.say(replies.only_owner())
    if act.kind == day_end.SLOT:
        return day_end.begin(scene, NAME, act)
    if act.intent is Intent.RULES:
        return _switch(scene, act) if act.kind in SWITCHES else _list(scene)
    wanted = _wanted(scene, act)
    if wanted is None:
        asks_limit = act.kind in LIMITS
        return scene.say(replies.ask_limit() if asks_limit else replies.not_known())
    return _offer(scene, wanted)


def answer(scene: Scene) -> Turn | None:
    """Hear whether the rule is wanted."""
    if day_end.SLOT in scene.conversation.slots:
        return day_end.answer(scene)
    agreed, wanted = scene.yes_or_no(), _asked(scene)
    if agreed is None or wanted is None:
        return None
    if not agreed:
        return scene.say(replies.left())
    number = _place(scene.shop.rules(), wanted)
    return scene.close(MakeRule(wanted.starter, wanted.values), Say(replies.agreed(number)))


def question(scene: Scene) -> Reply | None:
    """Ask again, as long as the speaker may decide."""
    if day_end.SLOT in scene.conversation.slots:
        return day_end.question(scene)
    wanted = _asked(scene)
    return replies.restated(wanted, scene.organization.currency) if wanted else None


def _offer(scene: Scene, wanted: Wanted) -> Turn:
    for number, rule in enumerate(scene.shop.rules(), start=1):
        if (rule.starter, dict(rule.values)) == (wanted.starter, dict(wanted.values)):
            if rule.is_on:
                return scene.say(replies.has_it(number))
            return scene.close(SwitchRule(rule.id, is_on=True), Say(replies.resumed(number)))
    values: dict[str, Json] = dict(wanted.values)
    slots: dict[str, Json] = {"starter": wanted.starter, "values": values}
    conversation = scene.conversation.ask(NAME, Awaiting.CONSENT, slots)
    return Turn(conversation, (Say(replies.restated(wanted, scene.organization.currency)),))


def _wanted(scene: Scene, act: Act) -> Wanted | None:
    """The starter that does what was wished; None where none does, or a value is missing."""
    if (plain := PLAIN.get(act.kind or "")) is not None:
        return plain
    if act.kind == "summary":
        return every_day(act.when.timetz() if act.when else EVENING)
    amount = act.amount or _only(scene.heard.understanding.amounts)
    if act.kind is not None and act.kind in LIMITS and amount is not None and amount > 0:
        return limited(act.kind, amount)
    return None


def _only(amounts: Sequence[Decimal]) -> Decimal | None:
    return amounts[0] if len(amounts) == 1 else None


def _list(scene: Scene) -> Turn:
    return scene.say(replies.listed(scene.shop.rules(), scene.organization.currency))


def _switch(scene: Scene, act: Act) -> Turn:
    is_on = SWITCHES[act.kind or ""]
    rules = scene.shop.rules()
    if act.quantity is None:
        return _list(scene) if len(rules) > 1 else scene.say(replies.which())
    number = int(act.quantity)
    rule = _numbered(rules, number)
    if rule is None:
        return scene.say(replies.no_such(number))
    said = replies.resumed(number) if is_on else replies.paused(number)
    if rule.is_on is is_on:
        return scene.say(said)
    return scene.close(SwitchRule(rule.id, is_on=is_on), Say(said))


def _place(rules: Sequence[Rule], wanted: Wanted) -> int:
    """The number that the rule will have: one of its kind keeps its own, with new values."""
    kinds = [rule.starter for rule in rules]
    return kinds.index(wanted.starter) + 1 if wanted.starter in kinds else len(rules) + 1


def _numbered(rules: Sequence[Rule], number: int) -> Rule | None:
    return rules[number - 1] if 0 < number <= len(rules) else None


def _asked(scene: Scene) -> Wanted | None:
    """What was offered, while the speaker is still the owner."""
    slots = scene.conversation.slots
    values = slots.get("values")
    if scene.organization.role != "OWNER" or not isinstance(values, dict):
        return None
    return Wanted(str(slots["starter"]), {name: str(value) for name, value in values.items()})


TOPIC = Topic(
    intents=frozenset({Intent.RULE, Intent.RULES}),
    begin=begin,
    answer=answer,
    question=question,
)
