"""To be told when one item is down to a figure: the item's threshold, and the rule."""

from __future__ import annotations

from decimal import Decimal

from bot.conversation import Turn
from bot.effects import Effect, Json, MakeRule, Raise, Say, SwitchRule
from bot.nlu.understanding import Awaiting, Intent
from bot.replies import rules as replies
from bot.replies.stock import not_counted, will_not_warn, will_warn
from bot.reply import Reply
from bot.rules import FLOOR, STOCK
from bot.shop import StockItem
from bot.topic import Scene

WARN, THRESHOLD = "warn", "threshold"
"""What was asked last."""


def offer(scene: Scene, item: str, threshold: Decimal) -> Turn:
    """Say it once more, unless it is so already."""
    stock, number = scene.shop.stock(item), _listed(scene)
    if number is not None and stock is not None and stock.threshold == threshold:
        return scene.say(replies.has_it(number))
    slots: dict[str, Json] = {"step": WARN, "item": item, "threshold": f"{threshold:f}"}
    conversation = scene.conversation.ask(FLOOR, Awaiting.CONSENT, slots)
    return Turn(conversation, (Say(replies.warned(item, threshold)),))


def ask(scene: Scene, item: str) -> Turn:
    """At what stock."""
    slots: dict[str, Json] = {"step": THRESHOLD, "item": item}
    conversation = scene.conversation.ask(FLOOR, Awaiting.AMOUNT, slots)
    return Turn(conversation, (Say(replies.ask_threshold(item)),))


def answer(scene: Scene) -> Turn | None:
    """Hear the figure, or whether it is wanted."""
    item = str(scene.conversation.slots["item"])
    if scene.conversation.slots.get("step") == WARN:
        return _hear_consent(scene, item)
    if scene.wants(Intent.REJECT) or scene.wants(Intent.STOP):
        return scene.say(will_not_warn(item))
    figure = scene.bare_amount
    return None if figure is None else offer(scene, item, figure)


def question(scene: Scene) -> Reply:
    """Ask again."""
    slots = scene.conversation.slots
    if slots.get("step") == THRESHOLD:
        return replies.ask_threshold(str(slots["item"]))
    return replies.warned(str(slots["item"]), Decimal(str(slots["threshold"])))


def _hear_consent(scene: Scene, item: str) -> Turn | None:
    agreed, stock = scene.yes_or_no(), scene.shop.stock(item)
    if agreed is None:
        return None
    if not agreed:
        return scene.say(replies.left())
    if stock is None:
        return scene.say(not_counted(item))
    threshold = Decimal(str(scene.conversation.slots["threshold"]))
    said = Say(will_warn(stock.item, threshold))
    return scene.close(_counted(stock, threshold), *_rule(scene), said)


def _counted(stock: StockItem, threshold: Decimal) -> Raise:
    """A threshold is told with a count: of what there is."""
    told: dict[str, Json] = {
        "item": stock.item,
        "quantity": f"{stock.quantity:f}",
        "unit": stock.unit,
        "threshold": f"{threshold:f}",
    }
    return Raise("STOCK_COUNTED", told)


def _listed(scene: Scene) -> int | None:
    """The number of the rule that tells of all items, while it is on."""
    every = enumerate(scene.shop.rules(), start=1)
    return next((n for n, rule in every if rule.starter == STOCK and rule.is_on), None)


def _rule(scene: Scene) -> tuple[Effect, ...]:
    """The one rule that tells of all items, switched on where it is not."""
    found = next((rule for rule in scene.shop.rules() if rule.starter == STOCK), None)
    if found is None:
        return (MakeRule(STOCK, {}),)
    return () if found.is_on else (SwitchRule(found.id, is_on=True),)
