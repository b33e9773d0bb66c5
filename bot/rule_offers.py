"""A wished rule is said once more, and made once the owner agrees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from bot import rules, stock_warnings, wished_rules
from bot.conversation import Turn
from bot.effects import Json, MakeRule, Say, SwitchRule
from bot.nlu.understanding import Act, Awaiting, Intent
from bot.replies import customers, debt_reminders
from bot.replies import rules as replies
from bot.replies.stock import not_counted
from bot.reply import Reply
from bot.rules import FLOOR, Rule, Wanted
from bot.topic import Scene
from bot.wished_rules import Missing, Warned

AGREE, LIMIT = "agree", "limit"
"""What was asked last."""

MISSING: Mapping[str, Callable[[str], Reply]] = {
    "count": not_counted,
    "customer": customers.unknown,
    "phone": debt_reminders.no_phone,
    "errand": lambda _: replies.ask_errand(),
}
"""What is said where a wish lacks something that no answer could add."""


def begin(scene: Scene, act: Act) -> Turn:
    """Say it once more, or ask for what is missing."""
    match wished_rules.wish(scene, act):
        case Wanted() as wanted:
            return offer(scene, wanted)
        case Warned(_, item, threshold):
            return stock_warnings.offer(scene, item, threshold)
        case Missing("limit", kind):
            return ask_limit(scene, rules.LIMITS[kind])
        case Missing("threshold", item):
            return stock_warnings.ask(scene, item)
        case Missing(what, about):
            return scene.say(MISSING[what](about))
        case None:
            return scene.say(replies.not_known())


def offer(scene: Scene, wanted: Wanted, replacing: int | None = None) -> Turn:
    """Ask whether it is wanted; one like it may get these values (`replacing`: its number)."""
    number = replacing or _like(scene, wanted)
    old = scene.shop.rules()[number - 1] if number else None
    if number and old and dict(old.values) == dict(wanted.values):
        if old.is_on:
            return scene.say(replies.has_it(number))
        return scene.close(SwitchRule(old.id, is_on=True), Say(replies.resumed(number)))
    slots: dict[str, Json] = {
        "step": AGREE,
        "starter": wanted.starter,
        "values": dict(wanted.values),
        "rule": str(old.id) if old else None,
    }
    conversation = scene.conversation.ask(FLOOR, Awaiting.CONSENT, slots)
    return Turn(conversation, (Say(_said_again(scene, wanted, old)),))


def ask_limit(scene: Scene, starter: str, rule: Rule | None = None) -> Turn:
    """Above which amount."""
    slots: dict[str, Json] = {"step": LIMIT, "starter": starter}
    if rule is not None:
        slots["rule"] = str(rule.id)
    conversation = scene.conversation.ask(FLOOR, Awaiting.AMOUNT, slots)
    return Turn(conversation, (Say(replies.ask_limit()),))


def answer(scene: Scene) -> Turn | None:
    """Hear whether the rule is wanted, or above which amount."""
    match scene.conversation.slots.get("step"):
        case "agree":
            return _hear_consent(scene)
        case "limit":
            return _hear_limit(scene)
        case "warn" | "threshold":
            return stock_warnings.answer(scene)
        case _:
            return None


def question(scene: Scene) -> Reply | None:
    """Ask again."""
    match scene.conversation.slots.get("step"):
        case "agree":
            return _said_again(scene, _asked(scene), _old(scene))
        case "limit":
            return replies.ask_limit()
        case "warn" | "threshold":
            return stock_warnings.question(scene)
        case _:
            return None


def _said_again(scene: Scene, wanted: Wanted, old: Rule | None) -> Reply:
    currency = scene.organization.currency
    if old is None:
        return replies.restated(wanted, currency)
    return replies.instead(_number(scene, old), old, wanted, currency)


def _hear_consent(scene: Scene) -> Turn | None:
    agreed, wanted, old = scene.yes_or_no(), _asked(scene), _old(scene)
    if agreed is None:
        return _hear_another_limit(scene, wanted, old)
    if not agreed:
        left = replies.stays(_number(scene, old)) if old else replies.left()
        return scene.say(left)
    number = _number(scene, old) if old else len(scene.shop.rules()) + 1
    made = MakeRule(wanted.starter, wanted.values, old.id if old else None)
    return scene.close(made, Say(replies.agreed(number)))


def _hear_another_limit(scene: Scene, wanted: Wanted, old: Rule | None) -> Turn | None:
    """`no, make it 3000`: the same rule with another limit is asked about anew."""
    said = [act.amount for act in scene.acts if act.intent is Intent.CORRECT]
    amount = scene.bare_amount or (said[0] if len(said) == 1 else None)
    if wanted.starter not in rules.LIMITS.values() or amount is None or amount <= 0:
        return None
    changed = Wanted(wanted.starter, {**wanted.values, "limit": _plain(amount)})
    return offer(scene, changed, _number(scene, old) if old else None)


def _hear_limit(scene: Scene) -> Turn | None:
    if scene.wants(Intent.REJECT) or scene.wants(Intent.STOP):
        return scene.say(replies.left())
    amount = scene.bare_amount
    if amount is None:
        return None
    starter = str(scene.conversation.slots["starter"])
    old = _old(scene)
    wanted = Wanted(starter, {"limit": _plain(amount)})
    return offer(scene, wanted, _number(scene, old) if old else None)


def _plain(amount: Decimal) -> str:
    return format(amount.normalize(), "f")


def _like(scene: Scene, wanted: Wanted) -> int | None:
    """The number of the rule that this wish is for."""
    found = enumerate(scene.shop.rules(), start=1)
    return next((number for number, rule in found if rule.is_like(wanted)), None)


def _asked(scene: Scene) -> Wanted:
    slots = scene.conversation.slots
    values = slots.get("values")
    assert isinstance(values, dict)  # noqa: S101 -- Written by `offer`.
    return Wanted(str(slots["starter"]), {name: str(value) for name, value in values.items()})


def _old(scene: Scene) -> Rule | None:
    """The rule that was to be changed, while the shop has it."""
    asked = scene.conversation.slots.get("rule")
    return next((rule for rule in scene.shop.rules() if str(rule.id) == asked), None)


def _number(scene: Scene, rule: Rule) -> int:
    return list(scene.shop.rules()).index(rule) + 1
